"""Which documents of a tantivy index have names that go on like this? Asked inside an audience."""

from collections.abc import Iterator, Sequence

import tantivy

from search.completion import Begun
from search.document import SearchDocument
from search.embedded_queries import MUST, SHOULD, Clauses, Combined, all_of
from search.texts import decoded

_DOCUMENTS = 24
"""Documents looked at for each kind of name."""

_AGENCIES = 8


class Names:
    """The names of one state of an index, as far as one audience sees it."""

    def __init__(
        self, index: tantivy.Index, searcher: tantivy.Searcher, audience: Sequence[str]
    ) -> None:
        self._schema = index.schema
        self._searcher = searcher
        self._visible = Clauses(index.schema).visible(audience)

    def documents(self, start: Begun) -> Iterator[SearchDocument]:
        """Yield documents with such a title, then those of such agencies, then of such labels."""
        begins = self._like("name", " ".join((*start.wholes, start.last)))
        title = (SHOULD, tantivy.Query.const_score_query(begins, 1.0))
        yield from self._found([*self._words("title_words", start), title], _DOCUMENTS)
        yield from self._of_agencies(start)
        yield from self._found(self._words("label_words", start), _DOCUMENTS)

    def _of_agencies(self, start: Begun) -> Iterator[SearchDocument]:
        """Yield a document of each agency, the one with most of them first."""
        named = self._words("agency_words", start)
        counted = self._searcher.aggregate(
            all_of([(MUST, self._visible), *named]),
            {"agency": {"terms": {"field": "agency", "size": _AGENCIES}}},
        )
        for bucket in counted["agency"]["buckets"]:
            home = tantivy.Query.term_query(self._schema, "agency", bucket["key"])
            yield from self._found([(MUST, home)], 1)

    def _words(self, field: str, start: Begun) -> Combined:
        """Demand the whole words of *start*, and one that begins like its last."""
        wholes = (tantivy.Query.term_query(self._schema, field, word) for word in start.wholes)
        demanded = [*wholes, self._like(field, start.last)]
        return [(MUST, tantivy.Query.const_score_query(each, 1.0)) for each in demanded]

    def _like(self, field: str, text: str) -> tantivy.Query:
        # Words are letters and digits alone, with spaces between them: nothing that regexes know.
        return tantivy.Query.regex_query(self._schema, field, f"{text}.*")

    def _found(self, clauses: Combined, limit: int) -> Iterator[SearchDocument]:
        query = all_of([(MUST, self._visible), *clauses])
        hits = self._searcher.search(query, limit, count=False, weight_by_field="weight").hits
        for _, address in hits:
            yield decoded(self._searcher.doc(address)["document"][0])
