"""What does the name of a physical type mean to one engine, in the words of `physical`?

Only what differs from the neutral reading. A key in plain letters is the type without arguments, a
key with ``()`` the type with some, which are kept, a key with arguments that type alone. The page
that says so stands above each engine; all were read in November 2026.
"""

from collections.abc import Mapping

from contracts.compat.engines.kinds import Engine

Names = Mapping[str, str]


def names_of(engine: Engine | None) -> Names:
    """Return the spellings of an engine; empty where it reads all names as most engines do."""
    return _SPELLINGS.get(engine, _NONE) if engine else _NONE


def _times(digits: int, *names: str) -> dict[str, str]:
    """Return times without a stated precision as times of that many decimal places."""
    words = [(name, *name.partition(" ")) for name in names]
    return {name: f"{first}({digits}){space}{rest}" for name, first, space, rest in words}


_ZONELESS = ("TIMESTAMP", "TIMESTAMP WITHOUT TIME ZONE", "TIME", "TIME WITHOUT TIME ZONE")
_ZONED = ("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE", "TIMETZ", "TIME WITH TIME ZONE")
_LOCAL = ("TIMESTAMP_LTZ", "TIMESTAMPLTZ", "TIMESTAMP WITH LOCAL TIME ZONE")
_VARYING = ("CHARACTER VARYING", "CHAR VARYING")
_NATIONAL_VARYING = ("NATIONAL CHARACTER VARYING", "NATIONAL CHAR VARYING", "NCHAR VARYING")
_NATIONAL = ("NCHAR", "NATIONAL CHARACTER", "NATIONAL CHAR")
_DECIMALS = ("DECIMAL", "DEC", "NUMERIC")
_NONE: Names = {}

# https://www.postgresql.org/docs/17/datatype.html: one character set, so national types are plain
# ones; numeric without arguments has no limit; bpchar without a length holds any.
_POSTGRES: Names = {
    "SERIAL2": "SMALLINT",
    "SERIAL4": "INT",
    "SERIAL8": "BIGINT",
    "MONEY": "MONEY TO 2 PLACES",
    "BPCHAR": "CHAR(10485760)",
    **dict.fromkeys(_NATIONAL, "CHAR"),
    **dict.fromkeys((f"{name}()" for name in _NATIONAL), "CHAR"),
    **dict.fromkeys(_NATIONAL_VARYING, "VARCHAR"),
    **dict.fromkeys((f"{name}()" for name in _NATIONAL_VARYING), "VARCHAR"),
    **_times(6, *_ZONELESS, *_ZONED),
}

# https://docs.snowflake.com/en/sql-reference/intro-summary-data-types: all integers are NUMBER, all
# floats doubles, CHAR pads nothing, DATETIME and (as accounts are set up) TIMESTAMP have no zone.
_SNOWFLAKE_TEXTS = ("VARCHAR", "STRING", "TEXT", "NVARCHAR", "NVARCHAR2", *_VARYING)
_SNOWFLAKE_CHARS = ("CHAR", "CHARACTER", *_NATIONAL)
_SNOWFLAKE: Names = {
    **dict.fromkeys(
        ("INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT", "NUMBER", *_DECIMALS),
        "DECIMAL(38,0)",
    ),
    **dict.fromkeys(("FLOAT", "FLOAT4", "FLOAT8", "REAL"), "DOUBLE"),
    **dict.fromkeys((*_SNOWFLAKE_TEXTS, *_NATIONAL_VARYING), "VARCHAR(16777216)"),
    **dict.fromkeys(_SNOWFLAKE_CHARS, "VARCHAR(1)"),
    **dict.fromkeys(
        (f"{name}()" for name in (*_SNOWFLAKE_TEXTS, *_NATIONAL_VARYING, *_SNOWFLAKE_CHARS)),
        "VARCHAR",
    ),
    **dict.fromkeys(("BINARY", "VARBINARY"), "VARBINARY(8388608)"),
    "BINARY()": "VARBINARY",
    **_times(9, "TIMESTAMP_TZ", "TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE", *_LOCAL),
    **_times(9, "TIMESTAMP_NTZ", "TIMESTAMP WITHOUT TIME ZONE", "TIME", "TIMESTAMP"),
    **dict.fromkeys(("DATETIME", "TIMESTAMPNTZ"), "TIMESTAMP(9)"),
    **dict.fromkeys(("DATETIME()", "TIMESTAMPNTZ()"), "TIMESTAMP"),
}

