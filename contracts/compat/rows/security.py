"""Who may see the data, and how are people protected? Classification, privacy, regulation."""

from contracts.compat.rows.row import row
from contracts.rule import Rule

SECURITY_ROWS: tuple[Rule, ...] = (
    row(
        "SEC-01",
        "classification-raised",
        "break ok major",
        (
            "The classification was raised.",
            "Consumers who are not cleared for it lose the data.",
            "Tell consumers in time, and offer them what they may still see.",
        ),
    ),
    row(
        "SEC-02",
        "classification-lowered",
        "risk risk minor",
        (
            "The classification was lowered.",
            "More people may see the data: that is a decision to disclose.",
            "Let the privacy officer decide before it is published.",
        ),
        approvers=("privacy officer",),
    ),
    row(
        "SEC-03",
        "classification-stated-or-dropped",
        "risk ok minor",
        (
            "A classification was stated where there was none, or dropped.",
            "Nobody knows who may see what is not classified; it is not public.",
            "Classify it.",
        ),
    ),
    row(
        "SEC-05",
        "encrypted-column-gone",
        "break risk major",
        (
            "The encrypted column was renamed or removed.",
            "Readers of the encrypted values find nothing.",
            "Keep the encrypted column.",
        ),
    ),
    row(
        "SEC-06",
        "encrypted-column-added",
        "ok ok minor",
        (
            "An encrypted column was added.",
            "Nobody reads it yet.",
            "Nothing to do.",
        ),
    ),
    row(
        "SEC-07",
        "no-longer-critical",
        "risk ok minor",
        (
            "A property is no longer a critical data element.",
            "Stricter rules for it end.",
            "Let the data steward confirm it.",
        ),
        approvers=("data steward",),
    ),
    row(
        "SEC-08",
        "became-critical",
        "ok risk minor",
        (
            "A property became a critical data element.",
            "Stricter rules apply to it.",
            "Check that suppliers can keep them.",
        ),
    ),
    row(
        "SEC-09",
        "sensitivity-tag-removed",
        "risk ok minor",
        (
            "A tag that marks personal or sensitive data was removed.",
            "Tools that mask or protect by tag let the values through.",
            "Keep the tag, or let the privacy officer confirm it.",
        ),
        approvers=("privacy officer",),
    ),
    row(
        "SEC-11",
        "consent-requirement-changed",
        "break ok major",
        (
            "The consent of the people concerned is required, or no longer.",
            "Consumers without a consent ledger lose access, or people lose their say.",
            "Agree on it with the privacy officer and the board.",
        ),
        approvers=(
            "privacy officer",
            "governance board",
        ),
    ),
    row(
        "SEC-12",
        "privacy-technique-changed",
        "risk ok major",
        (
            "A technique that protects privacy was dropped, weakened, taken up or strengthened.",
            "The data reveals more about people, or results become noisier.",
            "Tell consumers; agree on weaker protection with the privacy officer and the board.",
        ),
        approvers=(
            "privacy officer",
            "governance board",
        ),
    ),
    row(
        "SEC-13",
        "regulated-category-changed",
        "break ok major",
        (
            "The law counts the data to another regulated category.",
            "Grants must be judged again; less regulation is a decision to disclose.",
            "Agree on it with the privacy officer.",
        ),
        approvers=("privacy officer",),
    ),
    row(
        "SEC-14",
        "masking-changed",
        "break ok major",
        (
            "Values or rows are hidden, or no longer hidden.",
            "Readers lose values, or see what they were not meant to see.",
            "Let the privacy officer decide what may be seen.",
        ),
        approvers=("privacy officer",),
    ),
)
