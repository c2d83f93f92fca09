"""How are connections to the database made? The only file that knows SQLite from others.

SQLite runs with a write-ahead log and a full sync at every commit. Readers have connections of
their own, which cannot write; everything that writes goes through the one connection of `writer`.
"""

import sqlite3
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from registry.settings import SettingsError

BUSY_MS = 10_000
"""How long a writer waits for another process (a command on the same database) to finish."""

CACHE_KB = 8_000
"""Memory for pages of each connection. No memory map: a disk that fails would kill the process."""


def open_reader(address: str) -> Engine:
    """Return the engine for reads: a pool of connections, each transaction one snapshot."""
    engine = _sqlite(address, pool_size=4, max_overflow=12, pool_timeout=10)
    event.listen(engine, "connect", _prepare_reader)
    event.listen(engine, "begin", _begin)
    return engine


def open_writer(address: str) -> Engine:
    """Return the engine for writes: one connection, its transactions exclusive from the start."""
    engine = _sqlite(address, pool_size=1, max_overflow=0, pool_timeout=10)
    event.listen(engine, "connect", _prepare_writer)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _sqlite(address: str, **pool: int) -> Engine:
    url = _url(address)
    if url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    return create_engine(url, connect_args={"check_same_thread": False}, **pool)


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise SettingsError("CHARTER_DATABASE_URL is not the URL of a database.") from error
    if url.get_backend_name() != "sqlite" or url.database in {None, "", ":memory:"}:
        raise SettingsError(
            f"CHARTER_DATABASE_URL names '{url.get_backend_name()}'. Charter keeps its state in an "
            "SQLite file for the time being: sqlite:////path/to/charter.db."
        )
    return url


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
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA cache_size = -{CACHE_KB}")


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _begin_immediate(connection: Connection) -> None:
    # A deferred transaction that turns into a writing one fails at once where another process has
    # written since, whatever the timeout.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
