"""How sensitive is data, in four words? The ladder, and the least step of each legal category."""

LADDER = ("public", "internal", "confidential", "restricted")
"""Lowest first; the words of CloudEvents and of most states, whose own names map to them."""

FLOORS = {
    "pii": "confidential",
    "dppa": "confidential",
    "call_911": "confidential",
    "critinfra": "confidential",
    "phi": "restricted",
    "sud": "restricted",
    "medicaid": "restricted",
    "snap": "restricted",
    "child_welfare": "restricted",
    "ui_wage": "restricted",
    "education": "restricted",
    "cji": "restricted",
    "fti": "restricted",
}
"""The lowest class that data of a regulated category may carry."""

_RANKS = {word: step for step, word in enumerate(LADDER)}


def rank(label: object) -> int | None:
    """Return 0 (public) to 3 (restricted); None for a label that is not on the ladder.

    Case and surrounding space do not change what was meant.
    """
    return _RANKS.get(label.strip().lower()) if isinstance(label, str) else None
