"""Is the database of the shape that this Charter expects, and how does it get there?

Whether it is costs one small read; alembic, which takes 0.4 s to load, comes in only to change it.
"""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from registry.settings import StartError
from registry.store.engine import database_file, open_writer, trouble

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0013"
"""The newest revision in `migrations/versions`. A test holds it."""


class SchemaError(StartError):
    """The database is of another shape than this Charter expects."""


def prepare(address: str, *, migrate: bool = False) -> None:
    """Make an empty database ready; bring an older one up to date where *migrate* says so.

    Raises: SchemaError for an older database otherwise, for a newer one, and for one that is
    damaged, not Charter's, or cannot be written.
    """
    try:
        engine = open_writer(address)
        try:
            if _is_due(engine, migrate=migrate):
                upgrade(engine)
        finally:
            engine.dispose()
    except DBAPIError as error:
        raise SchemaError(trouble(error)) from error


def exists(address: str) -> bool:
    """Whether there is a registry in the database, or at least a file. Makes nothing.

    Raises: SchemaError where the database does not answer.
    """
    file = database_file(address)
    if file is not None:
        return file.exists()
    engine = open_writer(address)
    try:
        with engine.connect() as connection:
            return revision(connection) is not None
    except DBAPIError as error:
        raise SchemaError(trouble(error)) from error
    finally:
        engine.dispose()


def is_current(session: Session) -> bool:
    """Whether the database has the schema of this Charter. Raises: SQLAlchemyError."""
    found = session.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    return found == [HEAD]


def require(address: str) -> None:
    """Raise SchemaError where there is no registry in the database."""
    if not exists(address):
        raise SchemaError(
            "There is no registry there. Set CHARTER_HOME to its folder, or CHARTER_DATABASE_URL."
        )


def _is_due(engine: Engine, *, migrate: bool) -> bool:
    """Whether the database needs to be changed, and may be."""
    with engine.connect() as connection:
        found = revision(connection)
    if found is None:
        return True
    if found > HEAD:
        raise SchemaError(
            f"The database was written by a newer Charter (its schema is {found}, this one "
            f"knows {HEAD}). Install that Charter, or restore a backup."
        )
    if found < HEAD and not migrate:
        raise SchemaError(
            f"The database has an older schema ({found}; this Charter needs {HEAD}). "
            "Run `charter db upgrade` first."
        )
    return found < HEAD


def upgrade(engine: Engine, target: str = "head") -> None:
    """Bring the database to *target* in one transaction; of several processes, one does it."""
    with engine.begin() as connection:
        migrate(connection, target)


def migrate(connection: Connection, target: str = "head") -> None:
    """Bring the database to *target* in the transaction of *connection*."""
    from alembic import command  # noqa: PLC0415 # 0.4 s that only a migration pays

    from registry.store import postgres  # noqa: PLC0415 # a migration alone pays for it

    is_server = connection.dialect.name != "sqlite"
    if is_server:
        postgres.lock_migration(connection)
    command.upgrade(config(connection), target)
    if is_server:
        postgres.order_by_code_point(connection)


def config(connection: Connection) -> "Config":
    """Return alembic's configuration over *connection*, with the migrations of the package."""
    from alembic.config import Config  # noqa: PLC0415 # as above

    settings = Config()
    settings.set_main_option("script_location", "registry.store:migrations")
    settings.attributes["connection"] = connection
    return settings


def revision(connection: Connection) -> str | None:
    """Return the revision of the database, None for an empty one.

    Raises: SchemaError for a database of something else.
    """
    tables = inspect(connection).get_table_names()
    if not tables:
        return None
    if "alembic_version" not in tables:
        raise SchemaError(f"The database holds tables, but not those of Charter. {_FOREIGN}")
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalars().all()
    if len(found) != 1 or not found[0].isdigit():
        raise SchemaError(f"The database does not say which schema of Charter it has. {_FOREIGN}")
    return str(found[0])


_FOREIGN = "Restore a backup, or set CHARTER_DATABASE_URL to another database."
