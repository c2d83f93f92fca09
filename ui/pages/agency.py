"""What does one agency offer?"""

from typing import ClassVar

from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from registry import catalog, directory, views
from registry.api.answers import Answer
from registry.permissions import Action, allows
from registry.runtime import Runtime
from registry.views import ProductView
from ui.frame import AGENCIES, Page, frame
from ui.rendering import respond
from ui.routing import shows
from ui.visitor import Visitor

PAGE_SIZE = 50


class AgencyPage(Page, frozen=True, kw_only=True):
    """An agency and its products. ``cursor`` leads to more of them."""

    template: ClassVar[str] = "agency.html"
    view: views.AgencyPage
    products: tuple[ProductView, ...]
    cursor: str | None
    may_issue: bool  # tokens for its robots


@shows("/agencies/{agency:str}")
def agency(
    agency: FromPath[str],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
    cursor: FromQuery[str | None] = None,
) -> Answer:
    """Show one agency."""
    view = directory.agency_page(runtime, visitor.actor, agency)
    products = catalog.products(
        runtime, visitor.actor, agency=view.agency.slug, cursor=cursor, limit=PAGE_SIZE
    )
    page = AgencyPage(
        frame=frame(visitor, view.agency.name, AGENCIES, section="agencies"),
        view=view,
        products=products.items,
        cursor=products.cursor,
        may_issue=allows(visitor.actor, Action.ISSUE_TOKEN, view.agency.slug),
    )
    return respond(visitor, page)
