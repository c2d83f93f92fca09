"""How does one OpenSearch index answer a query? Page, total and all counts in one round trip."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from search.asking import MAX_LIMIT, Found, facet_values
from search.backend import AfterError
from search.intent import Intent
from search.opensearch_queries import Clause, Clauses, Send, all_of, chosen, one_of
from search.query import FACETS, MAX_CHOSEN_FACET_VALUES, MAX_FACET_VALUES, MAX_OFFSET, Query, Sort
from search.relevance import MAX_SYNONYM_SOURCES
from search.results import Facet
from search.synonyms import groups_of
from search.texts import decoded

_MAX_KNOWN_WORDS = 1_000


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
        by = _BEST if self._query.sort is Sort.RELEVANCE and not intent.is_empty else self._by()
        answer = self._send(
            {
                "query": self._scored(intent) if by is _BEST else self._unscored(intent),
                "post_filter": all_of(self._chosen.values()),
                "aggs": {facet: self._counted(facet) for facet in FACETS},
                "sort": [{by.field: by.order}, {"id": "asc"}],
                "track_scores": by is _BEST,
                "track_total_hits": True,
                "_source": ["document"],
                **self._page(by),
            }
        )
        hits = answer["hits"]["hits"]
        return Found(
            documents=tuple(
                (float(hit["_score"] or 0.0), decoded(hit["_source"]["document"].encode()))
                for hit in hits
            ),
            total=int(answer["hits"]["total"]["value"]),
            facets=tuple(
                Facet(
                    name=facet,
                    values=facet_values(answer["aggregations"][facet]["values"]["buckets"]),
                )
                for facet in FACETS
            ),
            after=_token(hits[-1]["sort"]) if hits else "",
        )

    def has_any(self, intent: Intent) -> bool:
        """Tell whether anything visible matches, were no filter chosen."""
        query = all_of([self._visible, self._clauses.matching(intent)])
        body = {"query": query, "size": 0, "terminate_after": 1, "track_total_hits": 1}
        return bool(self._send(body)["hits"]["total"]["value"])

    def count(self, intent: Intent) -> int:
        """Return the total of what `find` would find, without finding it."""
        query = all_of([self._unscored(intent), *self._chosen.values()])
        body = {"query": query, "size": 0, "track_total_hits": True}
        return int(self._send(body)["hits"]["total"]["value"])

    def values(self, facet: str) -> Mapping[str, int]:
        """Return the values of *facet* in visible documents, were nothing asked, with counts."""
        counted = {"terms": {"field": facet, "size": MAX_CHOSEN_FACET_VALUES}}
        body = {"query": all_of([self._visible]), "size": 0, "aggs": {"values": counted}}
        buckets = self._send(body)["aggregations"]["values"]["buckets"]
        return {bucket["key"]: bucket["doc_count"] for bucket in buckets}

    def unknown(self, words: Sequence[str]) -> set[str]:
        """Return those of *words* that stand in no visible document, in no form."""
        each = {str(n): {"filter": self._clauses.any_form(word)} for n, word in enumerate(words)}
        body = {"query": all_of([self._visible]), "size": 0, "aggs": each}
        counted = self._send(body)["aggregations"]
        return {word for n, word in enumerate(words) if not counted[str(n)]["doc_count"]}

    def groups(self, keys: Sequence[str]) -> dict[str, list[tuple[str, ...]]]:
        """Return the names for the same that visible documents give, for those *keys* that have."""
        newest = {
            "size": MAX_SYNONYM_SOURCES,
            "sort": [{"newest": "desc"}],
            "_source": ["document"],
        }
        each = {
            "terms": {"field": "other_name", "include": list(keys), "size": len(keys)},
            "aggs": {"sources": {"top_hits": newest}},
        }
        body = {
            "query": all_of([self._visible, one_of("other_name", keys)]),
            "size": 0,
            "aggs": {"names": each},
        }
        found = self._send(body)["aggregations"]["names"]["buckets"] if keys else []
        return {bucket["key"]: _groups(bucket) for bucket in found}

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
        most = MAX_CHOSEN_FACET_VALUES if facet in self._chosen else MAX_FACET_VALUES
        return {
            "filter": all_of(others),
            "aggs": {"values": {"terms": {"field": facet, "size": most}}},
        }

    def _unscored(self, intent: Intent) -> Clause:
        return all_of([self._visible, self._clauses.matching(intent)])

    def _by(self) -> "_By":
        return _TITLE if self._query.sort is Sort.TITLE else _NEWEST

    def _page(self, by: "_By") -> dict[str, Any]:
        """Say where the page begins: after the last hit of the one before, or so many hits down."""
        limit = min(max(self._query.limit, 0), MAX_LIMIT)
        if self._query.after:
            return {"size": limit, "search_after": _read(self._query.after, by)}
        offset = max(self._query.offset, 0)
        return {"size": limit, "from": offset} if offset <= MAX_OFFSET else {"size": 0}


class _By(msgspec.Struct, frozen=True):
    """What hits are ordered by; equals come by id."""

    field: str
    order: str
    values: Any  # the type of the values that a hit is ordered by


_BEST = _By("_score", "desc", tuple[float, str])
_NEWEST = _By("newest", "desc", tuple[int, str])
_TITLE = _By("title_key", "asc", tuple[str, str])


def _token(last: list[Any]) -> str:
    """Return the text that leads to the page after a hit with the sort values *last*."""
    return base64.urlsafe_b64encode(msgspec.json.encode(last)).decode().rstrip("=")


def _read(token: str, by: _By) -> list[Any]:
    """Return the sort values that a token holds. Raises: AfterError."""
    try:
        padded = token + "=" * (-len(token) % 4)
        text = base64.b64decode(padded.encode("ascii"), altchars=b"-_", validate=True)
        found = msgspec.json.decode(text, type=by.values)
    except (ValueError, binascii.Error, msgspec.MsgspecError) as error:
        raise AfterError from error
    return list(found)


def _groups(bucket: Mapping[str, Any]) -> list[tuple[str, ...]]:
    stored = (hit["_source"]["document"].encode() for hit in bucket["sources"]["hits"]["hits"])
    return list(dict.fromkeys(group for each in stored for group in groups_of(each, bucket["key"])))
