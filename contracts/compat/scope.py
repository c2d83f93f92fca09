"""What must a check know of the two contracts as a whole? How their servers carry the data."""

from typing import Any

from contracts.compat.change import Scope, text
from contracts.compat.engines.kinds import exchanged, served
from contracts.compat.matching import Matching
from contracts.compat.normal import custom, entries, plain

_DELIMITED = frozenset(("csv", "tsv", "txt", "text", "delimited", "csv.gz"))
_TYPED_FORMATS = frozenset(("parquet", "avro", "orc", "delta", "iceberg", "protobuf", "table"))
_DATABASES = frozenset(
    (
        *("postgres", "postgresql", "snowflake", "bigquery", "databricks", "oracle", "sqlserver"),
        *("mysql", "redshift", "synapse", "trino", "clickhouse", "db2", "duckdb", "hive", "impala"),
        *("presto", "vertica", "dremio", "denodo", "informix", "cloudsql", "glue", "athena"),
    )
)


def scope_of(before: dict[str, Any], after: dict[str, Any], objects: Matching) -> Scope:
    """Return what both contracts say about servers, versions and removed objects."""
    servers = [server for tree in (before, after) for _, server in entries(tree.get("servers"))]
    return Scope(
        positional=any(_is_positional(server) for server in servers),
        textual=any(not _is_typed(server) for server in servers) if servers else None,
        version_words=(_versions(before), _versions(after)),
        gone_objects=frozenset(text(element.get("name")) for _, element in objects.removed),
        renamed_objects={
            text(old.get("name")): text(new.get("name"))
            for (_, old), (_, new) in objects.pairs
            if old.get("name") != new.get("name")
        },
        renamed_columns=_renamed_columns(objects),
        served=served(before, after),
        exchanged=exchanged(before, after),
    )


def _renamed_columns(objects: Matching) -> dict[str, dict[str, str]]:
    """Return for each object, by its old name, the new names of columns whose id says who it is."""
    found = {}
    for (_, old), (_, new) in objects.pairs:
        names = {
            text(each.get("id")): text(each.get("name"))
            for _, each in entries(new.get("properties"))
        }
        renamed = {
            text(each.get("name")): names[text(each.get("id"))]
            for _, each in entries(old.get("properties"))
            if each.get("id")
            and names.get(text(each.get("id")), each.get("name")) != each.get("name")
        }
        if renamed:
            found[text(old.get("name"))] = renamed
    return found


def is_table_like(tree: dict[str, Any]) -> bool:
    """Whether some server is a database, which keeps what was written under old versions."""
    return any(_is_database(server) for _, server in entries(tree.get("servers")))


def _is_positional(server: dict[str, Any]) -> bool:
    form = plain(server.get("format"))
    header = server.get("header", custom(server, "header"))
    headerless = header is False or plain(header) in {"false", "no", "none"}
    return "fixed" in form or (form in _DELIMITED and headerless)


def _is_typed(server: dict[str, Any]) -> bool:
    return plain(server.get("format")) in _TYPED_FORMATS or _is_database(server)


def _is_database(server: dict[str, Any]) -> bool:
    return plain(server.get("type")) in _DATABASES


def _versions(tree: dict[str, Any]) -> frozenset[str]:
    stated = (tree.get("version"), tree.get("apiVersion"))
    return frozenset(str(version).removeprefix("v") for version in stated if version)
