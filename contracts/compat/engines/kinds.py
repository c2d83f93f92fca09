"""Which engine holds or carries the data of a server?

The format decides where there is one (a bucket and a topic hold what was written to them), else the
type of the server. An engine we do not know is None and is judged as most engines would do.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

import msgspec

from contracts.compat.normal import custom, entries, plain


class Engine(StrEnum):
    """An engine or format whose rules about types we know; the value is what people call it."""

    POSTGRES = "postgres"
    SNOWFLAKE = "snowflake"
    BIGQUERY = "bigquery"
    SPARK = "databricks"  # Spark SQL over Delta tables, wherever they lie
    SQLSERVER = "sqlserver"
    ORACLE = "oracle"
    TRINO = "trino"
    ICEBERG_V2 = "iceberg v2"
    ICEBERG_V3 = "iceberg v3"
    FLINK = "flink"
    AVRO = "avro"
    JSON = "json"
    PARQUET = "parquet"
    CSV = "csv"


class Served(msgspec.Struct, frozen=True):
    """The servers that one engine stands behind, by the names their contract gives them."""

    engine: Engine | None
    names: tuple[str, ...]


class Exchanged(msgspec.Struct, frozen=True):
    """A server that another engine stands behind than before, both known."""

    name: str
    engines: tuple[Engine, Engine]


_FORMATS = {
    "iceberg": Engine.ICEBERG_V2,
    "delta": Engine.SPARK,
    "avro": Engine.AVRO,
    "parquet": Engine.PARQUET,
    **dict.fromkeys(("json", "jsonl", "ndjson", "jsonschema", "json-schema"), Engine.JSON),
    **dict.fromkeys(("csv", "tsv", "csv.gz", "delimited"), Engine.CSV),
}
_TYPES = {
    "postgres": Engine.POSTGRES,
    "postgresql": Engine.POSTGRES,
    "snowflake": Engine.SNOWFLAKE,
    "bigquery": Engine.BIGQUERY,
    "databricks": Engine.SPARK,
    "spark": Engine.SPARK,
    "sqlserver": Engine.SQLSERVER,
    "oracle": Engine.ORACLE,
    "trino": Engine.TRINO,
    "flink": Engine.FLINK,
}
_FORMAT_VERSION = ("formatVersion", "format-version", "icebergFormatVersion")


def engine_of(server: Mapping[str, Any]) -> Engine | None:
    """Return the engine behind a server; Iceberg is version 2 where no custom property says 3."""
    word = plain(server.get("format"))
    engine = _FORMATS.get(word) if word else _TYPES.get(plain(server.get("type")))
    if engine is Engine.ICEBERG_V2 and str(custom(server, *_FORMAT_VERSION)) == "3":
        return Engine.ICEBERG_V3
    return engine


def served(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Served, ...]:
    """Return the engines of the servers that both versions have, by name and engine.

    A server of one version only has nobody yet, or nobody any more, whom a change could meet.
    Empty where there is none or where none of them has an engine we know.
    """
    old = {*_named(before)}
    found: dict[Engine | None, list[str]] = {}
    for engine, name in dict.fromkeys(_named(after)):
        if (engine, name) in old:
            found.setdefault(engine, []).append(name)
    if not any(found):
        return ()
    return tuple(Served(engine, tuple(names)) for engine, names in found.items())


def declared(contract: Mapping[str, Any]) -> tuple[Served, ...]:
    """Return the engines of all servers of one contract, those we do not know too."""
    return served(contract, contract)


def exchanged(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[Exchanged, ...]:
    """Return the servers of both versions that changed their engine; a name told twice is none."""
    old, new = ([*_named(contract)] for contract in (before, after))
    was = {name: engine for engine, name in old}
    names = Counter(name for _, name in (*old, *new))
    return tuple(
        Exchanged(name, (former, engine))
        for engine, name in new
        if engine is not None
        and (former := was.get(name)) is not None
        and former is not engine
        and names[name] == _ONCE_EACH
    )


_ONCE_EACH = 2  # times that a name of both versions stands there


def _named(contract: Mapping[str, Any]) -> Iterator[tuple[Engine | None, str]]:
    for _, server in entries(contract.get("servers")):
        name = server.get("server") or server.get("type")
        yield engine_of(server), name if isinstance(name, str) else "unnamed"
