"""How is the text of a physical type taken apart? Its name, its arguments, the types inside it."""

import re
from collections.abc import Iterator
from functools import cache

_OPEN, _CLOSED, _QUOTES = "(<", ")>", "`\"'"


def split(source: str) -> tuple[str, str]:
    """Split ``name(arguments) suffix`` into NAME with its suffix and the arguments, in capitals.

    ``INTEGER[]`` is the array of it; ``varchar[50]`` and ``fixed[16]`` have a length, as tools that
    draw models and Iceberg write it. That values may not be null is said elsewhere and left out.
    """
    source = " ".join(source.upper().split()).removesuffix(" NOT NULL")
    if source.endswith("[]"):
        return "ARRAY", source[:-2].rstrip()
    if source.endswith("]") and (found := _length().fullmatch(source)):
        return found["name"], found["length"]
    openings = [position for position in (source.find("("), source.find("<")) if position >= 0]
    if not openings:
        return source, ""
    start = min(openings)
    end = source.rfind(")" if source[start] == "(" else ">")
    if end < start:
        return source, ""
    name = " ".join(f"{source[:start]} {source[end + 1 :]}".split())
    return name, _spaces().sub("", source[start + 1 : end]).strip()


@cache
def _length() -> re.Pattern[str]:
    return re.compile(
        r"(?P<name>N?(?:VAR)?CHAR|CHARACTER(?: VARYING)?|BPCHAR|(?:VAR)?BINARY|FIXED)"
        r" ?\[ ?(?P<length>\d+) ?\]"
    )


@cache
def _spaces() -> re.Pattern[str]:
    return re.compile(r" (?=[,:()<>])|(?<=[,:(<]) ")


def listed(arguments: str) -> Iterator[str]:
    """Return what the commas outside brackets and quotes part."""
    start = 0
    for position in _outside(arguments, ","):
        yield arguments[start:position].strip()
        start = position + 1
    yield arguments[start:].strip()


def named(part: str) -> tuple[str, str]:
    """Split ``name: type`` or ``name type``; without the colon the name may be missing.

    A comment on the field is left out.
    """
    part = part.partition(" COMMENT ")[0]
    if part[:1] in _QUOTES and part[:1]:
        name, _, rest = part[1:].partition(part[0])
        return name, rest.lstrip(" :")
    for position in _outside(part, ":"):
        return part[:position].strip(), part[position + 1 :].strip()
    name, _, rest = part.partition(" ")
    return name, rest


def _outside(source: str, sign: str) -> Iterator[int]:
    """Return where *sign* stands outside of brackets and quotes."""
    depth, quoted = 0, ""
    for position, character in enumerate(source):
        if quoted:
            quoted = "" if character == quoted else quoted
        elif character in _QUOTES:
            quoted = character
        elif character in _OPEN or character in _CLOSED:
            depth += 1 if character in _OPEN else -1
        elif character == sign and not depth:
            yield position
