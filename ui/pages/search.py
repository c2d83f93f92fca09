"""Which data products match these words and filters, and why?"""

from typing import ClassVar

import msgspec
from litestar.di import NamedDependency
from litestar.params import FromQuery
from markupsafe import Markup

from registry import discovery
from registry.api.answers import Answer
from registry.errors import UnavailableError
from registry.runtime import Runtime
from registry.views import FacetView, HitView, MatchView, SearchPage
from search.query import FACETS
from ui import addresses
from ui.frame import Page, frame
from ui.rendering import counted, respond
from ui.routing import shows
from ui.visitor import AnyRequest, Visitor

PAGE_SIZE = 20
MAX_TEXT = 1000
MAX_VALUES = 50
SHOWN_REASONS = 3


class Reason(msgspec.Struct, frozen=True, kw_only=True):
    """Why a product was found: the kind of place, the column's or term's name, the marked text."""

    field: str
    label: str
    html: Markup
    address: str | None  # of the column on the product's page


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A product that was found."""

    view: HitView
    why: tuple[Reason, ...]


class Chosen(msgspec.Struct, frozen=True, kw_only=True):
    """A filter in force, and the address of the same search without it."""

    facet: str
    label: str
    address: str


class SearchResultsPage(Page, frozen=True, kw_only=True):
    """What was found. ``view`` is None where the search engine does not answer."""

    template: ClassVar[str] = "search.html"
    view: SearchPage | None
    text: str
    hits: tuple[Hit, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    has_filters: bool = False
    without_filters: str = ""
    as_json: str = ""  # the same search of the API
    following: str | None = None
    previous: str | None = None


@shows("/search")
def search(
    request: AnyRequest,
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
    q: FromQuery[str] = "",
    cursor: FromQuery[str | None] = None,
) -> Answer:
    """Show what was found. Each facet is a filter that may be given several times."""
    text = q.strip()[:MAX_TEXT]
    given = {name: request.query_params.getall(name, []) for name in FACETS}
    filters = {name: tuple(values[:MAX_VALUES]) for name, values in given.items() if values}
    try:
        view = discovery.search(
            runtime, visitor.actor, text=text, filters=filters, cursor=cursor, limit=PAGE_SIZE
        )
    except UnavailableError:
        return respond(visitor, unavailable(visitor, text), status=UnavailableError.status)
    return respond(visitor, page_of(view, visitor, filters))


def unavailable(visitor: Visitor, text: str) -> SearchResultsPage:
    """Return the page that says the search engine is down, and what works without it."""
    title = "Search does not answer"
    return SearchResultsPage(
        frame=frame(visitor, title, section="search", query=text), view=None, text=text
    )


def page_of(
    view: SearchPage, visitor: Visitor, filters: dict[str, tuple[str, ...]]
) -> SearchResultsPage:
    """Return the page of *view*, found with *filters*."""
    pairs = [(name, value) for name, values in filters.items() for value in values]
    found = counted(view.total, "data product") if view.total else "No data product"
    about = f" for “{view.text}”" if view.text else ""
    return SearchResultsPage(
        frame=frame(visitor, f"{found}{about}", section="search", query=view.text),
        view=view,
        text=view.text,
        hits=tuple(_hit(each) for each in view.items),
        chosen=tuple(_chosen(view.text, pairs, view.facets)),
        has_filters=any(facet.values for facet in view.facets),
        without_filters=addresses.search(view.text),
        as_json=f"/api/v1{addresses.search(view.text, pairs)}",
        following=addresses.search(view.text, pairs, view.cursor) if view.cursor else None,
        previous=addresses.search(view.text, pairs, view.previous) if view.previous else None,
    )


def _hit(view: HitView) -> Hit:
    page = addresses.product(view.product.agency, view.product.slug)
    return Hit(view=view, why=tuple(_reason(match, page) for match in view.why[:SHOWN_REASONS]))


def _reason(match: MatchView, page: str) -> Reason:
    is_column = match.field == "column" and bool(match.label)
    return Reason(
        field=match.field,
        label=match.label,
        html=Markup(match.html),  # noqa: S704  # the engine escapes it; only <mark> is markup
        address=page + addresses.fragment(match.label) if is_column else None,
    )


def _chosen(text: str, pairs: list[tuple[str, str]], facets: tuple[FacetView, ...]) -> list[Chosen]:
    """Return the filters in force, in the words of their facets."""
    names = {facet.name: facet.label for facet in facets}
    labels = {(facet.name, value.value): value.label for facet in facets for value in facet.values}
    return [
        Chosen(
            facet=names.get(pair[0], pair[0]),
            label=labels.get(pair, pair[1]),
            address=addresses.search(text, [each for each in pairs if each != pair]),
        )
        for pair in pairs
    ]
