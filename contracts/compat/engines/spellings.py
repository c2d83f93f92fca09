"""What does the name of a physical type mean to one engine, in the words of `physical`?

Only what differs from the neutral reading. A key in plain letters is the type without arguments, a
key with ``()`` the type with some, which are kept. Sources: the pages on data types of each vendor
(PostgreSQL 17, Snowflake "Data types", BigQuery "Data types", Databricks SQL and Spark SQL "Data
types", SQL Server "Data types", Oracle 23ai SQL Reference, Trino "Data types", Flink "Data Types"),
the Iceberg table spec, the Avro 1.12 specification and Parquet's logical types.
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
_NONE: Names = {}
_ICEBERG: Names = {
    "FLOAT": "REAL",
    "BINARY": "VARBINARY",
    "FIXED()": "BINARY",
    **dict.fromkeys(("TINYINT", "SMALLINT", "BYTE", "SHORT"), "INT"),
    **_times(6, "TIMESTAMP", "TIMESTAMPTZ", "TIME", "TIMESTAMP_NTZ", "TIMESTAMP_LTZ"),
    "TIMESTAMP_NS": "TIMESTAMP(9)",
    "TIMESTAMPTZ_NS": "TIMESTAMPTZ(9)",
}
_SPELLINGS: dict[Engine, Names] = {
    Engine.POSTGRES: {
        "SERIAL2": "SMALLINT",
        "SERIAL4": "INT",
        "SERIAL8": "BIGINT",
        **_times(6, *_ZONELESS, *_ZONED),
    },
    Engine.SNOWFLAKE: {
        **dict.fromkeys(
            ("INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT"), "DECIMAL(38,0)"
        ),
        **dict.fromkeys(("NUMBER", "DECIMAL", "DEC", "NUMERIC"), "DECIMAL(38,0)"),
        **dict.fromkeys(("FLOAT", "FLOAT4", "FLOAT8", "REAL"), "DOUBLE"),
        **dict.fromkeys(("VARCHAR", "STRING", "TEXT", "NVARCHAR"), "VARCHAR(16777216)"),
        **dict.fromkeys(("CHAR", "CHARACTER", "NCHAR"), "VARCHAR(1)"),
        **dict.fromkeys(("CHAR()", "CHARACTER()", "NCHAR()", "NVARCHAR()"), "VARCHAR"),
        **dict.fromkeys(("BINARY", "VARBINARY"), "VARBINARY(8388608)"),
        "BINARY()": "VARBINARY",
        **_times(9, "TIMESTAMP_NTZ", "TIMESTAMP_LTZ", "TIMESTAMP_TZ", "TIME"),
        **dict.fromkeys(("TIMESTAMP", "DATETIME"), "TIMESTAMP(9)"),  # as accounts are set up
    },
    Engine.BIGQUERY: {
        **dict.fromkeys(
            ("INT64", "INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT"), "BIGINT"
        ),
        **dict.fromkeys(("NUMERIC", "DECIMAL"), "DECIMAL(38,9)"),
        **dict.fromkeys(("BIGNUMERIC", "BIGDECIMAL"), "DECIMAL(76,38)"),
        "BIGDECIMAL()": "DECIMAL",
        "TIMESTAMP": "TIMESTAMPTZ(6)",
        "DATETIME": "TIMESTAMP(6)",
        "TIME": "TIME(6)",
    },
    Engine.SPARK: {
        **dict.fromkeys(("BYTE", "TINYINT"), "TINYINT"),
        "FLOAT": "REAL",
        **dict.fromkeys(("DECIMAL", "DEC", "NUMERIC"), "DECIMAL(10,0)"),
        "BINARY": "VARBINARY",
        **dict.fromkeys(("TIMESTAMP", "TIMESTAMP_LTZ"), "TIMESTAMP_LTZ(6)"),
        "TIMESTAMP_NTZ": "TIMESTAMP(6)",
    },
    Engine.SQLSERVER: {
        "TINYINT": "UINT8",
        "BIT": "BOOLEAN",
        **dict.fromkeys(("DECIMAL", "NUMERIC", "DEC"), "DECIMAL(18,0)"),
        "MONEY": "DECIMAL(19,4)",
        "SMALLMONEY": "DECIMAL(10,4)",
        "DATETIME": "TIMESTAMP(3)",
        "SMALLDATETIME": "TIMESTAMP(0)",
        **_times(7, "DATETIME2", "DATETIMEOFFSET", "TIME"),
        **dict.fromkeys(("TIMESTAMP", "ROWVERSION"), "BINARY(8)"),  # a row's version, no time
        "VARCHAR": "VARCHAR(1)",
        "NVARCHAR": "NVARCHAR(1)",
        "VARBINARY": "VARBINARY(1)",
        "IMAGE": "VARBINARY",
    },
    Engine.ORACLE: {
        **dict.fromkeys(("INT", "INTEGER", "SMALLINT"), "DECIMAL(38,0)"),
        **dict.fromkeys(("DECIMAL", "NUMERIC", "DEC"), "DECIMAL(38,0)"),
        "BINARY_FLOAT": "REAL",
        "BINARY_DOUBLE": "DOUBLE",
        "DATE": "TIMESTAMP(0)",  # with hours, minutes and seconds
        **_times(6, "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE"),
        "LONG": "CLOB",
        "NCLOB": "NTEXT",
        "RAW()": "VARBINARY",
        "LONG RAW": "BLOB",
    },
    Engine.TRINO: {
        "DECIMAL": "DECIMAL(38,0)",
        **_times(3, *_ZONELESS, *_ZONED),
    },
    Engine.ICEBERG_V2: _ICEBERG,
    Engine.ICEBERG_V3: _ICEBERG,
    Engine.FLINK: {
        "FLOAT": "REAL",
        **dict.fromkeys(("DECIMAL", "DEC", "NUMERIC"), "DECIMAL(10,0)"),
        "VARCHAR": "VARCHAR(1)",
        "VARBINARY": "VARBINARY(1)",
        **_times(6, "TIMESTAMP", "TIMESTAMP WITHOUT TIME ZONE", "TIMESTAMP_LTZ"),
        **_times(6, "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE"),
        **_times(0, "TIME", "TIME WITHOUT TIME ZONE"),
    },
    Engine.AVRO: {
        "FLOAT": "REAL",
        "FIXED()": "BINARY",
        "TIMESTAMP-MILLIS": "TIMESTAMPTZ(3)",
        "TIMESTAMP-MICROS": "TIMESTAMPTZ(6)",
        "LOCAL-TIMESTAMP-MILLIS": "TIMESTAMP(3)",
        "LOCAL-TIMESTAMP-MICROS": "TIMESTAMP(6)",
        "TIME-MILLIS": "TIME(3)",
        "TIME-MICROS": "TIME(6)",
    },
    Engine.PARQUET: {
        "FLOAT": "REAL",
        "BYTE_ARRAY": "VARBINARY",
        "BINARY": "VARBINARY",
        "FIXED_LEN_BYTE_ARRAY()": "BINARY",
        "UTF8": "STRING",
        "TIMESTAMP_MILLIS": "TIMESTAMPTZ(3)",
        "TIMESTAMP_MICROS": "TIMESTAMPTZ(6)",
        **{f"INT_{bits}": f"INT{bits // 8}" for bits in (16, 32, 64)},
        "INT_8": "TINYINT",
        **{f"UINT_{bits}": f"UINT{bits}" for bits in (8, 16, 32, 64)},
    },
}
