"""Does everything that points somewhere inside the contract arrive?"""

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.check import Hit, Node
from contracts.lint.subject import items, mapping, mappings, text
from contracts.rule import Rule

TARGET_MISSING = Rule(
    code="LINK-01",
    name="relationship-target-missing",
    family="Links",
    severity=Severity.WARNING,
    statement="A relationship points at a column that is not in the contract.",
    reason="Readers join on it and find nothing, or find another column of that name.",
    fix="Correct the name (`object.column`), or write the address of the other contract.",
)

_QUALIFIED = ("schema/", "/schema/", "#/schema/")


def target_missing(node: Node) -> Iterator[Hit]:
    """`to` or `from` names what is not there; references to other contracts are not followed."""
    for at, link in mappings(node.value.get("relationships")):
        for end in ("from", "to"):
            value = link.get(end)
            for place, reference in enumerate(value if isinstance(value, list) else [value]):
                if text(reference) and not _arrives(node, reference):
                    where = (*node.parts, "relationships", at, end)
                    where = (*where, place) if isinstance(value, list) else where
                    yield Hit(where, f"There is no {reference!r} in this contract.")


COLUMNS_UNEVEN = Rule(
    code="LINK-02",
    name="relationship-columns-uneven",
    family="Links",
    severity=Severity.WARNING,
    statement="A relationship joins different numbers of columns.",
    reason="Which column belongs to which is anybody's guess.",
    fix="Name as many columns under `to` as under `from`, in the same order.",
)


def columns_uneven(node: Node) -> Iterator[Hit]:
    """Lists of different length under `from` and `to`."""
    for at, link in mappings(node.value.get("relationships")):
        here, there = link.get("from"), link.get("to")
        if isinstance(here, list) and isinstance(there, list) and len(here) != len(there):
            message = f"{len(here)} columns point at {len(there)}."
            yield Hit((*node.parts, "relationships", at, "to"), message)


RULE_COLUMN_MISSING = Rule(
    code="LINK-03",
    name="quality-column-missing",
    family="Links",
    severity=Severity.WARNING,
    statement="A quality rule is about a column that the object does not have.",
    reason="The check fails or silently checks nothing.",
    fix="Correct the name under `arguments.properties`.",
)


def rule_column_missing(node: Node) -> Iterator[Hit]:
    """`arguments.properties` of an object's quality rule names an unknown column."""
    columns = mappings(node.value.get("properties"))
    known = {column.get("name") for _, column in columns if text(column.get("name"))}
    for at, rule in mappings(node.value.get("quality")):
        names = items(mapping(rule.get("arguments")).get("properties"))
        for place, name in enumerate(names):
            if known and text(name) and name not in known:
                where = (*node.parts, "quality", at, "arguments", "properties", place)
                yield Hit(where, f"There is no column {name!r} to check.")


ELEMENT_MISSING = Rule(
    code="LINK-04",
    name="service-level-element-missing",
    family="Links",
    severity=Severity.WARNING,
    statement="A service level is about an element that is not in the contract.",
    reason="Nobody can measure it, so nobody will keep it.",
    fix="Correct `element` (`object` or `object.column`), or leave it out to mean the whole.",
)


def element_missing(node: Node) -> Iterator[Hit]:
    """`element` of a service level, one or several with commas; each unknown name is told once."""
    if not mappings(node.subject.tree.get("schema")):
        return
    told: set[str] = set()
    for at, level in mappings(node.subject.tree.get("slaProperties")):
        for name in (text(level.get("element")) or "").split(","):
            unknown = name.strip()
            if unknown and unknown not in told and not _arrives(node, unknown):
                told.add(unknown)
                message = f"There is no {unknown!r} in this contract."
                yield Hit(("slaProperties", at, "element"), message)


ADDRESS_UNSAFE = Rule(
    code="LINK-05",
    name="address-unsafe",
    family="Links",
    severity=Severity.ERROR,
    statement="A link would run a script or open a local file.",
    reason="Whoever clicks on it in a catalog executes what a stranger wrote.",
    fix="Link to a page with `https://`, or to a mailbox with `mailto:`.",
)

CLICKED = frozenset({"url", "invitationUrl"})
_UNSAFE = re.compile(r"\s{0,20}(?:javascript|vbscript|data|file|blob)\s{0,20}:", re.IGNORECASE)


def address_unsafe(node: Node) -> Iterator[Hit]:
    """`javascript:`, `data:` or `file:` where people are offered a link."""
    if _UNSAFE.match(node.value):
        yield Hit(node.parts, "This link would run a script or open a local file.")


def _arrives(node: Node, reference: str) -> bool:
    """Whether a reference leads to an element of this contract; True for other contracts."""
    if reference.startswith(_QUALIFIED):
        return reference[reference.index("schema/") :] in node.subject.addresses
    if "/" in reference or "#" in reference or ":" in reference:
        return True
    return reference in node.subject.names
