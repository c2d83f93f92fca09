r"""What does a JSON text say? RFC 8259 to the letter, with positions, in one linear pass.

Stricter than Python's own reader, each a refusal with its rule: repeated keys, half characters
(`\ud800`), numbers nobody can write out, `NaN` and `Infinity`. In JSON a number is a number, even
where the standard wants text: quotes are the author's to set.
"""

import re
from decimal import Decimal
from json import JSONDecodeError
from json.decoder import scanstring  # type: ignore[attr-defined] # C, and missing in the stubs
from typing import Any

from contracts.reader import refusals
from contracts.reader.limits import MAX_DEPTH, MAX_DIGITS, MAX_KEY_CHARACTERS, MAX_NODES
from contracts.reader.lines import Lines
from contracts.reader.refusals import UnreadableError, refusal
from contracts.reader.scalars import decimal
from contracts.reader.trees import ItemIndex, KeyIndex, Read
from contracts.rule import Rule

_BLANK = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"(-?(?:0|[1-9][0-9]*))(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_HALF = re.compile(r"[\ud800-\udfff]")
_WORDS: dict[str, bool | None] = {"true": True, "false": False, "null": None}


def read_json(text: str) -> Read:
    """Return the tree of *text*. Raises: UnreadableError."""
    return _Reader(text).read()


class _Reader:
    """A cursor over the text."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._nodes = 0
        self._indexes: dict[int, KeyIndex | ItemIndex] = {}

    def read(self) -> Read:
        start = self._skip()
        root = self._value(0)
        if self._skip() < len(self._text):
            raise self._refused(refusals.SYNTAX, "The JSON has ended, but the file goes on here.")
        return Read(root, start, self._indexes)

    def _skip(self) -> int:
        found = _BLANK.match(self._text, self._at)
        if found:
            self._at = found.end()
        return self._at

    def _value(self, depth: int) -> Any:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise self._refused(
                refusals.TOO_MUCH, f"The file holds more than {MAX_NODES:,} values."
            )
        character = self._text[self._at : self._at + 1]
        if character == '"':
            return self._string()
        if character in ("{", "[") and character:
            if depth >= MAX_DEPTH:
                raise self._refused(
                    refusals.TOO_DEEP, f"Values are nested more than {MAX_DEPTH} levels deep here."
                )
            self._at += 1
            return self._object(depth + 1) if character == "{" else self._list(depth + 1)
        return self._scalar()

    def _object(self, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        if self._next("}"):
            return made
        index: KeyIndex = {}
        self._indexes[id(made)] = index
        while True:
            start = self._skip()
            if self._text[start : start + 1] != '"':
                raise self._refused(refusals.SYNTAX, 'A key in double quotes or "}" belongs here.')
            key = self._string()
            if key in made:
                raise self._repeated(key, start, index[key])
            if len(key) > MAX_KEY_CHARACTERS:
                raise self._refused(refusals.BAD_KEY, "This key is too long.", start)
            index[key] = start
            if not self._next(":"):
                raise self._refused(refusals.SYNTAX, 'A ":" belongs here, after the key.')
            self._skip()
            made[key] = self._value(depth)
            if self._next("}"):
                return made
            if not self._next(","):
                raise self._refused(refusals.SYNTAX, 'A "," or "}" belongs here.')

    def _list(self, depth: int) -> list[Any]:
        made: list[Any] = []
        if self._next("]"):
            return made
        index: ItemIndex = []
        self._indexes[id(made)] = index
        while True:
            index.append(self._skip())
            made.append(self._value(depth))
            if self._next("]"):
                return made
            if not self._next(","):
                raise self._refused(refusals.SYNTAX, 'A "," or "]" belongs here.')

    def _next(self, wanted: str) -> bool:
        """Step over *wanted* if it comes next."""
        found = self._text.startswith(wanted, self._skip())
        self._at += found
        return found

    def _string(self) -> str:
        start = self._at
        try:
            value: str
            value, self._at = scanstring(self._text, start + 1, True)
        except JSONDecodeError as error:
            raise self._refused(
                refusals.SYNTAX, f"The text in quotes is malformed: {error.msg}.", error.pos
            ) from error
        if not value.isascii() and (half := _HALF.search(value)):
            raise self._refused(
                refusals.BAD_CHARACTER,
                f"\\u{ord(half[0]):04x} is half a character without its other half.",
                start,
            )
        return value

    def _scalar(self) -> int | Decimal | bool | None:
        start = self._at
        found = _NUMBER.match(self._text, start)
        if found:
            self._at = found.end()
            return self._number(found)
        for word, value in _WORDS.items():
            if self._text.startswith(word, start):
                self._at += len(word)
                return value
        if start >= len(self._text):
            raise self._refused(refusals.SYNTAX, "The file ends where a value is wanted.")
        raise self._refused(
            refusals.SYNTAX,
            "No JSON value begins like this. Text needs double quotes; NaN, Infinity, comments and "
            "a comma after the last item are not JSON.",
        )

    def _number(self, found: re.Match[str]) -> int | Decimal:
        whole, fraction, exponent = found.groups()
        number: int | Decimal | None = None
        if len(found[0]) <= MAX_DIGITS:
            number = int(whole) if fraction is exponent is None else decimal(found[0])
        if number is None:
            raise self._refused(
                refusals.NUMBER, f"The number {found[0][:40]} is too large.", found.start()
            )
        return number

    def _repeated(self, key: str, second: int, first: int) -> UnreadableError:
        line = Lines(self._text).position(first).line
        return self._refused(
            refusals.DUPLICATE,
            f"`{key}` stands here a second time; the first is on line {line}.",
            second,
        )

    def _refused(self, rule: Rule, message: str, at: int | None = None) -> UnreadableError:
        index = self._at if at is None else at
        return refusal(rule, message, Lines(self._text).position(index))
