"""Can a required column be added to a table that holds rows, on this engine?

Iceberg's version 2 knows no default for old rows, version 3 needs one that is not null; BigQuery
adds only columns that may be null (table spec, "Default values"; "Modifying table schemas").
"""

from collections.abc import Iterable

from contracts.compat.engines.kinds import Engine, Served


def refusing(servers: Iterable[Served], *, has_default: bool) -> tuple[Served, ...]:
    """Return those that cannot add the column in place; *has_default*: not null, for old rows."""
    never = (Engine.ICEBERG_V2, Engine.BIGQUERY)
    return tuple(
        each
        for each in servers
        if each.engine in never or (each.engine is Engine.ICEBERG_V3 and not has_default)
    )


def all_lenient(servers: Iterable[Served]) -> bool:
    """Whether all readers take what is absent for null, as readers of JSON do."""
    engines = {each.engine for each in servers}
    return engines == {Engine.JSON}
