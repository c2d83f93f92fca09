"""What does every request pass, before it is routed and after it is answered?

It gets an id, is refused where too much is asked at once, and leaves the headers that every answer
has, a number in the metrics and a line in the log. Around everything else, so that an address which
does not exist, a mistake of ours and a refusal are told apart from nothing.
"""

import logging
import time
from typing import Any

from litestar import Request
from litestar.enums import ScopeType
from litestar.types import ASGIApp, HTTPScope, Message, Receive, Scope, Send

from registry import protection, tracing
from registry.api import problems
from registry.api.limits import Callers, Grant
from registry.errors import CharterError
from registry.runtime import Runtime
from registry.tracing import Trace

UNROUTED = "unrouted"
"""The route, as metrics and logs name it, of an address that leads nowhere."""

ALWAYS_OPEN = frozenset({"/api/health/live", "/api/health/ready", "/metrics"})
"""What is answered whatever else goes on, because it is asked then."""

_METHODS = frozenset({"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"})
_READS = frozenset({"GET", "HEAD", "OPTIONS"})
_BUSY_S = 1
_log = logging.getLogger("registry.requests")


class Door:
    """The application, and what surrounds it."""

    def __init__(self, inside: ASGIApp, runtime: Runtime, callers: Callers) -> None:
        self._inside = inside
        self._callers = callers
        self._tally = runtime.tally
        self._most = runtime.settings.in_flight
        self._headers = protection.headers(runtime.settings)
        self.in_flight = 0
        """Requests that are worked on. One whose body has yet to arrive is not among them."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] == ScopeType.HTTP:
            await self._answer(scope, receive, send)
        else:
            await self._inside(scope, receive, send)

    async def _answer(self, scope: HTTPScope, receive: Receive, send: Send) -> None:
        began = time.perf_counter()
        given = credentials = None
        for name, value in scope["headers"]:
            if name == b"x-request-id":
                given = value
            elif name == b"authorization":
                credentials = value
        trace = tracing.begin(given.decode("latin-1") if given else None)
        grant = self._callers.ask(_address(scope), credentials, writes=_writes(scope))
        added = [*self._headers, (b"x-request-id", trace.request_id.encode("ascii"))]
        if grant:
            added += grant.headers()
        status = 0  # of a request that nobody waits for any more

        async def tell(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                present = [*message["headers"]]
                names = {name.lower() for name, _ in present}
                message["headers"] = present + [each for each in added if each[0] not in names]
            await send(message)

        async def hear() -> Any:
            self.in_flight -= 1
            try:
                return await receive()
            finally:
                self.in_flight += 1

        refusal = self._refusal(scope, grant)
        self.in_flight += 1
        try:
            if refusal:
                await _refuse(scope, receive, tell, refusal, grant)
            else:
                await self._inside(scope, hear, tell)
        finally:
            self.in_flight -= 1
            self._note(scope, status, time.perf_counter() - began, trace)

    def _refusal(self, scope: HTTPScope, grant: Grant | None) -> CharterError | None:
        if grant and grant.retry_in_s:
            return problems.TooManyRequestsError(
                f"You have asked {grant.rate.burst} times and more in a short while.",
                next_step=f"Wait {grant.retry_in_s} s, as Retry-After says, and go on slower.",
            )
        if self._most and self.in_flight >= self._most and scope["path"] not in ALWAYS_OPEN:
            return problems.BusyError(
                f"Charter works on {self._most} requests already.",
                next_step=f"Try again in {_BUSY_S} s, as Retry-After says. Nothing was done.",
            )
        return None

    def _note(self, scope: HTTPScope, status: int, seconds: float, trace: Trace) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = scope.get("path_template") or UNROUTED
        self._tally.add("requests", method, route, str(status))
        self._tally.time("requests", seconds, method, route)
        if _log.isEnabledFor(logging.INFO):
            _log.info(
                "request",
                extra={
                    "method": method,
                    "route": route,
                    "status": status,
                    "ms": round(seconds * 1000, 1),
                    "actor": trace.actor,
                },
            )


async def _refuse(
    scope: HTTPScope, receive: Receive, send: Send, refusal: CharterError, grant: Grant | None
) -> None:
    """Answer without reading anything of the request, or of the database."""
    request: Request[Any, Any, Any] = Request(scope, receive=receive, send=send)
    answer = problems.answer(request, refusal)
    answer.headers["retry-after"] = str(grant.retry_in_s if grant and grant.retry_in_s else _BUSY_S)
    await answer.to_asgi_response(app=None, request=request)(scope, receive, send)


def _address(scope: HTTPScope) -> str | None:
    client = scope["client"]
    return client[0] if client else None


def _writes(scope: HTTPScope) -> bool:
    """Whether it changes something. A check is sent like a publish, and changes nothing."""
    return scope["method"] not in _READS and not scope["path"].endswith("/checks")
