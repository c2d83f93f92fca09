"""Which versions of which standard are supported, and what is the official schema of each?"""

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec

from contracts.kinds import CONTRACT_KIND, PRODUCT_KIND

EDITIONS = ("v3.0.0", "v3.0.1", "v3.0.2", "v3.1.0", "v3.2.0")
"""The supported values of `apiVersion` of a contract, oldest first."""

PRODUCT_EDITIONS = ("v0.9.0", "v1.0.0", "v1.1.0")
"""Those of a data product. No version of one standard is a version of the other."""

STRICT = "v3.0.2-strict"
"""The second official schema of v3.0.2. What only it finds is a warning."""

MASK = "value"
"""Stands for the instance in the validator's messages, which would else repeat whole subtrees."""

_FOLDER = Path(__file__).parent.parent / "schemas"


class Standard(msgspec.Struct, frozen=True, kw_only=True):
    """One standard: its name, what it describes, and its supported editions, oldest first."""

    name: str
    noun: str
    kind: str
    files: str  # how the names of its schemas begin
    editions: tuple[str, ...]


CONTRACTS = Standard(
    name="Open Data Contract Standard",
    noun="contract",
    kind=CONTRACT_KIND,
    files="odcs",
    editions=EDITIONS,
)
PRODUCTS = Standard(
    name="Open Data Product Standard",
    noun="product",
    kind=PRODUCT_KIND,
    files="odps",
    editions=PRODUCT_EDITIONS,
)


def standard_of(edition: str) -> Standard:
    """Return the standard that *edition* is one of."""
    return PRODUCTS if edition in PRODUCT_EDITIONS else CONTRACTS


@cache
def validator(edition: str) -> jsonschema_rs.Validator:
    """Return the compiled official schema; compiling takes 4 ms, once in a process."""
    return jsonschema_rs.validator_for(_text(edition), mask=MASK, offline=True)


@cache
def schema(edition: str) -> dict[str, Any]:
    """Return the official schema itself."""
    decoded: dict[str, Any] = msgspec.json.decode(_text(edition))
    return decoded


def _text(edition: str) -> str:
    name = f"{standard_of(edition).files}-{edition.removeprefix('v')}.json"
    return (_FOLDER / name).read_text(encoding="utf-8")
