"""Who may use the data, who answers for it, and what does it cost?"""

from contracts.compat.rows.row import row
from contracts.rule import Rule

ACCESS_ROWS: tuple[Rule, ...] = (
    row(
        "ACC-01",
        "role-removed",
        "break ok major",
        (
            "A role was removed or renamed.",
            "Who has it loses access.",
            "Keep it until its members have another one.",
        ),
    ),
    row(
        "ACC-02",
        "role-access-changed",
        "break ok major",
        (
            "A role allows less, or more.",
            "Members can no longer do what they did, or more than was reviewed.",
            "Add a second role; have more access reviewed.",
        ),
        approvers=("security officer",),
    ),
    row(
        "ACC-03",
        "approvers-changed",
        "ok ok minor",
        (
            "Others approve requests for access, or one approval less is needed.",
            "Requests go to other people.",
            "Nothing to do; dropping an approval must be agreed to.",
        ),
    ),
    row(
        "ACC-04",
        "role-added",
        "ok ok minor",
        (
            "A role was added.",
            "Nobody has it yet.",
            "Nothing to do.",
        ),
    ),
)

PEOPLE_ROWS: tuple[Rule, ...] = (
    row(
        "ORG-01",
        "people-changed",
        "ok ok patch",
        (
            "Members of the team, channels or texts about people changed.",
            "Others answer for the data.",
            "Keep one owner.",
        ),
    ),
    row(
        "ORG-02",
        "owner-changed",
        "ok ok minor",
        (
            "Another team or agency answers for the data.",
            "Agreements name the old one.",
            "Agree on it with both agencies.",
        ),
        approvers=("chief data officers of both agencies",),
    ),
    row(
        "ORG-03",
        "support-channel-removed",
        "risk ok minor",
        (
            "A support channel was removed.",
            "People who wrote to it get no answer.",
            "Name another channel.",
        ),
    ),
)

PRICE_ROWS: tuple[Rule, ...] = (
    row(
        "PRI-01",
        "price-raised",
        "break ok major",
        (
            "The data costs more, or its price is counted in another way.",
            "Consumers have not agreed to pay it.",
            "Announce it, and keep the price for those who have agreed.",
        ),
    ),
    row(
        "PRI-02",
        "price-lowered",
        "ok ok minor",
        (
            "The data costs less, or nothing.",
            "Nobody is hurt.",
            "Nothing to do.",
        ),
    ),
)
