"""Which values may a property take? Every promise counts, wherever it stands."""

from decimal import Decimal

import pytest

from tests.contracts.compat.rule_folders import told


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
        (
            _options("integer", minimum=Decimal("0.5")),
            _options("integer", minimum=1),
            ["VAL-03"],
            "ok ok none",
        ),
        (
            _options("integer", maximum=Decimal("9.5")),
            _options("integer", exclusiveMaximum=Decimal("9.5")),
            ["VAL-03"],
            "ok ok none",
        ),
        (
            _options("number", "INT", minimum="low"),
            _options("number", "INT", minimum="high"),
            ["VAL-01"],
            "risk risk minor",
        ),
        (
            _options("date", minimum="2024-01-01", exclusiveMinimum="2024"),
            _options("date", minimum="2024-01-01"),
            ["VAL-01"],
            "risk risk minor",
        ),
        (
            _options("time", minimum="08:00:00", exclusiveMinimum="07:00:00Z"),
            _options("time", minimum="08:00:00"),
            ["VAL-01"],
            "risk risk minor",
        ),
        (
            _options("string", minLength="few"),
            _options("string", minLength="many"),
            ["VAL-05"],
            "risk risk minor",
        ),
        (_options("string"), _options("string", minLength=0), ["VAL-05"], "ok ok patch"),
        (
            _options("string", minLength=0),
            _options("string", minLength=2),
            ["VAL-05"],
            "ok break minor",
        ),
        (
            _options("number", multipleOf=1),
            _options("number", multipleOf=1.0),
            ["VAL-06"],
            "ok ok patch",
        ),
        (
            _options("number", multipleOf=0),
            _options("number", multipleOf=1),
            ["VAL-06"],
            "risk risk minor",
        ),
        (
            _options("number", multipleOf="a"),
            _options("number", multipleOf=1),
            ["VAL-06"],
            "risk risk minor",
        ),
        (
            _options("number", multipleOf=2),
            _options("number", multipleOf=6),
            ["VAL-06"],
            "ok break minor",
        ),
        (
            _options("integer", minimum=1, exclusiveMinimum=0),
            _options("integer", minimum=1),
            ["VAL-03"],
            "ok ok none",
        ),
        (
            _options("integer", "INT", maximum=2**40),
            _options("integer", "INT"),
            ["VAL-01"],
            "ok ok patch",
        ),
        (
            _options("integer", "INT"),
            _options("integer", "INT", maximum=2**40),
            ["VAL-02"],
            "ok ok patch",
        ),
        (
            _options("integer", "INT", maximum=2**40),
            _options("integer", "INT", maximum=2**41),
            ["VAL-01"],
            "ok ok patch",
        ),
        (
            _options("string", minimum="a"),
            _options("string", minimum="b"),
            ["VAL-01"],
            "ok ok patch",
        ),
        # formats
        (
            _options("integer", format="i32"),
            _options("integer", format="huge"),
            ["TYP-10"],
            "break ok major",
        ),
        (
            _options("integer", format="big"),
            _options("integer", format="huge"),
            ["TYP-10"],
            "risk risk minor",
        ),
        (
            _options("number", "DECIMAL(5,2)", format="f64"),
            _options("number", "DECIMAL(5,2)", format="f32"),
            ["TYP-10"],
            "ok ok patch",
        ),
        (
            _options("number", "DECIMAL(5,2)", format="f32"),
            _options("number", "DECIMAL(5,2)", format="f64"),
            ["TYP-10"],
            "risk ok minor",
        ),
        (
            _options("string", "TEXT", format=["uuid"]),
            _options("string", "TEXT"),
            ["TYP-15"],
            "break ok major",
        ),
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
        # a bound holds for numbers although no type says that there are any
        (
            {"logicalType": "integer"},
            {"logicalTypeOptions": {"exclusiveMaximum": 5}},
            ["TYP-05", "VAL-02"],
            "break break major",
        ),
    ],
)
def test_the_effective_domain_decides(before, after, rules, verdict):
    """The same fact said elsewhere is no change; one that still bounds the values softens it."""
    found = told(before, after)

    assert found[1] == verdict
    assert rules is None or found[0] == rules
