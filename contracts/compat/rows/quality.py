"""What do quality rules guarantee? Thresholds, metrics, queries, severities."""

from contracts.compat.rows.row import row
from contracts.rule import Rule

QUALITY_ROWS: tuple[Rule, ...] = (
    row(
        "QUA-00",
        "quality-rule-implied",
        "ok ok patch",
        (
            "A rule changed that checks what another promise guarantees.",
            "The guarantee stands.",
            "Nothing to do.",
        ),
    ),
    row(
        "QUA-01",
        "quality-rule-added",
        "ok break minor",
        (
            "A quality rule was added.",
            "Old data and suppliers may fail it.",
            "Check the data before adding it, or let it warn first.",
        ),
    ),
    row(
        "QUA-02",
        "quality-rule-removed",
        "break ok major",
        (
            "A quality rule was removed.",
            "Consumers may rely on what nobody checks any more.",
            "Keep it, or let it warn until consumers have adapted.",
        ),
    ),
    row(
        "QUA-03",
        "quality-threshold-moved",
        "break break major",
        (
            "A rule accepts more than before, or less.",
            "Consumers meet worse data, or old data fails.",
            "Announce a looser threshold; check data before a stricter one.",
        ),
    ),
    row(
        "QUA-04",
        "quality-threshold-replaced",
        "break break major",
        (
            "A rule accepts other results than before.",
            "Neither old expectations nor old data fit.",
            "Add a second rule.",
        ),
    ),
    row(
        "QUA-05",
        "quality-unit-changed",
        "risk risk minor",
        (
            "A rule counts in another unit.",
            "Whether it is as strict depends on the number of rows.",
            "Say both until consumers have adapted.",
        ),
    ),
    row(
        "QUA-06",
        "quality-severity-changed",
        "break break major",
        (
            "A failure stops bad data, or no longer.",
            "Bad data arrives, or data that arrived is refused.",
            "Announce it.",
        ),
    ),
    row(
        "QUA-07",
        "quality-metric-changed",
        "risk risk minor",
        (
            "A rule measures something else.",
            "Whether it is as strict cannot be told.",
            "Add a second rule.",
        ),
    ),
    row(
        "QUA-08",
        "quality-arguments-changed",
        "break break major",
        (
            "A rule looks at other values or columns.",
            "More or fewer rows count as failures.",
            "Add a second rule.",
        ),
    ),
    row(
        "QUA-09",
        "quality-query-changed",
        "risk risk minor",
        (
            "The query of a rule changed.",
            "Whether it is as strict cannot be told from its text.",
            "Say in the description what differs.",
        ),
    ),
    row(
        "QUA-10",
        "quality-implementation-changed",
        "risk risk minor",
        (
            "The engine or the implementation of a rule changed.",
            "Whether it is as strict cannot be told from its text.",
            "Say in the description what differs.",
        ),
    ),
    row(
        "QUA-11",
        "quality-testability-changed",
        "risk ok minor",
        (
            "A rule in words became a test, or a test became words.",
            "What is not tested is not known.",
            "Keep the test.",
        ),
    ),
    row(
        "QUA-12",
        "quality-schedule-changed",
        "risk ok minor",
        (
            "A rule is checked at other times.",
            "If the longest wait between two checks grows, bad data is noticed later.",
            "Tell consumers when it is checked.",
        ),
    ),
    row(
        "QUA-13",
        "quality-rule-relabelled",
        "ok ok patch",
        (
            "The name, the description or another text of a rule changed.",
            "It accepts the same.",
            "Nothing to do.",
        ),
    ),
    row(
        "QUA-14",
        "quality-rule-moved",
        "ok ok patch",
        (
            "A quality rule moved between an object and one of its properties.",
            "It looks at the same data and accepts the same.",
            "Nothing to do.",
        ),
    ),
)
