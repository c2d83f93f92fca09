"""Who is calling? The bearer of a token, the person of a session, or nobody in particular.

A token that is unknown, expired or revoked is refused on every route, public ones too: a caller who
shows a token believes to be somebody, and must learn that they are not. A session of the pages
counts where nothing changes, and elsewhere only beside a token of its own forms (`X-CSRF-Token`),
so that a foreign page cannot act through a browser.
"""

from collections.abc import Callable
from typing import Any

from litestar import Request
from litestar.concurrency import sync_to_thread

from registry import directory, tracing
from registry.api.limits import Callers
from registry.errors import NotSignedInError
from registry.identity import ANONYMOUS, Actor
from registry.runtime import Runtime
from registry.store.engine import is_file

AnyRequest = Request[Any, Any, Any]

SessionActor = Callable[[AnyRequest], Actor | None]
"""What `app.state.session_actor` is, where the application has pages that people sign in to."""

FormTokenHolds = Callable[[AnyRequest, str], bool]
"""What `app.state.form_token_holds` is: whether a token was made for the request's session."""


async def caller(request: AnyRequest) -> Actor:
    """Return the caller. Raises NotSignedInError for credentials that are not in force."""
    found = await _caller(request)
    if trace := tracing.current():
        trace.actor = found.kind.value
    return found


async def _caller(request: AnyRequest) -> Actor:
    credentials = request.headers.get("authorization")
    if credentials is not None:
        found = await _bearer(request, credentials)
        callers: Callers | None = request.app.state.get("callers")
        if callers:
            callers.know(credentials, found.id)
        return found
    session_actor: SessionActor | None = request.app.state.get("session_actor")
    if session_actor is None or not _is_their_own_doing(request):
        return ANONYMOUS
    return await sync_to_thread(session_actor, request) or ANONYMOUS


def _is_their_own_doing(request: AnyRequest) -> bool:
    """Whether the person of the session asked for this, and not a page they happened to visit."""
    if request.method in {"GET", "HEAD"}:
        return True
    holds: FormTokenHolds | None = request.app.state.get("form_token_holds")
    token = request.headers.get("x-csrf-token")
    return holds is not None and token is not None and holds(request, token)


async def _bearer(request: AnyRequest, credentials: str) -> Actor:
    scheme, _, token = credentials.strip().partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise NotSignedInError(
            "The Authorization header does not hold a bearer token.",
            next_step="Send 'Authorization: Bearer <token>', or leave the header out.",
        )
    runtime: Runtime = request.app.state.runtime
    if is_file(runtime.settings.database):
        # One indexed read of a file takes a third of a millisecond, a thread and back twice that.
        return directory.actor_for_token(runtime, token.strip())
    return await sync_to_thread(directory.actor_for_token, runtime, token.strip())
