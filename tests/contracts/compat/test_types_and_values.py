"""The lattice of types and values: what contains what, and which other promise bounds it."""

import pytest

from contracts.compat.compare import changes
from contracts.compat.physical import parse
from contracts.findings import greatest, worst


def _told(before, after, **extra):
    """Return rules and verdict of changing one property, each written as a mapping."""
    trees = [
        {**extra, "schema": [{"name": "t", "properties": [{"name": "c", **each}]}]}
        for each in (before, after)
    ]
    found = changes(*trees)
    verdict = (
        worst(*(each.reads for each in found)),
        worst(*(each.writes for each in found)),
        greatest(*(each.bump for each in found)),
    )
    return sorted(each.rule for each in found), " ".join(part.value for part in verdict)


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
        ("ARRAY<INT>", "ARRAY<BIGINT>", ["TYP-17"], "risk risk minor"),
        ("BOOLEAN", "bool", ["TYP-06"], "ok ok none"),
        ("BOOLEAN", "INT", ["TYP-17"], "break break major"),
    ],
)
def test_physical_types_contain_each_other(before, after, rules, verdict):
    """A wider column brings readers what they cannot hold, a narrower one refuses history."""
    assert _told(_physical(before), _physical(after)) == (rules, verdict)


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
    assert _told({"logicalType": before}, {"logicalType": after})[1] == verdict


def _options(logical, physical=None, **options):
    stated = {"physicalType": physical} if physical else {}
    return {"logicalType": logical, **stated, "logicalTypeOptions": options}


@pytest.mark.parametrize(
    ("before", "after", "rules", "verdict"),
    [
        # another promise bounds the values as before
        (
            _options("integer", "INT", maximum=20, minimum=0),
            _options("integer", "BIGINT", maximum=20, minimum=0),
            ["TYP-07"],
            "risk ok minor",
        ),
        (
            _options("integer", "BIGINT", maximum=20, minimum=0),
            _options("integer", "INT", maximum=20, minimum=0),
            ["TYP-09"],
            "ok ok patch",
        ),
        (
            _options("string", "VARCHAR(32)", maxLength=16),
            _options("string", "VARCHAR(64)", maxLength=16),
            ["TYP-07"],
            "risk ok minor",
        ),
        (
            _options("string", "VARCHAR(16)"),
            _options("string", "VARCHAR(16)", maxLength=16),
            ["VAL-05"],
            "ok ok patch",
        ),
        (
            _options("string", "VARCHAR(16)"),
            _options("string", maxLength=16),
            ["TYP-18", "VAL-05"],
            "risk ok minor",
        ),
        (
            _options("integer", format="i32"),
            _options("integer", "INT"),
            ["TYP-10", "TYP-18"],
            "risk ok minor",
        ),
        # integers are counted: what is exclusive is inclusive one further
        (
            _options("integer", minimum=1),
            _options("integer", exclusiveMinimum=0),
            None,
            "ok ok none",
        ),
        (
            _options("number", minimum=1),
            _options("number", exclusiveMinimum=0),
            ["VAL-01"],
            "break ok major",
        ),
        (
            _options("date", maximum="2024-12-31"),
            _options("date", exclusiveMaximum="2025-01-01"),
            None,
            "ok ok none",
        ),
        (
            _options("date", maximum="2024-12-31"),
            _options("date", maximum="2025-12-31"),
            ["VAL-01"],
            "break ok major",
        ),
        (
            _options("timestamp", minimum="2024-01-01T00:00:00"),
            _options("timestamp", minimum="2024-01-01T00:00:00Z"),
            ["VAL-01"],
            "risk risk minor",
        ),
        (
            _options("date", minimum="yesterday"),
            _options("date", minimum="today"),
            ["VAL-01"],
            "risk risk minor",
        ),
        # exact numbers
        (
            _options("integer", maximum=2**53),
            _options("integer", maximum=2**53 + 1),
            ["VAL-01"],
            "break ok major",
        ),
        (
            _options("number", multipleOf=0.1),
            _options("number", multipleOf=0.05),
            ["VAL-06"],
            "break ok major",
        ),
        (
            _options("number", multipleOf=2),
            _options("number", multipleOf=3),
            ["VAL-06"],
            "break break major",
        ),
        (_options("number", multipleOf=2), _options("number"), ["VAL-06"], "break ok major"),
        # formats
        (
            _options("integer", format="i32", minimum=0, maximum=9),
            _options("integer", format="u32", minimum=0, maximum=9),
            ["TYP-10"],
            "risk ok minor",
        ),
        (
            _options("integer", format="i64", minimum=0, maximum=9),
            _options("integer", format="i32", minimum=0, maximum=9),
            ["TYP-10"],
            "ok ok patch",
        ),
        (
            _options("integer", format="u32"),
            _options("integer", format="i32"),
            ["TYP-10"],
            "break break major",
        ),
        (
            _options("integer", format="u32"),
            _options("integer", format="i64"),
            ["TYP-10"],
            "break ok major",
        ),
        (
            _options("number", format="f32"),
            _options("number", format="f64"),
            ["TYP-10"],
            "break ok major",
        ),
        (
            _options("number", format="f64"),
            _options("number", format="f32"),
            ["TYP-10"],
            "risk break minor",
        ),
        (_options("string"), _options("string", format="uuid"), ["TYP-15"], "ok break minor"),
        (_options("string", format="uuid"), _options("string"), ["TYP-15"], "break ok major"),
        (_options("string"), _options("string", format="byte"), ["TYP-15"], "break break major"),
        # time zones
        (
            _options("timestamp", "TIMESTAMP", defaultTimezone="Etc/UTC"),
            _options("timestamp", "TIMESTAMP", defaultTimezone="Europe/Vienna"),
            ["TYP-12"],
            "break break major",
        ),
        (
            _options("timestamp", "TIMESTAMPTZ", defaultTimezone="Etc/UTC"),
            _options("timestamp", "TIMESTAMPTZ", defaultTimezone="Europe/Vienna"),
            ["TYP-13"],
            "ok ok patch",
        ),
        (
            _options("timestamp", "TIMESTAMP", timezone=False),
            _options("timestamp", "TIMESTAMPTZ", timezone=True),
            ["TYP-11"],
            "break break major",
        ),
        (
            _options("timestamp", "TIMESTAMPTZ"),
            _options("timestamp", "TIMESTAMPTZ", timezone=True),
            ["TYP-11"],
            "ok ok patch",
        ),
        # one cause, one finding
        (
            _options("integer", "INT", format="i32"),
            _options("number", "DOUBLE"),
            ["TYP-01"],
            "break ok major",
        ),
        (
            _options("integer", "INT", maximum=9),
            _options("string", "TEXT", maxLength=9),
            ["TYP-03"],
            "break break major",
        ),
    ],
)
def test_the_effective_domain_decides(before, after, rules, verdict):
    """The same fact said elsewhere is no change; one that still bounds the values softens it."""
    told = _told(before, after)

    assert told[1] == verdict
    assert rules is None or told[0] == rules


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
    assert _told(before, after)[1] == verdict


