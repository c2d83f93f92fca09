"""Rows about schema objects: tables, views, topics, files."""

from contracts.compat.rows.row import row
from contracts.rule import Rule

OBJECT_ROWS: tuple[Rule, ...] = (
    row(
        "OBJ-01",
        "object-added",
        "ok ok minor",
        (
            "A schema object was added.",
            "Nobody reads it yet.",
            "Nothing to do.",
        ),
    ),
    row(
        "OBJ-02",
        "object-removed",
        "break ok major",
        (
            "A schema object was removed.",
            "Whoever reads it finds nothing.",
            "Keep it and mark it deprecated until its readers have moved.",
        ),
    ),
    row(
        "OBJ-03",
        "object-renamed",
        "break break major",
        (
            "A schema object has another name.",
            "Readers and suppliers address it by the old name, and history lies there.",
            "Keep the old name, or keep physicalName and leave a view under the old name.",
        ),
    ),
    row(
        "OBJ-04",
        "object-physical-name-changed",
        "break ok major",
        (
            "The table, view, topic or file behind a schema object has another name.",
            "Queries address the physical name.",
            "Keep physicalName, or leave a view under the old name.",
        ),
    ),
    row(
        "OBJ-05",
        "object-logical-name-changed",
        "risk ok minor",
        (
            "A schema object has another name, and its physical name stays.",
            "SQL readers are unaffected; those who use the logical name lose it.",
            "Tell readers of the API and of the semantic layer.",
        ),
    ),
    row(
        "OBJ-06",
        "object-physical-type-changed",
        "risk ok minor",
        (
            "A table became a view, or a view became a table.",
            "Reading works; change capture, time travel, row ids and speed may not.",
            "Tell consumers who capture changes or read old states.",
        ),
    ),
    row(
        "OBJ-07",
        "object-medium-changed",
        "break break major",
        (
            "A table or view became a topic, file or interface, or the other way round.",
            "Readers and suppliers need another client.",
            "Offer the new medium beside the old one.",
        ),
    ),
    row(
        "OBJ-08",
        "object-logical-type-changed",
        "break break major",
        (
            "A schema object with fields became a blob without, or the other way round.",
            "Nothing that addressed a field works.",
            "Publish the other form as an object of its own.",
        ),
    ),
    row(
        "OBJ-09",
        "object-granularity-changed",
        "break risk major",
        (
            "What one row stands for changed.",
            "Counts, sums and joins go wrong without any error.",
            "Publish the other granularity as an object of its own.",
        ),
        approvers=("data steward",),
    ),
    row(
        "OBJ-10",
        "objects-reordered",
        "ok ok none",
        (
            "The schema objects stand in another order.",
            "Objects are found by name.",
            "Nothing to do.",
        ),
    ),
    row(
        "OBJ-11",
        "object-split-or-merged",
        "break break major",
        (
            "The properties of one object are spread over several, or those of several are in one.",
            "Queries address columns that are now elsewhere.",
            "Leave a view in the old shape.",
        ),
    ),
)
