"""What does it look like that a rule is about? An example of each change, of most mistakes.

They are the folders of `tests/data/compat` and `tests/data/lint`, by which the rules are tried;
`make fix` collects them.
"""

from functools import cache
from pathlib import Path

import msgspec


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """One version of the example: its number, or what the rule does with it, and its YAML."""

    version: str
    text: str


class Example(msgspec.Struct, frozen=True, kw_only=True):
    """Two versions or more, oldest first, of which the last shows the rule.

    ``context`` are sentences on what must be known beyond the texts: the day, who uses it.
    """

    context: tuple[str, ...] = ()
    texts: tuple[Text, ...]


def example(code: str) -> Example | None:
    """Return the example of the rule with that code; rules about what cannot be read have none."""
    return _by_code().get(code)


@cache
def _by_code() -> dict[str, Example]:
    return msgspec.json.decode(COLLECTED.read_bytes(), type=dict[str, Example])


COLLECTED = Path(__file__).with_name("examples.json")
