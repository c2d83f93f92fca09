"""Does the contract give away a password, key or token? What is found is never repeated.

A contract is read by many and kept for ever, so a secret in it is lost even if the next version
drops it. References (`${DB_PASSWORD}`, `{{ secret }}`, `vault:...`) are the right way and pass.
"""

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.check import Hit, Node
from contracts.lint.subject import text
from contracts.rule import Rule
from contracts.secrecy import assigns_secret, has_password, has_shape, is_literal, is_secret_key

SECRET_IN_ADDRESS = Rule(
    code="LEAK-01",
    name="secret-in-address",
    family="Secrets",
    severity=Severity.ERROR,
    statement="An address carries a user name and a password.",
    reason="Everyone who may read the contract may then log in, and every version keeps it.",
    fix="Change that password, and write the address without it or with `${VARIABLE}`.",
)


def secret_in_address(node: Node) -> Iterator[Hit]:
    """`postgres://user:password@host`."""
    if has_password(node.value):
        yield Hit(node.parts, "This address carries a user name and a password.")


SECRET_ASSIGNED = Rule(
    code="LEAK-02",
    name="secret-assigned",
    family="Secrets",
    severity=Severity.ERROR,
    statement="A password, key or token is written out.",
    reason="Everyone who may read the contract may then use it, and every version keeps it.",
    fix="Revoke it, and write a reference such as `${VARIABLE}` or leave it out.",
)

_CODE = {"query", "transformLogic", "implementation", "rule"}


def secret_assigned(node: Node) -> Iterator[Hit]:
    """A key called `password` with a literal value, or `password=...` inside a text."""
    name = node.parts[-1]
    if isinstance(name, str) and is_secret_key(name) and is_literal(node.value):
        yield Hit(node.parts, f"The value of `{name}` is written out.")
    elif _CODE.isdisjoint(node.parts) and assigns_secret(node.value):
        yield Hit(node.parts, "This text gives away a password, key or token.")


SECRET_PROPERTY = Rule(
    code="LEAK-03",
    name="secret-in-custom-property",
    family="Secrets",
    severity=Severity.ERROR,
    statement="A custom property holds a password, key or token.",
    reason="Custom properties are published with the contract like every other line.",
    fix="Revoke it, and keep secrets where your platform keeps them.",
)

CUSTOM = frozenset({"customProperties"})


def secret_property(node: Node) -> Iterator[Hit]:
    """`- property: apiKey` with a literal `value`."""
    name, value = text(node.value.get("property")), text(node.value.get("value"))
    if name and value and is_secret_key(name) and is_literal(value):
        yield Hit((*node.parts, "value"), "The value of this custom property is a secret.")


SECRET_SHAPE = Rule(
    code="LEAK-04",
    name="secret-recognised",
    family="Secrets",
    severity=Severity.ERROR,
    statement="A text has the shape of a key or token of a known provider.",
    reason="Robots search published files for exactly these shapes and use what they find.",
    fix="Revoke it at its provider first, then take it out.",
)


def secret_shape(node: Node) -> Iterator[Hit]:
    """Keys of clouds, code hosts and chats, signed web tokens, private keys."""
    if has_shape(node.value):
        yield Hit(node.parts, "This text has the shape of a key or token of a known provider.")
