"""Which products are about the same? Those that share a title's words, labels and columns.

An engine finds candidates by a few words; here each is measured. What nearly every candidate has
says little, so a trait weighs 1 / log2(1 + n), n candidates having it: an inverse document
frequency over the candidates alone, which needs no count of what nobody may see.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import islice
from typing import NamedTuple

from search.document import SearchDocument
from search.results import Hit, Match
from search.words import is_weak, key, stem, words

MAX_SIMILAR = 20

CANDIDATES = 40
"""Documents that an engine is asked for."""

LEAST = 0.3
"""The share of a product's traits from which on another one is called similar."""

_WEIGHTS = {"title": 0.4, "column": 0.4, "label": 0.2}
_MOST_WORDS = 12
_MOST_COLUMNS = 24
_MEASURED_COLUMNS = 400
_REASONS = 5


class Clues(NamedTuple):
    """What an engine finds candidates by, in any of them: words of titles and labels, columns.

    A column is its words written together, `countyfips`.
    """

    words: tuple[str, ...]
    columns: tuple[str, ...]


def clues(document: SearchDocument) -> Clues:
    """Return the clues of *document*, few enough for one question."""
    texts = (document.title, *document.tags, *document.terms)
    found = (word for text in texts for word in words(text) if not is_weak(word))
    columns = [whole for name in _column_names(document) if (whole := "".join(words(name)))]
    step = max(1, len(columns) // _MOST_COLUMNS)
    return Clues(
        tuple(islice(dict.fromkeys(found), _MOST_WORDS)),
        tuple(dict.fromkeys(columns[::step]))[:_MOST_COLUMNS],
    )


def similar(
    document: SearchDocument, candidates: Sequence[SearchDocument], limit: int
) -> tuple[Hit, ...]:
    """Return those of *candidates* that share most with *document*, the most similar first.

    The score is the share of the document's traits that a candidate has, from `LEAST` to 1.
    """
    own = set(_traits(document))
    having = {each.id: set(_traits(each)) for each in candidates if each.id != document.id}
    common = Counter(trait for traits in having.values() for trait in traits & own)
    weight = {trait: 1.0 / math.log2(1.0 + max(common[trait], 1)) for trait in own}
    whole = _by_kind(own, weight)
    measured = [
        (_share(_by_kind(having[each.id] & own, weight), whole), each)
        for each in candidates
        if each.id in having
    ]
    best = sorted(
        ((score, each) for score, each in measured if score >= LEAST),
        key=lambda pair: (-pair[0], pair[1].id),
    )
    return tuple(
        Hit(id=each.id, score=score, why=tuple(_why(each, having[each.id] & own, weight)))
        for score, each in best[: min(max(limit, 0), MAX_SIMILAR)]
    )


Trait = tuple[str, str]
"""Its kind, one of `_WEIGHTS`, and what is compared."""


def _traits(document: SearchDocument) -> Iterator[Trait]:
    for word in words(document.title):
        if not is_weak(word):
            yield "title", stem(word)
    for text in (*document.tags, *document.terms):
        yield "label", key(text)
    for name in _column_names(document):
        yield "column", key(name)


def _column_names(document: SearchDocument) -> Iterable[str]:
    return (column.name for column in document.columns[:_MEASURED_COLUMNS])


def _by_kind(traits: Iterable[Trait], weight: dict[Trait, float]) -> Counter[str]:
    sums: Counter[str] = Counter()
    for trait in traits:
        sums[trait[0]] += weight[trait]  # type: ignore[assignment]  # the stub knows whole numbers
    return sums


def _share(part: Counter[str], whole: Counter[str]) -> float:
    """Return how much of *whole* is in *part*, over the kinds of traits that there are."""
    weights = {kind: weight for kind, weight in _WEIGHTS.items() if whole[kind]}
    total = sum(weights.values())
    if not total:
        return 0.0
    return sum(weight * part[kind] / whole[kind] for kind, weight in weights.items()) / total


def _why(document: SearchDocument, shared: set[Trait], weight: dict[Trait, float]) -> list[Match]:
    """Say what *document* shares, in its own words: its title, then what is rarest."""
    titled = any(kind == "title" for kind, _ in shared)
    names = {("column", key(name)): name for name in _column_names(document)}
    labels = {("label", key(text)): text for text in (*document.terms, *document.tags)}
    found = [("column", trait, name) for trait, name in names.items() if trait in shared]
    found += [("term", trait, text) for trait, text in labels.items() if trait in shared]
    found.sort(key=lambda each: -weight[each[1]])
    title = [Match(field="title", label="", html=escape(document.title))] if titled else []
    return title + [
        Match(field=field, label=name, html=f"<mark>{escape(name)}</mark>")
        for field, _, name in found[:_REASONS]
    ]
