"""Who is looking at this page, from where, and what may the page offer them?"""

import re
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec
from litestar import Request
from litestar.concurrency import sync_to_thread

from registry import directory, inbox, tracing
from registry.errors import NotAllowedError, NotSignedInError
from registry.identity import ANONYMOUS, Actor
from registry.runtime import Runtime
from registry.settings import Settings
from ui.session import COOKIE, Session, Signer

AnyRequest = Request[Any, Any, Any]

LOOPBACK = ("127.0.0.1", "::1", "localhost")

_HOST = re.compile(r"[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?|\[[0-9a-fA-F:]{2,45}\](:[0-9]{1,5})?")


class Visitor(msgspec.Struct, frozen=True, kw_only=True):
    """A caller in a browser. ``session`` may exist before anybody has signed in."""

    actor: Actor
    session: Session | None
    signer: Signer
    address: str  # of this page, with its query
    origin: str  # scheme and host of this registry, as links for machines name it
    may_sign_in: bool  # whether the local sign-in exists on this server
    unread: int = 0  # notices, `inbox.COUNTED` at most

    @property
    def is_signed_in(self) -> bool:
        """Whether a person is behind this request."""
        return self.actor is not ANONYMOUS

    @property
    def form_token(self) -> str:
        """A token for the forms of this page; empty where nobody has a session."""
        return self.signer.form_token(self.session) if self.session else ""

    def require_own_form(self, token: str) -> None:
        """Raise NotAllowedError unless *token* came with a form of this very session."""
        if self.session is None or not self.signer.is_ours(token, self.session):
            raise NotAllowedError(
                "This form was not filled in here, or is too old.",
                next_step="Go back, reload the page, and send the form again.",
            )


async def visitor(request: AnyRequest) -> Visitor:
    """Return the visitor behind *request*: the dependency of every page."""
    session = session_of(request)
    actor, unread = ANONYMOUS, 0
    if session and session.person:
        actor, unread = await sync_to_thread(_actor_and_unread, request)
    if trace := tracing.current():
        trace.actor = actor.kind.value
    found = msgspec.structs.replace(_visitor(request, session, actor), unread=unread)
    request.state["visitor"] = found
    return found


def known_visitor(request: AnyRequest) -> Visitor:
    """Return the visitor for a page about an error, which must not fail over who they are."""
    found: Visitor | None = request.state.get("visitor")
    if found is not None:
        return found
    try:
        actor = _actor(request)
    except Exception:  # noqa: BLE001  # whatever is down, the page that says so must come
        actor = ANONYMOUS
    return _visitor(request, session_of(request), actor)


def session_actor(request: AnyRequest) -> Actor | None:
    """Return the person of the request's session, None where there is none."""
    session = session_of(request)
    if session is None or session.person is None:
        return None
    try:
        return directory.actor_for_person(request.app.state.runtime, session.person)
    except NotSignedInError:  # a person who is gone is nobody
        return None


def session_of(request: AnyRequest) -> Session | None:
    """Return the session of the request's cookie, while the local sign-in exists."""
    runtime: Runtime = request.app.state.runtime
    if not runtime.settings.has_local_sign_in:
        return None
    signer: Signer = request.app.state.signer
    return signer.read(request.cookies.get(COOKIE), now_s=runtime.clock().timestamp())


def form_token_holds(request: AnyRequest, token: str) -> bool:
    """Whether *token* is of a form of the request's own session. The API asks before it acts."""
    session = session_of(request)
    signer: Signer = request.app.state.signer
    return session is not None and signer.is_ours(token, session)


def is_addressed_locally(request: AnyRequest) -> bool:
    """Whether the browser called this machine by a name of its own.

    A foreign name that resolves to this machine (DNS rebinding) would let a foreign page sign in.
    """
    try:
        host = urlsplit(f"//{request.headers.get('host', '')}").hostname
    except ValueError:  # not a name at all
        return False
    return host in LOOPBACK


def _actor(request: AnyRequest) -> Actor:
    found = session_actor(request)
    return ANONYMOUS if found is None else found


def _actor_and_unread(request: AnyRequest) -> tuple[Actor, int]:
    actor = _actor(request)
    return actor, inbox.unread(request.app.state.runtime, actor)


def _visitor(request: AnyRequest, session: Session | None, actor: Actor) -> Visitor:
    settings: Settings = request.app.state.runtime.settings
    query = request.scope.get("query_string", b"").decode("ascii", "replace")
    path = quote(request.scope["path"], safe="/:@!$&'()*+,;=~", errors="replace")
    return Visitor(
        actor=actor,
        session=session,
        signer=request.app.state.signer,
        address=f"{path}?{query}" if query else path,
        origin=_origin(request, settings),
        may_sign_in=settings.has_local_sign_in,
    )


def _origin(request: AnyRequest, settings: Settings) -> str:
    """Return the address of this registry, as programs are told it.

    Where nobody set one, that is how the browser called it; on a server for this machine alone, a
    foreign name is never repeated.
    """
    host = request.headers.get("host", "")
    is_sound = _HOST.fullmatch(host) is not None
    if settings.has_local_sign_in:
        is_sound = is_sound and is_addressed_locally(request)
    called = f"{request.scope['scheme']}://{host}" if is_sound else settings.url
    return (settings.base_url or called).rstrip("/")
