"""Can a stranger understand the data from the contract alone?"""

import re
from collections.abc import Iterator
from typing import Any

from contracts.findings import Severity
from contracts.lint.check import Hit, Node
from contracts.lint.ladder import rank
from contracts.lint.subject import items, listed, mapping, mappings, text
from contracts.rule import Rule

PURPOSE_MISSING = Rule(
    code="TEXT-01",
    name="purpose-missing",
    family="Documentation",
    severity=Severity.WARNING,
    statement="The contract does not say what the data is for.",
    reason="Readers cannot tell whether they may and should use it; access is decided by purpose.",
    fix="Add `description.purpose`: one or two sentences a citizen would understand.",
)


def purpose_missing(node: Node) -> Iterator[Hit]:
    """No description, or one without a purpose."""
    if text(mapping(node.subject.tree.get("description")).get("purpose")) is None:
        yield Hit(("description", "purpose"), "This contract does not say what the data is for.")


LIMITATIONS_MISSING = Rule(
    code="TEXT-02",
    name="limitations-missing",
    family="Documentation",
    severity=Severity.WARNING,
    statement="Protected data comes without a word on what it may not be used for.",
    reason="Readers of confidential data must know its limits before they ask for it.",
    fix="Add `description.limitations`: what the data may not be used for, and what it leaves out.",
)


def limitations_missing(node: Node) -> Iterator[Hit]:
    """A column is confidential or restricted, and `description.limitations` is missing."""
    if text(mapping(node.subject.tree.get("description")).get("limitations")):
        return
    highest = max((rank(value) or 0 for value in node.subject.classes), default=0)
    if highest >= (rank("confidential") or 0):
        message = "Some columns are confidential or restricted, but no limitations are stated."
        yield Hit(("description", "limitations"), message)


OBJECT_UNDESCRIBED = Rule(
    code="TEXT-03",
    name="object-undescribed",
    family="Documentation",
    severity=Severity.INFO,
    statement="A table has no description.",
    reason="Readers see a name and have to guess what one row stands for.",
    fix="Add a `description`: what one row is, and when it appears.",
)


def object_undescribed(node: Node) -> Iterator[Hit]:
    """An object of the schema without description or link to a definition."""
    if not _is_described(node.value):
        name = text(node.value.get("name")) or "without a name"
        yield Hit(node.parts, f"The object {name!r} has no description.")


PROPERTIES_UNDESCRIBED = Rule(
    code="TEXT-04",
    name="properties-undescribed",
    family="Documentation",
    severity=Severity.INFO,
    statement="Columns have no description.",
    reason="Readers guess from the name, and two of them guess differently.",
    fix="Add a `description` to each, or an `authoritativeDefinitions` entry that defines it.",
)


def properties_undescribed(node: Node) -> Iterator[Hit]:
    """One finding an object, so that a wide table is one line and not a thousand."""
    columns = mappings(node.value.get("properties"))
    bare = [str(column.get("name", at)) for at, column in columns if not _is_described(column)]
    if bare:
        message = f"No description for {len(bare)} of {len(columns)} properties: {listed(bare)}."
        yield Hit((*node.parts, "properties"), message)


REPLACEMENT_MISSING = Rule(
    code="TEXT-05",
    name="replacement-missing",
    family="Documentation",
    severity=Severity.WARNING,
    statement="Something is deprecated, but nothing says what to use instead.",
    reason="Readers are told to leave and not where to go, so they stay until it breaks.",
    fix="Say in its description what replaces it and until when it stays.",
)

_SAYS_WHERE_TO_GO = re.compile(
    r"\b(?:replac|instead|successor|supersed|use\b|moved?\b|migrat|see\b|in favou?r|no successor)",
    re.IGNORECASE,
)
_POINTERS = frozenset({"replacedby", "replacement", "successor", "supersededby", "replaced_by"})


def replacement_missing(node: Node) -> Iterator[Hit]:
    """A deprecated contract, object or property without replacement text or custom property."""
    value = node.value
    is_contract = not node.parts
    if value.get("deprecated") is not True and not (is_contract and _is_deprecated(value)):
        return
    description = value.get("description")
    told = mapping(description).values() if is_contract else (description,)
    pointers = {str(custom.get("property")).lower() for custom in _custom(value)}
    if not (_POINTERS & pointers or any(_SAYS_WHERE_TO_GO.search(text(t) or "") for t in told)):
        what = "The contract" if is_contract else repr(value.get("name", node.parts[-1]))
        yield Hit(
            (*node.parts, "status" if is_contract else "deprecated"),
            f"{what} is deprecated, but nothing says what to use instead.",
        )


def _is_deprecated(contract: dict[str, Any]) -> bool:
    return contract.get("status") == "deprecated"


def _is_described(element: dict[str, Any]) -> bool:
    return bool(text(element.get("description")) or items(element.get("authoritativeDefinitions")))


def _custom(element: dict[str, Any]) -> list[dict[str, Any]]:
    return [custom for _, custom in mappings(element.get("customProperties"))]
