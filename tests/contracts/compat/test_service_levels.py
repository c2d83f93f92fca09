"""Which service is better? Quantities with units, dates, times of day, and what cannot be told."""

import pytest

from contracts.compat.compare import changes

WEAKER, STRONGER = "SLA-03 break ok major", "SLA-03 ok break minor"
SAME, UNKNOWN = "SLA-08 ok ok none", "SLA-03 risk risk minor"


def _told(before, after):
    trees = ({"slaProperties": each} for each in (before, after))
    return [f"{each.rule} {each.reads} {each.writes} {each.bump}" for each in changes(*trees)]


def _level(name, written):
    value, _, unit = written.partition("|")
    exact = int(value) if value.isdigit() else value
    return {"property": name, "value": exact, **({"unit": unit} if unit else {})}


@pytest.mark.parametrize(
    ("name", "before", "after", "expected"),
    [
        ("availability", "99.9|percent", "99.0|%", WEAKER),
        ("uptime", "99%", "99.9%", STRONGER),
        ("throughput", "2300|msg/20s", "100|msg/s", WEAKER),
        ("throughput", "10|records/s", "10|rows/s", UNKNOWN),
        ("errorRate", "1|percent", "2|percent", WEAKER),
        ("retention", "7|y", "3|y", WEAKER),
        ("retention", "7|y", "84|months", SAME),
        ("retention", "7|y", "2557|d", SAME),
        ("retention", "7|y", "2400|d", WEAKER),
        ("retention", "P1Y", "P18M", STRONGER),
        ("retention", "P1Y", "P2M1D", WEAKER),
        ("retention", "P", "P1Y", UNKNOWN),
        ("retention", "P7Y", "2557|d", SAME),
        ("retention", "1|mo", "30|d", WEAKER),
        ("retention", "permanent", "7|y", WEAKER),
        ("retention", "7|y", "indefinitely", STRONGER),
        ("retention", "forever", "unlimited", SAME),
        ("latency", "1|h", "30|min", STRONGER),
        ("latency", "500ms", "2|s", WEAKER),
        ("ly", "PT1H", "60|minutes", SAME),
        ("latency", "4|m", "5|m", WEAKER),
        ("latency", "4|m", "4|min", UNKNOWN),
        ("latency", "4", "4|h", UNKNOWN),
        ("freshness", "24|hours", "48|hours", WEAKER),
        ("frequency", "daily", "weekly", WEAKER),
        ("frequency", "1|d", "nightly", SAME),
        ("frequency", "every 15 minutes", "PT15M", SAME),
        ("frequency", "2|per day", "4|/d", STRONGER),
        ("frequency", "2|per month", "4|per month", WEAKER),
        ("frequency", "0 6 * * *", "0 7 * * *", UNKNOWN),
        ("frequency", "0 6 * * *", "0 6 * * MON-FRI", WEAKER),
        ("frequency", "0 6 * * 1", "daily", STRONGER),
        ("frequency", "0 6 * * 1-5", "0 6 * * MON-FRI", SAME),
        ("frequency", "0 6 * * *", "0 6 L * *", UNKNOWN),
        ("latency", "0 6 * * *", "0 6 * * 1", UNKNOWN),
        ("timeToRepair", "30|min", "1|h", WEAKER),
        ("timeOfAvailability", "09:00-08:00", "17:00-08:00", WEAKER),
        ("timeOfAvailability", "09:00-08:00", "17:00Z", SAME),
        ("timeOfAvailability", "09:00+01:00", "09:00", UNKNOWN),
        ("timeOfAvailability", "9:00 AM", "5:00 PM", WEAKER),
        ("timeOfAvailability", "12:00 AM", "12:30 am", WEAKER),
        ("timeOfAvailability", "13:00 PM", "14:00 PM", UNKNOWN),
        ("timeOfAvailability", "09:00 America/Denver", "08:30 America/Denver", STRONGER),
        ("timeOfAvailability", "09:00 America/Denver", "09:00 America/New_York", UNKNOWN),
        ("timeOfAvailability", "09:00Z", "08:00 UTC", STRONGER),
        ("timeOfAvailability", "09:00+01:00 UTC", "08:00 UTC", UNKNOWN),
        ("generalAvailability", "2026-05-12", "2026-06-01", WEAKER),
        ("endOfSupport", "2032-05-12T09:30:10-08:00", "2033-05-12 09:30:10-08:00", STRONGER),
        ("endOfLife", "2032-05-12", "2031-05-12", WEAKER),
        ("endOfLife", "never", "Never", SAME),
        ("piiMasked", "yes", "no", UNKNOWN),
        ("mood", "1|h", "2|h", UNKNOWN),
    ],
)
def test_a_level_has_a_direction_in_which_it_is_better(name, before, after, expected):
    """Consumers lose what gets worse, suppliers must keep what gets better."""
    assert _told([_level(name, before)], [_level(name, after)]) == [expected]


