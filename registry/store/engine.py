"""Which database does a URL name, and how is it opened? The only file that tells them apart.

What is of one database alone lies in `sqlite` and `postgres`; services know neither.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from sqlalchemy import Engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.orm import Session

from registry.settings import SettingsError
from registry.store import sqlite
from registry.store.transactions import Transactions
from registry.store.writer import Writer


def open_reader(address: str) -> Engine:
    """Return the engine for reads: a pool of connections, each transaction one snapshot."""
    url = database_url(address)
    if is_file(address):
        return sqlite.open_reader(url)
    from registry.store import postgres  # noqa: PLC0415 # a driver that one machine can do without

    return postgres.open_reader(url)


def open_writer(address: str) -> Engine:
    """Return the engine for writes. An absent SQLite file is made; a server's database is not."""
    url = database_url(address)
    if is_file(address):
        return sqlite.open_writer(url)
    from registry.store import postgres  # noqa: PLC0415 # as above

    return postgres.open_writer(url)


def writer(address: str, *, on_commit: Callable[[], None]) -> Writer | Transactions:
    """Return the one door through which the database changes."""
    engine = open_writer(address)
    if is_file(address):
        return Writer(engine, on_commit=on_commit)
    return Transactions(engine, on_commit=on_commit)


@lru_cache(maxsize=8)  # asked at every request
def is_file(address: str) -> bool:
    """Whether the database is a file of this machine, and not a server."""
    return database_url(address).get_backend_name() == "sqlite"


def database_file(address: str) -> Path | None:
    """Return the file of the database, None where a server has it.

    Raises: SettingsError where it cannot be a database.
    """
    url = database_url(address)
    return sqlite.database_file(url) if is_file(address) else None


def database_url(address: str) -> URL:
    """Return *address* as SQLAlchemy reads it, with the driver that Charter uses.

    Raises: SettingsError where it is no URL, or names a database that Charter does not know.
    """
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise SettingsError("CHARTER_DATABASE_URL is not the URL of a database.") from error
    name = url.get_backend_name()
    if name == "sqlite" and url.database not in {None, "", ":memory:"}:
        return url
    if name in {"postgresql", "postgres"} and url.database:
        return url.set(drivername="postgresql+psycopg")
    raise SettingsError(
        f"CHARTER_DATABASE_URL names '{name}' and no database that Charter can keep its state in. "
        "Set sqlite:////path/to/charter.db or postgresql://user@host/database."
    )


def trouble(error: DBAPIError) -> str:
    """Return what is wrong with the database, in words for the terminal."""
    return sqlite.trouble(error) or f"The database cannot be used: {_first_line(error)}"


def locks_rows(session: Session) -> bool:
    """Whether a row must be locked before a change is decided from it.

    Only where several transactions write at a time: not on SQLite, and not in a transaction that
    reads alone.
    """
    return bool(session.info.get(Transactions.MARK))


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().partition("\n")[0]
