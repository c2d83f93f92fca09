"""What did the person mean by this text? Words, phrases, fields, what is excluded, whole names.

Nothing a person types is an error: stray quotes and lone operators are read past. `title:beds` is
the word `beds` in a title, because there is such a field; `10:30` and `https://x` are words.
"""

import re
import string
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import TypeVar

import msgspec

from search.query import FACETS, TEXT_FIELDS
from search.relevance import MAX_QUERY_CHARS, MAX_QUERY_WORDS
from search.words import clean, compounds, is_weak, key, words

_PIECE = re.compile(
    r"(?P<minus>(?<!\S)-+)?"
    rf"(?:(?P<field>{'|'.join(sorted({*FACETS, *TEXT_FIELDS}))}):)?"
    r'(?:"(?P<phrase>[^"]*)"|(?P<chunk>[^\s"]+))',
    re.IGNORECASE,
)
_QUOTES = str.maketrans("“”„«»", '"""""')
_PUNCTUATION = string.punctuation  # says nothing alone, unlike other signs: `€` may be a name
T = TypeVar("T")
_LONGEST_WHOLE = 6  # words joined into one; a whole web address is no word


class Field(msgspec.Struct, frozen=True):
    """Words that stand side by side in one field of `TEXT_FIELDS`."""

    name: str
    words: tuple[str, ...]


class Choice(msgspec.Struct, frozen=True):
    """A value of a facet, as it was typed or as documents have it."""

    facet: str
    value: str


class Intent(msgspec.Struct, frozen=True, kw_only=True):
    """A question taken apart. Every word is folded and lower case."""

    words: tuple[str, ...] = ()  # each once, in order, those of phrases and fields included
    wholes: tuple[str, ...] = ()  # written together: `countyfips` for `county_fips`
    pairs: tuple[str, ...] = ()  # neighbours joined: `childcare` for `child care`
    sides: tuple[str, ...] = ()  # any neighbours joined, and all words: `expectedend`, `endat`
    phrases: tuple[tuple[str, ...], ...] = ()  # must be there as they stand
    synonyms: tuple[tuple[str, ...], ...] = ()  # other names, each of them enough
    excluded: tuple[tuple[str, ...], ...] = ()  # must not
    fields: tuple[Field, ...] = ()  # must be there
    excluded_fields: tuple[Field, ...] = ()  # must not
    chosen: tuple[Choice, ...] = ()  # filters that the text names; values are as typed
    refused: tuple[Choice, ...] = ()  # values that must not be
    name: str = ""  # the key of the whole text, in case it is a name
    parts: tuple[str, ...] = ()  # keys of pieces written together, in case they are names
    rest: str | None = None  # the text without the filters that it names, None if it names none
    is_shortened: bool = False

    @property
    def content(self) -> tuple[str, ...]:
        """The words that count: all but weak ones, unless there are only weak ones."""
        return tuple(word for word in self.words if not is_weak(word)) or self.words

    @property
    def weak(self) -> tuple[str, ...]:
        """The words that only add a little."""
        content = set(self.content)
        return tuple(word for word in self.words if word not in content)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is looked for; something may still be excluded."""
        return not self.words and not self.name


def read(text: str) -> Intent:
    """Take *text* apart. Raises: nothing."""
    cut = clean(text)[:MAX_QUERY_CHARS].translate(_QUOTES)
    sought: list[tuple[str, ...]] = []
    phrases, excluded, parts, plain, lifted = [], [], [], [], []
    fields: list[Field] = []
    excluded_fields: list[Field] = []
    chosen: list[Choice] = []
    refused: list[Choice] = []
    for piece in _PIECE.finditer(cut):
        content = piece["phrase"] if piece["phrase"] is not None else piece["chunk"]
        field = (piece["field"] or "").lower()
        if field and not words(content):
            field, content = "", f"{field} {content}"
        found = list(compounds(content))
        flat = tuple(word for compound in found for word in compound)
        if field in FACETS and field not in TEXT_FIELDS:
            (refused if piece["minus"] else chosen).append(Choice(field, content.strip()))
            lifted += [] if piece["minus"] else [piece.span()]
        elif piece["minus"]:
            if field:
                excluded_fields.append(Field(field, flat[:MAX_QUERY_WORDS]))
            else:
                excluded.append(flat[:MAX_QUERY_WORDS])
        elif field:
            sought += found
            fields.append(Field(field, flat[:MAX_QUERY_WORDS]))
        else:
            sought += found
            if content.strip(_PUNCTUATION):
                plain.append(content)
            if piece["phrase"] is not None:
                phrases.append(flat[:MAX_QUERY_WORDS])
            elif any(len(compound) > 1 for compound in found):
                parts.append(key(content))
    return _bounded(
        sought,
        Intent(
            phrases=_first(phrase for phrase in phrases if phrase),
            excluded=_first(phrase for phrase in excluded if phrase),
            fields=_first(fields),
            excluded_fields=_first(excluded_fields),
            chosen=_first(chosen),
            refused=_first(refused),
            name=key(" ".join(plain)),
            parts=_first(parts),
            rest=_without(cut, lifted) if lifted else None,
            is_shortened=len(text) > MAX_QUERY_CHARS,
        ),
    )


def apart(intent: Intent) -> Intent:
    """Return *intent* with its phrases and fields as mere words."""
    return msgspec.structs.replace(intent, phrases=(), fields=())


def respelt(intent: Intent, corrections: Mapping[str, str]) -> Intent:
    """Return *intent* with words exchanged, wherever it has them but in what is excluded."""

    def mended(found: Iterable[str]) -> tuple[str, ...]:
        return tuple(corrections.get(word, word) for word in found)

    return _bounded(
        [(word,) for word in mended(intent.words)],
        msgspec.structs.replace(
            intent,
            phrases=tuple(map(mended, intent.phrases)),
            fields=tuple(Field(field.name, mended(field.words)) for field in intent.fields),
            name=" ".join(mended(intent.name.split(" "))),
        ),
    )


def _first(found: Iterable[T]) -> tuple[T, ...]:
    """Return each once, as many as one question may have."""
    return tuple(dict.fromkeys(found))[:MAX_QUERY_WORDS]


def _without(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return *text* without what stands in *spans*."""
    left, at = [], 0
    for start, end in spans:
        left.append(text[at:start])
        at = end
    return " ".join(" ".join([*left, text[at:]]).split())


def _bounded(sought: list[tuple[str, ...]], intent: Intent) -> Intent:
    """Fill in the words of *sought*, as many as one question may have."""
    flat = [word for compound in sought for word in compound]
    used = flat[:MAX_QUERY_WORDS]
    wholes = ("".join(c) for c in sought if 1 < len(c) <= _LONGEST_WHOLE)
    pairs = (
        left + right for left, right in pairwise(used) if not is_weak(left) and not is_weak(right)
    )
    sides = [left + right for left, right in pairwise(used)]
    if 1 < len(used) <= _LONGEST_WHOLE:
        sides.append("".join(used))
    return msgspec.structs.replace(
        intent,
        words=tuple(dict.fromkeys(used)),
        wholes=tuple(dict.fromkeys(wholes))[:MAX_QUERY_WORDS],
        pairs=tuple(dict.fromkeys(pairs)),
        sides=tuple(dict.fromkeys(sides)),
        is_shortened=intent.is_shortened or len(flat) > len(used),
    )
