"""How are values put into a sentence?"""

from collections.abc import Iterable

_SHOWN = 5
_LONGEST = 80
_HEAD, _TAIL = 48, 29  # what differs is often the end: of an address, of a path


def shown(value: object) -> str:
    """Return a value as people write it: texts in quotes, the rest bare, long ones shortened."""
    if isinstance(value, bool):
        return "true" if value else "false"
    written = f"'{value}'" if isinstance(value, str) else str(value)
    return written if len(written) <= _LONGEST else f"{written[:_HEAD]}...{written[-_TAIL:]}"


def listed(values: Iterable[object]) -> str:
    """Return values as a list, ``'a', 'b' and 'c'``, shortened after five."""
    return shortened([shown(value) for value in values])


def shortened(words: list[str]) -> str:
    """Return words as a list, shortened after five."""
    if len(words) > _SHOWN:
        words = [*words[:_SHOWN], f"{len(words) - _SHOWN} more"]
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def from_to(before: object, after: object) -> str:
    """Return the end of a sentence that says how a field's value changed."""
    if before is None:
        return f"is stated: {shown(after)}"
    if after is None:
        return f"is no longer stated; it was {shown(before)}"
    return f"changed from {shown(before)} to {shown(after)}"
