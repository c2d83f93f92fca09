"""What do the values mean? Descriptions, units, computations, concepts, guidance for AI."""

from contracts.compat.rows.row import row
from contracts.rule import Rule

MEANING_ROWS: tuple[Rule, ...] = (
    row(
        "SEM-01",
        "computation-changed",
        "risk risk minor",
        (
            "The values are computed in another way.",
            "The same column may hold other numbers.",
            "Say in the description what differs, and since when.",
        ),
        approvers=("data steward",),
    ),
    row(
        "SEM-02",
        "sources-changed",
        "risk ok minor",
        (
            "The values are made from other sources.",
            "Coverage, quality and classification of the new source apply.",
            "Say in the description what differs.",
        ),
    ),
    row(
        "SEM-03",
        "semantic-type-changed",
        "break risk major",
        (
            "A column became a measure or a dimension, or the other way round.",
            "Tools select and aggregate it in another way, or refuse to.",
            "Add a second property with the new type.",
        ),
    ),
    row(
        "SEM-04",
        "wording-changed",
        "risk risk major",
        (
            "The description or the business name changed.",
            "Rewording hurts nobody; another unit changes what every value means.",
            "Nothing to do for a rewording; for another unit add a property of its own.",
        ),
    ),
    row(
        "SEM-05",
        "synonyms-changed",
        "risk ok patch",
        (
            "The synonyms changed.",
            "People and tools may not find the element under a word they know.",
            "Keep synonyms that are in use.",
        ),
    ),
    row(
        "SEM-06",
        "ai-constraint-changed",
        "risk ok minor",
        (
            "What AI tools must not do with the data changed.",
            "What tools do today may be prohibited.",
            "Tell consumers who use the data with AI.",
        ),
    ),
    row(
        "SEM-07",
        "ai-guidance-changed",
        "risk ok minor",
        (
            "What AI tools are told about the data changed.",
            "Tools may answer in another way.",
            "Check the verified answers.",
        ),
    ),
    row(
        "SEM-08",
        "concept-changed",
        "risk risk major",
        (
            "A property refers to another concept or definition.",
            "The type is the same and the meaning is another: joins go wrong silently.",
            "Agree with the glossary's owner, or add a property for the other concept.",
        ),
        approvers=(
            "glossary owner",
            "data steward",
        ),
    ),
    row(
        "SEM-09",
        "tags-changed",
        "ok ok patch",
        (
            "The tags of an element changed.",
            "The data is the same.",
            "Nothing to do.",
        ),
    ),
    row(
        "SEM-10",
        "unit-changed",
        "break break major",
        (
            "The unit, the currency or the coordinate system changed.",
            "Every number means something else.",
            "Add a property in the new unit, and deprecate the old one.",
        ),
    ),
    row(
        "SEM-11",
        "missing-value-changed",
        "break break major",
        (
            "A missing value is written in another way.",
            "Readers take placeholders for values.",
            "Keep the convention, or add a property of its own.",
        ),
    ),
    row(
        "SEM-12",
        "coverage-changed",
        "risk risk minor",
        (
            "The data covers another population, area or selection.",
            "Totals and rates are not comparable with earlier ones.",
            "Say since when, and give both for a while.",
        ),
        approvers=("data steward",),
    ),
    row(
        "SEM-13",
        "update-semantics-changed",
        "break break major",
        (
            "The data is updated in another way: snapshots, additions, deletions.",
            "Readers count rows twice, or keep rows that are gone.",
            "Offer the new way beside the old one.",
        ),
    ),
)
