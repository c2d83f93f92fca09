"""What did the suites of peers and the histories of open standards teach the engine?"""

import pytest

from contracts.compat.compare import changes
from contracts.findings import Impact, worst
from tests.contracts.compat.rule_folders import told

_Q = {"name": "q", "type": "library"}


def _codes(before, after):
    return [each.rule for each in changes(before, after)]


def _version(value, name="version"):
    return {"name": name, "logicalType": "string", "enum": [{"value": value}]}


def _contract(*properties, name="feed", version=""):
    return {"version": version, "schema": [{"name": name, "properties": [*properties]}]}


@pytest.mark.parametrize("name", ["version", "spec_version", "schemaVersion"])
def test_a_standards_own_version_constant_may_follow_it(name):
    """GBFS states its release in every feed; 39 of 55 releases differ in nothing else."""
    before, after = (_contract(_version(value, name)) for value in ("2.2", "2.3"))

    assert _codes(before, after) == ["ENU-03"]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("status", "2.2", "2.3"),  # not called a version
        ("version", "2.3", "2.2"),  # goes back
        ("version", "old", "new"),  # no version number
        ("conversion", "2.2", "2.3"),  # only ends like one
        ("version", "2.2", "2.3-rc 1"),
    ],
)
def test_any_other_constant_is_a_closed_list(name, old, new):
    """What is no version constant stays a promise about values."""
    before, after = (_contract(_version(value, name)) for value in (old, new))

    assert "ENU-03" not in _codes(before, after)
    assert worst(*(each.reads for each in changes(before, after))) is Impact.BREAK


def test_percent_may_be_spelt_as_a_sign():
    """The unit is the same; nobody is asked to do anything."""
    rule = {**_Q, "metric": "nullValues", "mustBeLessThan": 5}
    before, after = ({"quality": [{**rule, "unit": unit}]} for unit in ("percent", "%"))

    assert told(before, after) == (["QUA-13"], "ok ok patch")


@pytest.mark.parametrize(
    ("threshold", "verdict"),
    [
        ({"mustBe": 5}, "break break major"),  # the count must not move, and it may
        ({"mustBeLessThan": 5}, "break ok major"),
        ({"mustBeGreaterThan": 5}, "ok break minor"),
    ],
)
def test_one_more_valid_value_counts_by_what_the_threshold_accepts(threshold, verdict):
    """More valid values mean fewer failures, which a lower limit may refuse."""
    before, after = (
        {"quality": [{**_Q, "metric": "invalidValues", "arguments": listed, **threshold}]}
        for listed in ({"validValues": ["a", "b"]}, {"validValues": ["a", "b", "c"]})
    )

    assert told(before, after) == (["QUA-08"], verdict)


def test_no_missing_values_are_no_null_values_too():
    """Null is missing, so readers keep what they had; only suppliers must do more."""
    before = {"quality": [{**_Q, "metric": "nullValues", "mustBe": 0}]}
    missing = {"metric": "missingValues", "arguments": {"missingValues": ["N/A"]}}
    after = {"quality": [{**_Q, **missing, "mustBe": 0}]}

    assert told(before, after) == (["QUA-07"], "ok break minor")


_LISTED = {"logicalType": "string", "enum": [{"value": "a"}, {"value": "b"}]}


@pytest.mark.parametrize(
    ("pattern", "verdict"),
    [
        ("^[a-z]$", "ok ok patch"),
        ("^a$", "break ok major"),  # b was listed and did not match
        ("^(?!a)b$", "break ok major"),  # cannot be read, so as if nothing were listed
    ],
)
def test_a_pattern_counts_among_the_listed_values_only(pattern, verdict):
    """The closed list says which values there are, so most patterns beside it say nothing."""
    patterned = {**_LISTED, "logicalTypeOptions": {"pattern": pattern}}

    assert told(patterned, _LISTED) == (["VAL-07"], verdict)


@pytest.mark.parametrize(
    ("kind", "before", "after", "verdict"),
    [
        ("integer", None, 1, "ok ok patch"),
        ("integer", 0.5, None, "ok ok patch"),
        ("integer", 2, 2.5, "break break major"),
        ("integer", 2, 1, "break ok major"),
        ("number", None, 1, "ok break minor"),
    ],
)
def test_a_step_of_integers_is_a_whole_number(kind, before, after, verdict):
    """Every integer is a multiple of one, and those that are multiples of 2.5 are of 5."""
    sides = [
        {"logicalType": kind}
        | ({} if each is None else {"logicalTypeOptions": {"multipleOf": each}})
        for each in (before, after)
    ]

    assert told(*sides) == (["VAL-06"], verdict)


@pytest.mark.parametrize(
    ("values", "after", "wanted"),
    [
        ([2, 5], None, (["TYP-18"], "risk ok minor")),
        ([2, 5], "DECIMAL(5,4)", (["TYP-07"], "risk ok minor")),
        ([2, 2.5], "DECIMAL(3,0)", (["TYP-09"], "ok break minor")),
        ([2, 2.50], "DECIMAL(4,1)", (["TYP-09"], "ok ok patch")),
    ],
)
def test_listed_numbers_have_the_decimal_places_they_have(values, after, wanted):
    """A wider type beside an unchanged closed list lets no new number in."""
    before = {"logicalType": "number", "enum": [{"value": value} for value in values]}
    physical = {} if after is None else {"physicalType": after}

    assert told({**before, "physicalType": "DECIMAL(5,2)"}, {**before, **physical}) == wanted


@pytest.mark.parametrize(
    ("before", "after", "verdict"),
    [
        (("integer", None), ("number", "INT"), "break break major"),
        (("integer", "INT"), ("number", "DECIMAL(10,2)"), "break break major"),
        (("integer", "INT"), ("number", "DECIMAL(12,2)"), "break ok major"),
        (("integer", "INT"), ("number", "VARCHAR(3)"), "break break major"),
        (("integer", None), ("number", "BOOLEAN"), "break risk major"),
        (("number", "DECIMAL(12,2)"), ("integer", "INT"), "risk break minor"),
        (("date", "DATE"), ("timestamp", "TIMESTAMP"), "break risk major"),
    ],
)
def test_a_wider_logical_type_does_not_hide_the_physical_one(before, after, verdict):
    """What suppliers hold must fit the column, whatever its type is called."""
    sides = [
        {"logicalType": kind} | ({} if physical is None else {"physicalType": physical})
        for kind, physical in (before, after)
    ]

    assert told(*sides)[1] == verdict


def test_a_renamed_object_may_gain_a_property_too():
    """The title of WZDx 3.0 carries its release; that alone must not hide every other change."""
    columns = [{"name": name} for name in ("road_event_feed_info", "type", "features")]
    before = _contract(*columns, name="Feed 3.0")
    after = _contract(*columns, {"name": "bbox"}, name="Feed 3.1")

    assert _codes(before, after) == ["OBJ-03", "PROP-01"]
