"""Who answers for the data, and where can a reader ask?"""

import re
from collections.abc import Iterator
from typing import Any

from contracts.findings import Severity
from contracts.lint.check import Hit, Node
from contracts.lint.subject import mapping, mappings, text
from contracts.rule import Rule

TEAM_MISSING = Rule(
    code="OWN-01",
    name="team-missing",
    family="Ownership",
    severity=Severity.WARNING,
    statement="The contract names nobody who answers for the data.",
    reason="When the data is wrong, late or lost, a reader has no one to turn to.",
    fix="Add a `team` with at least a product owner and a data steward under `members`.",
)


def team_missing(node: Node) -> Iterator[Hit]:
    """No team, or a team without people."""
    if not _members(node):
        yield Hit(("team",), "This contract names nobody who answers for the data.")


OWNER_MISSING = Rule(
    code="OWN-02",
    name="owner-missing",
    family="Ownership",
    severity=Severity.WARNING,
    statement="No current member of the team is the owner.",
    reason="Changes and access need one person who decides, and here is none.",
    fix="Give one member without `dateOut` the role `product owner`.",
)


def owner_missing(node: Node) -> Iterator[Hit]:
    """People, but none with an owner's role who is still there."""
    members = _members(node)
    if members and not any(_has_role(member, "owner") for member in members):
        yield Hit(("team",), "No current member of the team is the owner.")


STEWARD_MISSING = Rule(
    code="OWN-03",
    name="steward-missing",
    family="Ownership",
    severity=Severity.INFO,
    statement="No current member of the team is a data steward.",
    reason="Questions about meaning and quality have no address.",
    fix="Give one member without `dateOut` the role `data steward`.",
)


def steward_missing(node: Node) -> Iterator[Hit]:
    """People, but no steward among those who are still there."""
    members = _members(node)
    if members and not any(_has_role(member, "steward") for member in members):
        yield Hit(("team",), "No current member of the team is a data steward.")


SUPPORT_MISSING = Rule(
    code="OWN-04",
    name="support-missing",
    family="Ownership",
    severity=Severity.WARNING,
    statement="The contract names no support channel.",
    reason="Readers who meet a fault cannot report it, and notices cannot reach them.",
    fix="Add a `support` entry with a `channel` and a `url`, for example `mailto:data@agency.gov`.",
)


def support_missing(node: Node) -> Iterator[Hit]:
    """No support channel in a contract that others rely on."""
    if node.subject.is_live and not mappings(node.subject.tree.get("support")):
        yield Hit(("support",), "This contract names no support channel.")


TEAM_AS_LIST = Rule(
    code="OWN-05",
    name="team-as-list",
    family="Ownership",
    severity=Severity.INFO,
    statement="The team is written as a list, the form of ODCS 3.0.",
    reason="The list has no place for the team's name and will leave the standard.",
    fix="Move the people to `team: {name: ..., members: [...]}`.",
)


def team_as_list(node: Node) -> Iterator[Hit]:
    """The old list under a standard that has the object."""
    if node.subject.release >= (3, 1) and isinstance(node.subject.tree.get("team"), list):
        yield Hit(("team",), "The team is written as a list, the form of ODCS 3.0.")


def _members(node: Node) -> list[dict[str, Any]]:
    team = node.subject.tree.get("team")
    people = team if isinstance(team, list) else mapping(team).get("members")
    return [person for _, person in mappings(people)]


def _has_role(member: dict[str, Any], word: str) -> bool:
    """Whether the member holds a role such as `product owner` or `dataOwner` and has not left."""
    role = text(member.get("role"))
    return role is not None and not member.get("dateOut") and bool(re.search(word, role.lower()))
