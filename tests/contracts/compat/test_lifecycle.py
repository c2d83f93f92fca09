"""What does another status mean, between two files and in a registry that keeps the state?"""

import pytest

from contracts.compat.compare import changes
from contracts.compat.judge import judge
from contracts.document import load
from contracts.findings import Bump, Outcome
from contracts.policy import DEFAULT, IN_REGISTRY


def _told(before, after):
    return [
        f"{each.rule} {each.reads} {each.writes} {each.bump}" for each in changes(before, after)
    ]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("draft", "active", ["LIFE-01 ok ok minor"]),
        ("proposed", "active", ["LIFE-01 ok ok minor"]),
        ("active", "deprecated", ["LIFE-02 risk ok minor"]),
        ("active", "retired", ["LIFE-04 break ok major"]),
        ("deprecated", "retired", ["LIFE-04 break ok major"]),
        ("active", "proposed", []),
        ("active", "draft", []),
        ("retired", "active", ["LIFE-06 ok ok minor"]),
        ("deprecated", "active", ["LIFE-07 ok ok minor"]),
        ("draft", "retired", ["CHG-02 ok ok none"]),
        ("active", "production", ["CHG-01 risk risk minor"]),
        ("active", "Active", ["CHG-02 ok ok none"]),
    ],
)
def test_a_step_of_the_life_of_a_contract_is_told(before, after, expected):
    """Consumers plan by these words; a version that only waits must not frighten them."""
    trees = [{"version": "1.0.0", "status": before}, {"version": "1.1.0", "status": after}]

    assert _told(*trees) == expected


@pytest.mark.parametrize("status", ["draft", "proposed"])
def test_the_same_version_may_not_go_back(status):
    """A promise is withdrawn where the number that made it stops making it."""
    before = {"version": "1.0.0", "status": "active"}

    assert _told(before, {**before, "status": status}) == ["LIFE-05 break ok major"]


def _contract(version, status):
    return load(f"id: beds\nversion: {version}\nstatus: {status}\nname: {version}\n".encode())


@pytest.mark.parametrize(
    ("before", "after", "policy", "bump"),
    [
        ("proposed", "active", DEFAULT, Bump.MINOR),
        ("proposed", "active", IN_REGISTRY, Bump.PATCH),
        ("deprecated", "retired", DEFAULT, Bump.MAJOR),
        ("deprecated", "retired", IN_REGISTRY, Bump.PATCH),
        ("active", "deprecated", IN_REGISTRY, Bump.MINOR),
    ],
)
def test_a_registry_does_not_ask_the_documents_what_is_in_force(before, after, policy, bump):
    """A proposal that was activated still says `proposed`; a patch after it stays a patch."""
    report = judge(_contract("1.0.1", after), [_contract("1.0.0", before)], policy)

    assert report.bump is bump


def test_a_waiting_version_is_accepted_beside_the_one_in_force():
    """Preparing a version hurts nobody."""
    report = judge(_contract("1.1.0", "draft"), [_contract("1.0.0", "active")])

    assert report.outcome is Outcome.ACCEPTED
    assert [each.rule for each in report.findings] == ["VER-04", "DOC-05"]


def _element(**keys):
    return {"schema": [{"name": "t", "properties": [{"name": "c", **keys}]}]}


def _sunset(value):
    return {"customProperties": [{"property": "sunset", "value": value}]}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"deprecated": True}, ["DEP-02 risk ok minor"]),
        ({"deprecated": True}, {}, ["DEP-07 ok ok minor"]),
        (
            {"description": "Use d instead."},
            {"description": "Use d instead.", "deprecated": True},
            ["DEP-01 ok ok minor"],
        ),
        (
            _sunset("2027-01-01"),
            {**_sunset("2027-01-01"), "deprecated": True},
            ["DEP-01 ok ok minor"],
        ),
        ({}, _sunset("2027-01-01"), ["DEP-01 ok ok minor"]),
        (_sunset("2027-01-01"), {}, ["DEP-07 ok ok minor"]),
        (_sunset("2027-01-01"), _sunset("2026-12-31T23:00:00Z"), ["DEP-06 break ok major"]),
        (_sunset("2027-01-01T00:00:00+02:00"), _sunset("2027-01-01"), ["DEP-07 ok ok minor"]),
        (_sunset("2027-01-01T00:00:00Z"), _sunset("2027-01-01"), ["DEP-07 ok ok patch"]),
        (_sunset("soon"), _sunset("2027-01-01"), ["DEP-06 risk ok minor"]),
        (_sunset("2027-02-30"), _sunset("2027-01-01"), ["DEP-06 risk ok minor"]),
        (_sunset("2027-01-01 at noon"), _sunset("2027-01-01T99"), ["DEP-06 risk ok minor"]),
    ],
)
def test_the_end_of_an_element_is_told(before, after, expected):
    """Who reads a column must know until when, and what to use instead."""
    assert _told(_element(**before), _element(**after)) == expected
