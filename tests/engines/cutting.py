"""How does a connection to PostgreSQL end in the middle of a statement? A proxy cuts it."""

import contextlib
import socket
import threading
from collections.abc import Callable

When = Callable[[int, bytes, bytes], bool]


class Cutter:
    """A proxy before a server. It forwards everything until it is told to cut.

    *when* is asked of every message of a client, with its number since `arm` and what came before
    it over the same connection since the last commit; the connection that it says yes to is cut,
    before the message goes on, or after the server has answered it.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self._when: When = lambda _number, _message, _before: False
        self._is_answered = False
        self._count = 0
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def arm(self, when: When, *, answered: bool) -> None:
        """Cut the next connection whose message *when* says yes to, once."""
        with self._lock:
            self._when, self._is_answered, self._count, self.cuts = when, answered, 0, 0

    def disarm(self) -> None:
        """Forward everything."""
        self.arm(lambda _number, _message, _before: False, answered=False)

    def close(self) -> None:
        """Take no more connections."""
        self._listener.close()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._target))
                link = _Link(client, server)
                threading.Thread(target=self._ask, args=(link,), daemon=True).start()
                threading.Thread(target=link.answer, daemon=True).start()

    def _ask(self, link: "_Link") -> None:
        before = b""
        with contextlib.suppress(OSError):
            while message := link.client.recv(1 << 20):
                if not self._is_cut(message, before):
                    link.server.sendall(message)
                    before = b"" if is_commit(message) else before + message
                    continue
                if self._is_answered:
                    link.swallow(message)
                break
        link.end()

    def _is_cut(self, message: bytes, before: bytes) -> bool:
        with self._lock:
            self._count += 1
            cut = not self.cuts and self._when(self._count, message, before)
            self.cuts += cut
            return cut


def is_commit(message: bytes) -> bool:
    """Whether a message asks the server to commit."""
    return message[:1] == b"Q" and b"COMMIT" in message


class _Link:
    def __init__(self, client: socket.socket, server: socket.socket) -> None:
        self.client = client
        self.server = server
        self._is_mute = False
        self._answered = threading.Event()

    def answer(self) -> None:
        """Carry answers back until the connection ends."""
        with contextlib.suppress(OSError):
            while message := self.server.recv(1 << 20):
                if self._is_mute:
                    self._answered.set()
                else:
                    self.client.sendall(message)
        self.end()

    def swallow(self, message: bytes) -> None:
        """Send *message* on, wait for its answer, and keep that."""
        self._is_mute = True
        self.server.sendall(message)
        self._answered.wait(10)

    def end(self) -> None:
        """End both sides."""
        for side in (self.client, self.server):
            with contextlib.suppress(OSError):
                side.shutdown(socket.SHUT_RDWR)
            side.close()
