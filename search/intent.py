"""What did the person mean by this text? Words, quoted phrases, excluded words, whole names.

Nothing a person types is an error: stray quotes and lone operators are read past.
"""

import re
import string
from itertools import pairwise

import msgspec

from search.relevance import MAX_QUERY_CHARS, MAX_QUERY_WORDS
from search.words import clean, compounds, is_weak, key, words

_PIECE = re.compile(r'(?P<minus>(?<!\S)-+)?(?:"(?P<phrase>[^"]*)"|(?P<chunk>[^\s"]+))')
_QUOTES = str.maketrans("“”„«»", '"""""')
_PUNCTUATION = string.punctuation  # says nothing alone, unlike other signs: `€` may be a name
_LONGEST_WHOLE = 6  # words joined into one; a whole web address is no word


class Intent(msgspec.Struct, frozen=True, kw_only=True):
    """A question taken apart. Every word is folded and lower case."""

    words: tuple[str, ...] = ()  # each once, in order, those of phrases included
    wholes: tuple[str, ...] = ()  # written together: `countyfips` for `county_fips`
    pairs: tuple[str, ...] = ()  # neighbours joined: `childcare` for `child care`
    phrases: tuple[tuple[str, ...], ...] = ()  # must be there as they stand
    excluded: tuple[tuple[str, ...], ...] = ()  # must not
    name: str = ""  # the key of the whole text, in case it is a name
    parts: tuple[str, ...] = ()  # keys of pieces written together, in case they are names
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
    cut = clean(text)[:MAX_QUERY_CHARS]
    sought: list[tuple[str, ...]] = []
    phrases, excluded, parts, plain = [], [], [], []
    for piece in _PIECE.finditer(cut.translate(_QUOTES)):
        content = piece["phrase"] if piece["phrase"] is not None else piece["chunk"]
        if piece["minus"]:
            excluded.append(tuple(words(content)))
            continue
        if content.strip(_PUNCTUATION):
            plain.append(content)
        found = list(compounds(content))
        sought += found
        if piece["phrase"] is not None:
            phrases.append(tuple(word for compound in found for word in compound))
        elif any(len(compound) > 1 for compound in found):
            parts.append(key(content))
    return _bounded(
        sought,
        Intent(
            phrases=tuple(phrase for phrase in phrases if phrase),
            excluded=tuple(phrase for phrase in excluded if phrase),
            name=key(" ".join(plain)),
            parts=tuple(dict.fromkeys(parts)),
            is_shortened=len(text) > MAX_QUERY_CHARS,
        ),
    )


def apart(intent: Intent) -> Intent:
    """Return *intent* with its phrases as mere words."""
    return msgspec.structs.replace(intent, phrases=())


def respelt(intent: Intent, corrections: dict[str, str]) -> Intent:
    """Return *intent* with words exchanged."""
    changed = [corrections.get(word, word) for word in intent.words]
    return _bounded([(word,) for word in changed], msgspec.structs.replace(intent, phrases=()))


def _bounded(sought: list[tuple[str, ...]], intent: Intent) -> Intent:
    """Fill in the words of *sought*, as many as one question may have."""
    flat = [word for compound in sought for word in compound]
    used = flat[:MAX_QUERY_WORDS]
    wholes = ("".join(c) for c in sought if 1 < len(c) <= _LONGEST_WHOLE)
    pairs = (
        left + right for left, right in pairwise(used) if not is_weak(left) and not is_weak(right)
    )
    return msgspec.structs.replace(
        intent,
        words=tuple(dict.fromkeys(used)),
        wholes=tuple(dict.fromkeys(wholes))[:MAX_QUERY_WORDS],
        pairs=tuple(dict.fromkeys(pairs)),
        phrases=tuple(phrase[:MAX_QUERY_WORDS] for phrase in intent.phrases[:MAX_QUERY_WORDS]),
        excluded=tuple(phrase[:MAX_QUERY_WORDS] for phrase in intent.excluded[:MAX_QUERY_WORDS]),
        parts=intent.parts[:MAX_QUERY_WORDS],
        is_shortened=intent.is_shortened or len(flat) > len(used),
    )
