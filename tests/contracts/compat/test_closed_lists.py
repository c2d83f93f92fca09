"""Closed lists are sets of typed values, wherever they are stated; odd content is told too."""

import pytest

from tests.contracts.compat.rule_folders import told


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

    assert told(*trees) == (rules, verdict)


def test_many_values_are_told_in_one_finding():
    """A code list of hundreds must not bury the rest of the report."""
    old = {"enum": [{"value": "a"}]}
    new = {"enum": [{"value": value} for value in ("a", *map(str, range(50)))]}

    assert told(old, new) == (["ENU-01"], "break ok major")


def test_two_closed_lists_hold_together():
    """A value must stand in both, so a quality rule may narrow an enum."""
    rule = {"metric": "invalidValues", "arguments": {"validValues": ["a", "b"]}, "mustBe": 0}
    enum = [{"value": "a"}, {"value": "b"}, {"value": "c"}]
    found = told({"enum": enum}, {"enum": enum, "quality": [rule]})
    twice = {**rule, "arguments": {"validValues": ["b"]}}

    assert found == (["ENU-04"], "ok break minor")
    assert told({"quality": [rule]}, {"quality": [rule, twice]}) == (
        ["ENU-04"],
        "ok break minor",
    )


def test_many_removed_values_are_told_in_one_finding():
    """As for added ones."""
    old = {"enum": [{"value": value} for value in ("a", *map(str, range(50)))]}

    assert told(old, {"enum": [{"value": "a"}]}) == (["ENU-04"], "ok break minor")


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"logicalType": ["date"]}, {"logicalType": ["time"]}, (["TYP-03"], "risk risk minor")),
        ({"logicalTypeOptions": 5}, {"logicalTypeOptions": 6}, (["DOC-07"], "risk risk minor")),
        (
            {"quality": [{"rule": "validValues", "validValues": ["a"], "mustBe": 0}]},
            {"enum": [{"value": "a"}]},
            (["ENU-10"], "ok ok patch"),
        ),
        (
            {"logicalType": "number", "physicalType": "DOUBLE"},
            {"logicalType": "integer", "physicalType": "INT"},
            (["TYP-02"], "risk break minor"),
        ),
        ({"map": {"odd": 1}}, {"map": {"odd": 2}}, (["CHG-01"], "risk risk minor")),
        ({"description": "\ud800"}, {"description": "\ud801"}, (["SEM-04"], "ok ok patch")),
        (
            {"quality": [{"metric": "nullValues", "arguments": {"validValues": [1]}, "mustBe": 0}]},
            {},
            (["QUA-02"], "break ok major"),
        ),
        (
            {"logicalTypeOptions": {"exclusiveMinimum": True}},
            {},
            (["VAL-04"], "ok ok none"),
        ),
        ({"enum": [5]}, {"enum": [6]}, (["ENU-01", "ENU-04"], "break break major")),
        ({"enum": 5}, {"enum": 6}, (["CHG-01"], "risk risk minor")),
        (
            {"logicalTypeOptions": {"x": 2**70}},
            {"logicalTypeOptions": {"x": 2**71}},
            (["DOC-07"], "risk risk minor"),
        ),
    ],
)
def test_odd_content_is_told_and_not_fatal(before, after, expected):
    """Two contracts in five break their own schema, and all of them are compared."""
    assert told(before, after) == expected


def test_a_listed_value_bounds_the_text():
    """A column may shrink to the longest of its values."""
    enum = [{"value": "icu"}, {"value": "general"}]
    found = told(
        {"physicalType": "VARCHAR(16)", "enum": enum}, {"physicalType": "VARCHAR(8)", "enum": enum}
    )

    assert found == (["TYP-09"], "ok ok patch")
