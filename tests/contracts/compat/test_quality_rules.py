"""Is the data checked as strictly as before? Thresholds as sets, metrics, queries, severities."""

import pytest
import yaml

from contracts.compat.compare import changes

WIDER, NARROWER = "break ok major", "ok break minor"


def _told(before, after, element="name: t"):
    trees = [
        {"schema": [yaml.safe_load(f"{{{element}, quality: [{each}]}}")]}
        for each in (before, after)
    ]
    return sorted(f"{each.rule} {each.reads} {each.writes} {each.bump}" for each in changes(*trees))


def _in_property(before, after, flags=""):
    trees = [
        yaml.safe_load(
            f"{{schema: [{{name: t, properties: [{{name: c, {flags} quality: [{each}]}}]}}]}}"
        )
        for each in (before, after)
    ]
    return sorted(f"{each.rule} {each.reads} {each.writes} {each.bump}" for each in changes(*trees))


ROWS = "name: n, metric: rowCount, "
SHARE = "name: n, metric: missingValues, unit: percent, "


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("mustBeLessThan: 5", "mustBeLessOrEqualTo: 4", "QUA-13 ok ok patch"),
        ("mustBeGreaterThan: 4", "mustBeGreaterOrEqualTo: 5", "QUA-13 ok ok patch"),
        ("mustBeLessThan: 5", "mustBeLessThan: 6", f"QUA-03 {WIDER}"),
        ("mustBeBetween: [1, 9]", "mustBeBetween: [2, 8]", f"QUA-03 {NARROWER}"),
        ("mustBeBetween: [1, 9]", "mustBeBetween: [5, 12]", "QUA-04 break break major"),
        ("mustBe: 0", "mustBe: 5", "QUA-04 break break major"),
        ("mustNotBe: 0", "mustBeGreaterThan: 0", "QUA-13 ok ok patch"),
        ("mustNotBe: 3", "mustBeGreaterThan: 3", f"QUA-03 {NARROWER}"),
        ("mustNotBeBetween: [3, 5]", "mustNotBeBetween: [4, 4]", f"QUA-03 {WIDER}"),
        ("mustBeBetween: [9, 1]", "mustBe: 1", f"QUA-03 {WIDER}"),
        ("mustNotBeBetween: [9, 1]", "mustBeGreaterOrEqualTo: 0", "QUA-13 ok ok patch"),
        ("mustBeGreaterThan: 1", "mustBeGreaterThan: 1, mustBeLessThan: 9", f"QUA-03 {NARROWER}"),
        ("mustBeLessThan: 4.5", "mustBeLessOrEqualTo: 4", "QUA-13 ok ok patch"),
        ("mustBe: many", "mustBe: 5", "QUA-04 risk risk minor"),
        ("mustBeBetween: [1]", "mustBe: 5", "QUA-04 risk risk minor"),
    ],
)
def test_thresholds_are_sets_of_results(before, after, expected):
    """Eight spellings of one threshold must give one verdict."""
    assert _told(f"{{{ROWS}{before}}}", f"{{{ROWS}{after}}}") == [expected]


def test_shares_are_no_whole_numbers():
    """Four and a half percent lies between four and five."""
    before, after = (
        f"{{{SHARE}{each}}}" for each in ("mustBeLessThan: 5", "mustBeLessOrEqualTo: 4")
    )

    assert _told(before, after) == [f"QUA-03 {NARROWER}"]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (f"{{{ROWS}mustBe: 1}}", f"{{{ROWS}mustBe: 1, severity: warning}}", [f"QUA-06 {WIDER}"]),
        (f"{{{ROWS}mustBe: 1, severity: info}}", f"{{{ROWS}mustBe: 1}}", [f"QUA-06 {NARROWER}"]),
        (
            f"{{{ROWS}mustBe: 1, severity: info}}",
            f"{{{ROWS}mustBe: 1, severity: warning}}",
            ["QUA-13 ok ok patch"],
        ),
        (
            f"{{{ROWS}mustBe: 1, severity: info}}",
            f"{{{ROWS}mustBe: 2, severity: info}}",
            ["QUA-04 risk risk minor"],
        ),
        (f"{{{ROWS}mustBe: 1, severity: info}}", "", ["QUA-02 risk ok minor"]),
        ("", f"{{{ROWS}mustBe: 1, severity: info}}", ["QUA-01 ok risk minor"]),
        (
            f"{{{SHARE}mustBeLessThan: 5}}",
            f"{{{SHARE.replace('percent', 'rows')}mustBeLessThan: 5}}",
            ["QUA-05 risk risk minor"],
        ),
        (
            f"{{{SHARE}mustBe: 0}}",
            f"{{{SHARE.replace('percent', 'rows')}mustBe: 0}}",
            ["QUA-05 ok ok patch"],
        ),
        (
            "{name: n, metric: nullValues, mustBeLessThan: 5}",
            "{name: n, metric: missingValues, mustBeLessThan: 5}",
            [f"QUA-07 {NARROWER}"],
        ),
        (
            "{name: n, metric: missingValues, mustBeLessThan: 5}",
            "{name: n, metric: nullValues, mustBeLessThan: 5}",
            [f"QUA-07 {WIDER}"],
        ),
        (
            "{name: n, query: select 1, mustBe: 1}",
            "{name: n, query: SELECT  1;, mustBe: 1}",
            ["QUA-09 ok ok none"],
        ),
        (
            "{query: select 1, mustBe: 1}",
            "{query: select 2, mustBe: 1}",
            ["QUA-09 risk risk minor"],
        ),
        ("{query: 5, mustBe: 1}", "{query: 6, mustBe: 1}", ["QUA-09 risk risk minor"]),
        (
            "{name: n, engine: soda, implementation: a}",
            "{name: n, engine: soda, implementation: b}",
            ["QUA-10 risk risk minor"],
        ),
        (
            "{name: n, type: text, description: Many.}",
            f"{{{ROWS}description: Many., mustBe: 1}}",
            ["QUA-11 ok ok minor"],
        ),
        (
            "{type: text, description: Many.}",
            "{type: text, description: many}",
            ["QUA-13 ok ok patch"],
        ),
        (f"{{{ROWS}mustBe: 1}}", f"{{{ROWS}mustBe: 1, schedule: daily}}", ["QUA-12 ok ok patch"]),
        (f"{{{ROWS}mustBe: 1}}", f"{{{ROWS}mustBe: 1, odd: x}}", ["DOC-07 risk risk minor"]),
        (
            f"{{{ROWS}mustBe: 1}}",
            f"{{{ROWS}mustBe: 1, customProperties: [{{property: a, value: b}}]}}",
            ["TXT-07 ok ok patch"],
        ),
    ],
)
def test_a_rule_is_judged_by_what_it_guarantees(before, after, expected):
    """A guarantee that weakens in silence is found when the data is wrong."""
    assert _told(before, after) == expected


