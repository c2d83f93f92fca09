"""What does a reader get of a search? Hits with reasons, counts, and a way on from an empty one."""

from datetime import datetime

from registry.views import ProductView, View


class MatchView(View, frozen=True):
    """Why a product was found. ``html`` is escaped text in which only ``<mark>`` is markup."""

    field: str
    label: str
    html: str


class HitView(View, frozen=True):
    """A product that was found, and why."""

    product: ProductView
    why: tuple[MatchView, ...]


class FacetValueView(View, frozen=True):
    """A value to filter by, in words, with the number of products it would leave."""

    value: str
    label: str
    count: int
    chosen: bool


class FacetView(View, frozen=True):
    """A group of values to filter by."""

    name: str
    label: str
    values: tuple[FacetValueView, ...]


class RelaxedView(View, frozen=True):
    """What was searched otherwise than asked, because nothing matched it as it stood.

    ``spelling``: no product has `asked`, so `used` was looked for. ``phrase``: none has the quoted
    words side by side, so they were looked for apart. ``field``: none has the words `used` in its
    `asked`, so they were looked for everywhere. ``value``: there is no such value of a filter.
    ``synonym``: `used` is another name for `asked`, and was looked for as well. ``length``: the
    first `used` words counted.
    """

    kind: str  # "spelling", "phrase", "field", "value", "synonym" or "length"
    asked: str
    used: str


class CompletionView(View, frozen=True):
    """What a text that was begun may become, and where that stands: in a product, at an agency."""

    value: str
    kind: str  # "title", "agency", "term" or "column"
    detail: str


class SavedSearchView(View, frozen=True):
    """A search that somebody has saved. ``query`` is what its address has after the `?`."""

    id: str
    name: str
    query: str
    created_at: datetime


class LoosenedView(View, frozen=True):
    """How many products the same search finds without the filter `facet`, "" for without any."""

    facet: str
    total: int


class SearchPage(View, frozen=True):
    """A page of what was found. ``total`` counts everything that the caller may see of it.

    ``text`` is without the filters that it named: ``facets`` show those as chosen.
    """

    text: str
    items: tuple[HitView, ...]
    total: int
    facets: tuple[FacetView, ...]
    offset: int
    cursor: str | None = None  # leads on, None at the end
    previous: str | None = None  # leads back, None where only the first page does, or this is it
    sort: str = "relevance"  # or "newest", "title"
    relaxed: tuple[RelaxedView, ...] = ()
    loosened: tuple[LoosenedView, ...] = ()  # where filters leave nothing over
    nearest: tuple[str, ...] = ()  # words to try, where nothing is found at all
