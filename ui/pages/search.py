"""Which data products match these words and filters, and why?"""

from collections.abc import Iterator
from typing import ClassVar

import msgspec
from litestar.di import NamedDependency
from litestar.params import FromQuery
from markupsafe import Markup

from registry import demands, directory, discovery
from registry.api.answers import Answer
from registry.errors import UnavailableError
from registry.questions import Question, asked
from registry.runtime import Runtime
from registry.search_views import (
    CompletionView,
    FacetValueView,
    FacetView,
    HitView,
    MatchView,
    SearchPage,
)
from registry.views import AgencyView
from ui import addresses, feeds
from ui.frame import Page, frame
from ui.rendering import counted, respond
from ui.routing import shows
from ui.visitor import AnyRequest, Visitor

PAGE_SIZE = 20
SHOWN_REASONS = 3
SHOWN_VALUES = 10
"""Values of a filter that are in sight, beside the chosen ones; a fold holds the others."""


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


class WayOut(msgspec.Struct, frozen=True, kw_only=True):
    """The same search without a filter, "" for without any: what it finds, and its address."""

    facet: str
    total: int
    address: str


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """A filter with its values: those in sight, the chosen among them, and the rarer ones."""

    name: str
    label: str
    shown: tuple[FacetValueView, ...]
    more: tuple[FacetValueView, ...]


class SearchResultsPage(Page, frozen=True, kw_only=True):
    """What was found. ``view`` is None where the search engine does not answer.

    Then ``reason`` says why, ``kept`` are the filters and the order that were asked for, and
    ``agencies`` are there to look through.
    """

    template: ClassVar[str] = "search.html"
    view: SearchPage | None
    text: str
    hits: tuple[Hit, ...] = ()
    completions: tuple[CompletionView, ...] = ()
    ways_out: tuple[WayOut, ...] = ()
    choices: tuple[Choices, ...] = ()
    chosen: tuple[Chosen, ...] = ()
    sort: str = ""
    orders: tuple[tuple[str, str], ...] = ()  # that can be chosen, each with its words
    reason: str = ""
    reads_demands: bool = False  # of everybody, not the visitor's own alone
    kept: tuple[tuple[str, str], ...] = ()
    agencies: tuple[AgencyView, ...] = ()
    without_filters: str = ""
    query: str = ""  # the whole search, as its address has it
    as_json: str = ""  # the same search of the API
    as_atom: str = ""  # what is new in it, as Atom and as JSON Feed
    as_feed: str = ""
    following: str | None = None
    previous: str | None = None
    first: str | None = None  # of a page that no link leads back from


@shows("/search")
def search(
    request: AnyRequest,
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
    cursor: FromQuery[str | None] = None,
    limit: FromQuery[int] = PAGE_SIZE,
) -> Answer:
    """Show what was found. Each facet is a filter that may be given several times.

    The parameters are those of the API; somebody who reads many at once may say *limit*.
    """
    question = asked(lambda name: request.query_params.getall(name, []))
    try:
        view = discovery.search(runtime, visitor.actor, question, cursor=cursor, limit=limit)
        completions = discovery.complete(runtime, visitor.actor, view.text)
    except UnavailableError as error:
        agencies = tuple(directory.agencies(runtime, visitor.actor))
        page = unavailable(visitor, question, error.message, agencies)
        return respond(visitor, page, status=UnavailableError.status)
    within = max(1, min(limit, discovery.MAX_LIMIT))  # as the API takes it, and this page answers
    size = [] if within == PAGE_SIZE else [("limit", str(within))]
    return respond(visitor, page_of(view, visitor, question, completions, size))


def unavailable(
    visitor: Visitor, question: Question, reason: str, agencies: tuple[AgencyView, ...]
) -> SearchResultsPage:
    """Return the page that says the search engine is down, and what works without it."""
    return SearchResultsPage(
        frame=frame(visitor, "Search does not answer", section="search", query=question.text),
        view=None,
        text=question.text,
        reason=reason,
        kept=tuple(pair for pair in question.query if pair[0] != "q"),
        agencies=agencies,
    )


