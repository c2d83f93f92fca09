"""What changed from one version to another, may it go out, and whom does it hurt?"""

from collections.abc import Mapping
from typing import Annotated, ClassVar

import msgspec
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from registry import catalog, directory, views
from registry.api.answers import Answer
from registry.runtime import Runtime
from ui import addresses
from ui.frame import AGENCIES, Crumb, Page, frame
from ui.rendering import respond
from ui.routing import shows
from ui.source import Changed, unified
from ui.verdict import Judged, Verdict, Waiving, compared, judged, named, waiving
from ui.visitor import Visitor


class DiffPage(Page, frozen=True, kw_only=True):
    """Two versions, the verdict, each finding, and last the text. ``text`` is None if too long."""

    template: ClassVar[str] = "diff.html"
    view: views.DiffPage
    verdict: Verdict
    judged: tuple[Judged, ...]
    waiving: Waiving | None
    text: tuple[Changed, ...] | None


@shows("/products/{agency:str}/{product:str}/diff")
def diff(  # two of the path, two of the query, two of ours
    agency: FromPath[str],
    product: FromPath[str],
    before: Annotated[str, QueryParameter(name="from", max_length=100)],
    after: Annotated[str, QueryParameter(name="to", max_length=100)],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer:
    """Show what changed from *before* to *after*."""
    view = catalog.diff(runtime, visitor.actor, agency, product, before, after)
    names = {each.slug: each.name for each in directory.agencies(runtime, visitor.actor)}
    return respond(visitor, page_of(view, visitor, names))


def page_of(view: views.DiffPage, visitor: Visitor, names: Mapping[str, str]) -> DiffPage:
    """Return the page of *view*; *names* are those of agencies by slug."""
    product = view.product
    view = msgspec.structs.replace(view, report=named(view.report, names))
    return DiffPage(
        frame=frame(
            visitor,
            f"{product.title}: {view.before.version} to {view.after.version}",
            AGENCIES,
            Crumb(product.agency_name, addresses.agency(product.agency)),
            Crumb(product.title, addresses.product(product.agency, product.slug)),
            section="search",
        ),
        view=view,
        verdict=compared(view.report, view.after),
        waiving=waiving(visitor.actor, product, view.after),
        judged=judged(view.report),
        text=unified(view.before_text, view.after_text),
    )
