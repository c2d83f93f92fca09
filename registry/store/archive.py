"""How is all that a registry keeps written to one file, and read into an empty database again?

The file is a zip: one member of JSON lines for each table, and a manifest with the schema's
revision, the number of rows and the SHA-256 of every member. It belongs to no database: what was
written from SQLite is read into PostgreSQL. Tables are read as the database has them, so that an
older registry can be written before it is upgraded, and is upgraded after it was read.
"""

import hashlib
import os
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import msgspec
from sqlalchemy import (
    Column,
    Connection,
    Date,
    DateTime,
    LargeBinary,
    MetaData,
    Table,
    func,
    insert,
    inspect,
    select,
    text,
)

from registry.settings import StartError
from registry.store import schema
from registry.store.rows import Moment

FORMAT = 1
CHUNK = 500
"""Rows in memory at once. A row may hold a contract of 4 MiB; most hold a line."""

MANIFEST = "manifest.json"

_OF_PLACE = {"alembic_version", "search_index"}
"""Tables that belong to one database and not to the registry in it."""

Progress = Callable[[str, int], None]


class ArchiveError(StartError):
    """A backup that cannot be written, read, or trusted. The message says why."""


class Member(msgspec.Struct, frozen=True):
    """A table in an archive."""

    rows: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive holds."""

    format: int
    charter: str
    schema: str
    at: datetime
    tables: dict[str, Member]


def write(
    connection: Connection, file: Path, *, charter: str, at: datetime, progress: Progress
) -> Manifest:
    """Write everything that *connection* sees in its snapshot to *file*, which must not exist.

    The file appears once it is whole and on the disk, readable by its owner alone.
    Raises: ArchiveError for a file that exists, a database without a registry, and a contract
    whose bytes are not those of its digest.
    """
    if file.exists():
        raise ArchiveError(f"{file} exists already. Name another file.")
    revision = schema.revision(connection)
    if revision is None:
        raise ArchiveError("There is no registry in the database.")
    partial = file.with_name(f".{file.name}.partial")
    partial.unlink(missing_ok=True)
    try:
        descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as raw:
            with zipfile.ZipFile(raw, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
                tables = {}
                for table in _tables(connection):
                    with archive.open(f"{table.name}.jsonl", "w", force_zip64=True) as member:
                        tables[table.name] = _write_table(connection, table, member)
                    progress(table.name, tables[table.name].rows)
                manifest = Manifest(
                    format=FORMAT, charter=charter, schema=revision, at=at, tables=tables
                )
                archive.writestr(MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
            raw.flush()
            os.fsync(raw.fileno())
        partial.rename(file)
    finally:
        partial.unlink(missing_ok=True)
    return manifest


def read(connection: Connection, file: Path, *, progress: Progress) -> Manifest:
    """Read *file* into the empty database of *connection*, in its transaction.

    The tables are made as they were when the file was written, and brought up to date afterwards.
    Raises: ArchiveError for a file that is no whole archive or of a newer Charter, and for a
    database that is not empty. The caller's transaction must be rolled back then.
    """
    if inspect(connection).get_table_names():
        raise ArchiveError(
            "The database is not empty. Restore into a new one: set CHARTER_HOME or "
            "CHARTER_DATABASE_URL to an empty place."
        )
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(archive, file)
            schema.migrate(connection, manifest.schema)
            known = {table.name: table for table in _tables(connection)}
            if set(known) != set(manifest.tables):
                raise ArchiveError(f"{file} does not hold the tables of schema {manifest.schema}.")
            for name, table in known.items():
                with archive.open(f"{name}.jsonl") as member:
                    _read_table(connection, table, member, manifest.tables[name])
                progress(name, manifest.tables[name].rows)
    except (zipfile.BadZipFile, KeyError, EOFError, msgspec.MsgspecError, ValueError) as error:
        raise ArchiveError(f"{file} is no whole backup of Charter: {error}.") from error
    schema.migrate(connection)
    _settle_in(connection)
    return manifest


def _manifest(archive: zipfile.ZipFile, file: Path) -> Manifest:
    manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
    if manifest.format > FORMAT or manifest.schema > schema.HEAD:
        raise ArchiveError(
            f"{file} was written by a newer Charter ({manifest.charter}). Install that one."
        )
    return manifest


def _tables(connection: Connection) -> list[Table]:
    """Return the tables of the registry as the database has them, each after what it refers to."""
    metadata = MetaData()
    metadata.reflect(connection)
    tables = [table for table in metadata.sorted_tables if table.name not in _OF_PLACE]
    for table in tables:
        for column in table.columns:
            if isinstance(column.type, DateTime):
                column.type = Moment()
    return tables


def _write_table(connection: Connection, table: Table, member: IO[bytes]) -> Member:
    digest, count = hashlib.sha256(), 0
    query = select(table).order_by(*table.primary_key.columns)
    result = connection.execution_options(yield_per=CHUNK).execute(query)
    for row in result.mappings():
        _require_digest(table.name, row)
        line = msgspec.json.encode(dict(row)) + b"\n"
        digest.update(line)
        member.write(line)
        count += 1
    return Member(rows=count, sha256=digest.hexdigest())


def _read_table(connection: Connection, table: Table, member: IO[bytes], told: Member) -> None:
    digest, count = hashlib.sha256(), 0
    decoders = {column.name: _decoder(column) for column in table.columns}
    for lines in _chunks(member):
        rows = []
        for line in lines:
            digest.update(line)
            fields = msgspec.json.decode(line)
            row = {
                name: value if value is None else decoders[name](value)
                for name, value in fields.items()
            }
            _require_digest(table.name, row)
            rows.append(row)
        count += len(rows)
        connection.execute(insert(table), rows)
    if (count, digest.hexdigest()) != (told.rows, told.sha256):
        raise ArchiveError(f"The backup was changed or is damaged: {table.name} is not as written.")


def _chunks(member: IO[bytes]) -> Iterator[list[bytes]]:
    chunk: list[bytes] = []
    size = 0
    for line in member:
        chunk.append(line)
        size += len(line)
        if len(chunk) == CHUNK or size > _CHUNK_BYTES:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


_CHUNK_BYTES = 16 * 1024 * 1024


def _decoder(column: Column[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, LargeBinary):
        return lambda value: msgspec.convert(value, bytes)
    if isinstance(column.type, (Moment, DateTime)):
        return datetime.fromisoformat
    if isinstance(column.type, Date):
        return date.fromisoformat
    return lambda value: value


def _require_digest(table: str, row: Any) -> None:
    if table == "content" and hashlib.sha256(row["source"]).hexdigest() != row["digest"]:
        raise ArchiveError(
            f"The bytes of the contract {row['digest']} are not those of its digest. "
            "They were changed or damaged; restore an older backup."
        )


def _settle_in(connection: Connection) -> None:
    """Let the numbers of the database go on where the file's end, and its outbox begin anew."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("UPDATE outbox SET position = audit_seq"))
        return
    connection.execute(text("UPDATE outbox SET position = 0"))
    serials = connection.execute(
        text(
            "SELECT table_name, column_name,"
            " pg_get_serial_sequence(quote_ident(table_name), column_name)"
            " FROM information_schema.columns WHERE table_schema = current_schema()"
            " AND pg_get_serial_sequence(quote_ident(table_name), column_name) IS NOT NULL"
        )
    ).all()
    for table, column, sequence in serials:
        last = connection.execute(
            select(func.max(Column(column)).label("last")).select_from(
                Table(table, MetaData(), Column(column))
            )
        ).scalar_one()
        connection.execute(select(func.setval(sequence, (last or 0) + 1, False)))
