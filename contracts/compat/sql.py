"""Do two pieces of SQL say the same? Case, spacing and comments do not count outside literals.

This knows no dialect: what it calls equal is equal in all of them, the rest needs a person.
"""

import re
from functools import cache

_PATTERN = r"""
    '(?:[^']|'')*'          # a text
  | "(?:[^"]|"")*"          # a quoted name
  | `[^`]*`                 # a quoted name, as MySQL and BigQuery write it
  | --[^\n]*                # a comment to the end of the line
  | /\*(?:.*?\*/|.*\Z)      # a comment that ends where it says, or nowhere
  | \w+                     # a word or a number
  | [^\w\s]                 # a sign
"""
_COMMENTS = ("--", "/*")
_QUOTES = ("'", '"', "`")


def normalised(query: str) -> tuple[str, ...]:
    """Return the words and signs of *query*; two queries with equal ones say the same."""
    found = [token for token in _tokens().findall(query) if not token.startswith(_COMMENTS)]
    while found and found[-1] == ";":
        found.pop()
    return tuple(token if token.startswith(_QUOTES) else token.casefold() for token in found)


def same_query(before: object, after: object) -> bool:
    """Whether two texts are the same SQL; what is no text is compared as it is."""
    if isinstance(before, str) and isinstance(after, str):
        return before == after or normalised(before) == normalised(after)
    return before == after


@cache
def _tokens() -> re.Pattern[str]:
    return re.compile(_PATTERN, re.VERBOSE | re.DOTALL)