# https://cloud.google.com/bigquery/docs/reference/standard-sql/data-types: a TIMESTAMP is a moment,
# a DATETIME what a clock on the wall shows.
_BIGQUERY: Names = {
    **dict.fromkeys(
        ("INT64", "INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT"), "BIGINT"
    ),
    **dict.fromkeys(("NUMERIC", "DECIMAL"), "DECIMAL(38,9)"),
    **dict.fromkeys(("BIGNUMERIC", "BIGDECIMAL"), "DECIMAL(76,38)"),
    "BIGDECIMAL()": "DECIMAL",
    "TIMESTAMP": "TIMESTAMPTZ(6)",
    "DATETIME": "TIMESTAMP(6)",
    "TIME": "TIME(6)",
}

# https://docs.databricks.com/en/sql/language-manual/sql-ref-datatypes.html and Spark's page:
# TIMESTAMP is a moment shown in the zone of the session, DECIMAL has 10 digits.
_SPARK: Names = {
    "BYTE": "TINYINT",
    "FLOAT": "REAL",
    **dict.fromkeys(_DECIMALS, "DECIMAL(10,0)"),
    "BINARY": "VARBINARY",
    **dict.fromkeys(("TIMESTAMP", "TIMESTAMP_LTZ"), "TIMESTAMP_LTZ(6)"),
    "TIMESTAMP_NTZ": "TIMESTAMP(6)",
    "TIME": "TIME(6)",
}

# https://learn.microsoft.com/sql/t-sql/data-types/data-types-transact-sql and "Data type synonyms":
# TINYINT has no sign, lengths count bytes (of national types pairs), one where none is stated,
# DATETIME counts in 1/300 of a second, TIMESTAMP is the version of a row and no time.
_SQLSERVER: Names = {
    "TINYINT": "UINT8",
    "BIT": "BOOLEAN",
    **dict.fromkeys(_DECIMALS, "DECIMAL(18,0)"),
    "MONEY": "MONEY TO 4 PLACES",
    "SMALLMONEY": "SMALLMONEY TO 4 PLACES",
    "DATETIME": "TIMESTAMP(3)",
    "SMALLDATETIME": "TIMESTAMP(0)",
    **_times(7, "DATETIME2", "DATETIMEOFFSET", "TIME"),
    **dict.fromkeys(("TIMESTAMP", "ROWVERSION"), "BINARY(8)"),
    **dict.fromkeys(("VARCHAR", *_VARYING), "VARCHAR(1)"),
    **dict.fromkeys(("NVARCHAR", *_NATIONAL_VARYING), "NVARCHAR(1)"),
    **dict.fromkeys(("VARBINARY", "BINARY VARYING"), "VARBINARY(1)"),
    "SYSNAME": "NVARCHAR(128)",
    "IMAGE": "VARBINARY",
}

# https://docs.oracle.com/en/database/oracle/oracle-database/23/sqlrf/Data-Types.html with its table
# "ANSI Data Types Converted to Oracle Data Types": DATE has a time of day, FLOAT(b) is a decimal
# number of b binary digits, a length without a unit counts bytes (NLS_LENGTH_SEMANTICS).
_ORACLE: Names = {
    **dict.fromkeys(("INT", "INTEGER", "SMALLINT", *_DECIMALS), "DECIMAL(38,0)"),
    "FLOAT": "FLOATING NUMBER(126)",
    "FLOAT()": "FLOATING NUMBER",
    "DOUBLE PRECISION": "FLOATING NUMBER(126)",
    "REAL": "FLOATING NUMBER(63)",
    "BINARY_FLOAT": "REAL",
    "BINARY_DOUBLE": "DOUBLE",
    "DATE": "TIMESTAMP(0)",
    **_times(6, "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE"),
    "CHAR": "CHAR(1 BYTE)",
    "CHARACTER": "CHAR(1 BYTE)",
    **dict.fromkeys(("CHAR()", "CHARACTER()"), "CHAR BYTE"),
    **dict.fromkeys((f"{name}()" for name in ("VARCHAR2", "VARCHAR", *_VARYING)), "VARCHAR BYTE"),
    **dict.fromkeys((f"{name}()" for name in ("NVARCHAR2", *_NATIONAL_VARYING)), "NVARCHAR CHAR"),
    "LONG": "CLOB",
    "RAW()": "VARBINARY",
    "LONG RAW": "BLOB",
}

# https://trino.io/docs/current/language/types.html
_TRINO: Names = {
    **dict.fromkeys(_DECIMALS, "DECIMAL(38,0)"),
    **_times(3, *_ZONELESS, *_ZONED),
}

