"""How is a question asked of OpenSearch? The same clauses as of any engine, as its query language.

Queries are built from values. What a person types never reaches a query parser, so it cannot name
a field. Visibility is a filter that everything else is combined with.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from search import relevance
from search.fields import within
from search.intent import Field, Intent
from search.opensearch_mapping import CATCH_ALL, STEMS, WEIGHTED

Clause = dict[str, Any]
"""One query of OpenSearch, as JSON."""

Send = Callable[[Mapping[str, Any]], dict[str, Any]]
"""Sends the body of a search to an index and returns the answer."""


class Clauses:
    """Builds the clauses of indexes that have one field for each weight, or a single one."""

    def __init__(self, *, combines: bool) -> None:
        self._combines = combines
        self._texts = [*WEIGHTED] if combines else [CATCH_ALL]
        self.stems = [f"{field}.{STEMS}" for field in self._texts]
        """The fields of stems of everything but columns."""

    def matching(self, intent: Intent) -> Clause:
        """Decide what matches *intent*, and how well each does so."""
        scored = [
            *(self._word(word) for word in intent.content),
            *(
                self._word(word, boost=relevance.JOINED)
                for word in dict.fromkeys((*intent.pairs, *intent.wholes))
            ),
            *(self._phrase(name, relevance.SYNONYM) for name in intent.synonyms),
            *_names(intent),
        ]
        weak = [self._word(word, boost=relevance.WEAK) for word in intent.weak]
        return {
            "bool": {
                "must_not": [
                    *map(self._phrase, intent.excluded),
                    *map(_within, intent.excluded_fields),
                    *(one_of(each.facet, [each.value]) for each in intent.refused),
                ],
                "filter": [*map(self._phrase, intent.phrases), *map(_within, intent.fields)],
                "must": [{"match_all": {}} if intent.is_empty else any_of(scored)],
                "should": [*weak, *self._coverage(intent), *_sides(intent)],
            }
        }

    def any_form(self, word: str) -> Clause:
        """Match *word* wherever it stands, stemmed or written together."""
        texts = [*self.stems, f"columns.{STEMS}"]
        return any_of(match(field, word) for field in (*texts, "joined"))

    def _word(self, word: str, *, boost: float = 1.0) -> Clause:
        """Score *word* by its best place."""
        columns = any_of(
            [match("columns", word), match(f"columns.{STEMS}", word)], relevance.COLUMNS
        )
        places = [
            any_of([self._text(word), self._text(word, stems=True)]),
            columns,
            match("joined", word, relevance.JOINED),
        ]
        return {
            "dis_max": {"queries": places, "tie_breaker": relevance.TIE, "boost": boost},
        }

    def _text(self, word: str, *, stems: bool = False) -> Clause:
        """Match *word* anywhere but in columns, by BM25 over all of it with its weights."""
        part = f".{STEMS}" if stems else ""
        boost = relevance.STEMMED if stems else relevance.UNSTEMMED
        if not self._combines:
            return match(f"{CATCH_ALL}{part}", word, boost)
        fields = [f"{field}{part}^{weight}" for field, weight in WEIGHTED.items()]
        return {"combined_fields": {"query": word, "fields": fields, "boost": boost}}

    def _coverage(self, intent: Intent) -> list[Clause]:
        """Return a constant bonus for each of several words that has matched."""
        count = len(intent.content)
        if count <= 1:
            return []
        fields = [*self.stems, f"columns.{STEMS}"]
        places = (any_of([match(field, word) for field in fields]) for word in intent.content)
        return [_constant(place, relevance.COVERAGE / count) for place in places]

    def _phrase(self, phrase: Sequence[str], boost: float = 1.0) -> Clause:
        """Match the words of *phrase* side by side, in a text or in a column."""
        text = " ".join(phrase)
        fields = (*self._texts, "columns")
        return any_of([{"match_phrase": {field: text}} for field in fields], boost)


def one_of(field: str, values: Sequence[str]) -> Clause:
    """Match any of *values*, exactly; nothing where there are none."""
    return {"terms": {field: [v.encode("utf-8", "replace").decode() for v in values]}}


def chosen(filters: Mapping[str, Sequence[str]]) -> dict[str, Clause]:
    """Return the clause of each facet of which a value is chosen."""
    return {facet: one_of(facet, values) for facet, values in filters.items() if values}


def all_of(clauses: Iterable[Clause]) -> Clause:
    """Match what each of *clauses* matches, without a score."""
    return {"bool": {"filter": list(clauses)}}


def any_of(clauses: Iterable[Clause], boost: float = 1.0) -> Clause:
    """Match what one of *clauses* matches, and nothing where there are none."""
    return {"bool": {"should": list(clauses), "minimum_should_match": 1, "boost": boost}}


def _within(field: Field) -> Clause:
    """Match the words of *field* side by side there, or written as one."""
    name = within(field.name)
    together = match(name, "".join(field.words))
    return any_of([together, {"match_phrase": {name: " ".join(field.words)}}])


def _sides(intent: Intent) -> list[Clause]:
    """Return constant bonuses for words that stand side by side in one column or term."""
    return [
        _constant(match(within(field), side), bonus)
        for side in intent.sides
        for field, bonus in relevance.ADJACENT.items()
    ]


def _names(intent: Intent) -> list[Clause]:
    """Return the clauses for a text, or a piece of it, that is a name."""
    length = 1 + len(intent.words)
    found = [_named("name", part, relevance.EXACT_PART * length) for part in intent.parts]
    if intent.name:
        found += [
            _named("name", intent.name, relevance.EXACT_NAME * length),
            _named("agency_name", intent.name, relevance.EXACT_AGENCY * length),
        ]
    return found


def is_exactly(field: str, value: str) -> Clause:
    """Match *value* as it stands in a field that is not taken apart."""
    return {"term": {field: value}}


def _named(field: str, value: str, bonus: float) -> Clause:
    return _constant(is_exactly(field, value), bonus)


def _constant(clause: Clause, bonus: float) -> Clause:
    return {"constant_score": {"filter": clause, "boost": bonus}}


def match(field: str, word: str, boost: float = 1.0) -> Clause:
    """Match *word* in a field of words or of stems."""
    return {"match": {field: {"query": word, "boost": boost}}}
