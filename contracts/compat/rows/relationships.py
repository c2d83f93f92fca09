"""Which rows refer to which? Foreign keys."""

from contracts.compat.rows.row import row
from contracts.rule import Rule

RELATIONSHIP_ROWS: tuple[Rule, ...] = (
    row(
        "REL-01",
        "relationship-added",
        "ok break minor",
        (
            "A relationship was added.",
            "Old data may refer to rows that are not there.",
            "Check the data before promising it.",
        ),
    ),
    row(
        "REL-02",
        "relationship-removed",
        "break ok major",
        (
            "A relationship was removed.",
            "Joins may find no row on the other side.",
            "Keep it, or say what takes its place.",
        ),
    ),
    row(
        "REL-03",
        "relationship-retargeted",
        "break break major",
        (
            "A relationship leads to another object or column.",
            "The same value refers to another thing.",
            "Add a property for the other reference.",
        ),
    ),
    row(
        "REL-04",
        "relationship-type-changed",
        "risk risk minor",
        (
            "The type of a relationship changed.",
            "Nobody can tell what the other type promises.",
            "Say in the description what it means.",
        ),
    ),
    row(
        "REL-05",
        "relationship-relabelled",
        "risk ok minor",
        (
            "The id, the spelling or the cardinality of a relationship changed.",
            "Another cardinality makes joins return another number of rows.",
            "Nothing to do for ids; tell consumers of another cardinality.",
        ),
    ),
    row(
        "REL-06",
        "relationship-target-lost",
        "break break major",
        (
            "What a relationship leads to is gone or has another type.",
            "Joins find nothing, in this contract or in another one that refers to it.",
            "Keep it as deprecated until nobody refers to it, or correct the relationships first.",
        ),
    ),
)
