"""Which data do people look for and not find?"""

from typing import Annotated, ClassVar

from litestar.di import NamedDependency
from litestar.params import QueryParameter, URLEncodedBody
from litestar.response import Redirect

from registry import demands as service
from registry.api.answers import Answer
from registry.demand_views import DemandView
from registry.errors import ConflictError, InvalidRequestError
from registry.runtime import Runtime
from ui import addresses
from ui.frame import Page, frame
from ui.rendering import respond
from ui.routing import shows, takes
from ui.visitor import Visitor


class DemandsPage(Page, frozen=True, kw_only=True):
    """What was asked for, newest first; why the last demand was not taken, where that is so."""

    template: ClassVar[str] = "demands.html"
    demands: tuple[DemandView, ...]
    of_everybody: bool
    following: str | None
    is_first: bool
    wanted: str = ""
    purpose: str = ""
    problem: str = ""
    next_step: str = ""


@shows(addresses.DEMANDS)
def demands(
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
    cursor: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Answer:
    """Show what the visitor asked for, or everybody, to those who may read it."""
    return respond(visitor, _page(runtime, visitor, cursor=cursor))


@takes(addresses.DEMANDS)
def demanded(
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer | Redirect:
    """Write a demand down, and lead to the list."""
    visitor.require_own_form(data.get("token", ""))
    wanted, purpose = data.get("wanted", ""), data.get("purpose", "")
    try:
        service.demand(runtime, visitor.actor, wanted, purpose)
    except (ConflictError, InvalidRequestError) as error:
        page = _page(runtime, visitor, said=(wanted, purpose), error=error)
        return respond(visitor, page, status=error.status)
    return Redirect(addresses.DEMANDS, status_code=303)


def _page(
    runtime: Runtime,
    visitor: Visitor,
    *,
    cursor: str = "",
    said: tuple[str, str] = ("", ""),
    error: ConflictError | InvalidRequestError | None = None,
) -> DemandsPage:
    found = service.demands(runtime, visitor.actor, cursor=cursor or None)
    return DemandsPage(
        frame=frame(visitor, "Data that is asked for", section="search"),
        demands=found.items,
        of_everybody=service.reads_all(visitor.actor),
        following=found.cursor,
        is_first=not cursor,
        wanted=said[0],
        purpose=said[1],
        problem=error.message if error else "",
        next_step=error.next_step if error else "",
    )
