"""Does the contract give away a password, key or token? What is found is never repeated.

A contract is read by many and kept for ever, so a secret in it is lost even if the next version
drops it. References (`${DB_PASSWORD}`, `{{ secret }}`, `vault:...`) are the right way and pass.
"""

import re
from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.check import Hit, Node
from contracts.lint.subject import text
from contracts.rule import Rule

SECRET_IN_ADDRESS = Rule(
    code="LEAK-01",
    name="secret-in-address",
    family="Secrets",
    severity=Severity.ERROR,
    statement="An address carries a user name and a password.",
    reason="Everyone who may read the contract may then log in, and every version keeps it.",
    fix="Change that password, and write the address without it or with `${VARIABLE}`.",
)

_USER_AND_PASSWORD = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]{0,30}://[^\s/:@?#'\"]{0,128}:([^\s/@'\"]{1,256})@"
)


def secret_in_address(node: Node) -> Iterator[Hit]:
    """`postgres://user:password@host`."""
    if "://" not in node.value or "@" not in node.value:
        return
    if any(_is_literal(found) for found in _USER_AND_PASSWORD.findall(node.value)):
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

_ASSIGNMENT = re.compile(
    r"(?:password|passwd|pwd|secret|token|api_?key|access_?key|account_?key|signature|\bsig)"
    r"=([^\s;&,'\"<>]{4,256})",
    re.IGNORECASE,
)
_SECRET_KEYS = {
    "password", "passwd", "passphrase", "pwd", "secret", "clientsecret", "apikey", "accesskey",
    "secretkey", "secretaccesskey", "awssecretaccesskey", "accountkey", "privatekey", "token",
    "accesstoken", "refreshtoken", "bearertoken", "authtoken", "sastoken", "sharedaccesskey",
    "credentials",
}  # fmt: skip
_CODE = {"query", "transformLogic", "implementation", "rule"}


def secret_assigned(node: Node) -> Iterator[Hit]:
    """A key called `password` with a literal value, or `password=...` inside a text."""
    name = node.parts[-1]
    if isinstance(name, str) and _is_secret_key(name) and _is_literal(node.value):
        yield Hit(node.parts, f"The value of `{name}` is written out.")
    elif (
        "=" in node.value
        and _CODE.isdisjoint(node.parts)
        and any(_is_literal(found) for found in _ASSIGNMENT.findall(node.value))
    ):
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
    if name and value and _is_secret_key(name) and _is_literal(value):
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

_SHAPES = re.compile(
    r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b"
    r"|\bgh[opusr]_[A-Za-z0-9]{36}|\bgithub_pat_[A-Za-z0-9_]{22}|\bglpat-[A-Za-z0-9_-]{20}"
    r"|\bxox[abeprs]-[A-Za-z0-9-]{10}|\b[rs]k_live_[A-Za-z0-9]{16}|\bdapi[0-9a-f]{32}\b"
    r"|\bAIza[0-9A-Za-z_-]{35}"
    r"|\beyJ[A-Za-z0-9_-]{10,2000}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{10}"
    r"|-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----"
)
_SHORTEST_SECRET = 20


def secret_shape(node: Node) -> Iterator[Hit]:
    """Keys of clouds, code hosts and chats, signed web tokens, private keys."""
    if len(node.value) >= _SHORTEST_SECRET and _SHAPES.search(node.value):
        yield Hit(node.parts, "This text has the shape of a key or token of a known provider.")


def gives_away(key: str, value: str) -> bool:
    """Whether the text *value* under *key* is a secret, or holds one, by any of the rules here."""
    if _is_secret_key(key):
        return _is_literal(value)
    found: list[str] = []
    if "://" in value and "@" in value:
        found += _USER_AND_PASSWORD.findall(value)
    if "=" in value:
        found += _ASSIGNMENT.findall(value)
    if any(_is_literal(each) for each in found):
        return True
    return len(value) >= _SHORTEST_SECRET and _SHAPES.search(value) is not None


_REFERENCE = re.compile(
    r"[$%{<*]|(?:vault|env|secret|secrets|keyvault|ssm|aws-?sm|gcp-?sm|op|ref|file)[:/]"
    r"|arn:aws:|projects/|x{3,}$|\.{3}$|(?:your|my|the|some)[_-]|redacted$|changeme$|none$|null$",
    re.IGNORECASE,
)


def _is_literal(value: str) -> bool:
    """Whether the text stands for itself and not for a secret kept elsewhere."""
    return bool(value.strip()) and _REFERENCE.match(value.strip()) is None


def _is_secret_key(name: str) -> bool:
    return name.replace("_", "").replace("-", "").lower() in _SECRET_KEYS
