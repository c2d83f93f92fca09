"""What does another status mean, between two files and in a registry that keeps the state?"""

from datetime import date

import pytest
from msgspec.structs import replace

from contracts.compat.circumstances import Circumstances
from contracts.compat.compare import changes
from contracts.compat.judge import judge
from contracts.compat.windows import in_time, since
from contracts.document import load
from contracts.findings import Bump, Consumer, Outcome
from contracts.policy import DEFAULT, IN_REGISTRY
from contracts.policy_document import read_policy


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


def test_only_the_days_of_versions_that_say_so_without_a_break_count():
    """A deprecation that was withdrawn begins anew; a name or an id is enough to be the same."""
    marked = {"name": "c", "id": "c-1", "deprecated": True}
    versions = [
        (date(2026, 5, 1), {**marked, "name": "renamed"}),
        (date(2026, 6, 1), marked),  # an older line, patched later
        (date(2026, 4, 1), {**marked, "id": "c-2"}),
        (date(2026, 3, 1), {**marked, "deprecated": False}),
        (date(2026, 2, 1), marked),
    ]
    history = [(day, {"schema": [{"name": "t", "properties": [each]}]}) for day, each in versions]

    assert since(history) == {("t", "renamed"): date(2026, 5, 1), ("", "c-1"): date(2026, 5, 1)}
    assert since(history[1:]) == {("t", "c"): date(2026, 4, 1), ("", "c-1"): date(2026, 6, 1)}
    assert since([]) == {}


def test_history_is_read_no_further_than_there_is_something_to_count():
    """Most contracts deprecate nothing, and none of their old texts is read for it."""

    def history():
        yield date(2026, 1, 1), {"schema": [{"name": "t"}]}
        raise AssertionError("An older version was read.")

    assert since(history()) == {}


KNOWN = Circumstances(today=date(2026, 7, 1), deprecated={("t", "c"): date(2026, 1, 2)})


def _removed(known=KNOWN, policy=DEFAULT, *, servers=(), **column):
    """Return the findings where column c of t is removed under these circumstances."""
    kept = {"name": "k", "logicalType": "string"}
    trees = [
        {"schema": [{"name": "t", "properties": properties}], "servers": [*servers]}
        for properties in ([{"name": "c", **column}, kept], [kept])
    ]
    found = in_time(changes(*trees), *trees, policy, known)
    return [f"{each.rule} {each.reads} {each.writes} {each.bump}" for each in found]


def test_the_window_lasts_as_long_as_the_policy_or_the_sunset_says():
    """The later of the two: both are promises."""
    shorter = read_policy(b"deprecation_days: 90")

    assert _removed() == ["DEP-03 ok ok major"]
    assert _removed(replace(KNOWN, today=date(2026, 6, 30))) == ["DEP-04 break ok major"]
    assert _removed(replace(KNOWN, today=date(2026, 6, 30)), shorter) == ["DEP-03 ok ok major"]
    assert _removed(policy=shorter, **_sunset("2026-07-02")) == ["DEP-04 break ok major"]
    assert _removed(policy=shorter, **_sunset("2026-07-01")) == ["DEP-03 ok ok major"]
    assert _removed(policy=shorter, **_sunset("some day")) == ["DEP-03 ok ok major"]


@pytest.mark.parametrize(
    ("columns", "rule"), [(("t.c",), "DEP-04 break"), ((), "DEP-04 break"), (("k",), "DEP-03 ok")]
)
def test_a_window_is_not_over_before_all_who_may_read_it_have_left(columns, rule):
    """Who never said what they read may read this."""
    use = Consumer(agency="dot", purpose="planning", columns=columns)

    assert _removed(replace(KNOWN, uses=(use,))) == [f"{rule} ok major"]


def test_without_a_clock_a_removal_is_what_two_files_say():
    """Nobody can count a window; the stricter row holds."""
    assert _removed(replace(KNOWN, today=None), deprecated=True) == ["PROP-04 break ok major"]


