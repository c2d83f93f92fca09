"""Rows about types: logical and physical types, formats, time zones."""

from contracts.compat.rows.row import row
from contracts.rule import Rule

TYPE_ROWS: tuple[Rule, ...] = (
    row(
        "TYP-01",
        "type-widened",
        "break ok major",
        (
            "The logical type allows more than before.",
            "Readers meet values of a kind their code does not expect.",
            "Add a property of the wider type and mark this one deprecated.",
        ),
    ),
    row(
        "TYP-02",
        "type-narrowed",
        "ok break minor",
        (
            "The logical type allows less than before.",
            "Old data and suppliers may hold values that no longer fit.",
            "Check the history for values that do not fit first.",
        ),
    ),
    row(
        "TYP-03",
        "type-replaced",
        "break break major",
        (
            "The logical type was replaced by one that does not contain it.",
            "Neither can old readers read new data nor does old data satisfy the contract.",
            "Add a property of the other type and mark this one deprecated.",
        ),
    ),
    row(
        "TYP-04",
        "type-stated",
        "ok risk minor",
        (
            "A logical type was stated where none was.",
            "Old data was never promised to be of that type.",
            "Check the history for other values first.",
        ),
    ),
    row(
        "TYP-05",
        "type-no-longer-stated",
        "break ok major",
        (
            "The logical type is no longer stated.",
            "Any value may arrive.",
            "Keep the logical type.",
        ),
    ),
    row(
        "TYP-06",
        "physical-type-respelled",
        "ok ok none",
        (
            "The physical type is written in another way and is the same.",
            "Nobody notices.",
            "Nothing to do.",
        ),
    ),
    row(
        "TYP-07",
        "physical-type-wider-same-values",
        "risk ok minor",
        (
            "The physical type is wider; other promises still bound the values as before.",
            "Generated code and drivers may choose another type.",
            "Tell readers whose code is generated from the schema.",
        ),
    ),
    row(
        "TYP-08",
        "physical-type-widened",
        "break ok major",
        (
            "The physical type holds values that were impossible before.",
            "Readers meet values that do not fit their columns and variables.",
            "State the old bound in logicalTypeOptions, or add a property of the wider type.",
        ),
    ),
    row(
        "TYP-09",
        "physical-type-narrowed",
        "ok break minor",
        (
            "The physical type holds less than before.",
            "Old values may not fit.",
            "Check the history for values that do not fit first.",
        ),
    ),
    row(
        "TYP-10",
        "number-format-changed",
        "break break major",
        (
            "The format of a number changed.",
            "A wider format brings values readers cannot hold, a narrower one refuses old values.",
            "State the old bound in minimum and maximum, or add a property of the other format.",
        ),
    ),
    row(
        "TYP-11",
        "time-zone-carrying-changed",
        "break break major",
        (
            "Whether values carry a time zone changed.",
            "An instant becomes a wall-clock time, or the other way round: every value is misread.",
            "Add a property for the other form and mark this one deprecated.",
        ),
    ),
    row(
        "TYP-12",
        "default-time-zone-changed",
        "break break major",
        (
            "Values without a zone are to be read in another time zone.",
            "Every value shifts, and no system notices.",
            "Keep the zone, or add a property whose values carry one.",
        ),
    ),
    row(
        "TYP-13",
        "unused-time-zone-changed",
        "ok ok patch",
        (
            "The default time zone changed, and every value carries its own.",
            "Values mean what they meant.",
            "Nothing to do.",
        ),
    ),
    row(
        "TYP-14",
        "date-format-changed",
        "break break major",
        (
            "Dates or times are written in another pattern.",
            "In text (CSV, JSON) parsers fail or swap day and month; typed columns stay the same.",
            "Keep the pattern, or add a property in the other one.",
        ),
    ),
    row(
        "TYP-15",
        "text-format-changed",
        "break break major",
        (
            "The format of a text changed.",
            "Readers parse another form than before; old values may not have the new form.",
            "Add a property in the other format and mark this one deprecated.",
        ),
    ),
    row(
        "TYP-17",
        "physical-type-replaced",
        "break break major",
        (
            "The physical type was replaced by one that does not contain it.",
            "Values change their form or precision; neither side fits the other.",
            "Add a property of the other type and mark this one deprecated.",
        ),
    ),
    row(
        "TYP-18",
        "physical-type-stated-or-dropped",
        "break break major",
        (
            "A physical type was stated where none was, or is no longer stated.",
            "Dropped: values may be larger than before. Stated: old values may not fit.",
            "Keep the physical type, or state the same bound in logicalTypeOptions.",
        ),
    ),
    row(
        "TYP-19",
        "collation-changed",
        "risk risk minor",
        (
            "The collation or case sensitivity of a text changed.",
            "Joins, sorting and uniqueness may give other results.",
            "Tell consumers who join or sort by this column.",
        ),
    ),
)
