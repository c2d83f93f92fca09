"""Is the database of the shape that this Charter expects, and how does it get there?

Whether it is costs one small read; alembic, which takes 0.4 s to load, comes in only to change it.
"""

from typing import TYPE_CHECKING

from sqlalchemy import Connection, Engine, inspect, text

from registry.settings import StartError
from registry.store.engine import open_writer

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0001"
"""The newest revision in `migrations/versions`. A test holds it."""


class SchemaError(StartError):
    """The database is of another shape than this Charter expects."""


def prepare(address: str, *, migrate: bool = False) -> None:
    """Make an empty database ready; bring an older one up to date where *migrate* says so.

    Raises: SchemaError for an older database otherwise, and for a newer one.
    """
    engine = open_writer(address)
    try:
        with engine.connect() as connection:
            found = _revision(connection)
        if found == HEAD:
            return
        if found is not None and found > HEAD:
            raise SchemaError(
                f"The database was written by a newer Charter (its schema is {found}, this one "
                f"knows {HEAD}). Install that Charter, or restore a backup."
            )
        if found is not None and not migrate:
            raise SchemaError(
                f"The database has an older schema ({found}; this Charter needs {HEAD}). "
                "Run `charter db upgrade` first."
            )
        upgrade(engine)
    finally:
        engine.dispose()


def upgrade(engine: Engine, target: str = "head") -> None:
    """Bring the database to *target* in one transaction."""
    from alembic import command  # noqa: PLC0415 # 0.4 s that only a migration pays

    with engine.begin() as connection:
        command.upgrade(config(connection), target)


def config(connection: Connection) -> "Config":
    """Return alembic's configuration over *connection*, with the migrations of the package."""
    from alembic.config import Config  # noqa: PLC0415 # as above

    settings = Config()
    settings.set_main_option("script_location", "registry.store:migrations")
    settings.attributes["connection"] = connection
    return settings


def _revision(connection: Connection) -> str | None:
    """Return the revision of the database, None for an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.execute(
        text("SELECT version_num FROM alembic_version")
    ).scalar_one_or_none()
    return found
