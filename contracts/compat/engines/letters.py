"""Is a column the same if only the case of its name changes?

Databases fold or compare names without case unless they are quoted; file and message formats, and
Flink's SQL, tell upper from lower case. A header of a CSV file is compared as it stands.
"""

from collections.abc import Iterable

from contracts.compat.engines.kinds import Engine, Served

_IGNORE_CASE = frozenset(
    (
        Engine.POSTGRES,
        Engine.SNOWFLAKE,
        Engine.BIGQUERY,
        Engine.SPARK,
        Engine.SQLSERVER,
        Engine.ORACLE,
        Engine.TRINO,
    )
)
# Iceberg stores the case and leaves it to the engine above whether it counts.
_TELL_CASE = frozenset((Engine.FLINK, Engine.AVRO, Engine.JSON, Engine.PARQUET, Engine.CSV))


def telling_case(servers: Iterable[Served]) -> tuple[Served, ...]:
    """Return those to which a name in other letters is another name."""
    return tuple(each for each in servers if each.engine in _TELL_CASE)


def all_ignore_case(servers: Iterable[Served]) -> bool:
    """Whether to every one of them a name in other letters is the same name."""
    return all(each.engine in _IGNORE_CASE for each in servers)


def are_one_identifier(old: str, new: str) -> bool:
    """Whether two names differ in the case of a to z alone: no engine promises to fold more."""
    first, second = (name.encode("utf-8", "surrogatepass").lower() for name in (old, new))
    return first == second
