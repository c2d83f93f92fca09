"""Does a server run on this home? Commands that would get in its way ask, and name the way."""

import fcntl
import os
from pathlib import Path
from typing import Self

from registry.settings import StartError


class AlreadyServedError(StartError):
    """Another process serves the same home."""


class Hold:
    """A home that is held. The lock ends with the process, however it ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    def __enter__(self) -> Self:
        """Nothing more to do: it is held from the start."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go."""
        self.release()

    def release(self) -> None:
        """Let go. The file stays, so that nobody locks a file that is gone."""
        os.close(self._descriptor)


def hold(home: Path) -> Hold:
    """Hold *home* for a server. Raises AlreadyServedError where another process has it."""
    home.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(home / _FILE, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise AlreadyServedError(
            f"A server (process {holder(home) or 'unknown'}) runs on {home} already. "
            "Stop it first, or set CHARTER_HOME to another folder."
        ) from error
    os.truncate(descriptor, 0)
    os.write(descriptor, f"{os.getpid()}\n".encode())
    return Hold(descriptor)


def holder(home: Path) -> int | None:
    """Return the process id of the server that runs on *home*, None where none does."""
    try:
        descriptor = os.open(home / _FILE, os.O_RDONLY)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        text = os.read(descriptor, 32).decode("ascii", "replace").strip()
        return int(text) if text.isdigit() else 0
    finally:
        os.close(descriptor)
    return None


_FILE = "server.lock"
