"""Does the schema say enough to build on: objects, columns, types?"""

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.check import Hit, Node
from contracts.lint.subject import custom, mappings, text
from contracts.lint.values import fits
from contracts.rule import Rule
from contracts.validation.wording import nearest

SCHEMA_EMPTY = Rule(
    code="SHAPE-01",
    name="schema-empty",
    family="Structure",
    severity=Severity.WARNING,
    statement="The contract describes no data.",
    reason="It promises nothing: no change can be judged and no column can be found.",
    fix="Add the tables, topics or files under `schema`.",
)


def schema_empty(node: Node) -> Iterator[Hit]:
    """No `schema`, or one without objects; not if it is there under a misspelt key."""
    tree = node.subject.tree
    if mappings(tree.get("schema")):
        return
    lists = [key for key, value in tree.items() if key != "schema" and mappings(value)]
    if not any(nearest(key, ("schema",)) for key in lists):
        yield Hit(("schema",), "This contract describes no data.")


OBJECT_EMPTY = Rule(
    code="SHAPE-02",
    name="object-empty",
    family="Structure",
    severity=Severity.WARNING,
    statement="A table has no columns.",
    reason="Readers see that it exists and nothing of what is in it.",
    fix="List its `properties`.",
)

_OPAQUE = frozenset({"blob", "file", "document", "image"})


def object_empty(node: Node) -> Iterator[Hit]:
    """An object without properties that is not a file to be taken as a whole."""
    kinds = {str(node.value.get("logicalType")), str(node.value.get("physicalType")).lower()}
    if not mappings(node.value.get("properties")) and _OPAQUE.isdisjoint(kinds):
        yield Hit(node.parts, f"The object {node.value.get('name', '')!r} has no columns.")


TYPE_MISSING = Rule(
    code="SHAPE-03",
    name="logical-type-missing",
    family="Structure",
    severity=Severity.WARNING,
    statement="A column has no logical type.",
    reason="Whether a later change of type breaks readers cannot be decided.",
    fix="Add a `logicalType`: string, integer, number, boolean, date, timestamp, time, object, ...",
)


def type_missing(node: Node) -> Iterator[Hit]:
    """A property without `logicalType`; the physical type alone means another thing per engine."""
    if text(node.value.get("logicalType")) is None:
        yield Hit(node.parts, f"{node.value.get('name', node.parts[-1])!r} has no logical type.")


ITEMS_MISSING = Rule(
    code="SHAPE-04",
    name="array-without-items",
    family="Structure",
    severity=Severity.INFO,
    statement="A list does not say what it is a list of.",
    reason="Readers must open the data to learn what to expect.",
    fix="Add `items` with a `logicalType`.",
)


def items_missing(node: Node) -> Iterator[Hit]:
    """`logicalType: array` without `items`."""
    if node.value.get("logicalType") == "array" and not isinstance(node.value.get("items"), dict):
        yield Hit(node.parts, f"The list {node.value.get('name', '')!r} does not say of what.")


DEFAULT_CONTRADICTS = Rule(
    code="SHAPE-05",
    name="default-contradicts",
    family="Structure",
    severity=Severity.WARNING,
    statement="A default value is not allowed by the column it belongs to.",
    reason="Suppliers who rely on the default deliver rows that break the contract.",
    fix="Correct the default, the type, or `required`.",
)


def default_contradicts(node: Node) -> Iterator[Hit]:
    """A custom property `default` that is null on a required column or of another type."""
    entries = [entry for _, entry in mappings(node.value.get("customProperties"))]
    if not any(entry.get("property") == "default" and "value" in entry for entry in entries):
        return
    default, name = custom(node.value, "default"), node.value.get("name", node.parts[-1])
    if default is None and node.value.get("required") is True:
        yield Hit(node.parts, f"{name!r} is required, but its default is null.")
    elif default is not None and not fits(default, text(node.value.get("logicalType"))):
        yield Hit(node.parts, f"The default of {name!r} is not of its logical type.")


NULL_VALUE = Rule(
    code="SHAPE-06",
    name="key-without-value",
    family="Structure",
    severity=Severity.WARNING,
    statement="A key stands there without a value.",
    reason="Most tools refuse the file or read the word null; nobody knows whether it was meant.",
    fix="Fill it in, or delete the line.",
)

_MAY_BE_NULL = {"value", "valueExt", "examples", "default", "const", "context", "arguments"}


def null_value(node: Node) -> Iterator[Hit]:
    """`description:` with nothing behind it, wherever null is not a value of the data itself."""
    if not _MAY_BE_NULL.isdisjoint(node.parts):
        return
    for key, value in node.value.items():
        if value is None and key not in _MAY_BE_NULL:
            yield Hit((*node.parts, key), f"`{key}` has no value.")


SERVER_MISSING = Rule(
    code="SHAPE-07",
    name="server-missing",
    family="Structure",
    severity=Severity.WARNING,
    statement="The contract is active, but names no server.",
    reason="Readers learn what the data is and not where to get it.",
    fix="Add a `servers` entry for each place where the data can be read.",
)


def server_missing(node: Node) -> Iterator[Hit]:
    """A contract others rely on without a place to read from."""
    if node.subject.is_live and not mappings(node.subject.tree.get("servers")):
        yield Hit(("servers",), "This contract names no server.")


SERVER_LOCAL = Rule(
    code="SHAPE-08",
    name="server-local",
    family="Structure",
    severity=Severity.WARNING,
    statement="A production server is on somebody's own machine.",
    reason="The address means another machine to every reader.",
    fix="Write the address that readers use, or mark the server's `environment` as dev.",
)

_LOCAL = ("localhost", "127.", "0.0.0.0", "::1", "[::1]")  # noqa: S104  looked for, not bound to


def server_local(node: Node) -> Iterator[Hit]:
    """`localhost` as the host of a server for production."""
    for at, server in mappings(node.subject.tree.get("servers")):
        environment = (text(server.get("environment")) or "").lower()
        if not environment.startswith("prod"):
            continue
        for key in ("host", "location", "endpointUrl", "serviceEndpoint"):
            address = (text(server.get(key)) or "").lower()
            if address.rpartition("://")[2].startswith(_LOCAL):
                yield Hit(("servers", at, key), "This production server is a local address.")
