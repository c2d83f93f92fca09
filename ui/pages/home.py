"""The home page: what is here, who owns it, and how does one get it?"""

from typing import ClassVar

import msgspec
from litestar.di import NamedDependency

from registry import catalog, directory, discovery
from registry.api.answers import Answer
from registry.errors import UnavailableError
from registry.questions import Question
from registry.runtime import Runtime
from registry.views import AgencyView, ProductView
from ui.frame import Page, frame
from ui.rendering import respond
from ui.routing import shows
from ui.visitor import Visitor

EXAMPLES = ("hospital beds", "county_fips", "SNAP", "schools", "road closures")
"""Searches worth showing, of which the first that find something for the visitor are shown."""

SHOWN_EXAMPLES = 3

NEWEST = 6


class Example(msgspec.Struct, frozen=True):
    """A search that finds something."""

    text: str
    total: int


class HomePage(Page, frozen=True, kw_only=True):
    """What the home page shows; every count is of what the visitor may see."""

    template: ClassVar[str] = "home.html"
    products: int
    agencies: tuple[AgencyView, ...]
    newest: tuple[ProductView, ...]
    examples: tuple[Example, ...]


@shows("/")
def home(runtime: NamedDependency[Runtime], visitor: NamedDependency[Visitor]) -> Answer:
    """Show the home page."""
    overview = catalog.overview(runtime, visitor.actor)
    agencies = directory.agencies(runtime, visitor.actor)
    page = HomePage(
        frame=frame(visitor, "Find a data product", section="home"),
        products=overview.products,
        agencies=tuple(agencies),
        newest=overview.recent[:NEWEST],
        examples=examples(runtime, visitor),
    )
    return respond(visitor, page)


def examples(runtime: Runtime, visitor: Visitor) -> tuple[Example, ...]:
    """Return the first example searches that find something for this visitor."""
    found: list[Example] = []
    for text in EXAMPLES:
        try:
            total = discovery.search(runtime, visitor.actor, Question(text=text), limit=1).total
        except UnavailableError:
            return ()
        if total:
            found.append(Example(text, total))
        if len(found) == SHOWN_EXAMPLES:
            break
    return tuple(found)
