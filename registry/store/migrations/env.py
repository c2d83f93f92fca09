"""Which database do the migrations run on? The connection that the caller hands over."""

from typing import Any, Literal

from alembic import context
from sqlmodel.sql.sqltypes import AutoString

from registry.store.metadata import METADATA
from registry.store.rows import Moment


def written(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write our own column types as SQLAlchemy's, so that a migration outlives them."""
    if kind == "type" and isinstance(item, AutoString):
        return "sa.String()"
    if kind == "type" and isinstance(item, Moment):
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,  # SQLite changes a table by copying it
    render_item=written,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
