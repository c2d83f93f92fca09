"""What does one version of a contract say, word for word, and how was it judged?"""

from collections.abc import Mapping
from typing import ClassVar

from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, URLEncodedBody
from litestar.response import Redirect

from registry import catalog, directory, lifecycle, views
from registry.addresses import Ref, shown
from registry.api.answers import Answer
from registry.errors import NotFoundError
from registry.runtime import Runtime
from ui import addresses
from ui.columns import Selection, select
from ui.frame import AGENCIES, Crumb, Page, frame
from ui.rendering import respond
from ui.routing import shows, takes
from ui.source import Source, window
from ui.verdict import Judged, Verdict, Waiving, judged, named, published, waiving
from ui.visitor import Visitor

_PATH = "/products/{agency:str}/{product:str}/versions/{version:str}"


_STEPS = {
    "withdraw": lifecycle.withdraw,
    "deprecate": lifecycle.deprecate,
    "retire": lifecycle.retire,
}


class VersionPage(Page, frozen=True, kw_only=True):
    """A version: its table, its text with line numbers, lint's findings and the verdict."""

    template: ClassVar[str] = "version.html"
    view: views.VersionPage
    verdict: Verdict
    judged: tuple[Judged, ...]
    waiving: Waiving | None
    columns: Selection
    source: Source
    form_token: str  # of the buttons that move it on; empty where there is none


@shows(_PATH)
def version(  # three of the path, one of the query, two of ours
    agency: FromPath[str],
    product: FromPath[str],
    version: FromPath[str],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
    line: FromQuery[int] = 1,
) -> Answer:
    """Show one version. *line* chooses the part of a very long text."""
    view = catalog.version(runtime, visitor.actor, agency, product, version)
    names = {each.slug: each.name for each in directory.agencies(runtime, visitor.actor)}
    return respond(visitor, page_of(view, visitor, names, line=line))


@takes(_PATH + "/activate")
def activate(  # three of the path, the form, two of ours
    agency: FromPath[str],
    product: FromPath[str],
    version: FromPath[str],
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """Put a proposed version in force, and lead back to its page."""
    visitor.require_own_form(data.get("token", ""))
    ref = Ref(agency=agency, product=product)
    lifecycle.activate(runtime, visitor.actor, ref, version)
    return Redirect(addresses.version(agency, product, version), status_code=303)


@takes(_PATH + "/{step:str}")
def step(  # noqa: PLR0913, PLR0917 # four of the path, the form, two of ours
    agency: FromPath[str],
    product: FromPath[str],
    version: FromPath[str],
    step: FromPath[str],
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """Take a step that wants a reason, and lead back to the version's page."""
    visitor.require_own_form(data.get("token", ""))
    take = _STEPS.get(step)
    if take is None:
        raise NotFoundError(f"There is no such step as '{shown(step)}'.")
    ref = Ref(agency=agency, product=product)
    take(runtime, visitor.actor, ref, version, reason=data.get("reason", ""))
    return Redirect(addresses.version(agency, product, version), status_code=303)


def page_of(
    view: views.VersionPage, visitor: Visitor, names: Mapping[str, str], *, line: int = 1
) -> VersionPage:
    """Return the page of *view*; *names* are those of agencies by slug."""
    product, number = view.product, view.version.version
    return VersionPage(
        frame=frame(
            visitor,
            f"{product.title} {number}",
            AGENCIES,
            Crumb(product.agency_name, addresses.agency(product.agency)),
            Crumb(product.title, addresses.product(product.agency, product.slug)),
            section="search",
        ),
        view=view,
        verdict=published(view.report, view.version),
        waiving=waiving(visitor.actor, product, view.version),
        judged=judged(named(view.report, names)),
        columns=select(view.contract),
        source=window(view.text, line=line),
        form_token=visitor.form_token if _has_steps(view) else "",
    )


def _has_steps(view: views.VersionPage) -> bool:
    return view.may_activate or view.may_withdraw or view.may_deprecate or view.may_retire
