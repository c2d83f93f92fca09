"""Can every element be told from its neighbours, by people and by machines?"""

import re
import unicodedata
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.check import Hit, Node
from contracts.lint.subject import mappings, text
from contracts.rule import Rule

NAME_DUPLICATE = Rule(
    code="NAME-01",
    name="name-duplicate",
    family="Names",
    severity=Severity.ERROR,
    statement="Two entries of one list have the same name.",
    reason="The second hides the first: tools read one of the two, and not all the same one.",
    fix="Rename one of them, or delete it.",
)

_NATURAL_KEYS = {
    "schema": ("name",),
    "properties": ("name",),
    "servers": ("server", "environment"),
    "roles": ("role", "access"),
    "slaProperties": ("property", "element", "driver"),
    "support": ("channel", "url"),
    "customProperties": ("property", "vendor"),
    "inputPorts": ("name", "version"),
    "outputPorts": ("name", "version"),
    "managementPorts": ("name",),
}
NAMED_LISTS = frozenset(_NATURAL_KEYS)
COLUMN_LISTS = frozenset({"schema", "properties"})
PROPERTIES = frozenset({"properties"})
_MAY_LEAN_ON_ID = NAMED_LISTS - COLUMN_LISTS


def name_duplicate(node: Node) -> Iterator[Hit]:
    """The natural key of an entry appears twice; an id of its own tells all but columns apart."""
    where = str(node.parts[-1])
    keys = _NATURAL_KEYS.get(where, ("id",))
    seen: set[tuple[str, ...]] = set()
    for at, entry in mappings(node.value):
        if text(entry.get(keys[0])) is None or (where in _MAY_LEAN_ON_ID and entry.get("id")):
            continue
        key = tuple(str(entry.get(name, "")) for name in keys)
        if key in seen:
            message = f"{' '.join(part for part in key if part)!r} appears twice in {where}."
            yield Hit((*node.parts, at, keys[0]), message)
        seen.add(key)


ID_DUPLICATE = Rule(
    code="NAME-02",
    name="id-duplicate",
    family="Names",
    severity=Severity.ERROR,
    statement="Two entries of one list have the same id.",
    reason="An id says which element is which over renames; shared by two, it says nothing.",
    fix="Give one of them an id of its own.",
)


def id_duplicate(node: Node) -> Iterator[Hit]:
    """The same `id` twice in one list."""
    seen: set[str] = set()
    for at, entry in mappings(node.value):
        own = text(entry.get("id"))
        if own in seen:
            yield Hit((*node.parts, at, "id"), f"The id {own!r} appears twice in this list.")
        elif own:
            seen.add(own)


NAME_LOOKALIKE = Rule(
    code="NAME-03",
    name="name-lookalike",
    family="Names",
    severity=Severity.WARNING,
    statement="Two names differ only by case or by how a letter is encoded.",
    reason="Half of all databases take them for one column, and people always do.",
    fix="Rename one of them so that the difference can be seen and heard.",
)


def name_lookalike(node: Node) -> Iterator[Hit]:
    """Objects or properties whose names fold to the same text without being equal."""
    seen: dict[str, str] = {}
    for at, entry in mappings(node.value):
        name = text(entry.get("name"))
        if name is None:
            continue
        other = seen.setdefault(_folded(name), name)
        if other != name:
            message = f"{name!r} and {other!r} differ only by case or encoding."
            yield Hit((*node.parts, at, "name"), message)


PHYSICAL_DUPLICATE = Rule(
    code="NAME-04",
    name="physical-name-duplicate",
    family="Names",
    severity=Severity.WARNING,
    statement="Two properties claim the same physical column.",
    reason="One of the two promises is about a column that is not there.",
    fix="Correct one `physicalName`.",
)


def physical_duplicate(node: Node) -> Iterator[Hit]:
    """The same `physicalName` twice among the properties of one object."""
    seen: set[str] = set()
    for at, entry in mappings(node.value):
        name = text(entry.get("physicalName"))
        if name in seen and entry.get("semanticType", "column") == "column":
            message = f"Two properties claim the physical column {name!r}."
            yield Hit((*node.parts, at, "physicalName"), message)
        elif name:
            seen.add(name)


NAME_INVISIBLE = Rule(
    code="NAME-05",
    name="name-invisible-character",
    family="Names",
    severity=Severity.ERROR,
    statement="A name contains characters that cannot be seen.",
    reason="It looks like another name and is not: joins, links and searches miss it.",
    fix="Delete the invisible character; retype the name if you cannot find it.",
)

NAMING = frozenset({
    "id", "name", "physicalName", "server", "role", "property", "version", "status", "domain",
    "dataProduct", "tenant", "channel", "username", "encryptedName", "environment",
})  # fmt: skip


def name_invisible(node: Node) -> Iterator[Hit]:
    """Control, zero-width, direction and odd space characters in a name or id."""
    if not node.value.isprintable():
        hidden = next(each for each in node.value if not each.isprintable())
        yield Hit(node.parts, f"This {node.parts[-1]} contains the {_described(hidden)}.")


NAME_PADDED = Rule(
    code="NAME-06",
    name="name-padded",
    family="Names",
    severity=Severity.WARNING,
    statement="A name begins or ends with a space.",
    reason="Nobody sees the space, and every comparison does.",
    fix="Delete the space.",
)


def name_padded(node: Node) -> Iterator[Hit]:
    """White space around a name or id."""
    if node.value != node.value.strip(" "):
        yield Hit(node.parts, f"This {node.parts[-1]} begins or ends with a space.")


NAME_LONG = Rule(
    code="NAME-07",
    name="name-too-long",
    family="Names",
    severity=Severity.WARNING,
    statement="A name is longer than databases and addresses carry.",
    reason="It is cut somewhere on its way, and cut names collide.",
    fix="Use a name of at most 128 characters and put the rest into the description.",
)

CARRIED = frozenset({"name", "physicalName", "server", "role"})
_LONGEST_NAME = 128


def name_long(node: Node) -> Iterator[Hit]:
    """A name of the contract, an object, a property, a server or a role over 128 characters."""
    if len(node.value) > _LONGEST_NAME:
        yield Hit(node.parts, f"This {node.parts[-1]} has {len(node.value)} characters.")


TEXT_DECEPTIVE = Rule(
    code="NAME-08",
    name="text-deceptive-character",
    family="Names",
    severity=Severity.WARNING,
    statement="A text contains control characters or changes of writing direction.",
    reason="Readers see something else than what is stored; terminals may even obey it.",
    fix="Delete the character; right-to-left text needs none of these marks.",
)

_DECEPTIVE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"  # tab and line break pass
)


def text_deceptive(node: Node) -> Iterator[Hit]:
    """Control characters or direction overrides in any text that is not a name."""
    if node.value.isprintable() or node.parts[-1] in NAMING:
        return
    if found := _DECEPTIVE.search(node.value):
        yield Hit(node.parts, f"This text contains the {_described(found[0])}.")


def _folded(name: str) -> str:
    return name.lower() if name.isascii() else unicodedata.normalize("NFKC", name).casefold()


def _described(character: str) -> str:
    name = unicodedata.name(character, "control character").lower()
    return f"{name} (U+{ord(character):04X})"
