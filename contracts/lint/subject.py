"""What does every check know of the contract as a whole? Facts computed at most once."""

from functools import cached_property
from typing import Any

from contracts.policy import DEFAULT


class Subject:
    """The contract under the lens."""

    def __init__(self, tree: dict[str, Any]) -> None:
        self.tree = tree

    @cached_property
    def status(self) -> str | None:
        """The author's word, None where it is missing or no text."""
        return text(self.tree.get("status"))

    @cached_property
    def is_live(self) -> bool:
        """Whether people rely on this contract, so that what may wait in a draft may not here."""
        return not DEFAULT.accepts_invalid(self.status)

    @cached_property
    def release(self) -> tuple[int, int]:
        """Major and minor of the standard the contract follows; the newest where it is unclear."""
        found = (text(self.tree.get("apiVersion")) or "").lstrip("v").split(".")
        try:
            return int(found[0]), int(found[1])
        except (ValueError, IndexError):
            return 3, 2


def text(value: object) -> str | None:
    """Return *value* if it is text with something in it besides white space."""
    return value if isinstance(value, str) and value.strip() else None


def mapping(value: object) -> dict[str, Any]:
    """Return *value* if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[Any]:
    """Return *value* if it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def mappings(value: object) -> list[tuple[int, dict[str, Any]]]:
    """Return the mappings of a list with their places; anything else is passed over."""
    return [(at, item) for at, item in enumerate(items(value)) if isinstance(item, dict)]
