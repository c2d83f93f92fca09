"""How large may the head of a request be, and how long may anything take to arrive or to leave?

uvicorn reads a head of any size, waits for the end of a request for ever, and for a caller who does
not read the answer as well: one line of 150 MB takes twice that of memory, and a hundred
connections that never finish a request keep everybody else out.

What is refused here never reaches the application, and is answered as it would answer: with a
problem (RFC 9457), an id, and a line in the log.
"""

import asyncio
import logging
from contextvars import copy_context
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from registry import json_text, protection, tracing
from registry.errors import CharterError, HeadTooLargeError, InvalidRequestError, TooSlowError

MAX_HEAD_BYTES = 256 * 1024
"""Of the request line and all headers. What comes with their end may be part of the body."""

HEAD_TIMEOUT_S = 20.0
"""From the connection, or the first byte of the next request, to the end of its headers."""

BODY_TIMEOUT_S = 60.0
"""From the end of the headers to the end of the body, whose size the application bounds."""

IDLE_TIMEOUT_S = 5
"""How long a connection is kept for the next request. A proxy should let go of it earlier."""

READ_TIMEOUT_S = 60.0
"""How long a caller may leave an answer unread before the connection is closed."""

_LONGEST_ADDRESS = 2000
_log = logging.getLogger("registry.requests")


class BoundedProtocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, with bounds on what a connection may keep waiting."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # whatever uvicorn hands its protocols
        super().__init__(*args, **kwargs)
        self._head_bytes = 0
        self._is_in_head = True
        self._timer: asyncio.TimerHandle | None = None
        self._unread: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait(HEAD_TIMEOUT_S)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        self.resume_writing()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Count the head of another request."""
        self._is_in_head = True
        self._head_bytes = 0
        self._wait(HEAD_TIMEOUT_S)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """Wait for the body."""
        self._is_in_head = False
        self._wait(BODY_TIMEOUT_S)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Stop waiting: all of it is here, and the answer may take its time."""
        self._stop_waiting()
        super().on_message_complete()

    def data_received(self, data: bytes) -> None:
        """Read on, unless the head is too large already."""
        if self._is_in_head:
            self._head_bytes += len(data)
            if self._head_bytes > MAX_HEAD_BYTES + len(data):
                self._refuse(HeadTooLargeError("The request line and the headers are too large."))
                return
        super().data_received(data)
        if self._timer is None and self._is_idle and not self.transport.is_closing():
            # Empty lines between requests begin none, and uvicorn waits no more for the next one.
            self._wait(HEAD_TIMEOUT_S)

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP."""
        self._refuse(InvalidRequestError(msg, next_step="Send HTTP/1.1 as RFC 9112 has it."))

    def pause_writing(self) -> None:
        """Give up a caller who does not read, after a while."""
        super().pause_writing()
        if self._unread is None:
            self._unread = self.loop.call_later(READ_TIMEOUT_S, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the caller has read."""
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None
        super().resume_writing()

    @property
    def _is_idle(self) -> bool:
        """Whether no request is being answered."""
        cycle: RequestResponseCycle | None = self.cycle  # uvicorn does not say that there is none
        return cycle is None or cycle.response_complete

    def _wait(self, seconds: float) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(
            seconds, self._refuse, TooSlowError("The request did not come to its end in time.")
        )

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _refuse(self, error: CharterError) -> None:
        """Answer with *error*, unless that would be taken for the answer to an earlier request."""
        self._stop_waiting()
        if self.transport.is_closing():
            return
        if self._is_idle or (self.cycle.more_body and not self.cycle.response_started):
            copy_context().run(self._tell, error)
        self.transport.close()

    def _tell(self, error: CharterError) -> None:
        """Write the answer and the line of the log, under an id of their own context."""
        given = dict(self.headers or ()).get(b"x-request-id")
        trace = tracing.begin(given.decode("latin-1") if given else None)
        _log.info("request", extra={"route": "unrouted", "status": error.status})
        body = json_text.encode(
            {
                "type": f"/problems/{error.slug}",
                "title": error.title,
                "status": error.status,
                "detail": error.message,
                "instance": self._address(),
                "next_step": error.next_step,
                "findings": [],
                "report": None,
            }
        )
        headers = (
            *protection.HEADERS,
            (b"content-type", b"application/problem+json"),
            (b"content-length", str(len(body)).encode("ascii")),
            (b"cache-control", b"no-store"),
            (b"x-request-id", trace.request_id.encode("ascii")),
            (b"connection", b"close"),
        )
        status = HTTPStatus(error.status)
        head = [f"HTTP/1.1 {status.value} {status.phrase}".encode("ascii")]
        head += [name + b": " + value for name, value in headers]
        self.transport.write(b"\r\n".join((*head, b"", body)))

    def _address(self) -> str:
        """Return the path that was asked for, "/" where nobody got so far as to say one."""
        url = getattr(self, "url", b"")[:_LONGEST_ADDRESS].decode("latin-1")
        path = url.partition("?")[0]
        return quote(path, safe="/%:@!$&'()*+,;=~") if path.startswith("/") else "/"
