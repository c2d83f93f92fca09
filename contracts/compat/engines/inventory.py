"""Which physical types can an engine hold? Their names, and how large they may be.

From the vendors' pages on data types (see `spellings` for their addresses). Names count only for
databases: a file format holds the types of many dialects under names of its own. What no list here
knows (types people made, other extensions) is nobody's fault and is passed over.
"""

from collections.abc import Iterator
from decimal import Decimal

from contracts.compat.engines.kinds import Engine
from contracts.compat.engines.spellings import names_of
from contracts.compat.physical import Physical, parse
from contracts.compat.type_text import split

_STANDARD = frozenset(("DOUBLE PRECISION", "CHARACTER VARYING", "CHAR VARYING"))
_NATIONAL = frozenset(
    (
        *("NATIONAL CHARACTER", "NATIONAL CHAR", "NCHAR VARYING"),
        *("NATIONAL CHARACTER VARYING", "NATIONAL CHAR VARYING"),
    )
)
_TIMES = frozenset(
    f"{name} {zone} TIME ZONE" for name in ("TIMESTAMP", "TIME") for zone in ("WITH", "WITHOUT")
)
_INTERVALS = frozenset(("INTERVAL YEAR TO MONTH", "INTERVAL DAY TO SECOND"))


def _words(*lines: str) -> frozenset[str]:
    return frozenset(name for line in lines for name in line.split(", "))


