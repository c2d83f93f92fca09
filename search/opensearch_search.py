"""How does one OpenSearch index answer a query? Page, total and all counts in one round trip."""

from collections.abc import Callable, Mapping
from typing import Any

from search.asking import MAX_LIMIT, Found
from search.intent import Intent
from search.opensearch_queries import Clause, Clauses, all_of, chosen, one_of
from search.query import FACETS, MAX_OFFSET, Query
from search.results import Facet, FacetValue
from search.texts import decoded

_MAX_FACET_VALUES = 1_000
_MAX_KNOWN_WORDS = 1_000

Send = Callable[[Mapping[str, Any]], dict[str, Any]]
"""Sends the body of a search to an index and returns the answer."""


class Search:
    """One query against one index."""

    def __init__(self, send: Send, clauses: Clauses, query: Query) -> None:
        self._send = send
        self._clauses = clauses
        self._query = query
        self._visible = one_of("audience", query.audience)
        self._chosen = chosen(query.filters)

    @property
    def is_filtered(self) -> bool:
        """Whether filters are chosen."""
        return bool(self._chosen)

    def find(self, intent: Intent) -> Found:
        """Return the page, the total and the facets."""
        offset = max(self._query.offset, 0)
        limit = 0 if offset > MAX_OFFSET else min(max(self._query.limit, 0), MAX_LIMIT)
        answer = self._send(
            {
                "query": self._scored(intent),
                "post_filter": all_of(self._chosen.values()),
                "aggs": {facet: self._counted(facet) for facet in FACETS},
                "sort": self._order(intent),
                "track_scores": True,
                "from": min(offset, MAX_OFFSET) if limit else 0,
                "size": limit,
                "track_total_hits": True,
                "_source": ["document"],
            }
        )
        return Found(
            documents=tuple(
                (float(hit["_score"] or 0.0), decoded(hit["_source"]["document"].encode()))
                for hit in answer["hits"]["hits"]
            ),
            total=int(answer["hits"]["total"]["value"]),
            facets=tuple(
                Facet(name=facet, values=_values(answer["aggregations"][facet]["values"]))
                for facet in FACETS
            ),
        )

    def has_any(self, intent: Intent) -> bool:
        """Tell whether anything visible matches, were no filter chosen."""
        query = all_of([self._visible, self._clauses.matching(intent)])
        body = {"query": query, "size": 0, "terminate_after": 1, "track_total_hits": 1}
        return bool(self._send(body)["hits"]["total"]["value"])

    def known_words(self, start: str) -> Mapping[str, int]:
        """Return the words that begin so in visible documents, with their numbers of documents."""
        terms = {"field": "vocabulary", "include": f"{start}.*", "size": _MAX_KNOWN_WORDS}
        body = {"query": all_of([self._visible]), "size": 0, "aggs": {"words": {"terms": terms}}}
        buckets = self._send(body)["aggregations"]["words"]["buckets"]
        return {bucket["key"]: bucket["doc_count"] for bucket in buckets}

    def _scored(self, intent: Intent) -> Clause:
        """Match *intent* inside what is visible, with the factor of each product."""
        query = {"bool": {"filter": [self._visible], "must": [self._clauses.matching(intent)]}}
        return {
            "function_score": {
                "query": query,
                "field_value_factor": {"field": "factor", "missing": 1.0},
                "boost_mode": "multiply",
            }
        }

    def _counted(self, facet: str) -> dict[str, Any]:
        """Count the values of *facet* under every choice but its own."""
        others = [clause for name, clause in self._chosen.items() if name != facet]
        return {
            "filter": all_of(others),
            "aggs": {"values": {"terms": {"field": facet, "size": _MAX_FACET_VALUES}}},
        }

    def _order(self, intent: Intent) -> list[dict[str, str]]:
        best = "newest" if intent.is_empty else "_score"
        return [{best: "desc"}, {"id": "asc"}]


def _values(counted: Mapping[str, Any]) -> tuple[FacetValue, ...]:
    values = (FacetValue(value=b["key"], count=b["doc_count"]) for b in counted["buckets"])
    return tuple(sorted(values, key=lambda value: (-value.count, value.value)))
