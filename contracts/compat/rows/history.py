"""Rows about what a contract said in versions before the last one."""

from contracts.compat.rows.row import row
from contracts.rule import Rule

HISTORY_ROWS: tuple[Rule, ...] = (
    row(
        "HIST-01",
        "former-name-reused",
        "break break major",
        (
            "A name or id that an earlier version used comes back for something else.",
            "Whoever kept data or code from that version takes the one for the other.",
            "Give it a name and an id that the contract never had.",
        ),
    ),
    row(
        "HIST-02",
        "id-reused",
        "risk risk none",
        (
            "An id stands at an element with another name, type and description.",
            "Tools that follow ids take the one for a rename of the other.",
            "Give the new element an id of its own.",
        ),
    ),
    row(
        "HIST-03",
        "id-rewritten",
        "ok ok patch",
        (
            "An element lost its id or has another one.",
            "The data is the same; what pointed at the id finds nothing.",
            "Keep the id, or correct what points at it.",
        ),
    ),
)