_NAMES: dict[Engine, frozenset[str]] = {
    Engine.POSTGRES: _words(
        "SMALLINT, INT2, INTEGER, INT, INT4, BIGINT, INT8, SMALLSERIAL, SERIAL, BIGSERIAL",
        "SERIAL2, SERIAL4, SERIAL8, NUMERIC, DECIMAL, DEC, REAL, FLOAT, FLOAT4, FLOAT8",
        "MONEY, VARCHAR, TEXT, CHAR, CHARACTER, BPCHAR, NCHAR, CITEXT, BYTEA, BOOLEAN",
        "BOOL, BIT, BIT VARYING, VARBIT, DATE, TIME, TIMESTAMP, TIMESTAMPTZ, TIMETZ",
        "INTERVAL, UUID, JSON, JSONB, JSONPATH, ARRAY, XML, HSTORE, OID, PG_LSN, TSVECTOR",
        "TSQUERY, INET, CIDR, MACADDR, MACADDR8, POINT, LINE, LSEG, BOX, PATH, POLYGON",
        "CIRCLE, GEOMETRY, GEOGRAPHY, VECTOR, INT4RANGE, INT8RANGE, NUMRANGE, TSRANGE",
        "TSTZRANGE, DATERANGE",
    )
    | _TIMES
    | _STANDARD
    | _NATIONAL,
    Engine.SNOWFLAKE: _words(
        "NUMBER, DECIMAL, DEC, NUMERIC, INT, INTEGER, BIGINT, SMALLINT, TINYINT, BYTEINT",
        "FLOAT, FLOAT4, FLOAT8, DOUBLE, REAL, DECFLOAT, VARCHAR, STRING, TEXT, NVARCHAR",
        "NVARCHAR2, CHAR, CHARACTER, NCHAR, BINARY, VARBINARY, BOOLEAN, BOOL, DATE, DATETIME",
        "TIME, TIMESTAMP, TIMESTAMP_NTZ, TIMESTAMP_LTZ, TIMESTAMP_TZ, TIMESTAMPNTZ",
        "TIMESTAMPTZ, TIMESTAMPLTZ, TIMESTAMP WITH LOCAL TIME ZONE, ARRAY, MAP, OBJECT",
        "VARIANT, UUID, FILE, GEOGRAPHY, GEOMETRY, VECTOR",
    )
    | _TIMES
    | _STANDARD
    | _NATIONAL,
    Engine.BIGQUERY: _words(
        "INT64, INT, INTEGER, BIGINT, SMALLINT, TINYINT, BYTEINT, NUMERIC, DECIMAL",
        "BIGNUMERIC, BIGDECIMAL, FLOAT64, FLOAT, STRING, BYTES, BOOL, BOOLEAN, DATE",
        "DATETIME, TIME, TIMESTAMP, INTERVAL, RANGE, JSON, GEOGRAPHY, ARRAY, STRUCT, RECORD",
    ),
    Engine.SPARK: _words(
        "TINYINT, BYTE, SMALLINT, SHORT, INT, INTEGER, BIGINT, LONG, FLOAT, REAL, DOUBLE",
        "DECIMAL, DEC, NUMERIC, STRING, VARCHAR, CHAR, CHARACTER, BINARY, BOOLEAN, DATE",
        "TIME, TIMESTAMP, TIMESTAMP_LTZ, TIMESTAMP_NTZ, INTERVAL, ARRAY, MAP, STRUCT",
        "VARIANT, OBJECT, VOID, GEOGRAPHY, GEOMETRY",
    )
    | _INTERVALS,
    Engine.SQLSERVER: _words(
        "TINYINT, SMALLINT, INT, INTEGER, BIGINT, BIT, DECIMAL, DEC, NUMERIC, MONEY",
        "SMALLMONEY, FLOAT, REAL, CHAR, CHARACTER, VARCHAR, TEXT, NCHAR, NVARCHAR, NTEXT",
        "NATIONAL TEXT, SYSNAME, BINARY, VARBINARY, BINARY VARYING, IMAGE, DATE, TIME",
        "DATETIME, DATETIME2, SMALLDATETIME, DATETIMEOFFSET, TIMESTAMP, ROWVERSION",
        "UNIQUEIDENTIFIER, JSON, XML, SQL_VARIANT, HIERARCHYID, GEOMETRY, GEOGRAPHY, VECTOR",
        "BOOLEAN",  # the standard's word, for which tools write BIT
    )
    | _STANDARD
    | _NATIONAL,
    Engine.ORACLE: _words(
        "NUMBER, DECIMAL, DEC, NUMERIC, INTEGER, INT, SMALLINT, FLOAT, REAL, BINARY_FLOAT",
        "BINARY_DOUBLE, VARCHAR2, VARCHAR, NVARCHAR2, CHAR, CHARACTER, NCHAR, CLOB, NCLOB",
        "BLOB, BFILE, RAW, LONG, LONG RAW, DATE, TIMESTAMP, BOOLEAN, BOOL, JSON, XMLTYPE",
        "ROWID, UROWID, VECTOR, SDO_GEOMETRY",
        "TIMESTAMP WITH TIME ZONE, TIMESTAMP WITH LOCAL TIME ZONE",
    )
    | _STANDARD
    | _NATIONAL
    | _INTERVALS,
    Engine.TRINO: _words(
        "BOOLEAN, TINYINT, SMALLINT, INTEGER, INT, BIGINT, REAL, DOUBLE, DECIMAL, DEC",
        "NUMERIC, NUMBER, VARCHAR, CHAR, VARBINARY, JSON, DATE, TIME, TIMESTAMP, ARRAY, MAP",
        "ROW, UUID, IPADDRESS, IPPREFIX, HYPERLOGLOG, QDIGEST, TDIGEST, GEOMETRY",
        "VARIANT, DOUBLE PRECISION",
    )
    | _TIMES
    | _INTERVALS,
    Engine.FLINK: _words(
        "CHAR, VARCHAR, STRING, BOOLEAN, BINARY, VARBINARY, BYTES, DECIMAL, DEC, NUMERIC",
        "TINYINT, SMALLINT, INT, INTEGER, BIGINT, FLOAT, DOUBLE, DATE, TIME, TIMESTAMP",
        "TIMESTAMP_LTZ, INTERVAL, ARRAY, MAP, MULTISET, ROW, STRUCTURED, RAW, VARIANT",
        "DOUBLE PRECISION, TIME WITHOUT TIME ZONE, TIMESTAMP WITHOUT TIME ZONE",
        "TIMESTAMP WITH LOCAL TIME ZONE",
    )
    | _INTERVALS,
}
# Names that a file format has in another version only, or not at all.
_LACKING: dict[Engine, frozenset[str]] = {
    Engine.ICEBERG_V2: _words(
        "VARIANT, GEOMETRY, GEOGRAPHY, UNKNOWN, TIMESTAMP_NS, TIMESTAMPTZ_NS"
    ),
}
_DIGITS = {
    **dict.fromkeys((Engine.SNOWFLAKE, Engine.SPARK, Engine.SQLSERVER, Engine.ORACLE), 38),
    **dict.fromkeys((Engine.TRINO, Engine.FLINK, Engine.ICEBERG_V2, Engine.ICEBERG_V3), 38),
    Engine.BIGQUERY: 76,
}
_PLACES = {
    **dict.fromkeys((Engine.POSTGRES, Engine.BIGQUERY, Engine.SPARK, Engine.ICEBERG_V2), 6),
    **dict.fromkeys((Engine.SNOWFLAKE, Engine.ORACLE, Engine.FLINK, Engine.ICEBERG_V3), 9),
    **dict.fromkeys((Engine.AVRO, Engine.PARQUET), 9),
    Engine.SQLSERVER: 7,
    Engine.TRINO: 12,
}
# The largest integer where the engine has no wider kind of number without a sign.
_WIDEST = {
    **dict.fromkeys((Engine.ICEBERG_V2, Engine.ICEBERG_V3, Engine.AVRO), 2**63 - 1),
    Engine.PARQUET: 2**64 - 1,
}
_LONGEST = {
    Engine.POSTGRES: {"text": 10_485_760, "char": 10_485_760},
    Engine.SNOWFLAKE: {"text": 134_217_728, "bytes": 67_108_864},
    Engine.SQLSERVER: {
        **dict.fromkeys(("text", "char", "bytes", "binary"), 8_000),
        **dict.fromkeys(("national text", "national char"), 4_000),
    },
    Engine.ORACLE: {
        # with MAX_STRING_SIZE=EXTENDED; without it 4000 bytes, of RAW 2000
        **dict.fromkeys(("text", "national text", "bytes"), 32_767),
        **dict.fromkeys(("char", "national char"), 2_000),
    },
    Engine.FLINK: dict.fromkeys(("text", "char", "bytes", "binary"), 2**31 - 1),
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
    if split(source)[0] in _LACKING.get(engine, ()):
        yield "has no such type"
        return
    physical = parse(source, names_of(engine))
    if physical is None:
        return
    if engine is Engine.BIGQUERY and (limits := _BIGQUERY.get(split(source)[0])):
        yield from _beyond(source, physical, limits)
    digits, most = _digits(physical), _DIGITS.get(engine)
    if most is not None and digits > most:
        yield f"holds numbers of up to {most} digits"
    widest = _WIDEST.get(engine)
    if widest is not None and physical.family == "integer" and (physical.upper or 0) > widest:
        yield f"holds whole numbers up to {widest}"
    places = _PLACES.get(engine)
    if places is not None and (physical.precision or 0) > places:
        yield f"holds up to {places} decimal places of a second"
    longest = _LONGEST.get(engine, {}).get(physical.family)
    if longest is not None and (physical.longest or 0) > longest:
        yield f"holds up to {longest:,} of them under this type"


# Digits before the point and after it (BigQuery "Parameterized data types").
_BIGQUERY = {
    **dict.fromkeys(("NUMERIC", "DECIMAL"), (29, 9)),
    **dict.fromkeys(("BIGNUMERIC", "BIGDECIMAL"), (38, 38)),
}


def _beyond(source: str, physical: Physical, limits: tuple[int, int]) -> Iterator[str]:
    places = physical.fraction or 0
    if "(" in source and (_digits(physical) - places > limits[0] or places > limits[1]):
        yield f"holds {limits[0]} digits before the point and {limits[1]} after it under this name"


def _digits(physical: Physical) -> int:
    """Return how many digits a decimal has, 0 for other types and where there is no limit."""
    if physical.family != "decimal" or not isinstance(physical.upper, Decimal):
        return 0
    return physical.upper.adjusted() + 1 + (physical.fraction or 0)
