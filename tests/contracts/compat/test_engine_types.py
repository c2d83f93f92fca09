"""Does an engine read names of types as its vendor says, and take what it can promote?"""

import pytest

from contracts.compat.engines.inventory import engines_with, excesses, has_names
from contracts.compat.engines.kinds import Engine
from contracts.compat.engines.promotions import promoted
from contracts.compat.engines.spellings import names_of
from contracts.compat.physical import parse


@pytest.mark.parametrize(
    ("engine", "alike"),
    [
        (Engine.POSTGRES, ("int4", "INTEGER", "serial", "SERIAL4")),
        (Engine.POSTGRES, ("timestamp", "timestamp(6) without time zone")),
        (Engine.POSTGRES, ("int4[]", "integer[]")),
        (Engine.POSTGRES, ("national character varying(9)", "varchar(9)")),
        (Engine.SNOWFLAKE, ("INT", "BIGINT", "NUMBER", "NUMBER(38,0)", "decimal(38)")),
        (Engine.SNOWFLAKE, ("STRING", "TEXT", "VARCHAR", "varchar(16777216)")),
        (Engine.SNOWFLAKE, ("CHAR", "VARCHAR(1)", "NATIONAL CHAR(1)")),
        (Engine.SNOWFLAKE, ("TIMESTAMPTZ", "TIMESTAMP_TZ", "TIMESTAMP_TZ(9)")),
        (Engine.SNOWFLAKE, ("DATETIME", "TIMESTAMP", "TIMESTAMP_NTZ(9)", "DATETIME(9)")),
        (Engine.SNOWFLAKE, ("FLOAT", "REAL", "DOUBLE PRECISION")),
        (Engine.BIGQUERY, ("INT64", "INTEGER", "SMALLINT")),
        (Engine.BIGQUERY, ("NUMERIC", "DECIMAL(38,9)")),
        (Engine.SPARK, ("LONG", "BIGINT")),
        (Engine.SPARK, ("FLOAT", "REAL")),
        (Engine.SPARK, ("DECIMAL", "NUMERIC(10,0)")),
        (Engine.SPARK, ("TIMESTAMP", "TIMESTAMP_LTZ")),
        (Engine.SQLSERVER, ("DEC", "NUMERIC(18,0)")),
        (Engine.SQLSERVER, ("VARCHAR", "varchar(1)", "character varying")),
        (Engine.SQLSERVER, ("FLOAT", "FLOAT(53)", "DOUBLE PRECISION")),
        (Engine.SQLSERVER, ("ROWVERSION", "TIMESTAMP", "BINARY(8)")),
        (Engine.ORACLE, ("INTEGER", "NUMBER(38)", "NUMBER(38,0)")),
        (Engine.ORACLE, ("DATE", "TIMESTAMP(0)")),
        (Engine.ORACLE, ("FLOAT", "FLOAT(126)", "DOUBLE PRECISION")),
        (Engine.ORACLE, ("REAL", "FLOAT(63)")),
        (Engine.ORACLE, ("VARCHAR2(40)", "VARCHAR2(40 BYTE)", "VARCHAR(40)")),
        (Engine.TRINO, ("TIMESTAMP", "timestamp(3)")),
        (Engine.FLINK, ("STRING", "VARCHAR(2147483647)")),
        (Engine.FLINK, ("ROW<a FLOAT>", "ROW<a REAL>")),
        (Engine.ICEBERG_V2, ("TIMESTAMP", "timestamp(6)")),
        (Engine.ICEBERG_V2, ("fixed[16]", "fixed(16)", "BINARY(16)")),
        (Engine.AVRO, ("timestamp-millis", "TIMESTAMPTZ(3)")),
        (Engine.PARQUET, ("INT_8", "TINYINT", "INT(8, true)")),
        (
            Engine.PARQUET,
            ("TIMESTAMP_MILLIS", "TIMESTAMP(isAdjustedToUTC=true, unit=MILLIS)"),
        ),
        (Engine.CSV, ("INT", "INTEGER")),
    ],
)
def test_an_engine_reads_its_own_names_alike(engine, alike):
    """An alias in its own dialect must never count as a change."""
    assert len({parse(name, names_of(engine)) for name in alike}) == 1


