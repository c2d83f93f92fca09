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
        "LIFE-03",
        "contract-retired-as-announced",
        "ok ok none",
        (
            "A deprecated contract was retired after its sunset, and nobody uses it.",
            "Everybody was told and has left.",
            "Nothing to do.",
        ),
    ),
    row(
        "LIFE-04",
        "contract-retired",
        "break ok major",
        (
            "The contract was retired before its sunset, or while somebody uses it.",
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
        "DEP-03",
        "removed-as-announced",
        "ok ok major",
        (
            "A deprecated element was removed after its window, and nobody reads it any more.",
            "Everybody was told in time and has left.",
            "Nothing to do.",
        ),
    ),
    row(
        "DEP-04",
        "removed-before-its-window-is-over",
        "break ok major",
        (
            "A deprecated element was removed too early, or while somebody reads it.",
            "Consumers rely on the time that they were given to leave.",
            "Keep it until the window is over and all who read it have left.",
        ),
    ),
    row(
        "DEP-05",
        "removed-without-notice",
        "break ok major",
        (
            "A critical element, or one that is not public, was removed and never deprecated.",
            "Consumers had no time to leave it.",
            "Deprecate it with a sunset first, and remove it after that.",
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
    row(
        "DEP-08",
        "sunset-too-near",
        "break ok none",
        (
            "Something is to end sooner than the policy allows.",
            "Consumers have less time to leave than they were promised.",
            "Name a later sunset.",
        ),
    ),
    row(
        "DEP-09",
        "new-tie-to-deprecated",
        "risk ok none",
        (
            "A new relationship or quality rule is about a deprecated element.",
            "What is built on it now must soon be changed.",
            "Point it to what takes the element's place.",
        ),
    ),
)