def test_what_lies_in_a_deprecated_object_is_deprecated_with_it():
    """Readers were told to leave all of it."""
    known = replace(KNOWN, deprecated={("t",): date(2026, 1, 2)})

    assert _removed(known) == ["DEP-03 ok ok major"]
    assert _removed(replace(known, deprecated={("", "c-1"): date(2026, 1, 2)}), id="c-1") == [
        "DEP-03 ok ok major"
    ]


@pytest.mark.parametrize(
    ("column", "rule"),
    [
        ({}, "PROP-04"),
        ({"required": True}, "PROP-03"),
        ({"classification": "public"}, "PROP-04"),
        ({"classification": "of its own kind"}, "PROP-04"),
        ({"classification": "Internal"}, "DEP-05"),
        ({"classification": "restricted", "required": True}, "DEP-05"),
        ({"criticalDataElement": True}, "DEP-05"),
        ({"properties": [{"name": "in", "classification": "internal"}]}, "DEP-05"),
        ({"items": {"properties": [{"name": "in", "criticalDataElement": True}]}}, "DEP-05"),
    ],
)
def test_what_matters_most_does_not_go_unannounced(column, rule):
    """Everything else is a removal as any other."""
    assert _removed(replace(KNOWN, deprecated={}), **column) == [f"{rule} break ok major"]


def test_a_removed_object_counts_as_what_is_in_it():
    """Whoever reads a column of it reads it no more."""
    column = {"name": "c", "classification": "internal"}
    trees = [{"schema": [{"name": "t", "properties": [column]}]}, {"schema": []}]

    (change,) = in_time(changes(*trees), *trees, DEFAULT, replace(KNOWN, deprecated={}))
    (kept,) = in_time(changes(*trees), *trees, DEFAULT, replace(KNOWN, today=None))

    assert (change.rule, kept.rule) == ("DEP-05", "OBJ-02")


def test_no_window_covers_what_moves_other_columns():
    """In a file without names every later column is read as another; nobody was told of that."""
    servers = [{"server": "s", "type": "s3", "format": "csv", "customProperties": _NO_HEADER}]

    assert _removed(servers=servers) == ["PROP-04 break break major"]


_NO_HEADER = [{"property": "header", "value": False}]


def test_a_policy_on_removals_holds_for_those_that_broke_a_promise():
    """An agency that lets no column go means these as well; one that went as announced may go."""
    known = replace(KNOWN, today=date(2026, 6, 30))
    policy = read_policy(b"mode: NONE\nrules: {PROP-04: error}")
    texts = [
        f"version: {number}\nid: i\nschema: [{{name: t, properties: [{columns}{{name: k}}]}}]"
        for number, columns in (("1.0.0", "{name: c}, "), ("2.0.0", ""))
    ]
    before, after = (load(text.encode()) for text in texts)

    def weights(circumstances):
        report = judge(after, [before], policy, circumstances)
        return [(each.rule, each.severity.value) for each in report.findings]

    assert weights(known) == [("DEP-04", "error")]
    assert weights(KNOWN) == [("DEP-03", "info")]


@pytest.mark.parametrize(
    ("today", "uses", "status", "rule"),
    [
        (date(2026, 6, 30), (), "", "LIFE-03"),
        (date(2026, 6, 29), (), "", "LIFE-04"),
        (None, (), "", "LIFE-04"),
        (date(2026, 6, 30), (Consumer(agency="dot", purpose="p"),), "", "LIFE-04"),
        (date(2026, 6, 30), (), "active", "LIFE-04"),
    ],
)
def test_a_contract_ends_when_it_was_said_to_and_nobody_uses_it(today, uses, status, rule):
    """Each of those who still use it must agree otherwise."""
    levels = [{"property": "endOfLife", "value": "2026-06-30"}, {"property": "latency", "value": 4}]
    before = {"status": "deprecated", "slaProperties": levels}
    trees = [before, {**before, "status": "retired"}]
    known = Circumstances(today=today, line_uses=uses, status=status)

    (change,) = in_time(changes(*trees), *trees, DEFAULT, known)

    assert change.rule == rule
    assert change.approvers == (() if rule == "LIFE-03" else ("every consumer",))


