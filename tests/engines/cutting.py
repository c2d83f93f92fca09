"""How does a connection to PostgreSQL end in the middle of a statement? A proxy cuts it."""

import contextlib
import socket
import threading
from collections.abc import Callable


class Cutter:
    """A proxy before a server. It forwards everything until it is told to cut.

    *when* is asked of every message of a client, with its number since `arm`; the connection that
    it says yes to is cut, before the message goes on, or after the server has answered it.
    """

    def __init__(self, port: int) -> None:
        self._target = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._lock = threading.Lock()
        self._when: Callable[[int, bytes], bool] = lambda _number, _message: False
        self._is_answered = False
        self._count = 0
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def arm(self, when: Callable[[int, bytes], bool], *, answered: bool) -> None:
        """Cut the next connection whose message *when* says yes to, once."""
        with self._lock:
            self._when, self._is_answered, self._count, self.cuts = when, answered, 0, 0

    def disarm(self) -> None:
        """Forward everything."""
        self.arm(lambda _number, _message: False, answered=False)

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
        with contextlib.suppress(OSError):
            while message := link.client.recv(1 << 20):
                if not self._is_cut(message):
                    link.server.sendall(message)
                    continue
                if self._is_answered:
                    link.swallow(message)
                break
        link.end()

    def _is_cut(self, message: bytes) -> bool:
        with self._lock:
            self._count += 1
            cut = not self.cuts and self._when(self._count, message)
            self.cuts += cut
            return cut


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
