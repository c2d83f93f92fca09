"""What comes back from a search? Hits with the reason for each, counts, and what was relaxed."""

import msgspec


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """Why a hit matched: the field, the element's name where it has one, and the text.

    ``html`` is escaped text in which only ``<mark>`` is markup.
    """

    field: str  # "title", "column", "term", ...
    label: str  # the column's or term's name, "" for a field that is one text
    html: str


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A document that matched. ``why`` is ordered, the strongest reason first."""

    id: str
    score: float
    why: tuple[Match, ...] = ()


class FacetValue(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a facet, with the number of matching documents the caller may see."""

    value: str
    count: int


class Facet(msgspec.Struct, frozen=True, kw_only=True):
    """Counts of one facet, computed without the facet's own choice. Most frequent first."""

    name: str
    values: tuple[FacetValue, ...]


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """A page of hits. ``total`` counts all that match, not only this page."""

    hits: tuple[Hit, ...]
    total: int
    facets: tuple[Facet, ...] = ()
