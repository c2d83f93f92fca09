"""How are connections to a SQLite file made?

It runs with a write-ahead log and a full sync at every commit. Readers have connections of
their own, which cannot write; everything that writes goes through the one connection of `writer`.
"""

import os
import sqlite3
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from registry.settings import SettingsError
from registry.store.pooling import WatchedPool

BUSY_MS = 10_000
"""How long a writer waits for another process (a command on the same database) to finish."""

CACHE_KB = 2_000
"""Memory for pages of each connection. No memory map: a disk that fails would kill the process."""


def open_reader(url: URL) -> Engine:
    """Return the engine for reads: a pool of connections, each transaction one snapshot."""
    engine = _sqlite(url, pool_size=4, max_overflow=12, pool_timeout=10)
    event.listen(engine, "connect", _prepare_reader)
    event.listen(engine, "begin", _begin)
    return engine


def open_writer(url: URL) -> Engine:
    """Return the engine for writes: one connection, its transactions exclusive from the start.

    An absent database is made, so that only its owner can read it.
    """
    engine = _sqlite(url, pool_size=1, max_overflow=0, pool_timeout=10)
    _make(database_file(url))
    event.listen(engine, "connect", _prepare_writer)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def database_file(url: URL) -> Path:
    """Return the file that *url* names. Raises: SettingsError where it cannot be a database."""
    file = Path(url.database or "").resolve()
    if file.is_dir():
        raise SettingsError(f"The database {file} is a folder. {_ANOTHER}")
    return file


def require_database(file: Path) -> None:
    """Raise SettingsError where *file* holds something else, before anything is put beside it.

    Not while this process has it open: SQLite's own locks would end with the file that is read.
    """
    with suppress(FileNotFoundError), file.open("rb") as opened:
        if opened.read(len(_HEADER)) not in {_HEADER, b""}:
            raise SettingsError(f"{file}: {_TROUBLES[sqlite3.SQLITE_NOTADB]}")


def trouble(error: DBAPIError) -> str | None:
    """Return what is wrong with the file, in words for the terminal; None where it is not known."""
    return _TROUBLES.get(getattr(error.orig, "sqlite_errorcode", 0) & 0xFF)  # the rest is detail


_HEADER = b"SQLite format 3\0"
_ANOTHER = "Set CHARTER_DATABASE_URL to another file, or leave it out."
_TROUBLES = {
    sqlite3.SQLITE_NOTADB: f"The database is no SQLite file, or a damaged one. {_ANOTHER}",
    sqlite3.SQLITE_CORRUPT: "The database is damaged. Restore a backup.",
    sqlite3.SQLITE_CANTOPEN: "The database cannot be opened. Check its folder and who may write.",
    sqlite3.SQLITE_READONLY: "The database may not be written. Check who owns it and its folder.",
    sqlite3.SQLITE_BUSY: "Another process writes to the database. Try again in a minute.",
    sqlite3.SQLITE_FULL: "The disk of the database is full.",
}


def _sqlite(url: URL, **pool: int) -> Engine:
    return create_engine(
        url,
        connect_args={"check_same_thread": False},
        poolclass=WatchedPool,
        hide_parameters=True,  # an error goes to the log, and what it was about may be secret
        **pool,
    )


def _make(file: Path) -> None:
    """Make an empty file unless there is one. SQLite gives its other files the same mode."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):
        os.close(os.open(file, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))


def _prepare_reader(connection: sqlite3.Connection, _: Any) -> None:
    _prepare(connection)
    connection.execute("PRAGMA query_only = ON")


def _prepare_writer(connection: sqlite3.Connection, _: Any) -> None:
    _prepare(connection)
    connection.execute("PRAGMA synchronous = FULL")


def _prepare(connection: sqlite3.Connection) -> None:
    # The driver would begin transactions by itself, late and not for every statement.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
    _keep_log(connection)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")


def _keep_log(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on. While another process does, SQLite fails without waiting."""
    end = time.monotonic() + BUSY_MS / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > end:
                raise
            time.sleep(0.01)
        else:
            return


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_immediate(connection: Connection) -> None:
    # A deferred transaction that turns into a writing one fails at once where another process has
    # written since, whatever the timeout.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
