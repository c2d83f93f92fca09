"""Rows about the values a property may take: bounds, lengths, steps, patterns, closed lists."""

from contracts.compat.rows.row import row
from contracts.rule import Rule

VALUE_ROWS: tuple[Rule, ...] = (
    row(
        "VAL-01",
        "bound-loosened",
        "break ok major",
        (
            "A bound was loosened or removed, so that more values are allowed.",
            "Readers meet values outside the range they were promised.",
            "Keep the bound, or add a property with the wider range.",
        ),
    ),
    row(
        "VAL-02",
        "bound-tightened",
        "ok break minor",
        (
            "A bound was tightened or added, so that fewer values are allowed.",
            "Old values may lie outside.",
            "Check the history for values outside first.",
        ),
    ),
    row(
        "VAL-03",
        "bound-respelled",
        "ok ok none",
        (
            "A bound is written in another way and allows the same values.",
            "Nobody notices.",
            "Nothing to do.",
        ),
    ),
    row(
        "VAL-04",
        "exclusive-bound-upgraded",
        "ok ok none",
        (
            "An exclusive bound is written as a number, as newer versions of the standard want it.",
            "It allows the same values.",
            "Nothing to do.",
        ),
    ),
    row(
        "VAL-05",
        "size-limit-changed",
        "break break major",
        (
            "A limit on the length of a text or on the number of entries changed.",
            "Loosened: values no longer fit readers' columns. Tightened: old values may not fit.",
            "Keep the limit, or add a property with the other one.",
        ),
    ),
    row(
        "VAL-06",
        "step-changed",
        "break break major",
        (
            "The step of which values must be a multiple changed.",
            "A finer step brings values readers do not expect, a coarser one refuses old values.",
            "Keep the step, or add a property with the other one.",
        ),
    ),
    row(
        "VAL-07",
        "pattern-added-or-removed",
        "break break major",
        (
            "A pattern was added or removed.",
            "Removed: readers meet texts of any form. Added: old texts may not match.",
            "Keep the pattern; before adding one, check the history.",
        ),
    ),
    row(
        "VAL-08",
        "pattern-changed",
        "break break major",
        (
            "The pattern of a text changed.",
            "Readers meet texts of another form, or old texts no longer match.",
            "Keep the pattern, or add a property with the other one.",
        ),
    ),
    row(
        "VAL-09",
        "entry-uniqueness-changed",
        "break break major",
        (
            "Whether the entries of a list may repeat changed.",
            "Repeating now: readers count twice. Unique now: old lists may not satisfy it.",
            "Keep uniqueItems as it was.",
        ),
    ),
    row(
        "VAL-10",
        "required-names-changed",
        "break break major",
        (
            "The list of names that an object must contain changed.",
            "Shorter: readers miss a field. Longer: old data may lack it.",
            "Keep the list; before adding a name, check the history.",
        ),
    ),
    row(
        "VAL-12",
        "examples-changed",
        "ok ok patch",
        (
            "The examples changed.",
            "They explain; they promise nothing.",
            "Nothing to do.",
        ),
    ),
)

ENUM_ROWS: tuple[Rule, ...] = (
    row(
        "ENU-01",
        "value-added",
        "break ok major",
        (
            "A value was added to a closed list.",
            "Readers may meet a value they do not know.",
            "Add the value in a new major version, or declare the list open (enumExtensible).",
        ),
    ),
    row(
        "ENU-02",
        "value-added-to-open-list",
        "risk ok minor",
        (
            "A value was added to a list that was declared open.",
            "Readers were told to expect unknown values; some may not handle them.",
            "Tell readers what the value means.",
        ),
    ),
    row(
        "ENU-03",
        "version-value-added",
        "ok ok none",
        (
            "The single value that repeats the contract's version follows the version.",
            "It says nothing about the data.",
            "Nothing to do.",
        ),
    ),
    row(
        "ENU-04",
        "value-removed",
        "ok break minor",
        (
            "A value was removed from a closed list.",
            "Old data may hold it; queries that filter on it return nothing.",
            "Check the history for the value first.",
        ),
    ),
    row(
        "ENU-05",
        "value-replaced",
        "break break major",
        (
            "A value was replaced by another one under the same id.",
            "Readers meet a value they do not know, and old data holds one that is not allowed.",
            "Add the new value beside the old one and mark the old one deprecated.",
        ),
    ),
    row(
        "ENU-06",
        "value-relabelled",
        "ok ok patch",
        (
            "The id, label or order of listed values changed; the values are the same.",
            "The data is the same.",
            "Nothing to do.",
        ),
    ),
    row(
        "ENU-07",
        "value-meaning-changed",
        "risk risk major",
        (
            "The description of a listed value changed.",
            "A code means what its description says: old and new rows may not be comparable.",
            "Add a new code for the new meaning. If only the wording changed, tell the steward.",
        ),
        approvers=("data steward",),
    ),
    row(
        "ENU-08",
        "value-type-changed",
        "break break major",
        (
            "A listed value changed its type, for example from the number 1 to the text '1'.",
            "Comparisons in code and joins no longer match.",
            "Keep the type of the value.",
        ),
    ),
    row(
        "ENU-09",
        "list-added-or-removed",
        "break break major",
        (
            "A closed list of values was added or removed.",
            "Removed: readers may meet any value. Added: old data may hold others.",
            "Keep the list; before adding one, check the history.",
        ),
    ),
    row(
        "ENU-10",
        "list-said-elsewhere",
        "ok ok patch",
        (
            "The same closed list is stated in another place.",
            "The promise is the same.",
            "Nothing to do.",
        ),
    ),
    row(
        "ENU-11",
        "codelist-reference-changed",
        "risk risk minor",
        (
            "The property refers to another code list, or to another version of it.",
            "The values in it may differ; the link is not followed.",
            "List the values in the contract, so that they can be compared.",
        ),
    ),
)
