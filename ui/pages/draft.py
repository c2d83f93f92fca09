"""What does a draft say, word for word, and what would keep it back?"""

from typing import ClassVar

from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from registry import drafts, views
from registry.addresses import Ref
from registry.api.answers import Answer
from registry.runtime import Runtime
from ui import addresses
from ui.frame import AGENCIES, Crumb, Page, frame
from ui.rendering import respond
from ui.routing import shows
from ui.source import Source, window
from ui.verdict import Judged, judged
from ui.visitor import Visitor


class DraftPage(Page, frozen=True, kw_only=True):
    """A draft: its text with line numbers, lint's findings, and those it would have in force."""

    template: ClassVar[str] = "draft.html"
    view: views.DraftPage
    judged: tuple[Judged, ...]
    source: Source


@shows("/products/{agency:str}/{product:str}/draft")
def draft(  # two of the path, one of the query, two of ours
    agency: FromPath[str],
    product: FromPath[str],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
    line: FromQuery[int] = 1,
) -> Answer:
    """Show the draft to its agency. *line* chooses the part of a very long text."""
    view = drafts.page(runtime, visitor.actor, Ref(agency=agency, product=product))
    parent = view.product
    return respond(
        visitor,
        DraftPage(
            frame=frame(
                visitor,
                f"{parent.title}, draft",
                AGENCIES,
                Crumb(parent.agency_name, addresses.agency(parent.agency)),
                Crumb(parent.title, addresses.product(parent.agency, parent.slug)),
                section="search",
            ),
            view=view,
            judged=judged(view.report),
            source=window(view.text, line=line),
        ),
    )