LISTED = "name: n, metric: invalidValues, mustBeLessThan: 5, arguments: "


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("{validValues: [a]}", "{validValues: [a, b]}", WIDER),
        ("{validValues: [a, b]}", "{validValues: [a]}", NARROWER),
        ("{validValues: [a, b]}", "{validValues: [b, a]}", "ok ok patch"),
        ("{validValues: [a]}", "{validValues: [b]}", "risk risk minor"),
        ("{missingValues: [x]}", "{missingValues: [x, y]}", NARROWER),
        ("{missingValues: [x, y]}", "{missingValues: [x]}", WIDER),
        ("{missingValues: [x]}", "{missingValues: y}", "risk risk minor"),
        ("{pattern: [x]}", "{pattern: [y]}", "risk risk minor"),
    ],
)
def test_arguments_count_by_their_effect(before, after, expected):
    """More values that pass mean fewer failures, and the threshold stays."""
    told = _told(f"{{{LISTED}{before}}}", f"{{{LISTED}{after}}}")

    assert told == [f"QUA-08 {expected}"]


def test_arguments_of_a_rule_that_wants_failures_count_the_other_way():
    """Where many failures are wanted, values that pass make it harder."""
    rule = (
        "{{name: n, metric: invalidValues, mustBeGreaterThan: 5, arguments: {{validValues: {}}}}}"
    )

    assert _told(rule.format("[a]"), rule.format("[a, b]")) == [f"QUA-08 {NARROWER}"]


@pytest.mark.parametrize(
    ("before", "after", "flags", "expected"),
    [
        ("{metric: nullValues, mustBe: 0}", "", "required: true,", ["NUL-03 ok ok patch"]),
        (
            "{metric: nullValues, mustBeLessThan: 9}",
            "",
            "primaryKey: true,",
            ["QUA-00 ok ok patch"],
        ),
        (
            "",
            "{metric: duplicateValues, mustBeLessThan: 9}",
            "unique: true,",
            ["QUA-00 ok ok patch"],
        ),
        (
            "{metric: nullValues, mustBe: 0}",
            "{metric: nullValues, mustBeLessThan: 9}",
            "",
            ["NUL-01 break ok major"],
        ),
        (
            "{metric: nullValues, mustBe: 0}",
            "{metric: nullValues, mustBe: 9}",
            "",
            ["NUL-01 break ok major", "QUA-04 break break major"],
        ),
        ("{metric: nullValues, mustBe: many}", "", "required: true,", ["QUA-02 break ok major"]),
        (
            "{metric: nullValues, mustBe: 0, id: a}",
            "{metric: nullValues, mustBe: 0, id: b}",
            "",
            ["QUA-13 ok ok patch"],
        ),
    ],
)
def test_what_the_property_guarantees_anyway_is_told_once(before, after, flags, expected):
    """The same promise in two places is one promise."""
    assert _in_property(before, after, flags) == expected


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (f"{{{ROWS}mustNotBe: 2.5}}", f"{{{ROWS}mustBeGreaterThan: -1}}", "QUA-13 ok ok patch"),
        (f"{{{ROWS}mustBeBetween: [1.2, 1.8]}}", f"{{{ROWS}mustBe: 1}}", f"QUA-03 {WIDER}"),
        ("{engine: soda, implementation: a}", "", f"QUA-02 {WIDER}"),
    ],
)
def test_counts_are_whole_numbers(before, after, expected):
    """What no count can be is accepted by nobody."""
    assert _told(before, after) == [expected]
