"""Which physical types can an engine hold? Their names, and how large they may be.

From the vendors' pages on data types (see `spellings`). Names count only for databases: a file
format holds the types of many dialects under names of its own. What no list here knows (types
people made, extensions) is nobody's fault and is passed over.
"""

from collections.abc import Iterator

from contracts.compat.engines.kinds import Engine
from contracts.compat.engines.spellings import names_of
from contracts.compat.physical import Physical, parse, split

_STANDARD = frozenset(("DOUBLE PRECISION", "CHARACTER VARYING", "CHAR VARYING"))
_TIMES = frozenset(
    f"{name} {zone} TIME ZONE" for name in ("TIMESTAMP", "TIME") for zone in ("WITH", "WITHOUT")
)


def _words(*lines: str) -> frozenset[str]:
    return frozenset(name for line in lines for name in line.split(", "))


_NAMES: dict[Engine, frozenset[str]] = {
    Engine.POSTGRES: _words(
        "SMALLINT, INT2, INTEGER, INT, INT4, BIGINT, INT8, SMALLSERIAL, SERIAL, BIGSERIAL",
        "SERIAL2, SERIAL4, SERIAL8, NUMERIC, DECIMAL, DEC, REAL, FLOAT, FLOAT4, FLOAT8",
        "MONEY, VARCHAR, TEXT, CHAR, CHARACTER, BPCHAR, NCHAR, BYTEA, BOOLEAN, BOOL, BIT",
        "DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ, UUID, JSON, JSONB, ARRAY, XML",
    )
    | _TIMES
    | _STANDARD,
    Engine.SNOWFLAKE: _words(
        "NUMBER, DECIMAL, DEC, NUMERIC, INT, INTEGER, BIGINT, SMALLINT, TINYINT, BYTEINT",
        "FLOAT, FLOAT4, FLOAT8, DOUBLE, REAL, VARCHAR, STRING, TEXT, NVARCHAR, NVARCHAR2",
        "CHAR, CHARACTER, NCHAR, BINARY, VARBINARY, BOOLEAN, BOOL, DATE, DATETIME, TIME",
        "TIMESTAMP, TIMESTAMP_NTZ, TIMESTAMP_LTZ, TIMESTAMP_TZ, TIMESTAMPTZ, TIMESTAMPLTZ",
        "ARRAY, MAP, VARIANT, UUID, TIMESTAMP WITH LOCAL TIME ZONE",
    )
    | _TIMES
    | _STANDARD,
    Engine.BIGQUERY: _words(
        "INT64, INT, INTEGER, BIGINT, SMALLINT, TINYINT, BYTEINT, NUMERIC, DECIMAL",
        "BIGNUMERIC, BIGDECIMAL, FLOAT64, FLOAT, STRING, BYTES, BOOL, BOOLEAN, DATE",
        "DATETIME, TIME, TIMESTAMP, JSON, ARRAY, STRUCT, RECORD",
    ),
    Engine.SPARK: _words(
        "TINYINT, BYTE, SMALLINT, SHORT, INT, INTEGER, BIGINT, LONG, FLOAT, REAL, DOUBLE",
        "DECIMAL, DEC, NUMERIC, STRING, VARCHAR, CHAR, CHARACTER, BINARY, BOOLEAN, DATE",
        "TIME, TIMESTAMP, TIMESTAMP_LTZ, TIMESTAMP_NTZ, ARRAY, MAP, STRUCT, VARIANT",
    ),
    Engine.SQLSERVER: _words(
        "TINYINT, SMALLINT, INT, INTEGER, BIGINT, BIT, DECIMAL, DEC, NUMERIC, MONEY",
        "SMALLMONEY, FLOAT, REAL, CHAR, CHARACTER, VARCHAR, TEXT, NCHAR, NVARCHAR, NTEXT",
        "BINARY, VARBINARY, IMAGE, DATE, TIME, DATETIME, DATETIME2, SMALLDATETIME",
        "DATETIMEOFFSET, TIMESTAMP, ROWVERSION, UNIQUEIDENTIFIER, JSON, XML",
        "BOOLEAN",  # the standard's word, for which tools write BIT
    )
    | _STANDARD,
    Engine.ORACLE: _words(
        "NUMBER, DECIMAL, DEC, NUMERIC, INTEGER, INT, SMALLINT, FLOAT, REAL, BINARY_FLOAT",
        "BINARY_DOUBLE, VARCHAR2, VARCHAR, NVARCHAR2, CHAR, CHARACTER, NCHAR, CLOB, NCLOB",
        "BLOB, RAW, LONG, DATE, TIMESTAMP, BOOLEAN, BOOL, JSON, LONG RAW",
        "TIMESTAMP WITH TIME ZONE, TIMESTAMP WITH LOCAL TIME ZONE",
    )
    | _STANDARD,
    Engine.TRINO: _words(
        "BOOLEAN, TINYINT, SMALLINT, INTEGER, INT, BIGINT, REAL, DOUBLE, DECIMAL, DEC",
        "NUMERIC, NUMBER, VARCHAR, CHAR, VARBINARY, JSON, DATE, TIME, TIMESTAMP, ARRAY, MAP",
        "ROW, UUID",
    )
    | _TIMES
    | _STANDARD,
    Engine.FLINK: _words(
        "CHAR, VARCHAR, STRING, BOOLEAN, BINARY, VARBINARY, BYTES, DECIMAL, DEC, NUMERIC",
        "TINYINT, SMALLINT, INT, INTEGER, BIGINT, FLOAT, DOUBLE, DATE, TIME, TIMESTAMP",
        "TIMESTAMP_LTZ, ARRAY, MAP, ROW, RAW, TIMESTAMP WITH LOCAL TIME ZONE",
    )
    | _TIMES
    | _STANDARD,
}
_DIGITS = {
    **dict.fromkeys((Engine.SNOWFLAKE, Engine.SPARK, Engine.SQLSERVER, Engine.ORACLE), 38),
    **dict.fromkeys((Engine.TRINO, Engine.FLINK, Engine.ICEBERG_V2, Engine.ICEBERG_V3), 38),
    Engine.BIGQUERY: 76,
}
_PLACES = {
    **dict.fromkeys((Engine.POSTGRES, Engine.BIGQUERY, Engine.ICEBERG_V2), 6),
    **dict.fromkeys((Engine.SNOWFLAKE, Engine.ORACLE, Engine.FLINK, Engine.ICEBERG_V3), 9),
    Engine.SQLSERVER: 7,
    Engine.TRINO: 12,
}
_LONGEST = {
    Engine.POSTGRES: {"text": 10_485_760, "char": 10_485_760},
    Engine.SNOWFLAKE: {"text": 134_217_728},
    Engine.SQLSERVER: {
        **dict.fromkeys(("text", "char", "bytes", "binary"), 8_000),
        **dict.fromkeys(("national text", "national char"), 4_000),
    },
    Engine.ORACLE: {"text": 32_767, "national text": 32_767, "char": 2_000},
}


