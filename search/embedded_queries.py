"""How is a question asked of tantivy? Clauses for words, names, filters and visibility.

Queries are built from objects. What a person types never reaches a query parser, so it cannot name
a field. Visibility is an outer clause that everything else is combined with.
"""

from collections.abc import Iterable, Mapping, Sequence

import tantivy

from search import relevance
from search.fields import within
from search.intent import Field, Intent
from search.words import stem

MUST, SHOULD, MUST_NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot

Combined = list[tuple[tantivy.Occur, tantivy.Query]]
"""Clauses that hold together."""


class Clauses:
    """Builds the clauses of one index."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def visible(self, audience: Sequence[str]) -> tantivy.Query:
        """Match what a caller with *audience* may see. No score."""
        return self._one_of("audience", audience)

    def chosen(self, filters: Mapping[str, Sequence[str]]) -> dict[str, tantivy.Query]:
        """Return the clause of each facet of which a value is chosen. No score."""
        return {facet: self._one_of(facet, values) for facet, values in filters.items() if values}

    def matching(self, intent: Intent) -> Combined:
        """Decide what matches *intent*, without a score: what is counted."""
        if intent.is_empty:
            return [*self._required(intent), (MUST, tantivy.Query.all_query())]
        anywhere = [
            self.any_form(word) for word in (*intent.content, *intent.pairs, *intent.wholes)
        ]
        names = [query for query, _ in self._names(intent)]
        others = [self._phrase(name) for name in intent.synonyms]
        return [*self._required(intent), (MUST, _any([*anywhere, *names, *others]))]

    def scoring(self, intent: Intent) -> Combined:
        """Match the same documents as *matching*, and decide how well each does so."""
        scored = [
            *(self._word(word) for word in intent.content),
            *(
                tantivy.Query.boost_query(self._word(word), relevance.JOINED)
                for word in dict.fromkeys((*intent.pairs, *intent.wholes))
            ),
            *(
                tantivy.Query.boost_query(self._phrase(name), relevance.SYNONYM)
                for name in intent.synonyms
            ),
            *(
                tantivy.Query.const_score_query(query, bonus)
                for query, bonus in self._names(intent)
            ),
        ]
        weak = [tantivy.Query.boost_query(self._word(word), relevance.WEAK) for word in intent.weak]
        return [
            *self._required(intent),
            (MUST, _any(scored)),
            *((SHOULD, query) for query in (*weak, *self._coverage(intent), *self._sides(intent))),
        ]

    def any_form(self, word: str) -> tantivy.Query:
        """Match *word* wherever it stands, stemmed or written together."""
        return _any(self._term(field, form) for field, form in forms(word))

    def titled_from(self, start: int) -> tantivy.Query:
        """Match titles that begin with *start*, a `title_start`, or come behind it. No score."""
        behind = tantivy.Query.range_query(
            self._schema, "title_start", tantivy.FieldType.Unsigned, start
        )
        return tantivy.Query.const_score_query(behind, 0.0)

    def bookkeeping(self, kind: str) -> tantivy.Query:
        """Match the bookkeeping documents of *kind*."""
        return self._term("kind", kind)

    def other_names(self, name: str) -> tantivy.Query:
        """Match the products that know other names for the key *name*."""
        return self._term("other_name", name)

    def product(self, product: str) -> tantivy.Query:
        """Match what is kept of *product*."""
        return self._term("id", product)

    def _required(self, intent: Intent) -> Combined:
        """Demand the phrases and fields, refuse what is excluded."""
        return [
            *((MUST_NOT, self._phrase(phrase)) for phrase in intent.excluded),
            *((MUST_NOT, self._within(field)) for field in intent.excluded_fields),
            *((MUST_NOT, self._one_of(each.facet, [each.value])) for each in intent.refused),
            *((MUST, self._phrase(phrase)) for phrase in intent.phrases),
            *((MUST, self._within(field)) for field in intent.fields),
        ]

    def _word(self, word: str) -> tantivy.Query:
        """Score *word* by its best place."""
        stemmed = stem(word)
        columns = tantivy.Query.boost_query(
            self._twice("column_words", word, "column_stems", stemmed), relevance.COLUMNS
        )
        joined = tantivy.Query.boost_query(self._term("joined", word), relevance.JOINED)
        places = [self._twice("words", word, "stems", stemmed), columns, joined]
        return tantivy.Query.disjunction_max_query(places, relevance.TIE)

    def _twice(self, field: str, word: str, stem_field: str, stemmed: str) -> tantivy.Query:
        unstemmed = tantivy.Query.boost_query(self._term(field, word), relevance.UNSTEMMED)
        by_stem = tantivy.Query.boost_query(self._term(stem_field, stemmed), relevance.STEMMED)
        return _any([unstemmed, by_stem])

    def _sides(self, intent: Intent) -> list[tantivy.Query]:
        """Return constant bonuses for words that stand side by side in one column or term."""
        return [
            tantivy.Query.const_score_query(self._term(within(field), stem(side)), bonus)
            for side in intent.sides
            for field, bonus in relevance.ADJACENT.items()
        ]

    def _coverage(self, intent: Intent) -> list[tantivy.Query]:
        """Return a constant bonus for each of several words that has matched."""
        count = len(intent.content)
        if count <= 1:
            return []
        places = (
            _any(self._term(field, stem(word)) for field in ("stems", "column_stems"))
            for word in intent.content
        )
        bonus = relevance.COVERAGE / count
        return [tantivy.Query.const_score_query(place, bonus) for place in places]

    def _names(self, intent: Intent) -> list[tuple[tantivy.Query, float]]:
        """Return the clauses for a text, or a piece of it, that is a name, with their bonuses."""
        length = 1 + len(intent.words)
        names = [(self._term("name", part), relevance.EXACT_PART * length) for part in intent.parts]
        if intent.name:
            names += [
                (self._term("name", intent.name), relevance.EXACT_NAME * length),
                (self._term("agency_name", intent.name), relevance.EXACT_AGENCY * length),
            ]
        return names

    def _phrase(self, phrase: Sequence[str]) -> tantivy.Query:
        """Match the words of *phrase* side by side, in the text or in a column."""
        if len(phrase) == 1:
            return _any(self._term(field, phrase[0]) for field in ("words", "column_words"))
        return _any(
            tantivy.Query.phrase_query(self._schema, field, list(phrase))
            for field in ("words", "column_words")
        )

    def _within(self, field: Field) -> tantivy.Query:
        """Match the words of *field* side by side there, or written as one. No score."""
        name = within(field.name)
        found = [self._term(name, stem("".join(field.words)))]
        if len(field.words) > 1:
            stems = map(stem, field.words)
            found.append(tantivy.Query.phrase_query(self._schema, name, [*stems]))
        return tantivy.Query.const_score_query(_any(found), 0.0)

    def _one_of(self, field: str, values: Sequence[str]) -> tantivy.Query:
        """Match any of *values*, exactly; nothing where there are none. No score."""
        encodable = [value.encode("utf-8", "replace").decode() for value in values]
        return tantivy.Query.const_score_query(
            _any(self._term(field, value) for value in encodable), 0.0
        )

    def _term(self, field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(self._schema, field, value)


def forms(word: str) -> tuple[tuple[str, str], ...]:
    """Return the fields that may hold *word*, each with the form that it has there."""
    return ("stems", stem(word)), ("column_stems", stem(word)), ("joined", word)


def all_of(clauses: Combined) -> tantivy.Query:
    """Combine *clauses* into one query."""
    return tantivy.Query.boolean_query(clauses)


def _any(queries: Iterable[tantivy.Query]) -> tantivy.Query:
    """Match what one of *queries* matches, and nothing where there are none."""
    found = list(queries)
    if not found:
        return tantivy.Query.empty_query()
    return tantivy.Query.boolean_query([(SHOULD, query) for query in found])
