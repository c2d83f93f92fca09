"""How is a question answered, whatever the engine? As it stands, or else more easily, and said so.

An engine is asked inside the caller's visibility alone, corrections of spelling included.
"""

from collections.abc import Mapping
from typing import Protocol

import msgspec

from search.document import SearchDocument
from search.highlighting import Marker
from search.intent import Intent, apart, read, respelt
from search.query import Query, Sort
from search.relevance import MAX_QUERY_WORDS
from search.results import Facet, Hit, Relaxed, RelaxedKind, Results
from search.spelling import correction, prefix

MAX_LIMIT = 200
"""Hits of one page."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What an engine found: a page of documents with their scores, the total, and the counts.

    ``after`` is as in `Results`.
    """

    documents: tuple[tuple[float, SearchDocument], ...]
    total: int
    facets: tuple[Facet, ...]
    after: str = ""


class Asked(Protocol):
    """One state of an index, asked under the visibility and the filters of one query."""

    @property
    def is_filtered(self) -> bool:
        """Whether filters are chosen."""
        ...

    def find(self, intent: Intent) -> Found:
        """Return the page, the total and the facets."""
        ...

    def has_any(self, intent: Intent) -> bool:
        """Tell whether anything visible matches, were no filter chosen."""
        ...

    def known_words(self, start: str) -> Mapping[str, int]:
        """Return the words that begin so in visible documents, with their numbers of documents."""
        ...


def answer(query: Query, asked: Asked) -> Results:
    """Answer *query*, with an easier question where nothing matches."""
    intent = read(query.text)
    relaxed = _shortened(intent)
    found = asked.find(intent)
    if not found.total and (eased := _eased(asked, intent)):
        intent, easings = eased
        relaxed += easings
        found = asked.find(intent)
    marker = Marker(intent)
    is_unscored = intent.is_empty or query.sort is not Sort.RELEVANCE
    return Results(
        hits=tuple(
            Hit(
                id=document.id,
                score=0.0 if is_unscored else score,
                why=marker.why(document),
            )
            for score, document in found.documents
        ),
        total=found.total,
        facets=found.facets,
        relaxed=relaxed,
        after=found.after,
    )


def _shortened(intent: Intent) -> tuple[Relaxed, ...]:
    if not intent.is_shortened:
        return ()
    return (Relaxed(kind=RelaxedKind.LENGTH, asked="", used=str(MAX_QUERY_WORDS)),)


def _eased(asked: Asked, intent: Intent) -> tuple[Intent, tuple[Relaxed, ...]] | None:
    """Return an easier question that has an answer, and how it was eased.

    ``None`` if there is none, or if it is a filter that leaves nothing over: other words would
    not mend that.
    """
    if intent.is_empty or (asked.is_filtered and asked.has_any(intent)):
        return None
    if intent.phrases and asked.has_any(apart(intent)):
        quoted = " ".join(" ".join(phrase) for phrase in intent.phrases)
        return apart(intent), (
            Relaxed(kind=RelaxedKind.PHRASE, asked=quoted, used=" ".join(intent.words)),
        )
    corrections = _corrections(asked, intent)
    if corrections and asked.has_any(corrected := respelt(intent, corrections)):
        return corrected, tuple(
            Relaxed(kind=RelaxedKind.SPELLING, asked=word, used=used)
            for word, used in corrections.items()
        )
    return None


def _corrections(asked: Asked, intent: Intent) -> dict[str, str]:
    """Return the nearest word that stands in a visible document, for each that has one."""
    corrections = {}
    for word in intent.content:
        if (start := prefix(word)) and (found := correction(word, asked.known_words(start))):
            corrections[word] = found
    return corrections
