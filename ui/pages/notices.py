"""What has happened to the products that somebody follows?"""

from typing import Annotated, ClassVar

from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter, URLEncodedBody
from litestar.response import Redirect

from registry import following, inbox
from registry.addresses import Ref
from registry.api.answers import Answer
from registry.notice_views import NoticeView
from registry.runtime import Runtime
from ui import addresses
from ui.frame import Page, frame
from ui.rendering import respond
from ui.routing import shows, takes
from ui.visitor import Visitor


class NoticesPage(Page, frozen=True, kw_only=True):
    """What the visitor was told, newest first. ``following`` is the cursor to what is older."""

    template: ClassVar[str] = "notices.html"
    notices: tuple[NoticeView, ...]
    following: str | None
    is_first: bool


@shows("/notices")
def notices(
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
    cursor: Annotated[str, QueryParameter(max_length=20)] = "",
) -> Answer:
    """Show the inbox of whoever is signed in."""
    found = inbox.notices(runtime, visitor.actor, cursor=cursor or None)
    page = NoticesPage(
        frame=frame(visitor, "Notices", section="notices"),
        notices=found.items,
        following=found.cursor,
        is_first=not cursor,
    )
    return respond(visitor, page)


@takes("/notices/read")
def all_read(
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """Mark everything as read, and lead back to the list."""
    visitor.require_own_form(data.get("token", ""))
    inbox.mark_read(runtime, visitor.actor)
    return Redirect(addresses.NOTICES, status_code=303)


@takes("/notices/{notice:int}/read")
def one_read(
    notice: FromPath[int],
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """Mark a notice as read, and lead back to the list."""
    visitor.require_own_form(data.get("token", ""))
    inbox.mark_read(runtime, visitor.actor, notice)
    return Redirect(addresses.NOTICES, status_code=303)


@takes("/products/{agency:str}/{product:str}/follow")
def followed(
    agency: FromPath[str],
    product: FromPath[str],
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """Follow a product, or stop it where the form says so; lead back to the product."""
    visitor.require_own_form(data.get("token", ""))
    change = following.unfollow if data.get("stop") else following.follow
    change(runtime, visitor.actor, Ref(agency=agency, product=product))
    return Redirect(addresses.product(agency, product), status_code=303)
