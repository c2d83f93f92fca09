"""Which versions of the standard are supported, and what is the official schema of each?"""

from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec

EDITIONS = ("v3.0.0", "v3.0.1", "v3.0.2", "v3.1.0", "v3.2.0")
"""The supported values of `apiVersion`, oldest first."""

STRICT = "v3.0.2-strict"
"""The second official schema of v3.0.2. What only it finds is a warning."""

MASK = "value"
"""Stands for the instance in the validator's messages, which would else repeat whole subtrees."""

_FOLDER = Path(__file__).parent.parent / "schemas"


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
    return (_FOLDER / f"odcs-{edition.removeprefix('v')}.json").read_text(encoding="utf-8")
