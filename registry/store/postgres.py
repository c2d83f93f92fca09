"""How are connections to a PostgreSQL server made?

Readers run in a snapshot (repeatable read) and cannot write. Writers run in read committed: each
locks the row of the product that it changes before it reads what it decides from, so that every
later statement sees what the one before it committed.

TLS, certificates and timeouts of the connection are libpq's, in the URL: `?sslmode=verify-full`.
"""

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL

from registry.store import hanging
from registry.store.pooling import WatchedPool

POOL = 8
"""Connections of one process for reads, and as many for writes; as many more at a peak."""

STATEMENT_MS = 30_000
"""How long one statement may take, waiting for a lock included."""

_PATIENCE = {
    "connect_timeout": str(hanging.CONNECT_S),
    # A network that is cut says nothing: the system's own patience with that is two hours.
    "keepalives_idle": "20",
    "keepalives_interval": "5",
    "keepalives_count": "4",
    "tcp_user_timeout": "40000",  # milliseconds
}
"""How long a connection may be silent where the network is cut; the URL may say otherwise.

Of a server that hangs, `hanging` tells.
"""

_READS = "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_WRITES = "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED"
_MIGRATION = 0x43_68_61_72_74_65_72  # "Charter": the key of the lock around a migration


def open_reader(url: URL) -> Engine:
    """Return the engine for reads: a pool of connections, each transaction one snapshot."""
    return _postgres(url, _READS)


def open_writer(url: URL) -> Engine:
    """Return the engine for writes: a pool of connections that lock rows."""
    return _postgres(url, _WRITES)


def lock_migration(connection: Connection) -> None:
    """Wait until no other process changes the schema; the lock ends with the transaction."""
    connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION})


def order_by_code_point(connection: Connection) -> None:
    """Let every text column compare as SQLite does, whatever the database's own collation.

    Version numbers are ordered by keys that only sort right by code point.
    """
    columns = connection.execute(
        text(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND data_type = 'character varying'"
            " AND collation_name IS DISTINCT FROM 'C'"
        )
    ).all()
    for table, column in columns:
        connection.exec_driver_sql(
            f'ALTER TABLE "{table}" ALTER COLUMN "{column}" TYPE varchar COLLATE "C"'
        )


APPEND_ONLY = ("audit_event", "content", "report", "former_property", "reference")
"""Tables whose rows a service adds and never changes or removes. Its role cannot."""


def grant(connection: Connection, role: str) -> None:
    """Let *role* run the service on the tables of *connection*'s user, and no more than that.

    It may not change the schema, nor change or remove a row of `APPEND_ONLY`.
    """
    quoted = connection.dialect.identifier_preparer.quote_identifier
    name = quoted(role)
    append_only = ", ".join(map(quoted, APPEND_ONLY))
    schema = quoted(connection.execute(text("SELECT current_schema()")).scalar_one())
    for statement in (
        f"GRANT USAGE ON SCHEMA {schema} TO {name}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {name}",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {append_only} FROM {name}",
        f"REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON alembic_version FROM {name}",
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {name}",
    ):
        connection.exec_driver_sql(statement)


def _postgres(url: URL, characteristics: str) -> Engine:
    given = {"application_name": "charter", **_PATIENCE, **url.query}
    engine = create_engine(
        url.set(query=given),
        poolclass=WatchedPool,
        hide_parameters=True,  # an error goes to the log, and what it was about may be secret
        pool_size=POOL,
        max_overflow=POOL,
        pool_timeout=10,
        pool_pre_ping=True,  # a server that was restarted is no reason to refuse anybody
        pool_use_lifo=True,
    )

    def prepare(connection: Any, _: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(characteristics)
            cursor.execute(f"SET statement_timeout = {STATEMENT_MS}")
            cursor.execute("SET idle_in_transaction_session_timeout = '60s'")
            cursor.execute("SET TIME ZONE 'UTC'")
        connection.commit()

    watch = hanging.Watch()

    def connect(_dialect: Any, _record: Any, _arguments: Any, parameters: dict[str, Any]) -> Any:
        return watch.connect(parameters)

    event.listen(engine, "do_connect", connect)
    event.listen(engine, "connect", prepare)
    return engine
