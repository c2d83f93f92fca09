"""Rows about properties: existence, names, places, order."""

from contracts.compat.rows.row import row
from contracts.rule import Rule

PROPERTY_ROWS: tuple[Rule, ...] = (
    row(
        "PROP-01",
        "property-added",
        "ok ok minor",
        (
            "An optional property was added.",
            "Readers who name their columns notice nothing.",
            "Nothing to do.",
        ),
    ),
    row(
        "PROP-02",
        "required-property-added",
        "ok break minor",
        (
            "A required property was added.",
            "Rows and suppliers of the old version lack it.",
            "Add it as optional first, fill the history, then make it required.",
        ),
    ),
    row(
        "PROP-03",
        "required-property-removed",
        "break ok major",
        (
            "A required property was removed.",
            "Readers lose a column they were promised in every row.",
            "Keep it and mark it deprecated until its readers have moved.",
        ),
    ),
    row(
        "PROP-04",
        "property-removed",
        "break ok major",
        (
            "An optional property was removed.",
            "Queries that name the column fail.",
            "Keep it and mark it deprecated until its readers have moved.",
        ),
    ),
    row(
        "PROP-05",
        "property-renamed",
        "break break major",
        (
            "A property has another name.",
            "Readers and suppliers address it by the old name, and history lies there.",
            "Add the new name beside the old one, mark the old one deprecated, remove it later.",
        ),
    ),
    row(
        "PROP-06",
        "property-logical-name-changed",
        "risk ok minor",
        (
            "A property has another name, and its physical name stays.",
            "SQL readers are unaffected; those who use the logical name lose it.",
            "Tell readers of the API and of the semantic layer.",
        ),
    ),
    row(
        "PROP-07",
        "property-physical-name-changed",
        "break break major",
        (
            "The column behind a property has another name.",
            "Queries address the physical name, and history holds the old column.",
            "Keep physicalName, or keep the old column beside the new one.",
        ),
    ),
    row(
        "PROP-08",
        "property-renamed-with-alias",
        "risk ok minor",
        (
            "A property has another name, and the old name still works.",
            "Readers have time to move; one day the old name will go.",
            "Tell readers the new name and when the old one ends.",
        ),
    ),
    row(
        "PROP-09",
        "property-names-swapped",
        "break break major",
        (
            "Two properties have exchanged their names.",
            "Queries keep running and silently return the other column.",
            "Use names that were never used before.",
        ),
    ),
    row(
        "PROP-10",
        "property-moved",
        "break break major",
        (
            "A property stands in another place of the schema.",
            "Readers and suppliers address it by its old path.",
            "Keep the old path too and mark it deprecated.",
        ),
    ),
    row(
        "PROP-11",
        "property-moved-old-path-kept",
        "ok ok minor",
        (
            "A property stands in another place, and the old path is kept as deprecated.",
            "Readers have time to move.",
            "Tell readers the new path and when the old one ends.",
        ),
    ),
    row(
        "PROP-12",
        "property-name-respelled",
        "risk risk minor",
        (
            "A property's name differs in case or in the spelling of its letters only.",
            "Systems that tell upper from lower case no longer find it.",
            "Keep the spelling.",
        ),
    ),
    row(
        "PROP-13",
        "properties-reordered",
        "ok ok none",
        (
            "The properties stand in another order.",
            "Columns are found by name, except in files without a header: there both sides break.",
            "Nothing to do; in files without a header keep the order.",
        ),
    ),
    row(
        "PROP-14",
        "property-inserted",
        "ok ok minor",
        (
            "A property was inserted before others.",
            "Columns are found by name, except in files without a header: there both sides break.",
            "In files without a header add new columns at the end.",
        ),
    ),
)
