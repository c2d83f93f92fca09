"""What may the data be used for? Purpose, limits, terms, and texts for people."""

from contracts.compat.rows.row import row
from contracts.rule import Rule

TEXT_ROWS: tuple[Rule, ...] = (
    row(
        "TXT-01",
        "limitations-added",
        "break ok major",
        (
            "The limitations say something that they did not.",
            "Consumers may have to stop what they do.",
            "Announce it; if only the wording changed, let an approver waive it.",
        ),
    ),
    row(
        "TXT-02",
        "limitations-removed",
        "ok ok minor",
        (
            "Limitations were removed.",
            "Consumers may do more.",
            "Let counsel confirm it.",
        ),
        approvers=("legal counsel",),
    ),
    row(
        "TXT-03",
        "usage-changed",
        "risk ok minor",
        (
            "The description of the use changed.",
            "What consumers do may no longer be meant, unless a sentence only allows more.",
            "Tell consumers what differs; add what is new as a sentence of its own.",
        ),
    ),
    row(
        "TXT-04",
        "purpose-changed",
        "ok ok patch",
        (
            "The purpose is described in other words.",
            "Agreements may be bound to the purpose they name.",
            "Have the privacy officer look where a law limits the purpose.",
        ),
    ),
    row(
        "TXT-05",
        "terms-changed",
        "break ok major",
        (
            "The licence, the privacy terms or the legal basis lead elsewhere.",
            "Consumers may be bound by other terms.",
            "Say what differs.",
        ),
        approvers=(
            "privacy officer",
            "legal counsel",
        ),
    ),
    row(
        "TXT-06",
        "links-changed",
        "ok ok patch",
        (
            "Links, tags or texts of the contract changed.",
            "The data is the same.",
            "Nothing to do.",
        ),
    ),
    row(
        "TXT-07",
        "custom-property-changed",
        "ok ok patch",
        (
            "A custom property that nobody watches changed.",
            "Tools of the agency may read it.",
            "Nothing to do.",
        ),
    ),
    row(
        "TXT-08",
        "custom-property-vendor-changed",
        "ok ok patch",
        (
            "The vendor of a custom property changed.",
            "The value is the same.",
            "Nothing to do.",
        ),
    ),
    row(
        "TXT-09",
        "purposes-changed",
        "break ok major",
        (
            "The data may be used for more purposes, or for fewer.",
            "Agreements for a purpose that is gone are no longer covered.",
            "Agree on it with the privacy officer, and tell those who are bound to it.",
        ),
        approvers=("privacy officer",),
    ),
)
