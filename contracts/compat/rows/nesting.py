"""Rows about what lies inside a property (lists, objects, maps, vectors), and the catch-all."""

from contracts.compat.rows.row import row
from contracts.rule import Rule

NESTING_ROWS: tuple[Rule, ...] = (
    row(
        "NST-02",
        "list-and-single-exchanged",
        "break break major",
        (
            "A single value became a list of such values, or the other way round.",
            "Neither side can read the other's form.",
            "Add a property in the other form and mark this one deprecated.",
        ),
    ),
    row(
        "NST-03",
        "object-flattened-or-nested",
        "break break major",
        (
            "Fields moved out of an object into its parent, or from the parent into an object.",
            "Readers and suppliers address them by their old paths.",
            "Keep the old form too and mark it deprecated.",
        ),
    ),
    row(
        "NST-04",
        "entry-property-added",
        "ok break minor",
        (
            "The entries of a list gained a property.",
            "Optional: nobody is hurt. Required: old entries and suppliers lack it.",
            "Add it as optional first, fill the history, then make it required.",
        ),
    ),
    row(
        "NST-05",
        "map-key-changed",
        "break break major",
        (
            "The keys of a map have another type.",
            "Look-ups by key fail on both sides.",
            "Add a map with the other keys and mark this one deprecated.",
        ),
    ),
    row(
        "NST-06",
        "map-value-changed",
        "break break major",
        (
            "The values of a map have another type.",
            "A wider type brings values readers do not expect, a narrower one refuses old values.",
            "Add a map with the other values and mark this one deprecated.",
        ),
    ),
    row(
        "NST-07",
        "map-and-object-exchanged",
        "break break major",
        (
            "A map became an object with fixed fields, or the other way round.",
            "Fields that were promised may be missing, or any key may arrive.",
            "Add a property in the other form and mark this one deprecated.",
        ),
    ),
    row(
        "VEC-01",
        "vector-shape-changed",
        "break break major",
        (
            "A vector has another number of dimensions or another type of element.",
            "Stored vectors and indexes no longer fit.",
            "Publish the other vectors as a property of its own.",
        ),
    ),
    row(
        "VEC-02",
        "embedding-model-changed",
        "break break major",
        (
            "The vectors come from another model.",
            "Vectors of two models cannot be compared, and no system notices.",
            "Publish the other model's vectors as a property of its own.",
        ),
    ),
    row(
        "VEC-03",
        "vector-measure-changed",
        "risk risk minor",
        (
            "Whether vectors are normalised, or how their distance is measured, changed.",
            "Rankings and thresholds may give other results.",
            "Tell consumers who compare vectors.",
        ),
    ),
)

CHANGE_ROWS: tuple[Rule, ...] = (
    row(
        "CHG-01",
        "change-not-judged",
        "risk risk minor",
        (
            "Something changed in a place that no rule judges yet.",
            "Charter cannot tell whom it hurts, so a person should look.",
            "Look at the change, and tell consumers if it matters to them.",
        ),
    ),
    row(
        "CHG-02",
        "documentation-changed",
        "ok ok patch",
        (
            "Texts, tags or names for people changed.",
            "The data is the same.",
            "Nothing to do.",
        ),
    ),
)
