"""Who works on this registry alone? A server, or a command that would get in its way.

Both the home (it has the search index) and a database that is a file, wherever it is, are locked:
two servers on one file would overtake each other. A database server is shared by many.
"""

import fcntl
import os
from pathlib import Path
from typing import Literal, Self

from registry.settings import Settings, StartError
from registry.store.engine import database_file
from registry.store.sqlite import require_database

Kind = Literal["server", "command"]


class AlreadyServedError(StartError):
    """Another process works on the same home or database."""


class Hold:
    """A registry that is held. The locks end with the process, however it ends."""

    def __init__(self) -> None:
        self._descriptors: list[int] = []

    def __enter__(self) -> Self:
        """Nothing more to do: it is held from the start."""
        return self

    def __exit__(self, *_: object) -> None:
        """Let go."""
        self.release()

    def add(self, file: Path, kind: Kind) -> None:
        """Lock *file* as well. Raises: BlockingIOError where another process has it."""
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
        self._descriptors.append(descriptor)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.truncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()} {kind}\n".encode())

    def release(self) -> None:
        """Let go. The files stay, so that nobody locks a file that is gone."""
        while self._descriptors:
            os.close(self._descriptors.pop())


def hold(settings: Settings, kind: Kind) -> Hold:
    """Hold the registry of *settings* for a *kind* of process.

    Raises: AlreadyServedError where another process has it; SettingsError for a database that is
    none; OSError where the locks cannot be written.
    """
    locks = [(settings.home, settings.home / "server.lock", "CHARTER_HOME to another folder")]
    database = database_file(settings.database)
    if database is not None:
        require_database(database)
        locks.append((database, Path(f"{database}.lock"), "CHARTER_DATABASE_URL to another file"))
    held = Hold()
    try:
        for place, file, setting in locks:
            try:
                held.add(file, kind)
            except BlockingIOError as error:
                raise AlreadyServedError(_refusal(place, file, setting)) from error
    except BaseException:
        held.release()
        raise
    return held


def _refusal(place: Path, file: Path, setting: str) -> str:
    process, _, kind = file.read_text("ascii", "replace").strip().partition(" ")
    if kind == "command":
        return f"A command (process {process}) works on {place}. Try again when it has ended."
    return (
        f"A server (process {process or 'unknown'}) runs on {place} already. "
        f"Stop it first, or set {setting}."
    )
