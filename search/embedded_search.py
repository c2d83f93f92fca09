"""How does one open tantivy index answer a query? A page of documents, the total, and counts.

Everything is asked inside the caller's visibility.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import takewhile
from typing import Any, NamedTuple

import tantivy

from search.asking import MAX_LIMIT, Found, facet_values
from search.backend import AfterError
from search.embedded_fields import title_start
from search.embedded_queries import MUST, Clauses, Combined, all_of, forms
from search.intent import Intent
from search.query import FACETS, MAX_CHOSEN_FACET_VALUES, MAX_FACET_VALUES, Query, Sort
from search.relevance import MAX_SYNONYM_SOURCES
from search.results import Facet, FacetValue
from search.synonyms import groups_of
from search.texts import decoded


class After(NamedTuple):
    """Where a page in the order of titles begins: the start of a title, and what to pass over."""

    start: int
    passed: int


class Search:
    """One query against one state of an index."""

    def __init__(self, searcher: tantivy.Searcher, clauses: Clauses, query: Query) -> None:
        self._searcher = searcher
        self._clauses = clauses
        self._query = query
        self._after = _read(query) if query.after else None
        # The engine makes room for every hit that is passed over, so never for more than there are.
        passed = self._after.passed if self._after else query.offset
        self._offset = min(max(passed, 0), searcher.num_docs)
        self._limit = min(max(query.limit, 0), MAX_LIMIT)
        self._visible = clauses.visible(query.audience)
        self._chosen = clauses.chosen({f: query.filters.get(f, ()) for f in FACETS})

    @property
    def is_filtered(self) -> bool:
        """Whether filters are chosen."""
        return bool(self._chosen)

    def find(self, intent: Intent) -> Found:
        """Return the page, the total and the facets."""
        page = self._page(intent)
        return Found(
            documents=tuple(
                (score, decoded(self._searcher.doc(address)["document"][0]))
                for score, address in page.hits[: self._limit]
            ),
            total=self.count(intent) if self._after else _total(page),
            facets=self._facets(self._clauses.matching(intent)),
            after=self._onward(page) if self._query.sort is Sort.TITLE else "",
        )

    def has_any(self, intent: Intent) -> bool:
        """Tell whether anything visible matches, were no filter chosen."""
        query = all_of([(MUST, self._visible), *self._clauses.matching(intent)])
        return bool(self._searcher.search(query, 1, count=False).hits)

    def count(self, intent: Intent) -> int:
        """Return the total of what `find` would find, without finding it."""
        query = all_of([*self._filtered(), *self._clauses.matching(intent)])
        return _total(self._searcher.search(query, 1))

    def values(self, facet: str) -> Mapping[str, int]:
        """Return the values of *facet* in visible documents, were nothing asked, with counts."""
        visible: Combined = [(MUST, self._visible)]
        counts = self._counts(visible, [facet], most=MAX_CHOSEN_FACET_VALUES)
        return {value.value: value.count for value in counts[facet]}

    def unknown(self, words: Sequence[str]) -> set[str]:
        """Return those of *words* that stand in no visible document, in no form."""
        return {word for word in words if not self._is_known(word)}

    def groups(self, keys: Sequence[str]) -> dict[str, list[tuple[str, ...]]]:
        """Return the names for the same that visible documents give, for those *keys* that have."""
        known = [name for name in keys if self._searcher.doc_freq("other_name", name)]
        return {name: found for name in known if (found := self._groups(name))}

    def known_words(self, start: str) -> Mapping[str, int]:
        """Return the words that begin so in visible documents, with their numbers of documents.

        A word of texts and of columns has the greater number: many documents have it in both.
        """
        known: dict[str, int] = {}
        for field in ("words", "column_words"):
            for word, count in self._searcher.terms_with_prefix(field, start, self._visible):
                known[word] = max(known.get(word, 0), count)
        return known

    def _groups(self, name: str) -> list[tuple[str, ...]]:
        query = all_of([(MUST, self._visible), (MUST, self._clauses.other_names(name))])
        sources = self._searcher.search(
            query, MAX_SYNONYM_SOURCES, count=False, order_by_field="newest"
        )
        stored = (self._searcher.doc(address)["document"][0] for _, address in sources.hits)
        return list(dict.fromkeys(group for each in stored for group in groups_of(each, name)))

    def _is_known(self, word: str) -> bool:
        if not any(self._searcher.doc_freq(field, form) for field, form in forms(word)):
            return False  # what is unknown is mostly so to everybody
        query = all_of([(MUST, self._visible), (MUST, self._clauses.any_form(word))])
        return bool(self._searcher.search(query, 1, count=False).hits)

    def _page(self, intent: Intent) -> tantivy.SearchResult:
        limit, offset = max(self._limit, 1), self._offset
        sort = self._query.sort
        if sort is Sort.RELEVANCE and not intent.is_empty:
            query = all_of([*self._filtered(), *self._clauses.scoring(intent)])
            return self._searcher.search(query, limit, offset=offset, weight_by_field="weight")
        query = all_of([*self._filtered(), *self._clauses.matching(intent), *self._rest()])
        field, order = _ORDERS[sort]
        return self._searcher.search(query, limit, offset=offset, order_by_field=field, order=order)

    def _rest(self) -> Combined:
        """Demand a title behind the one that the query goes on after, where it names one."""
        return [(MUST, self._clauses.titled_from(self._after.start))] if self._after else []

    def _onward(self, page: tantivy.SearchResult) -> str:
        """Return the token that leads on behind *page*, "" where only an offset does.

        Titles are texts: to pass over ten thousand of them takes the engine half a second, and
        numbers nearly nothing. So the next page begins with the start of this one's last title.
        """
        starts = [title_start(str(key)) for key, _ in page.hits]
        if not starts:
            return ""
        run = len(list(takewhile(starts[-1].__eq__, reversed(starts))))
        if run < len(starts):
            return f"{starts[-1]}.{run}"
        is_begun = self._after.start == starts[-1] if self._after else self._offset == 0
        return f"{starts[-1]}.{self._offset + run}" if is_begun else ""

    def _filtered(self, *, but: str = "") -> Combined:
        """Return visibility and the chosen filters, *but* the one of a facet."""
        chosen = (clause for facet, clause in self._chosen.items() if facet != but)
        return [(MUST, self._visible), *((MUST, clause) for clause in chosen)]

    def _facets(self, matching: Combined) -> tuple[Facet, ...]:
        """Count the values of each facet. Those with a choice need a query of their own each."""
        open_facets = [facet for facet in FACETS if facet not in self._chosen]
        counts = self._counts([*self._filtered(), *matching], open_facets)
        for facet in self._chosen:
            query = [*self._filtered(but=facet), *matching]
            counts |= self._counts(query, [facet], most=MAX_CHOSEN_FACET_VALUES)
        return tuple(Facet(name=facet, values=counts[facet]) for facet in FACETS)

    def _counts(
        self, query: Combined, facets: Sequence[str], *, most: int = MAX_FACET_VALUES
    ) -> dict[str, tuple[FacetValue, ...]]:
        if not facets:
            return {}
        terms = {f: {"terms": {"field": f, "size": most}} for f in facets}
        counted: dict[str, Any] = self._searcher.aggregate(all_of(query), terms)
        return {facet: facet_values(counted[facet]["buckets"]) for facet in facets}


_ORDERS = {
    Sort.RELEVANCE: ("newest", tantivy.Order.Desc),  # of a question that looks for nothing
    Sort.NEWEST: ("newest", tantivy.Order.Desc),
    Sort.TITLE: ("title_key", tantivy.Order.Asc),
}


def _read(query: Query) -> After:
    """Return what the token of *query* says. Raises: AfterError."""
    found = _AFTER.fullmatch(query.after) if query.sort is Sort.TITLE else None
    if found is None or int(found[1]) >= 2**64:
        raise AfterError
    return After(int(found[1]), int(found[2]))


_AFTER = re.compile(r"([0-9]{1,20})\.([0-9]{1,12})")


def _total(found: tantivy.SearchResult) -> int:
    return int(found.count)  # type: ignore[attr-defined]  # the stub forgets it
