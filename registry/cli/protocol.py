"""How large may the head of a request be, and how long may it take to arrive?

uvicorn reads a head of any size and waits for the end of a request for ever: one line of 150 MB
takes twice that of memory, and a hundred connections that never finish a request keep everybody
else out.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

MAX_HEAD_BYTES = 256 * 1024
"""Of the request line and all headers. What comes with their end may be part of the body."""

HEAD_TIMEOUT_S = 20.0
"""From the connection, or the first byte of the next request, to the end of its headers."""


BODY_TIMEOUT_S = 60.0
"""From the end of the headers to the end of the body, whose size the application bounds."""


class BoundedProtocol(HttpToolsProtocol):
    """HTTP as uvicorn speaks it, with bounds on the head of each request."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # whatever uvicorn hands its protocols
        super().__init__(*args, **kwargs)
        self._head_bytes = 0
        self._is_in_head = True
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as in uvicorn
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Count the head of another request."""
        self._is_in_head = True
        self._head_bytes = 0
        self._wait()
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
                self._refuse(b"431 Request Header Fields Too Large")
                return
        super().data_received(data)

    def _wait(self, seconds: float = HEAD_TIMEOUT_S) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(seconds, self._refuse, b"408 Request Timeout")

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _refuse(self, status: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(
                b"HTTP/1.1 " + status + b"\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            )
            self.transport.close()