def engines_with(source: str) -> tuple[Engine, ...]:
    """Return the databases that know a physical type by this name; none: nobody's type."""
    name = split(source)[0]
    return tuple(engine for engine, names in _NAMES.items() if name in names)


def has_names(engine: Engine | None) -> bool:
    """Whether the names of all types of the engine are known."""
    return engine in _NAMES


def excesses(source: str, engine: Engine) -> Iterator[str]:
    """Say what an engine cannot hold of a physical type: digits, places of a second, length."""
    physical = parse(source, names_of(engine))
    if physical is None:
        return
    digits, most = _digits(physical), _DIGITS.get(engine)
    if most is not None and digits > most:
        yield f"holds numbers of up to {most} digits"
    places = _PLACES.get(engine)
    if places is not None and (physical.precision or 0) > places:
        yield f"holds up to {places} decimal places of a second"
    longest = _LONGEST.get(engine, {}).get(physical.family)
    if longest is not None and (physical.longest or 0) > longest:
        yield f"holds up to {longest:,} of them under this type"


def _digits(physical: Physical) -> int:
    """Return how many digits a decimal has, 0 for other types and where there is no limit."""
    if physical.family != "decimal" or physical.upper is None:
        return 0
    return len(str(physical.upper).replace(".", "").lstrip("-"))