@pytest.mark.parametrize(
    ("names", "worse", "better"),
    [
        (("availability", "av", "uptime"), "99.0|%", "99.9|percent"),
        (("throughput", "th"), "5|rows/s", "10|rows/s"),
        (("errorRate", "error-rate", "er"), "2|%", "1|%"),
        (("retention", "re"), "3|y", "P7Y"),
        (("latency", "ly", "Latency"), "4|h", "30|min"),
        (("freshness", "fr"), "4|h", "PT1H"),
        (("frequency", "fy"), "weekly", "1|d"),
        (("timeToDetect", "td"), "1|d", "4|h"),
        (("timeToNotify", "tn", "time to notify"), "1|d", "4|h"),
        (("timeToRepair", "tr"), "1|d", "4|h"),
        (("timeOfAvailability", "ta"), "17:00-08:00", "09:00-08:00"),
        (("generalAvailability", "ga"), "2026-06-01", "2026-05-12"),
        (("endOfSupport", "es"), "2030-05-12", "2031-05-12"),
        (("endOfLife", "el"), "2030-05-12", "2031-05-12"),
    ],
)
def test_every_row_of_the_table_counts_both_ways_and_by_every_name(names, worse, better):
    """What weakens a promise in one direction strengthens it in the other."""
    for name in names:
        bad, good = _level(name, worse), _level(name, better)

        assert (_told([good], [bad]), _told([bad], [good])) == ([WEAKER], [STRONGER]), name


LATENCY = {"property": "latency", "value": 1, "unit": "h"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ([], [LATENCY], ["SLA-02 ok break minor"]),
        ([LATENCY], [], ["SLA-01 break ok major"]),
        ([], [{"property": "endOfLife", "value": "2030-01-01"}], ["SLA-02 break ok major"]),
        ([{"property": "es", "value": "2030-01-01"}], [], ["SLA-01 ok break minor"]),
        ([], [{"property": "generalAvailability", "value": "2030-01-01"}], ["SLA-02 ok ok minor"]),
        ([LATENCY], [{**LATENCY, "element": "t.c"}], ["SLA-04 risk ok minor"]),
        ([{**LATENCY, "element": "t.c"}], [LATENCY], ["SLA-04 risk risk minor"]),
        (
            [{**LATENCY, "element": "t.c"}],
            [{**LATENCY, "element": "t.d"}],
            ["SLA-04 break risk major"],
        ),
        (
            [{**LATENCY, "element": "a, b"}],
            [{**LATENCY, "element": "b"}],
            ["SLA-04 break ok major"],
        ),
        (
            [{**LATENCY, "element": "b"}],
            [{**LATENCY, "element": "a, b"}],
            ["SLA-04 ok break minor"],
        ),
        ([{**LATENCY, "element": "a,b"}], [{**LATENCY, "element": "b, a"}], ["SLA-08 ok ok patch"]),
        (
            [{**LATENCY, "driver": "operational"}],
            [{**LATENCY, "driver": "x"}],
            ["SLA-08 ok ok patch"],
        ),
        ([LATENCY], [{**LATENCY, "property": "ly"}], ["SLA-08 ok ok patch"]),
        ([LATENCY], [{**LATENCY, "description": "d"}], ["SLA-08 ok ok patch"]),
        ([LATENCY], [{**LATENCY, "valueExt": 2}], [UNKNOWN]),
        ([LATENCY], [{**LATENCY, "odd": 2}], ["DOC-07 risk risk minor"]),
        ([LATENCY, 5], [LATENCY], ["CHG-01 risk risk minor"]),
        ([{"value": 1}], [{"value": 2}], ["SLA-01 break ok major", "SLA-02 ok break minor"]),
        ([{"id": "x", **LATENCY}, LATENCY], [LATENCY], ["SLA-01 break ok major"]),
    ],
)
def test_a_change_of_the_list_of_levels_is_told_once(before, after, expected):
    """Two levels of one property must not hide one another."""
    assert _told(before, after) == expected


@pytest.mark.parametrize(
    ("before", "after", "levels", "expected"),
    [
        ("t.c", "t.d", [LATENCY], ["SLA-04 break risk major"]),
        ("t.c", "t.d", [{**LATENCY, "element": "t.e"}], ["SLA-04 ok ok patch"]),
        (None, "t.d", [LATENCY], ["SLA-04 ok ok patch"]),
    ],
)
def test_the_default_element_is_told_once(before, after, levels, expected):
    """One line decides for all levels that name no element."""
    trees = ({"slaDefaultElement": each, "slaProperties": levels} for each in (before, after))

    assert [f"{e.rule} {e.reads} {e.writes} {e.bump}" for e in changes(*trees)] == expected


def test_a_deprecated_contract_may_say_when_it_ends():
    """The date is what consumers need most, so announcing it must not be a break of its own."""
    end = {"property": "endOfSupport", "value": "2027-03-31"}
    before = {"version": "1.0.0", "status": "active"}
    after = {"version": "1.1.0", "status": "deprecated", "slaProperties": [end]}

    assert [f"{each.rule} {each.bump}" for each in changes(before, after)] == [
        "LIFE-02 minor",
        "SLA-02 minor",
    ]
