"""Whom does one ask about a product, and who decides what?"""

import msgspec

from contracts.model import Contract
from registry.permissions import ROLES, Action, words
from registry.views import PersonView
from ui import addresses


class Channel(msgspec.Struct, frozen=True, kw_only=True):
    """A place to ask that the contract names. ``link`` is None where it is no place to go to."""

    name: str
    description: str
    link: str | None


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What is decided, by which roles, and the people in them whom the visitor may know."""

    what: str
    roles: str
    people: tuple[PersonView, ...]


def channels_of(contract: Contract) -> tuple[Channel, ...]:
    """Return where the contract says that one may ask, in its order. Nothing of it is fetched."""
    return tuple(
        Channel(
            name=each.channel or each.tool or each.url or "Unnamed channel",
            description=each.description or "",
            link=addresses.channel(each.url or ""),
        )
        for each in contract.support[:_MOST]
    )


def decisions_of(people: tuple[PersonView, ...]) -> tuple[Decision, ...]:
    """Return who decides, each person once, from the table by which Charter itself allows it."""
    decisions = []
    for what, action in _DECISIONS:
        roles = [words(role) for role in sorted(ROLES[action])]
        found = {each.id: each for each in people if each.id and each.role.casefold() in roles}
        decisions.append(
            Decision(what=what, roles=" or ".join(roles), people=tuple(found.values()))
        )
    return tuple(decisions)


_MOST = 20

_DECISIONS = (
    ("Puts a proposed version in force", Action.ACTIVATE),
    ("Retires a version", Action.RETIRE),
    ("Answers for a finding", Action.WAIVE),
)