@pytest.mark.parametrize(
    ("before", "after", "rules", "verdict"),
    [
        (["a", "b"], ["a", "b", "c"], ["ENU-01"], "break ok major"),
        (["a", "b"], ["b", "a"], ["ENU-06"], "ok ok patch"),
        (["a", "b"], ["a"], ["ENU-04"], "ok break minor"),
        (["a", "b"], ["a", "c"], ["ENU-01", "ENU-04"], "break break major"),
        ([1, 2], ["1", 2], ["ENU-08"], "break break major"),
        ([1, 0], [True, 0], ["ENU-01", "ENU-04"], "break break major"),
        (["a"], [], ["ENU-09"], "break ok major"),
        ([], ["a"], ["ENU-09"], "ok break minor"),
    ],
)
def test_closed_lists_are_sets_of_typed_values(before, after, rules, verdict):
    """1, "1" and true are three values to every program that compares them."""
    trees = [
        {"enum": [{"value": value} for value in values]} if values else {}
        for values in (before, after)
    ]

    assert _told(*trees) == (rules, verdict)


def test_many_values_are_told_in_one_finding():
    """A code list of hundreds must not bury the rest of the report."""
    old = {"enum": [{"value": "a"}]}
    new = {"enum": [{"value": value} for value in ("a", *map(str, range(50)))]}

    assert _told(old, new) == (["ENU-01"], "break ok major")


def test_a_listed_value_bounds_the_text():
    """A column may shrink to the longest of its values."""
    enum = [{"value": "icu"}, {"value": "general"}]
    told = _told(
        {"physicalType": "VARCHAR(16)", "enum": enum}, {"physicalType": "VARCHAR(8)", "enum": enum}
    )

    assert told == (["TYP-09"], "ok ok patch")


@pytest.mark.parametrize(
    "source",
    [
        "",
        " ",
        "DECIMAL(",
        "DECIMAL(a,b)",
        "DECIMAL(1,2,3)",
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
