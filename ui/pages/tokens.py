"""Which robots act for an agency, who gave them leave, and how does it end?"""

from datetime import datetime, timedelta
from typing import ClassVar

from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from registry import tokens as service
from registry.api.answers import Answer
from registry.errors import InvalidRequestError
from registry.runtime import Runtime
from registry.tokens import MAX_TOKEN_DAYS
from registry.views import IssuedToken, TokenView
from ui import addresses
from ui.frame import Page, frame
from ui.pages.policy import Subject, subject_of
from ui.rendering import respond
from ui.routing import shows, takes
from ui.visitor import Visitor

_PATH = "/agencies/{agency:str}/tokens"
_OVERLAP = timedelta(days=1)
_SOON = timedelta(days=14)

_SCOPES = {"publish": ("publish", "read"), "read": ("read",)}
"""What the form offers, and the scopes that each choice has."""


class TokensPage(Page, frozen=True, kw_only=True):
    """The tokens of an agency, and the form for another. ``issued`` is shown on this page alone."""

    template: ClassVar[str] = "tokens.html"
    subject: Subject
    tokens: tuple[TokenView, ...]
    now: datetime
    soon: datetime
    most_days: int = MAX_TOKEN_DAYS
    issued: IssuedToken | None = None
    problem: str = ""
    next_step: str = ""


@shows(_PATH)
def tokens(
    agency: FromPath[str],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer:
    """Show which tokens there are, to those who may issue one."""
    return respond(visitor, _page(runtime, visitor, subject_of(runtime, visitor, agency)))


@takes(_PATH)
def issued(
    agency: FromPath[str],
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer:
    """Issue a token in the visitor's name, and show it this once."""
    visitor.require_own_form(data.get("token", ""))
    subject = subject_of(runtime, visitor, agency)
    try:
        found = service.issue_token(
            runtime,
            visitor.actor,
            subject.agency,
            scopes=_SCOPES.get(data.get("scope", ""), ()),
            days=_days(data.get("days", "")),
            name=data.get("name", "").strip(),
        )
    except InvalidRequestError as error:
        return respond(
            visitor,
            _page(runtime, visitor, subject, problem=error.message, next_step=error.next_step),
            status=error.status,
        )
    return _shown_once(runtime, visitor, subject, found)


@takes(_PATH + "/{token_id:str}/rotate")
def rotated(
    agency: FromPath[str],
    token_id: FromPath[str],
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer:
    """Issue a token in the place of another, and show it this once."""
    visitor.require_own_form(data.get("token", ""))
    subject = subject_of(runtime, visitor, agency)
    found = service.rotate_token(runtime, visitor.actor, subject.agency, token_id, overlap=_OVERLAP)
    return _shown_once(runtime, visitor, subject, found)


@takes(_PATH + "/{token_id:str}/revoke")
def revoked(
    agency: FromPath[str],
    token_id: FromPath[str],
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """End a token at once, and lead back to the list."""
    visitor.require_own_form(data.get("token", ""))
    service.revoke_token(runtime, visitor.actor, agency, token_id)
    return Redirect(addresses.tokens(agency), status_code=303)


def _page(
    runtime: Runtime,
    visitor: Visitor,
    subject: Subject,
    *,
    issued: IssuedToken | None = None,
    problem: str = "",
    next_step: str = "",
) -> TokensPage:
    now = runtime.clock()
    return TokensPage(
        frame=frame(visitor, f"Tokens of {subject.name}", *subject.crumbs, section="agencies"),
        subject=subject,
        tokens=tuple(service.tokens(runtime, visitor.actor, subject.agency)),
        now=now,
        soon=now + _SOON,
        issued=issued,
        problem=problem,
        next_step=next_step,
    )


def _shown_once(runtime: Runtime, visitor: Visitor, subject: Subject, found: IssuedToken) -> Answer:
    answer = respond(visitor, _page(runtime, visitor, subject, issued=found))
    answer.headers["cache-control"] = "no-store"
    return answer


def _days(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) < len("10000"):
        return int(text)
    raise InvalidRequestError(
        "The number of days is missing, or is none.",
        next_step=f"Say for how many days it is valid, 1 to {MAX_TOKEN_DAYS}.",
    )