# https://iceberg.apache.org/spec/#primitive-types: integers of 32 and 64 bits only; times count
# microseconds, those with NS nanoseconds.
_ICEBERG: Names = {
    "FLOAT": "REAL",
    "BINARY": "VARBINARY",
    "FIXED()": "BINARY",
    **dict.fromkeys(("TINYINT", "SMALLINT", "BYTE", "SHORT"), "INT"),
    **_times(6, "TIMESTAMP", "TIMESTAMPTZ", "TIME", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ"),
    "TIMESTAMP_NS": "TIMESTAMP(9)",
    "TIMESTAMPTZ_NS": "TIMESTAMPTZ(9)",
}

# https://nightlies.apache.org/flink/flink-docs-stable/docs/dev/table/types/: one character or byte
# where no length is stated, and 2 147 483 647 under the names that have none.
_FLINK: Names = {
    "FLOAT": "REAL",
    **dict.fromkeys(_DECIMALS, "DECIMAL(10,0)"),
    "VARCHAR": "VARCHAR(1)",
    "STRING": "VARCHAR(2147483647)",
    "VARBINARY": "VARBINARY(1)",
    "BYTES": "VARBINARY(2147483647)",
    **_times(6, "TIMESTAMP", "TIMESTAMP WITHOUT TIME ZONE", "TIMESTAMP_LTZ"),
    **_times(6, "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE"),
    **_times(0, "TIME", "TIME WITHOUT TIME ZONE"),
}

# https://avro.apache.org/docs/1.12.0/specification/#logical-types
_AVRO: Names = {
    "FLOAT": "REAL",
    "FIXED()": "BINARY",
    "TIMESTAMP-MILLIS": "TIMESTAMPTZ(3)",
    "TIMESTAMP-MICROS": "TIMESTAMPTZ(6)",
    "TIMESTAMP-NANOS": "TIMESTAMPTZ(9)",
    "LOCAL-TIMESTAMP-MILLIS": "TIMESTAMP(3)",
    "LOCAL-TIMESTAMP-MICROS": "TIMESTAMP(6)",
    "LOCAL-TIMESTAMP-NANOS": "TIMESTAMP(9)",
    "TIME-MILLIS": "TIME(3)",
    "TIME-MICROS": "TIME(6)",
}

# https://github.com/apache/parquet-format/blob/master/LogicalTypes.md: what the older names of
# times mean is adjusted to UTC.
_UNITS = (("MILLIS", 3), ("MICROS", 6), ("NANOS", 9))
_PARQUET: Names = {
    "FLOAT": "REAL",
    "BYTE_ARRAY": "VARBINARY",
    "BINARY": "VARBINARY",
    "FIXED_LEN_BYTE_ARRAY()": "BINARY",
    **dict.fromkeys(("UTF8", "ENUM"), "STRING"),
    **{
        f"{name}_{unit}": f"{name}TZ({digits})"
        for name in ("TIMESTAMP", "TIME")
        for unit, digits in _UNITS[:2]
    },
    **{
        f"{name}(ISADJUSTEDTOUTC={is_utc},UNIT={unit})": f"{name}{zone}({digits})"
        for name in ("TIMESTAMP", "TIME")
        for is_utc, zone in (("TRUE", "TZ"), ("FALSE", ""))
        for unit, digits in _UNITS
    },
    "INT_8": "TINYINT",
    **{f"INT_{bits}": f"INT{bits // 8}" for bits in (16, 32, 64)},
    "INT(8,TRUE)": "TINYINT",
    **{f"INT({bits},TRUE)": f"INT{bits // 8}" for bits in (16, 32, 64)},
    **{f"UINT_{bits}": f"UINT{bits}" for bits in (8, 16, 32, 64)},
    **{f"INT({bits},FALSE)": f"UINT{bits}" for bits in (8, 16, 32, 64)},
}

_SPELLINGS: dict[Engine, Names] = {
    Engine.POSTGRES: _POSTGRES,
    Engine.SNOWFLAKE: _SNOWFLAKE,
    Engine.BIGQUERY: _BIGQUERY,
    Engine.SPARK: _SPARK,
    Engine.SQLSERVER: _SQLSERVER,
    Engine.ORACLE: _ORACLE,
    Engine.TRINO: _TRINO,
    Engine.ICEBERG_V2: _ICEBERG,
    Engine.ICEBERG_V3: _ICEBERG,
    Engine.FLINK: _FLINK,
    Engine.AVRO: _AVRO,
    Engine.PARQUET: _PARQUET,
}
