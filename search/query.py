"""What does a person ask for? Words, filters, an order, and what the caller may see."""

from enum import StrEnum

import msgspec

FACETS = (
    "agency",
    "domain",
    "classification",
    "access",
    "status",
    "format",
    "term",
    "cadence",
)
"""The fields that can be filtered and counted, in the order people see them."""

TEXT_FIELDS = ("column", "title", "tag", "term")
"""The fields that words of a text may be bound to: `column:birth_date`, `title:"air quality"`.

Where a facet has the same name, these words are meant, and the facet is chosen otherwise.
"""

MAX_FACET_VALUES = 100
"""The most frequent values of a facet that are counted, where none of it is chosen."""

MAX_CHOSEN_FACET_VALUES = 10_000
"""The same where some are chosen: each of those must be among them, with its true count."""

MAX_OFFSET = 10_000
"""As far as every engine goes by offset alone; where one gives `Results.after`, that leads on."""


class Sort(StrEnum):
    """In which order hits come. Equals come in one order, whatever the page."""

    RELEVANCE = "relevance"  # best first; the newest where nothing is looked for
    NEWEST = "newest"  # last changed first
    TITLE = "title"  # by alphabet, as `texts.title_key` folds it; equal titles by id


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """One search. ``audience`` is the caller's, and holds inside every count.

    An empty ``text`` matches every visible document, newest first. It may name filters as well
    (`agency:doh`), and refuse values (`-agency:doh`). ``filters`` maps a facet to the chosen
    values: one of them must match; different facets must all match. ``limit`` is bounded by the
    engine. ``after`` is what the engine gave as `Results.after` with the page before, "" where it
    gave nothing; ``offset`` counts the hits before the page either way.

    Raises: ValueError for a filter that is no facet.
    """

    text: str = ""
    filters: dict[str, tuple[str, ...]] = {}
    audience: tuple[str, ...] = ("public",)
    sort: Sort = Sort.RELEVANCE
    limit: int = 20
    offset: int = 0
    after: str = ""

    def __post_init__(self) -> None:
        if unknown := sorted(set(self.filters) - set(FACETS)):
            raise ValueError(f"There is no facet '{unknown[0]}': choose from {', '.join(FACETS)}.")