def page_of(
    view: SearchPage,
    visitor: Visitor,
    question: Question,
    completions: tuple[CompletionView, ...],
    size: list[tuple[str, str]],
) -> SearchResultsPage:
    """Return the page of *view*, the answer to *question*, whose address says *size* as well."""
    found = counted(view.total, "data product") if view.total else "No data product"
    about = f" for “{view.text}”" if view.text else ""
    query, plain = question.query, _plain(view)
    paged = [*query, *size]
    has_lost_its_way = view.offset > 0 and view.previous is None
    return SearchResultsPage(
        frame=frame(visitor, f"{found}{about}", section="search", query=view.text),
        view=view,
        text=view.text,
        hits=tuple(_hit(each) for each in view.items),
        completions=completions,
        choices=tuple(choices_of(facet) for facet in view.facets if facet.values),
        ways_out=tuple(_ways_out(plain, view)),
        chosen=tuple(_chosen(plain, view.facets)),
        sort=view.sort,
        orders=_orders(view),
        reads_demands=demands.reads_all(visitor.actor),
        without_filters=addresses.searching(msgspec.structs.replace(plain, filters={}).query),
        query=question.written,
        as_json=addresses.searching(paged, path="/api/v1/search"),
        as_atom=addresses.searching(query, path=feeds.ATOM),
        as_feed=addresses.searching(query, path=feeds.JSON),
        following=addresses.searching(paged, view.cursor) if view.cursor else None,
        previous=addresses.searching(paged, view.previous) if view.previous else None,
        first=addresses.searching(paged) if has_lost_its_way else None,
    )


def _plain(view: SearchPage) -> Question:
    """Return the question of *view* with the filters that were typed among the chosen ones."""
    chosen = {
        facet.name: tuple(value.value for value in facet.values if value.chosen)
        for facet in view.facets
    }
    return Question(
        text=view.text,
        filters={name: values for name, values in chosen.items() if values},
        sort=view.sort,
    )


def _orders(view: SearchPage) -> tuple[tuple[str, str], ...]:
    """Return the orders to choose from. Without words, the best are those last changed."""
    if view.text:
        return (("relevance", "Best match"), ("newest", "Last changed"), ("title", "Title"))
    newest = "newest" if view.sort == "newest" else "relevance"  # which words make the best match
    return ((newest, "Last changed"), ("title", "Title"))


def _ways_out(question: Question, view: SearchPage) -> Iterator[WayOut]:
    """Yield the searches that find something with fewer filters."""
    labels = {facet.name: facet.label for facet in view.facets}
    for each in view.loosened:
        kept = {n: v for n, v in question.filters.items() if each.facet and n != each.facet}
        yield WayOut(
            facet=labels.get(each.facet, ""),
            total=each.total,
            address=addresses.searching(msgspec.structs.replace(question, filters=kept).query),
        )


def choices_of(facet: FacetView) -> Choices:
    """Return a filter with the most frequent values in sight, and whatever is chosen."""
    often = facet.values[:SHOWN_VALUES]
    rare = facet.values[SHOWN_VALUES:]
    return Choices(
        name=facet.name,
        label=facet.label,
        shown=(*often, *(each for each in rare if each.chosen)),
        more=tuple(each for each in rare if not each.chosen),
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


def _chosen(question: Question, facets: tuple[FacetView, ...]) -> list[Chosen]:
    """Return the filters in force, in the words of their facets."""
    names = {facet.name: facet.label for facet in facets}
    labels = {(facet.name, value.value): value.label for facet in facets for value in facet.values}
    return [
        Chosen(
            facet=names.get(pair[0], pair[0]),
            label=labels.get(pair, pair[1]),
            address=addresses.searching([each for each in question.query if each != pair]),
        )
        for pair in question.pairs
    ]
