"""Which documents of an OpenSearch index have such names, or are about the same? In an audience."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from search.completion import Begun
from search.document import SearchDocument
from search.opensearch_queries import (
    Clause,
    Clauses,
    Send,
    all_of,
    any_of,
    is_exactly,
    match,
    one_of,
)
from search.similarity import CANDIDATES, Clues
from search.texts import decoded

_DOCUMENTS = 24
"""Documents looked at for each kind of name."""

_AGENCIES = 8


class Names:
    """The names of one index, as far as one audience sees it."""

    def __init__(self, send: Send, audience: Sequence[str]) -> None:
        self._send = send
        self._visible = one_of("audience", audience)

    def documents(self, start: Begun) -> Iterator[SearchDocument]:
        """Yield documents with such a title, then those of such agencies, then of such labels."""
        opens = {"prefix": {"name": " ".join((*start.wholes, start.last))}}
        yield from self._found(_words("title_words", start), better=opens)
        yield from self._of_agencies(start)
        yield from self._found(_words("label_words", start))

    def candidates(self, clauses: Clauses, product: str, asked: Clues) -> list[SearchDocument]:
        """Return the documents that fit *asked* best, without *product* itself."""
        places = [match(field, word) for word in asked.words for field in clauses.stems]
        places += [
            match(field, whole) for whole in asked.columns for field in ("joined", "columns")
        ]
        if not places:
            return []
        query = {
            "bool": {
                "filter": [self._visible],
                "must_not": [is_exactly("id", product)],
                "must": [any_of(places)],
            }
        }
        return list(self._documents(self._send(_body(query, CANDIDATES))))

    def _of_agencies(self, start: Begun) -> Iterator[SearchDocument]:
        """Yield a document of each agency, the one with most of them first."""
        first = {"top_hits": {"size": 1, "_source": ["document"]}}
        terms = {"terms": {"field": "agency", "size": _AGENCIES}, "aggs": {"first": first}}
        query = all_of([self._visible, _words("agency_words", start)])
        found = self._send({"query": query, "size": 0, "aggs": {"agency": terms}})
        for bucket in found["aggregations"]["agency"]["buckets"]:
            yield from self._documents(bucket["first"])

    def _found(self, clause: Clause, *, better: Clause | None = None) -> Iterator[SearchDocument]:
        should = [{"constant_score": {"filter": better}}] if better else []
        query = {"bool": {"filter": [self._visible, clause], "should": should}}
        weighed = {"field": "factor", "missing": 1.0}
        counted = {"bool": {"must": [{"match_all": {}}, query]}}
        scored = {"function_score": {"query": counted, "field_value_factor": weighed}}
        yield from self._documents(self._send(_body(scored, _DOCUMENTS)))

    def _documents(self, found: Mapping[str, Any]) -> Iterator[SearchDocument]:
        for hit in found["hits"]["hits"]:
            yield decoded(hit["_source"]["document"].encode())


def _body(query: Clause, size: int) -> dict[str, Any]:
    order = [{"_score": "desc"}, {"id": "asc"}]
    return {"query": query, "size": size, "sort": order, "_source": ["document"]}


def _words(field: str, start: Begun) -> Clause:
    """Demand the whole words of *start*, and one that begins like its last."""
    return all_of([*(match(field, word) for word in start.wholes), {"prefix": {field: start.last}}])
