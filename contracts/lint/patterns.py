"""Is a pattern of a contract well formed, and do texts match it? Strangers' patterns, so bounded.

Patterns are run by an engine whose time grows only with the length of pattern and text. What it
cannot run (look-around, references back) is left undecided rather than run by one that can hang.
"""

from collections.abc import Iterable, Iterator
from functools import cache

import jsonschema_rs

_LONGEST_PATTERN = 2_000
_LONGEST_TEXT = 10_000
_MOST_TEXTS = 200
_LARGEST_AUTOMATON = 1 << 20  # bytes


def is_pattern(pattern: str) -> bool:
    """Whether *pattern* is a regular expression of ECMA-262; True where it is too long to judge."""
    return len(pattern) > _LONGEST_PATTERN or _syntax().is_valid(pattern)


def mismatches(pattern: str, texts: Iterable[tuple[int, str]]) -> Iterator[int]:
    """Yield the places of the texts in which the pattern is not found, of those judged."""
    if len(pattern) > _LONGEST_PATTERN:
        return
    limits = jsonschema_rs.RegexOptions(size_limit=_LARGEST_AUTOMATON)
    try:
        matcher = jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=limits)
    except jsonschema_rs.ValidationError:
        return
    for _, (at, each) in zip(range(_MOST_TEXTS), texts, strict=False):
        if len(each) <= _LONGEST_TEXT and not matcher.is_valid(each):
            yield at


@cache
def _syntax() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator({"format": "regex"}, validate_formats=True)