@pytest.mark.parametrize(
    ("before", "after", "rules"),
    [
        ({}, {**_sunset("2026-12-28"), "deprecated": True}, ["DEP-01", "DEP-01"]),
        ({}, {**_sunset("2026-12-27"), "deprecated": True}, ["DEP-01", "DEP-08"]),
        (_sunset("2026-12-27"), {**_sunset("2026-12-27"), "deprecated": True}, ["DEP-08"]),
        (_sunset("2026-12-28"), {**_sunset("2026-12-28"), "deprecated": True}, ["DEP-01"]),
        ({}, _sunset("2020-01-01"), ["DEP-08"]),
        ({}, _sunset("some day"), ["DEP-01"]),
    ],
)
def test_an_end_must_leave_readers_time(before, after, rules):
    """The distance counts on the day on which it is said."""
    trees = [_element(**each) for each in (before, after)]

    assert [each.rule for each in in_time(changes(*trees), *trees, DEFAULT, KNOWN)] == rules


@pytest.mark.parametrize(
    ("value", "today", "verdict"),
    [
        ("2026-12-28", KNOWN.today, "ok ok minor"),
        ("2026-12-27", KNOWN.today, "break ok major"),
        ("some day", KNOWN.today, "break ok major"),
        ("2026-12-28", None, "break ok major"),
    ],
)
def test_an_end_of_service_that_is_far_away_hurts_nobody(value, today, verdict):
    """It is newly said, and leaves readers the time that a deprecation gives them."""
    levels = [{"property": "endOfLife", "value": value}]
    trees = [{"status": "active"}, {"status": "active", "slaProperties": levels}]
    (change,) = in_time(changes(*trees), *trees, DEFAULT, replace(KNOWN, today=today))

    assert f"{change.rule} {change.reads} {change.writes} {change.bump}" == f"SLA-02 {verdict}"


_ENDING = {"name": "old", "id": "old-1", "properties": [{"name": "key", "id": "key-1"}]}


@pytest.mark.parametrize(
    ("to", "is_told"),
    [
        ("old.key", True),
        (["k.c", "old.key"], True),
        ("old", True),
        ("schema/old-1/properties/key-1", True),
        ("#/schema/old-1/properties/key-1", True),
        ("k.c", False),
        ("old.other", False),
        (7, False),
    ],
)
def test_what_is_newly_tied_to_something_deprecated_is_told(to, is_told):
    """It must be changed again soon."""
    trees = [
        {
            "schema": [
                {"name": "k", "properties": [{"name": "c", "relationships": relationships}]},
                {**_ENDING, "deprecated": True},
            ]
        }
        for relationships in ([], [{"to": to}])
    ]

    assert ("DEP-09" in {each.rule for each in changes(*trees)}) is is_told


def test_a_tie_that_was_there_before_the_deprecation_is_not_new():
    """Who is tied already is told by the deprecation itself."""
    rule = {"type": "library", "metric": "duplicateValues", "mustBe": 0, "name": "r"}
    old = {"name": "c", "relationships": [{"to": "t.d"}], "quality": [rule]}
    trees = [_element(**{**old, "name": "c"}), _element(**{**old, "deprecated": True})]

    assert [each.rule for each in changes(*trees)] == ["DEP-02"]


def test_a_new_check_of_something_deprecated_is_told():
    """Whoever mends what it finds works on something that will go."""
    old = {"name": "c", "logicalType": "integer", "deprecated": True}
    rule = {"type": "sql", "query": "select 1", "mustBe": 1}
    trees = [_element(**old), _element(**{**old, "quality": [rule]})]

    assert [each.rule for each in changes(*trees)] == ["QUA-01", "DEP-09"]


def test_a_relationship_that_is_led_to_something_deprecated_is_told():
    """It is new where it leads."""
    trees = [
        {
            "schema": [
                {"name": "k", "properties": [{"name": "c", "relationships": [{"to": to}]}]},
                {**_ENDING, "deprecated": True},
            ]
        }
        for to in ("elsewhere.key", "old.key")
    ]

    assert [each.rule for each in changes(*trees)] == ["REL-03", "DEP-09"]
