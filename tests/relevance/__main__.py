"""How relevant is what is found? Prints one table, and fails where a gate does.

    make relevance
    python -m tests.relevance --accept    # and keep what was reached as the scoreboard

Ours stands beside the plain search: any word, one field, BM25, untuned, on the same engine in the
same run. p is of the paired randomisation test between the two. The gain of a grade is 2^grade - 1.
"""

import argparse
import os
import sys
from collections.abc import Iterator, Mapping

from search.evaluate import LENGTHS, length
from tests.relevance import gate, scoreboard
from tests.relevance.engines import all_engines
from tests.relevance.measuring import Comparison, Measured, measure
from tests.relevance.searched import ACORDAR, POOL, collections

_HEAD = (
    f"{'':31}{'':>10}{'------ nDCG@10 ------':>23}{'----- condensed -----':>24}{'--- P@1 ---':>14}"
    f"{'in 10':>7}{'judged':>8}{'-- no hit --':>15}\n"
    f"{'questions':31}{'number':>10}{'ours':>9}{'plain':>7}{'p':>7}{'ours':>10}{'plain':>7}{'p':>7}"
    f"{'ours':>8}{'plain':>6}{'ours':>7}{'ours':>8}{'ours':>8}{'plain':>7}"
)


def main() -> int:
    """Measure, print, judge. Return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--accept", action="store_true", help="keep this as the scoreboard")
    accept = parser.parse_args().accept
    searched = collections()
    with all_engines() as (engines, missing):
        runs = {
            name: {engine: measure(each, collection) for engine, each in engines.items()}
            for name, collection in searched.items()
        }
    for engine in engines:
        _say(f"\n{engine}\n{_HEAD}")
        for name, by_engine in runs.items():
            for line in _lines(name, by_engine[engine], searched[name].questions):
                _say(line)
    if missing:
        _say(f"\nOpenSearch is left out: {missing}")
    if ACORDAR not in runs:
        _say(f"\nACORDAR is left out: {POOL} is not beside the repository.")
    wrong = [*gate.below_plain(runs), *gate.missed(runs), *gate.apart(runs)]
    if missing and os.environ.get("CI") == "true":
        wrong.append("OpenSearch was not measured")
    if accept:
        scoreboard.accept(runs)
    else:
        wrong += scoreboard.fallen(runs, scoreboard.stored())
    _say("\n" + "\n".join(f"FAILED {each}" for each in wrong) if wrong else "\nAll gates passed.")
    return 1 if wrong else 0


def _lines(name: str, measured: Measured, questions: Mapping[str, str]) -> Iterator[str]:
    for part, compared in gate.parts(name, measured).items():
        yield _line(f"{name}, {part}", compared)
    for kind, compared in gate.kinds(name, measured).items():
        yield _line(f"  {kind}", compared)
    if name == ACORDAR:
        for words, _ in LENGTHS:
            part = measured.compare(lambda each, words=words: length(questions[each]) == words)
            if part:
                yield _line(f"  {words} content word{'s' * (words != '1')}", part)


def _line(name: str, compared: Comparison) -> str:
    ours, plain = compared.ours, compared.plain
    return (
        f"{name:31}{compared.count:>10}"
        f"{ours.ndcg:>9.4f}{plain.ndcg:>7.4f}{compared.p_ndcg:>7.4f}"
        f"{ours.condensed_ndcg:>10.4f}{plain.condensed_ndcg:>7.4f}{compared.p_condensed:>7.4f}"
        f"{ours.precision_at_1:>8.2f}{plain.precision_at_1:>6.2f}{ours.found:>7.1%}"
        f"{ours.judged:>8.0%}{ours.no_hit:>8.1%}{plain.no_hit:>7.1%}"
    )


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


if __name__ == "__main__":
    sys.exit(main())
