"""Rows about what may be missing, what may repeat, and how rows are cut."""

from contracts.compat.rows.row import row
from contracts.rule import Rule

KEY_ROWS: tuple[Rule, ...] = (
    row(
        "NUL-01",
        "property-became-optional",
        "break ok major",
        (
            "A value that was always there may be missing.",
            "Readers meet a null they never had to handle.",
            "Keep it required, or offer the optional form as a property of its own.",
        ),
    ),
    row(
        "NUL-02",
        "property-became-required",
        "ok break minor",
        (
            "A value that could be missing must be there.",
            "Old rows and suppliers without the value no longer satisfy the contract.",
            "Fill the history and tell suppliers first.",
        ),
    ),
    row(
        "NUL-03",
        "nullability-said-elsewhere",
        "ok ok patch",
        (
            "That the value must be there is said in another place.",
            "The promise is the same.",
            "Nothing to do.",
        ),
    ),
    row(
        "NUL-04",
        "entry-nullability-changed",
        "break break major",
        (
            "Whether an entry of a list or map may be missing changed.",
            "Optional now: readers meet nulls. Required now: old data may not satisfy it.",
            "Keep it as it was, or offer the other form as a property of its own.",
        ),
    ),
    row(
        "KEY-01",
        "uniqueness-removed",
        "break ok major",
        (
            "Values that were unique may repeat.",
            "Joins return more rows than before.",
            "Keep the values unique, or offer another column that is.",
        ),
    ),
    row(
        "KEY-02",
        "uniqueness-added",
        "ok break minor",
        (
            "Values must be unique.",
            "Old data with repeated values no longer satisfies the contract.",
            "Check the history for repeated values first.",
        ),
    ),
    row(
        "KEY-03",
        "primary-key-removed",
        "break ok major",
        (
            "The primary key was dropped.",
            "Values may repeat and be missing; joins and updates by key go wrong.",
            "Keep the key.",
        ),
    ),
    row(
        "KEY-04",
        "primary-key-added",
        "ok break minor",
        (
            "A primary key was added.",
            "Old data with missing or repeated values no longer satisfies the contract.",
            "Check the history for missing and repeated values first.",
        ),
    ),
    row(
        "KEY-05",
        "primary-key-columns-changed",
        "break break major",
        (
            "The set of columns that make the primary key changed.",
            "A row is identified by something else: joins and updates by key go wrong.",
            "Keep the old key unique, or publish the other grain as an object of its own.",
        ),
    ),
    row(
        "KEY-06",
        "primary-key-reordered",
        "ok ok patch",
        (
            "The columns of the primary key stand in another order.",
            "The key is the same; an index in another order may be slower for some.",
            "Nothing to do.",
        ),
    ),
    row(
        "PART-01",
        "partitioning-changed",
        "risk ok minor",
        (
            "The partitioning was removed or uses other columns.",
            "Queries cost more, and readers who go partition by partition must change.",
            "Tell consumers who read by partition.",
        ),
    ),
    row(
        "PART-02",
        "partition-granularity-changed",
        "risk ok minor",
        (
            "The partitions are cut in another size.",
            "Readers who go partition by partition must change.",
            "Tell consumers who read by partition.",
        ),
    ),
)