@pytest.mark.parametrize("engine", Engine)
def test_every_spelling_leads_to_a_type_that_is_known(engine):
    """A spelling that leads nowhere would hide a type instead of explaining it."""
    for name, meant in names_of(engine).items():
        source = name.replace("()", "(5)")

        assert parse(source, names_of(engine)).family, (name, meant)


@pytest.mark.parametrize(
    ("engine", "one", "other"),
    [
        (Engine.SQLSERVER, "MONEY", "DECIMAL(19,4)"),
        (Engine.SQLSERVER, "TINYINT", "SMALLINT"),
        (Engine.POSTGRES, "MONEY", "DECIMAL(19,2)"),
        (Engine.POSTGRES, "BPCHAR", "CHAR"),
        (Engine.ORACLE, "NUMBER", "NUMBER(38)"),
        (Engine.ORACLE, "REAL", "BINARY_FLOAT"),
        (Engine.ORACLE, "VARCHAR2(40)", "VARCHAR2(40 CHAR)"),
        (Engine.BIGQUERY, "TIMESTAMP", "DATETIME"),
        (Engine.SPARK, "TIMESTAMP", "TIMESTAMP_NTZ"),
        (Engine.FLINK, "VARCHAR", "STRING"),
        (Engine.PARQUET, "TIME_MILLIS", "TIME_MICROS"),
    ],
)
def test_an_engine_tells_apart_what_looks_alike(engine, one, other):
    """Two names that people take for one are where values get lost."""
    assert parse(one, names_of(engine)) != parse(other, names_of(engine))


@pytest.mark.parametrize(
    ("engine", "before", "after", "expected"),
    [
        (Engine.ICEBERG_V2, "int", "long", "ok ok"),
        (Engine.ICEBERG_V2, "smallint", "int", "ok ok"),
        (Engine.ICEBERG_V2, "float", "double", "ok ok"),
        (Engine.ICEBERG_V2, "int", "double", "ok break"),
        (Engine.ICEBERG_V2, "decimal(10,2)", "decimal(12,2)", "ok ok"),
        (Engine.ICEBERG_V2, "decimal(10,2)", "decimal(12,3)", "ok break"),
        (Engine.ICEBERG_V2, "date", "timestamp", "ok break"),
        (Engine.ICEBERG_V3, "date", "timestamp", "ok ok"),
        (Engine.ICEBERG_V3, "date", "timestamptz", "ok break"),
        (Engine.ICEBERG_V2, "varchar(5)", "string", "ok ok"),
        (Engine.SPARK, "int", "bigint", "ok ok"),
        (Engine.SPARK, "bigint", "double", "ok risk"),
        (Engine.SPARK, "decimal(10,2)", "decimal(12,3)", "ok ok"),
        (Engine.SPARK, "tinyint", "decimal(10,0)", "ok ok"),
        (Engine.SPARK, "tinyint", "decimal(3,0)", "ok risk"),
        (Engine.SPARK, "bigint", "decimal(20,0)", "ok ok"),
        (Engine.SPARK, "date", "timestamp_ntz", "ok ok"),
        (Engine.SPARK, "date", "timestamp", "ok risk"),
        (Engine.ICEBERG_V2, "array<int>", "array<long>", "ok ok"),
        (Engine.ICEBERG_V2, "struct<a: int>", "struct<a: double, b: int>", "ok break"),
        (Engine.FLINK, "int", "double", "ok ok"),
        (Engine.FLINK, "bigint", "double", "ok risk"),
        (Engine.FLINK, "date", "timestamp", "ok risk"),
        (Engine.FLINK, "char(3)", "string", "ok ok"),
        (Engine.SNOWFLAKE, "timestamp_ntz(3)", "timestamp_ntz(9)", "ok risk"),
        (Engine.SNOWFLAKE, "number(10,2)", "number(20,2)", "ok ok"),
        (Engine.SNOWFLAKE, "number(10,2)", "number(12,4)", "ok risk"),
        (Engine.SNOWFLAKE, "varchar(50)", "varchar(100)", "ok ok"),
        (Engine.BIGQUERY, "int64", "numeric", "ok ok"),
        (Engine.BIGQUERY, "date", "datetime", "ok risk"),
        (Engine.AVRO, "int", "long", "break ok"),
        (Engine.AVRO, "smallint", "int", "ok ok"),
        (Engine.AVRO, "long", "int", "ok break"),
        (Engine.AVRO, "int", "double", "break ok"),
        (Engine.AVRO, "string", "bytes", "ok ok"),
        (Engine.AVRO, "decimal(10,2)", "decimal(12,2)", "break break"),
        (Engine.AVRO, "timestamp-millis", "timestamp-micros", "break break"),
        (Engine.PARQUET, "int32", "int64", "ok risk"),
        (Engine.PARQUET, "varchar(5)", "varchar(9)", "ok ok"),
        (Engine.POSTGRES, "int", "numeric(20,2)", "ok ok"),
        (Engine.JSON, "int", "bigint", "ok ok"),
        (None, "int", "bigint", "ok ok"),
        (Engine.AVRO, "geometry", "geography", "ok ok"),
    ],
)
def test_what_an_engine_promotes(engine, before, after, expected):
    """Values that fit are of no use in a table that cannot change to the wider type."""
    names = names_of(engine)

    reads, writes = promoted(engine, parse(before, names), parse(after, names))

    assert f"{reads} {writes}" == expected


