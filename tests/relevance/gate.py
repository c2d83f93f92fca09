"""Is the ranking good enough? Never below the simplest search, and every product in the first ten.

Engines may differ by little. What was reached before is the business of the scoreboard.
"""

from collections.abc import Callable, Iterator, Mapping

from tests.relevance.golden import Kind, golden
from tests.relevance.measuring import Comparison, Measured
from tests.relevance.searched import ACORDAR

FURTHEST = 0.02  # nDCG@10 between two engines
SIGNIFICANT = 0.05
TUNING, HELD_OUT = "tuning", "held out"

Runs = Mapping[str, Mapping[str, Measured]]
"""Collection -> engine -> what was measured."""


def parts(collection: str, measured: Measured) -> dict[str, Comparison]:
    """Return the parts that the gate looks at: the golden questions by their split."""
    if collection == ACORDAR:
        return _compared(measured, {"all": lambda _question: True})
    split = {question.query: question.split for question in golden()}
    return _compared(
        measured,
        {
            TUNING: lambda question: split[question] == "tuning",
            HELD_OUT: lambda question: split[question] == "held_out",
        },
    )


def kinds(collection: str, measured: Measured) -> dict[str, Comparison]:
    """Return the six kinds of golden questions."""
    if collection == ACORDAR:
        return {}
    of = {question.query: question.kind for question in golden()}
    return _compared(
        measured, {kind.value: lambda question, kind=kind: of[question] == kind for kind in Kind}
    )


def below_plain(runs: Runs) -> Iterator[str]:
    """Say where the plain search is better: in any part, or in a kind beyond chance."""
    for name, engine, measured in each(runs):
        for part, compared in parts(name, measured).items():
            ours, plain = compared.ours, compared.plain
            where = f"{name}, {part}, {engine}"
            if ours.ndcg < plain.ndcg:
                yield f"{where}: nDCG@10 {ours.ndcg:.4f} is below {plain.ndcg:.4f}"
            if ours.condensed_ndcg < plain.condensed_ndcg:
                yield (
                    f"{where}: condensed nDCG@10 {ours.condensed_ndcg:.4f} is below "
                    f"{plain.condensed_ndcg:.4f}"
                )
            if ours.no_hit > plain.no_hit:
                yield f"{where}: {ours.no_hit:.1%} without a hit, against {plain.no_hit:.1%}"
        for kind, compared in kinds(name, measured).items():
            if compared.ours.ndcg < compared.plain.ndcg and compared.p_ndcg < SIGNIFICANT:
                yield (
                    f"{name}, {kind}, {engine}: nDCG@10 {compared.ours.ndcg:.4f} is below "
                    f"{compared.plain.ndcg:.4f} (p {compared.p_ndcg:.4f})"
                )


def missed(runs: Runs) -> Iterator[str]:
    """Say how many products the golden questions did not find in the first ten.

    Questions that are held out are counted and never named.
    """
    of = {question.query: question for question in golden()}
    for name, engine, measured in each(runs):
        if name == ACORDAR:
            continue
        lost = [of[question] for question, mark in measured.ours.items() if not mark.found]
        for question in lost:
            if question.split == "tuning":
                yield (
                    f"{name}, {engine}: {question.kind} '{question.query}' does not find "
                    f"{question.product}"
                )
        hidden = [question.kind for question in lost if question.split == "held_out"]
        if hidden:
            yield f"{name}, {engine}: {len(hidden)} held out do not find theirs ({_counts(hidden)})"


def apart(runs: Runs) -> Iterator[str]:
    """Say where two engines differ by more than they may."""
    for name, by_engine in runs.items():
        scores = {engine: measured.compare() for engine, measured in by_engine.items()}
        found = {engine: score.ours.ndcg for engine, score in scores.items() if score}
        if found and max(found.values()) - min(found.values()) > FURTHEST:
            shown = ", ".join(f"{engine} {ndcg:.4f}" for engine, ndcg in found.items())
            yield f"{name}: the engines are too far apart: {shown}"


def _compared(
    measured: Measured, wanted: Mapping[str, Callable[[str], bool]]
) -> dict[str, Comparison]:
    compared = {name: measured.compare(which) for name, which in wanted.items()}
    return {name: found for name, found in compared.items() if found}


def each(runs: Runs) -> Iterator[tuple[str, str, Measured]]:
    """Yield collection, engine and what was measured."""
    for name, by_engine in runs.items():
        for engine, measured in by_engine.items():
            yield name, engine, measured


def _counts(kinds: list[Kind]) -> str:
    return ", ".join(f"{kinds.count(kind)} {kind}" for kind in Kind if kind in kinds)
