"""The lattice of types: what contains what, and what a type that is stated implies."""

import pytest

from contracts.compat.physical import parse
from tests.contracts.compat.rule_folders import told


def _physical(text):
    return {"physicalType": text}


@pytest.mark.parametrize(
    ("before", "after", "rules", "verdict"),
    [
        ("SMALLINT", "INT", ["TYP-08"], "break ok major"),
        ("BIGINT", "INT", ["TYP-09"], "ok break minor"),
        ("INT UNSIGNED", "INT", ["TYP-17"], "break break major"),
        ("INT", "INT UNSIGNED", ["TYP-17"], "break break major"),
        ("INT UNSIGNED", "BIGINT", ["TYP-08"], "break ok major"),
        ("INT", "integer", ["TYP-06"], "ok ok none"),
        ("INT4", "INTEGER", ["TYP-06"], "ok ok none"),
        ("DECIMAL(10,2)", "numeric(10, 2)", ["TYP-06"], "ok ok none"),
        ("DECIMAL(10,2)", "DECIMAL(12,2)", ["TYP-08"], "break ok major"),
        ("DECIMAL(12,2)", "DECIMAL(10,2)", ["TYP-09"], "ok break minor"),
        ("DECIMAL(10,2)", "DECIMAL(10,4)", ["TYP-17"], "break break major"),
        ("DECIMAL(10,2)", "DECIMAL(12,4)", ["TYP-08"], "break ok major"),
        ("DECIMAL(10)", "DECIMAL(10,0)", ["TYP-06"], "ok ok none"),
        ("DECIMAL(10,2)", "DECIMAL", ["TYP-08"], "break ok major"),
        ("DECIMAL(38,2)", "DECIMAL(38,4)", ["TYP-17"], "break break major"),
        ("DECIMAL(36,2)", "DECIMAL(38,4)", ["TYP-08"], "break ok major"),
        ("TIMESTAMP", "TIMESTAMP(6)", ["TYP-17"], "risk risk minor"),
        ("CHAR", "CHAR(1)", ["TYP-06"], "ok ok none"),
        ("INT", "DECIMAL(12,2)", ["TYP-08"], "break ok major"),
        ("INT", "DECIMAL(10,2)", ["TYP-17"], "break break major"),
        ("SMALLINT", "DECIMAL(5,0)", ["TYP-08"], "break ok major"),
        ("SMALLINT", "REAL", ["TYP-08"], "break ok major"),
        ("INT", "DOUBLE", ["TYP-08"], "break ok major"),
        ("BIGINT", "DOUBLE", ["TYP-08"], "break risk major"),
        ("REAL", "DOUBLE PRECISION", ["TYP-08"], "break ok major"),
        ("DOUBLE", "REAL", ["TYP-09"], "risk break minor"),
        ("FLOAT(24)", "REAL", ["TYP-06"], "ok ok none"),
        ("DECIMAL(10,2)", "DOUBLE", ["TYP-17"], "break break major"),
        ("DOUBLE", "DECIMAL(10,2)", ["TYP-17"], "break break major"),
        ("VARCHAR(16)", "VARCHAR(32)", ["TYP-08"], "break ok major"),
        ("VARCHAR(16)", "TEXT", ["TYP-08"], "break ok major"),
        ("TEXT", "VARCHAR(16)", ["TYP-09"], "ok break minor"),
        ("TEXT", "string", ["TYP-06"], "ok ok none"),
        ("VARCHAR(16)", "character varying(16)", ["TYP-06"], "ok ok none"),
        ("CHAR(5)", "VARCHAR(5)", ["TYP-07"], "risk ok minor"),
        ("CHAR(5)", "VARCHAR(6)", ["TYP-08"], "break ok major"),
        ("CHAR(5)", "CHAR(6)", ["TYP-17"], "break break major"),
        ("BINARY(5)", "BINARY(6)", ["TYP-17"], "break break major"),
        ("VARCHAR(36)", "UUID", ["TYP-17"], "break break major"),
        ("DATE", "TIMESTAMP", ["TYP-08"], "break risk major"),
        ("TIMESTAMP", "DATE", ["TYP-17"], "break break major"),
        ("TIMESTAMP", "TIMESTAMPTZ", ["TYP-17"], "break break major"),
        ("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE", ["TYP-06"], "ok ok none"),
        ("TIMESTAMP", "TIMESTAMP_LTZ", ["TYP-17"], "break break major"),
        ("TIME", "TIME WITH TIME ZONE", ["TYP-17"], "break break major"),
        ("TIMESTAMP(3)", "TIMESTAMP(6)", ["TYP-08"], "break ok major"),
        ("TIMESTAMP(6)", "TIMESTAMP(3)", ["TYP-09"], "ok break minor"),
        ("JSON", "JSONB", ["TYP-17"], "risk risk minor"),
        ("GEOMETRY", "GEOGRAPHY", ["TYP-17"], "risk risk minor"),
        ("GEOMETRY", "INT", ["TYP-17"], "risk risk minor"),
        ("ARRAY<INT>", "array<int>", ["TYP-06"], "ok ok none"),
        ("ARRAY<INT>", "integer[]", ["TYP-06"], "ok ok none"),
        ("ARRAY<INT>", "ARRAY<BIGINT>", ["TYP-08"], "break ok major"),
        ("ARRAY<BIGINT>", "ARRAY<INT>", ["TYP-09"], "ok break minor"),
        ("ARRAY<INT>", "ARRAY", ["TYP-17"], "risk risk minor"),
        ("ARRAY<INT>", "ARRAY<geometry>", ["TYP-17"], "risk risk minor"),
        ("ARRAY<INT>", "ARRAY<INT, INT>", ["TYP-17"], "risk risk minor"),
        ("MAP<STRING, INT>", "map(varchar, integer)", ["TYP-06"], "ok ok none"),
        ("MAP<STRING, INT>", "MAP<STRING, BIGINT>", ["TYP-08"], "break ok major"),
        ("MAP<INT, INT>", "MAP<BIGINT, INT>", ["TYP-17"], "break break major"),
        ("STRUCT<a: INT, b: STRING>", "ROW(A INTEGER, b VARCHAR)", ["TYP-06"], "ok ok none"),
        ("STRUCT<a: INT>", "STRUCT<`a`: INT NOT NULL COMMENT 'x, y'>", ["TYP-06"], "ok ok none"),
        ("STRUCT<a: INT>", "STRUCT<a: INT, b: INT>", ["TYP-07"], "risk ok minor"),
        ("STRUCT<a: INT, b: INT>", "STRUCT<a: INT>", ["TYP-08"], "break ok major"),
        ("STRUCT<a: ARRAY<INT>>", "STRUCT<a: ARRAY<DATE>>", ["TYP-17"], "break break major"),
        ("STRUCT<INT, INT>", "STRUCT<INT, DATE>", ["TYP-17"], "risk risk minor"),
        (
            f"{'ARRAY<' * 9}INT{'>' * 9}",
            f"{'ARRAY<' * 9}DATE{'>' * 9}",
            ["TYP-17"],
            "risk risk minor",
        ),
        ("varchar[50]", "VARCHAR(50)", ["TYP-06"], "ok ok none"),
        ("varchar[50]", "varchar[60]", ["TYP-08"], "break ok major"),
        ("int[3]", "int[4]", ["TYP-17"], "risk risk minor"),
        ("BINARY_DOUBLE", "DOUBLE PRECISION", ["TYP-06"], "ok ok none"),
        ("VARCHAR2(40 BYTE)", "VARCHAR2(40 CHAR)", ["TYP-08"], "break ok major"),
        ("VARCHAR2(40 CHAR)", "VARCHAR2(40 BYTE)", ["TYP-09"], "ok break minor"),
        ("VARCHAR2(40 BYTE)", "VARCHAR2(10 CHAR)", ["TYP-09"], "ok break minor"),
        ("VARCHAR2(40 BYTE)", "varchar2( 40 byte )", ["TYP-06"], "ok ok none"),
        ("VARCHAR(9)", "VARCHAR(n)", ["TYP-08"], "break ok major"),
        ("VARCHAR(9)", "NVARCHAR(9)", ["TYP-07"], "risk ok minor"),
        ("NVARCHAR(9)", "VARCHAR(9)", ["TYP-07"], "risk risk minor"),
        ("NUMBER(5,-2)", "NUMBER(7,0)", ["TYP-08"], "break ok major"),
        ("NUMBER(7,0)", "NUMBER(5,-2)", ["TYP-09"], "ok break minor"),
        ("NUMBER(*,2)", "NUMBER(38,2)", ["TYP-06"], "ok ok none"),
        ("NUMBER(*)", "NUMBER", ["TYP-06"], "ok ok none"),
        ("DECIMAL(5,2) UNSIGNED", "DECIMAL(5,2)", ["TYP-08"], "break ok major"),
        ("FLOATING NUMBER", "DOUBLE", ["TYP-07"], "risk ok minor"),
        ("BOOLEAN", "bool", ["TYP-06"], "ok ok none"),
        ("BOOLEAN", "INT", ["TYP-17"], "break break major"),
    ],
)
def test_physical_types_contain_each_other(before, after, rules, verdict):
    """A wider column brings readers what they cannot hold, a narrower one refuses history."""
    assert told(_physical(before), _physical(after)) == (rules, verdict)


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ("integer", "number", "break ok major"),
        ("number", "integer", "ok break minor"),
        ("date", "timestamp", "break risk major"),
        ("timestamp", "date", "break break major"),
        ("string", "date", "break break major"),
        ("boolean", "integer", "break break major"),
        ("array", "map", "break break major"),
        ("string", "money", "risk risk minor"),
    ],
)
def test_logical_types_contain_each_other(before, after, verdict):
    """What every engine agrees on holds without a physical type."""
    assert told({"logicalType": before}, {"logicalType": after})[1] == verdict


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        ({"physicalType": "INT"}, {"physicalType": "INT", "logicalType": "integer"}, "ok ok none"),
        ({}, {"logicalType": "integer"}, "ok risk minor"),
        (
            {"physicalType": "INT", "logicalType": "integer"},
            {"physicalType": "INT"},
            "risk ok minor",
        ),
        ({"logicalType": "integer"}, {}, "break ok major"),
        (
            {"logicalType": "string"},
            {"logicalType": "string", "physicalType": "TEXT"},
            "ok ok patch",
        ),
        (
            {"logicalType": "string"},
            {"logicalType": "string", "physicalType": "VARCHAR(9)"},
            "ok break minor",
        ),
        (
            {"logicalType": "string"},
            {"logicalType": "string", "physicalType": "UUID"},
            "ok risk minor",
        ),
    ],
)
def test_a_type_that_is_stated_or_dropped_changes_what_is_not_implied(before, after, verdict):
    """Writing down what was so anyway must not cost a major version."""
    assert told(before, after)[1] == verdict


@pytest.mark.parametrize(
    "source",
    [
        "",
        " ",
        "DECIMAL(",
        "DECIMAL(a,b)",
        "DECIMAL(1,2,3)",
        "DECIMAL(5,9999)",
        "VARCHAR()",
        "<>",
        "(",
        ")(",
        "DECIMAL(999999999,2)",
        "VARCHAR(99999999999999999999)",
        "é",
        None,
        5,
        ["INT"],
    ],
)
def test_an_odd_physical_type_is_read_or_kept(source):
    """People write anything; equal texts are equal, and the rest cannot be told."""
    assert parse(source) == parse(source)