@pytest.mark.parametrize(
    ("engine", "source", "expected"),
    [
        (Engine.SNOWFLAKE, "NUMBER(38,0)", []),
        (Engine.SNOWFLAKE, "NUMBER(39,0)", ["holds numbers of up to 38 digits"]),
        (Engine.BIGQUERY, "BIGNUMERIC(76,38)", []),
        (Engine.ICEBERG_V2, "decimal(40,2)", ["holds numbers of up to 38 digits"]),
        (Engine.POSTGRES, "TIMESTAMP(6)", []),
        (Engine.POSTGRES, "TIMESTAMP(9)", ["holds up to 6 decimal places of a second"]),
        (Engine.ICEBERG_V3, "timestamp_ns", []),
        (Engine.ICEBERG_V2, "timestamp_ns", ["has no such type"]),
        (Engine.SQLSERVER, "VARCHAR(8000)", []),
        (Engine.SQLSERVER, "VARCHAR(MAX)", []),
        (Engine.SQLSERVER, "NVARCHAR(8000)", ["holds up to 4,000 of them under this type"]),
        (Engine.ORACLE, "VARCHAR2(40000 CHAR)", ["holds up to 32,767 of them under this type"]),
        (
            Engine.BIGQUERY,
            "NUMERIC(38,2)",
            ["holds 29 digits before the point and 9 after it under this name"],
        ),
        (Engine.BIGQUERY, "NUMERIC", []),
        (Engine.BIGQUERY, "BIGNUMERIC(40,2)", []),
        (Engine.ICEBERG_V2, "variant", ["has no such type"]),
        (Engine.ICEBERG_V3, "variant", []),
        (Engine.ICEBERG_V3, "UINT64", ["holds whole numbers up to 9223372036854775807"]),
        (Engine.PARQUET, "UINT64", []),
        (Engine.ORACLE, "NUMBER(38,-5)", []),
        (Engine.ORACLE, "RAW(40000)", ["holds up to 32,767 of them under this type"]),
        (Engine.CSV, "DECIMAL(99,0)", []),
        (Engine.POSTGRES, "", []),
        (Engine.POSTGRES, "hstore", []),
    ],
)
def test_a_size_beyond_the_engine_is_named(engine, source, expected):
    """A table that cannot be made is better known before it is promised."""
    assert [*excesses(source, engine)] == expected


def test_a_name_is_told_only_where_somebody_knows_it():
    """A type that people made themselves is no mistake; one of another vendor is."""
    assert engines_with("bytea") == (Engine.POSTGRES,)
    assert engines_with("NUMBER(10)") == (Engine.SNOWFLAKE, Engine.ORACLE, Engine.TRINO)
    assert engines_with("permit_status") == ()
    assert [engine for engine in Engine if not has_names(engine)] == [
        Engine.ICEBERG_V2,
        Engine.ICEBERG_V3,
        Engine.AVRO,
        Engine.JSON,
        Engine.PARQUET,
        Engine.CSV,
    ]
