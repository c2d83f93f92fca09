"""How does one open tantivy index answer a query? Hits, total, counts, and what was relaxed.

Everything is asked inside the caller's visibility, corrections of spelling included.
"""

from collections.abc import Sequence
from typing import Any

import tantivy

from search.embedded_fields import decoded
from search.embedded_queries import MUST, Clauses, Combined, all_of
from search.highlighting import Marker
from search.intent import Intent, apart, read, respelt
from search.query import FACETS, Query
from search.relevance import MAX_QUERY_WORDS
from search.results import Facet, FacetValue, Hit, Relaxed, RelaxedKind, Results
from search.spelling import correction, prefix

MAX_LIMIT = 200
MAX_OFFSET = 10_000
"""Nobody reads further; further pages are empty, though the total stays true."""

_MAX_FACET_VALUES = 1_000


class Search:
    """One query against one state of an index."""

    def __init__(self, searcher: tantivy.Searcher, clauses: Clauses, query: Query) -> None:
        self._searcher = searcher
        self._clauses = clauses
        self._query = query
        is_too_far = query.offset > MAX_OFFSET
        self._limit = 0 if is_too_far else min(max(query.limit, 0), MAX_LIMIT)
        self._visible = clauses.visible(query.audience)
        self._chosen = clauses.chosen({f: query.filters.get(f, ()) for f in FACETS})

    def results(self) -> Results:
        """Answer the query, with an easier question where nothing matches."""
        intent = read(self._query.text)
        relaxed = self._shortened(intent)
        found = self._found(intent)
        if not _total(found) and (eased := self._eased(intent)):
            intent, easings = eased
            relaxed += easings
            found = self._found(intent)
        return Results(
            hits=self._hits(found, intent),
            total=_total(found),
            facets=self._facets(self._clauses.matching(intent)),
            relaxed=relaxed,
        )

    def _shortened(self, intent: Intent) -> tuple[Relaxed, ...]:
        if not intent.is_shortened:
            return ()
        return (Relaxed(kind=RelaxedKind.LENGTH, asked="", used=str(MAX_QUERY_WORDS)),)

    def _eased(self, asked: Intent) -> tuple[Intent, tuple[Relaxed, ...]] | None:
        """Return an easier question that has an answer, and how it was eased.

        ``None`` if there is none, or if it is a filter that leaves nothing over: other words would
        not mend that.
        """
        if asked.is_empty or (self._chosen and self._any(asked)):
            return None
        if asked.phrases and self._any(apart(asked)):
            quoted = " ".join(" ".join(phrase) for phrase in asked.phrases)
            return apart(asked), (
                Relaxed(kind=RelaxedKind.PHRASE, asked=quoted, used=" ".join(asked.words)),
            )
        corrections = self._corrections(asked)
        if corrections and self._any(corrected := respelt(asked, corrections)):
            return corrected, tuple(
                Relaxed(kind=RelaxedKind.SPELLING, asked=word, used=used)
                for word, used in corrections.items()
            )
        return None

    def _any(self, intent: Intent) -> bool:
        query = all_of([(MUST, self._visible), *self._clauses.matching(intent)])
        return bool(self._searcher.search(query, 1, count=False).hits)

    def _corrections(self, asked: Intent) -> dict[str, str]:
        """Return the nearest word that stands in a visible document, for each that has one."""
        corrections = {}
        for word in asked.content:
            if not (start := prefix(word)):
                continue
            known: dict[str, int] = {}
            for field in ("words", "column_words"):
                for term, count in self._searcher.terms_with_prefix(field, start, self._visible):
                    known[term] = known.get(term, 0) + count
            if found := correction(word, known):
                corrections[word] = found
        return corrections

    def _found(self, intent: Intent) -> tantivy.SearchResult:
        """Return the hits of the page, and the total."""
        limit, offset = max(self._limit, 1), min(max(self._query.offset, 0), MAX_OFFSET)
        if intent.is_empty:
            query = [*self._filtered(), *self._clauses.matching(intent)]
            return self._searcher.search(
                all_of(query), limit, offset=offset, order_by_field="newest"
            )
        query = [*self._filtered(), *self._clauses.scoring(intent)]
        return self._searcher.search(all_of(query), limit, offset=offset, weight_by_field="weight")

    def _hits(self, found: tantivy.SearchResult, intent: Intent) -> tuple[Hit, ...]:
        marker = Marker(intent)
        hits = []
        for score, address in found.hits[: self._limit]:
            document = decoded(self._searcher.doc(address)["document"][0])
            hits.append(
                Hit(
                    id=document.id,
                    score=0.0 if intent.is_empty else score,
                    why=marker.why(document),
                )
            )
        return tuple(hits)

    def _filtered(self, *, but: str = "") -> Combined:
        """Return visibility and the chosen filters, *but* the one of a facet."""
        chosen = (clause for facet, clause in self._chosen.items() if facet != but)
        return [(MUST, self._visible), *((MUST, clause) for clause in chosen)]

    def _facets(self, matching: Combined) -> tuple[Facet, ...]:
        """Count the values of each facet. Those with a choice need a query of their own each."""
        open_facets = [facet for facet in FACETS if facet not in self._chosen]
        counts = self._counts([*self._filtered(), *matching], open_facets)
        for facet in self._chosen:
            counts |= self._counts([*self._filtered(but=facet), *matching], [facet])
        return tuple(Facet(name=facet, values=counts[facet]) for facet in FACETS)

    def _counts(self, query: Combined, facets: Sequence[str]) -> dict[str, tuple[FacetValue, ...]]:
        if not facets:
            return {}
        terms = {f: {"terms": {"field": f, "size": _MAX_FACET_VALUES}} for f in facets}
        counted: dict[str, Any] = self._searcher.aggregate(all_of(query), terms)
        return {facet: _values(counted[facet]["buckets"]) for facet in facets}


def _values(buckets: Sequence[dict[str, Any]]) -> tuple[FacetValue, ...]:
    values = (FacetValue(value=b["key"], count=b["doc_count"]) for b in buckets)
    return tuple(sorted(values, key=lambda value: (-value.count, value.value)))


def _total(found: tantivy.SearchResult) -> int:
    return int(found.count)  # type: ignore[attr-defined]  # the stub forgets it
