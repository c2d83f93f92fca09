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
)
