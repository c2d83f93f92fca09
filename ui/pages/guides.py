"""What else does a visitor want to read? How programs use Charter, and how accessible it is."""

from typing import ClassVar

from litestar.di import NamedDependency

from registry.api.answers import Answer
from ui.frame import Page, frame
from ui.rendering import respond
from ui.routing import shows
from ui.visitor import Visitor


class ApiPage(Page, frozen=True, kw_only=True):
    """The way into the API."""

    template: ClassVar[str] = "api.html"
    origin: str


class AccessibilityPage(Page, frozen=True, kw_only=True):
    """The accessibility statement."""

    template: ClassVar[str] = "accessibility.html"


@shows("/api")
def api(visitor: NamedDependency[Visitor]) -> Answer:
    """Show how programs use Charter."""
    page = ApiPage(frame=frame(visitor, "For programs", section="api"), origin=visitor.origin)
    return respond(visitor, page)


@shows("/accessibility")
def accessibility(visitor: NamedDependency[Visitor]) -> Answer:
    """Show the accessibility statement."""
    return respond(visitor, AccessibilityPage(frame=frame(visitor, "Accessibility")))
