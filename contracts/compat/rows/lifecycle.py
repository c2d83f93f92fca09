"""How do a contract and its elements come to life and end? Status, deprecation, sunset."""

from contracts.compat.rows.row import row
from contracts.rule import Rule

LIFECYCLE_ROWS: tuple[Rule, ...] = (
    row(
        "LIFE-01",
        "contract-activated",
        "ok ok minor",
        (
            "The contract became active.",
            "What was only announced is a promise, and checks apply.",
            "Nothing to do.",
        ),
    ),
    row(
        "LIFE-02",
        "contract-deprecated",
        "risk ok minor",
        (
            "The contract became deprecated.",
            "Consumers must leave it in time.",
            "Say until when it stays and what to use instead.",
        ),
    ),
    row(
        "LIFE-04",
        "contract-retired",
        "break ok major",
        (
            "The contract was retired.",
            "Whoever still reads it finds nothing.",
            "Deprecate it first, and retire it when every consumer has left.",
        ),
        approvers=("every consumer",),
    ),
    row(
        "LIFE-05",
        "promise-withdrawn",
        "break ok major",
        (
            "A contract in force went back to draft or proposed.",
            "Consumers rely on a promise that nobody keeps.",
            "Keep it active, and prepare the next version under a number of its own.",
        ),
    ),
    row(
        "LIFE-06",
        "contract-resurrected",
        "ok ok minor",
        (
            "A retired contract is in force again.",
            "It is compared with what was promised before it was retired.",
            "Nothing to do.",
        ),
    ),
    row(
        "LIFE-07",
        "deprecation-withdrawn",
        "ok ok minor",
        (
            "A deprecated contract is active again.",
            "Consumers may stay, and should hear of it.",
            "Tell consumers that they need not leave.",
        ),
    ),
)

DEPRECATION_ROWS: tuple[Rule, ...] = (
    row(
        "DEP-01",
        "element-deprecated",
        "ok ok minor",
        (
            "An element was marked deprecated, or its end was named.",
            "Consumers know what to leave, and until when.",
            "Nothing to do.",
        ),
    ),
    row(
        "DEP-02",
        "deprecated-without-a-way-out",
        "risk ok minor",
        (
            "An element was marked deprecated without an end or a replacement.",
            "Consumers do not know until when it stays, nor what to use instead.",
            "Add a `sunset` custom property, or name the replacement in the description.",
        ),
    ),
    row(
        "DEP-06",
        "sunset-moved-earlier",
        "break ok major",
        (
            "Something ends sooner than was said.",
            "Consumers planned with the later date.",
            "Keep the date that was announced.",
        ),
    ),
    row(
        "DEP-07",
        "sunset-moved-later",
        "ok ok minor",
        (
            "Something ends later than was said, or not at all.",
            "Consumers have more time.",
            "Nothing to do.",
        ),
    ),
)
