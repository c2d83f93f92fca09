"""Which agencies take part?"""

from typing import ClassVar

from litestar.di import NamedDependency

from registry import directory
from registry.api.answers import Answer
from registry.runtime import Runtime
from registry.views import AgencyView
from ui.frame import Page, frame
from ui.rendering import respond
from ui.routing import shows
from ui.visitor import Visitor


class AgenciesPage(Page, frozen=True, kw_only=True):
    """All agencies, by name, with the number of products the visitor may see."""

    template: ClassVar[str] = "agencies.html"
    agencies: tuple[AgencyView, ...]


@shows("/agencies")
def agencies(runtime: NamedDependency[Runtime], visitor: NamedDependency[Visitor]) -> Answer:
    """Show all agencies."""
    page = AgenciesPage(
        frame=frame(visitor, "Agencies", section="agencies"),
        agencies=tuple(directory.agencies(runtime, visitor.actor)),
    )
    return respond(visitor, page)
