"""Rows about the contract as a whole: identity, the standard's version, unknown and double keys."""

from contracts.compat.rows.row import row
from contracts.rule import Rule

DOCUMENT_ROWS: tuple[Rule, ...] = (
    row(
        "DOC-01",
        "contract-id-changed",
        "break break major",
        (
            "The contract's id changed.",
            "Everything that refers to the contract loses it: this is another contract.",
            "Keep the id. To start over, publish a new contract that names the one it supersedes.",
        ),
    ),
    row(
        "DOC-02",
        "standard-version-raised",
        "ok ok patch",
        (
            "The contract is written in a newer version of the standard and means the same.",
            "Readers of the data notice nothing; tools that read the contract may need an update.",
            "Nothing to do.",
        ),
    ),
    row(
        "DOC-03",
        "standard-version-lowered",
        "risk risk minor",
        (
            "The contract is written in an older version of the standard.",
            "An older version cannot say everything the newer one can, so promises may be lost.",
            "Stay on the newer version of the standard.",
        ),
    ),
    row(
        "DOC-04",
        "contract-kind-changed",
        "break break major",
        (
            "The kind of the document changed.",
            "Tools choose how to read a document by its kind.",
            "Keep the kind, or publish a document of its own.",
        ),
    ),
    row(
        "DOC-05",
        "contract-relabelled",
        "ok ok patch",
        (
            "The contract's name, domain, data product or tenant changed.",
            "People find it under another label; a tenant may mean another custodian.",
            "Nothing to do; a change of tenant should be agreed with both agencies.",
        ),
    ),
    row(
        "DOC-06",
        "creation-time-changed",
        "ok ok patch",
        (
            "The time at which the contract was created changed.",
            "A contract is created once, so one of the two times is wrong.",
            "Restore the original contractCreatedTs.",
        ),
    ),
    row(
        "DOC-07",
        "unknown-field-changed",
        "risk risk minor",
        (
            "A field that the standard does not know was added, changed or removed.",
            "Nobody can tell what it promises.",
            "Correct the spelling of the key, or move it to customProperties.",
        ),
    ),
    row(
        "DOC-08",
        "duplicate-in-list",
        "break break major",
        (
            "Two entries of one list carry the same name or id.",
            "The second hides the first: readers cannot tell which of the two is meant.",
            "Give each entry a name and an id of its own.",
        ),
    ),
)

VERSION_ROWS: tuple[Rule, ...] = (
    row(
        "VER-01",
        "version-reused",
        "ok ok none",
        (
            "The content changed, and the version number did not.",
            "A published version never changes: whoever pinned it would get something else.",
            "Raise the version number.",
        ),
    ),
    row(
        "VER-02",
        "version-went-back",
        "ok ok none",
        (
            "The version number is lower than the latest one of its line.",
            "Readers who take the newest version would never see this one.",
            "Use a number above the latest version of the line.",
        ),
    ),
    row(
        "VER-03",
        "version-bump-too-small",
        "ok ok none",
        (
            "The version number does not announce how much the change breaks.",
            "Consumers decide by the number whether they must look before they upgrade.",
            "Set the version that the report requires, or make the change smaller.",
        ),
    ),
    row(
        "VER-04",
        "version-bump-larger-than-needed",
        "ok ok none",
        (
            "The version number announces more than the change does.",
            "Consumers will look for a break that is not there.",
            "A smaller step would do; keep it if the change means more than the text shows.",
        ),
    ),
    row(
        "VER-05",
        "version-not-semantic",
        "ok ok none",
        (
            "The version number is not a semantic version.",
            "It cannot be ordered or compared, so no step can be required of it.",
            "Write MAJOR.MINOR.PATCH, for example 2.1.0.",
        ),
    ),
    row(
        "VER-06",
        "version-is-pre-release",
        "ok ok none",
        (
            "The version is a pre-release.",
            "It is checked like any other and never becomes the latest version.",
            "Publish it without the pre-release tag when it is ready.",
        ),
    ),
)
