"""How long does a schedule let people wait, and is that longer than before?"""

import pytest

from contracts.compat.compare import changes
from contracts.compat.cron import longest_wait_s, schedule
from contracts.compat.schedules import Wait, wait


@pytest.mark.parametrize(
    ("cron", "hours"),
    [
        ("* * * * *", 1 / 60),
        ("*/15 * * * *", 0.25),
        ("5/20 * * * *", 1 / 3),
        ("0 6 * * *", 24),
        ("0 6,18 * * *", 12),
        ("0 8-17 * * *", 15),
        ("0 6 * * 1-5", 72),
        ("0 6 * * MON-FRI", 72),
        ("0 0 * * 7", 168),
        ("0 0 * * 5-7", 120),
        ("0 0 1 * *", 31 * 24),
        ("0 0 1 * 1", 168),
        ("0 0 1 JAN-DEC/3 *", 92 * 24),
        ("0 0 31 * *", 61 * 24),
        ("0 0 29 2 *", 1461 * 24),
        ("0 0 31 2 *", None),
        ("@hourly", 1),
        ("@Weekly", 168),
        ("CRON_TZ=America/Chicago 0 6 * * *", 24),
        ("0 0 6 ? * MON-FRI", 72),
        ("0 0 6 ? * 2-6", 72),
        ("0 0 6 * * ? *", 24),
        ("cron(0 6 ? * 2-6 *)", 72),
    ],
)
def test_the_longest_wait_is_that_of_the_calendar(cron, hours):
    """Who reads on a Monday waits for the whole weekend."""
    found = longest_wait_s(schedule(cron))

    assert found == (None if hours is None else hours * 3600)


@pytest.mark.parametrize(
    "source",
    [
        *("", "daily", "0 0 * *", "0 0 * * * *", "60 * * * *", "* 24 * * *", "0 0 0 * *"),
        *("0 0 * 13 *", "0 0 * * 8", "0 0 L * *", "0 0 * * 1#2", "0 0 15W * *", "*/0 * * * *"),
        *("5-1 * * * *", "0 0 * FOO *", "* * * * * ?", "0 0 6 ? * MON 2027", "? * *", "a b c d e"),
        *("cron()", "0 0 ? * *", "1,,2 * * * *", "*-5 * * * *"),
    ],
)
def test_what_cannot_be_told_is_no_schedule(source):
    """A guess about a sign that few know would hide a slower check."""
    assert schedule(source) is None


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("0 6 * * 1-5", "0 6 * * MON-FRI", Wait.SAME),
        ("@daily", "0 0 * * *", Wait.SAME),
        ("0 6 * * *", "0 7 * * *", Wait.AS_LONG),
        ("CRON_TZ=UTC 0 6 * * *", "CRON_TZ=Asia/Tokyo 0 6 * * *", Wait.AS_LONG),
        ("0 6 * * *", "daily", Wait.AS_LONG),
        ("0 6 * * *", "0 6 * * 1-5", Wait.LONGER),
        ("0 6 * * *", "PT12H", Wait.SHORTER),
        ("0 0 1 * *", "P31D", Wait.AS_LONG),
        ("0 0 1 * *", "monthly", Wait.AS_LONG),
        ("quarterly", "0 0 1 */3 *", Wait.AS_LONG),
        ("P7M", "0 0 1 * *", Wait.UNKNOWN),
        ("daily", "P1D", Wait.SAME),
        ("0 6 * * *", "0 6 L * *", Wait.UNKNOWN),
        ("0 0 31 2 *", "0 6 * * *", Wait.UNKNOWN),
        ("5 rows", "6 rows", Wait.UNKNOWN),
        (["0 6 * * *"], None, Wait.UNKNOWN),
    ],
)
def test_two_schedules_compare_by_the_longest_wait(before, after, expected):
    """Half an hour later each day is no slower; a weekend without a run is."""
    assert wait(before, after) is expected


def _told(before, after):
    return [
        f"{each.rule} {each.reads} {each.writes} {each.bump}" for each in changes(before, after)
    ]


def _checked(schedule_):
    rule = {"metric": "rowCount", "mustBeGreaterThan": 1, "schedule": schedule_}
    return {"schema": [{"name": "t", "quality": [rule]}]}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("0 6 * * *", "0 6 * * 1", "QUA-12 risk ok minor"),
        ("0 6 * * 1", "0 6 * * *", "QUA-12 ok ok minor"),
        ("0 6 * * *", "0 7 * * *", "QUA-12 ok ok patch"),
        ("@daily", "0 0 * * *", "QUA-12 ok ok patch"),
        ("0 6 * * *", "0 6 L * *", "QUA-12 risk ok minor"),
        ("0 6 * * *", None, "QUA-12 risk ok minor"),
        (None, "0 6 * * *", "QUA-12 ok ok patch"),
    ],
)
def test_only_a_slower_check_is_a_risk(before, after, expected):
    """Nobody minds that bad data is found sooner."""
    assert _told(_checked(before), _checked(after)) == [expected]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("0 6 * * *", "0 6 * * 1", "SLA-07 risk ok minor"),
        ("0 6 * * 1", "0 6 * * *", "SLA-07 ok ok minor"),
        ("0 6 * * *", "0 7 * * *", "SLA-07 ok ok minor"),
        ("@daily", "0 0 * * *", "SLA-08 ok ok patch"),
        ("0 6 * * *", "hourly, or so", "SLA-07 risk ok minor"),
        (None, "0 6 * * *", "SLA-07 ok ok minor"),
    ],
)
def test_a_level_is_checked_as_often(before, after, expected):
    """A level that nobody looks at is kept by chance."""
    trees = [
        {"slaProperties": [{"property": "latency", "value": 1, "unit": "h", "schedule": each}]}
        for each in (before, after)
    ]

    assert _told(*trees) == [expected]
