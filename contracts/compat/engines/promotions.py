"""Can data under the old type be read under the other one, on this engine?

Adds to what the values themselves say: a table format that knows only some promotions cannot take
even a harmless change in place. Engines that convert the rows they hold add nothing. Sources, read
in November 2026:

- Iceberg: https://iceberg.apache.org/spec/#schema-evolution
- Avro: https://avro.apache.org/docs/1.12.0/specification/#schema-resolution
- Delta: https://docs.databricks.com/en/delta/type-widening.html
- Snowflake: https://docs.snowflake.com/en/sql-reference/sql/alter-table-column
- BigQuery: https://cloud.google.com/bigquery/docs/managing-table-schemas
- Flink: the casts that `LogicalTypeCasts` calls implicit, those of them that lose nothing
"""

from contracts.compat.engines.kinds import Engine
from contracts.compat.physical import Physical
from contracts.findings import Impact, worst

Impacts = tuple[Impact, Impact]  # to readers, to what was written before
_NOTHING: Impacts = (Impact.OK, Impact.OK)
_ICEBERG = frozenset((("i32", "i64"), ("f32", "f64")))
_PROMOTIONS: dict[Engine, frozenset[tuple[str, str]]] = {
    Engine.ICEBERG_V2: _ICEBERG,
    Engine.ICEBERG_V3: _ICEBERG | {("date", "timestamp")},
    Engine.SPARK: frozenset(
        (
            *(("i8", to) for to in ("i16", "i32", "i64", "decimal", "f64")),
            *(("i16", to) for to in ("i32", "i64", "decimal", "f64")),
            *(("i32", to) for to in ("i64", "decimal", "f64")),
            *(("i64", "decimal"), ("f32", "f64"), ("date", "timestamp")),
        )
    ),
    Engine.FLINK: frozenset(
        (
            *(("i8", to) for to in ("i16", "i32", "i64", "decimal", "f32", "f64")),
            *(("i16", to) for to in ("i32", "i64", "decimal", "f32", "f64")),
            *(("i32", to) for to in ("i64", "decimal", "f64")),
            *(("i64", "decimal"), ("f32", "f64"), ("binary", "bytes")),
        )
    ),
    Engine.SNOWFLAKE: frozenset(),
    Engine.BIGQUERY: frozenset((("i64", "decimal"), ("i64", "f64"), ("decimal", "f64"))),
    Engine.PARQUET: frozenset(),
}
_AVRO = frozenset(
    (
        *(("i32", to) for to in ("i64", "f32", "f64")),
        *(("i64", to) for to in ("f32", "f64")),
        *(("f32", "f64"), ("text", "bytes"), ("bytes", "text")),
    )
)
_REFUSED: Impacts = (Impact.OK, Impact.BREAK)
_REWRITTEN: Impacts = (Impact.OK, Impact.RISK)
_SCALE_STAYS = frozenset((Engine.ICEBERG_V2, Engine.ICEBERG_V3, Engine.SNOWFLAKE))
_TIMES_STAY = _SCALE_STAYS | {Engine.PARQUET}
_DELTA_DIGITS = {"i8": 10, "i16": 10, "i32": 10, "i64": 20}  # that decimals need before the point


def promoted(engine: Engine | None, before: Physical, after: Physical) -> Impacts:
    """Return what the engine adds to a change of physical type, both as the engine reads them."""
    if before == after or "" in (before.family, after.family):
        return _NOTHING
    if before.parts and after.parts:
        return _inside(engine, before, after)
    if engine is Engine.AVRO:
        return (
            Impact.OK if _resolves(after, before) else Impact.BREAK,
            Impact.OK if _resolves(before, after) else Impact.BREAK,
        )
    if engine is None or engine not in _PROMOTIONS or _is_taken(engine, before, after):
        return _NOTHING
    is_iceberg = engine in {Engine.ICEBERG_V2, Engine.ICEBERG_V3}
    return _REFUSED if is_iceberg else _REWRITTEN


def _inside(engine: Engine | None, before: Physical, after: Physical) -> Impacts:
    """Return what is added to the types inside, each beside the one of its name."""
    old = dict(before.parts)
    found = [promoted(engine, old[name], part) for name, part in after.parts if name in old]
    return worst(*(each[0] for each in found)), worst(*(each[1] for each in found))


def _is_taken(engine: Engine, before: Physical, after: Physical) -> bool:
    if before.family == after.family == "decimal":
        return engine is not Engine.PARQUET and (
            engine not in _SCALE_STAYS or before.fraction == after.fraction
        )
    if before.family == after.family and before.family not in {"integer", "float"}:
        is_time = before.family.startswith("time")
        return not (is_time and engine in _TIMES_STAY)
    if engine is Engine.SPARK and after.family == "decimal" and _kind(before) in _DELTA_DIGITS:
        return after.upper is None or after.upper >= 10 ** _DELTA_DIGITS[_kind(before)] - 1
    is_text = {before.family, after.family} <= _TEXTS
    return is_text or (_kind(before), _kind(after)) in _PROMOTIONS[engine]


_TEXTS = frozenset(("text", "national text", "char", "national char"))


def _kind(of: Physical) -> str:
    """Return one word for a type: integers and floats by their width, others by family."""
    if of.family in _TEXTS:
        return "text"
    return of.text if of.family in {"integer", "float"} else of.family


def _resolves(writer: Physical, reader: Physical) -> bool:
    """Whether an Avro reader with one schema reads what was written under the other."""
    kinds = (_avro(writer), _avro(reader))
    return kinds[0] == kinds[1] or kinds in _AVRO


def _avro(of: Physical) -> str:
    """Return the Avro type; decimals, times and fixed bytes must be the same to the last digit."""
    kind = _kind(of)
    if kind in {"i8", "i16"}:
        return "i32"
    return kind if kind in {"text", "bytes"} else of.text
