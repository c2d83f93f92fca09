"""Which words does a text hold, as the index, a query and a highlight all see them?

Words are folded to ASCII where that is possible, and identifiers are taken apart:
``staffedBedCount``, ``county_fips`` and ``HR_EMP_TBL`` are words joined together. A compound keeps
its whole as well (``countyfips``), so that each spelling finds the others.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import TypeVar

import tantivy

T = TypeVar("T")

MAX_WORD_CHARS = 100
"""Longer words are cut, in the index and in a query alike."""

_QUESTION_WORDS = """
a about all an and any are as at be been but by can could did do does find for from get give had has
have how i if in into is it its list look looking many me much my need no not of on or our out per
see show so some such than that the their them then there these they this those to up want was we
were what when where which who whose why will with you your
"""
_CATALOG_WORDS = """
data dataset datasets database databases datum file files info information record records statistics
stats table tables
"""
WEAK_WORDS = frozenset((_QUESTION_WORDS + _CATALOG_WORDS).split())
"""Words of questions, and words that half a data catalog holds. They are never required."""

BREAK = "\x1f"
"""Stands between texts that are taken apart in one go, and is a word of its own then."""

RUN = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_COMPOUND = re.compile(r"[^\W_]+(?:['\u2019_\-./:]{1,2}[^\W_]+)*")
_COMPOUND_OR_BREAK = re.compile(f"{_COMPOUND.pattern}|{BREAK}")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z](?!s(?![a-z]))[a-z])")
_UNFOLDED = str.maketrans(
    {"ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "\u0131": "i"}
)
_FIRST_ACCENT_CLASS = 200  # below it are marks that spell another letter, as in Japanese and Hindi
_ODD = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


def clean(text: str) -> str:
    """Replace what no index and no page can hold: control characters and lone surrogates."""
    return _ODD.sub(" ", text)


def compounds(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the words of *text*; those written together come as one tuple."""
    return map(_taken_apart, _COMPOUND.findall(fold(text)))


def words(text: str) -> list[str]:
    """Return the words of *text* in order."""
    return [word for compound in compounds(text) for word in compound]


def spaced(text: str) -> str:
    """Return the words of *text* with spaces between; a `BREAK` stays where it is."""
    return " ".join(map(_spaced, _COMPOUND_OR_BREAK.findall(fold(text))))


def compounds_joined(text: str) -> set[str]:
    """Return the compounds of *text*, each as one word."""
    found = set(map(_joined, _COMPOUND.findall(fold(text))))
    found.discard("")
    return found


def key(text: str) -> str:
    """Return the form in which *text* equals other spellings of the same name.

    ``DOH-Hospital_Beds`` and ``doh hospital beds`` share a key. A text without any word is its own.
    """
    return " ".join(words(text)) or clean(text).strip().casefold()


def is_weak(word: str) -> bool:
    """Tell whether *word* says little about what somebody looks for."""
    return word in WEAK_WORDS


def split(run: str) -> list[str]:
    """Take one folded run of letters and digits apart at its humps, and lower it."""
    run = run.replace("'", "").replace("\u2019", "")
    parts = [run] if run.islower() or run.isupper() else _HUMP.split(run)
    return [part.casefold()[:MAX_WORD_CHARS] for part in parts]


def fold(text: str) -> str:
    """Strip accents and compatibility forms; keep case."""
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text).translate(_UNFOLDED)
    bare = "".join(c for c in decomposed if unicodedata.combining(c) < _FIRST_ACCENT_CLASS)
    return unicodedata.normalize("NFC", bare)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return the English stem of a folded *word*, as the index computes it."""
    stems = _stemmer().analyze(word)
    return stems[0] if stems else word


def stemming_analyzer() -> tantivy.TextAnalyzer:
    """Return the analyzer of stemmed fields: words are separated by spaces already."""
    whitespace = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace())
    return whitespace.filter(tantivy.Filter.stemmer("english")).build()


class _Remembered(dict[str, T]):
    """What was made of a compound, without end but for its size: a few thousand make up most texts.

    Faster than `lru_cache`, which brings an order up to date at every look.
    """

    def __init__(self, make: Callable[[str], T]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, compound: str) -> T:
        """Make it, and forget all others where there are too many."""
        made = self._make(compound)
        if len(self) >= _MOST_REMEMBERED:
            self.clear()
        self[compound] = made
        return made


_MOST_REMEMBERED = 100_000


def _parts_of(compound: str) -> tuple[str, ...]:
    return tuple(part for run in RUN.findall(compound) for part in split(run))


def _spaced_of(compound: str) -> str:
    return " ".join(_parts_of(compound)) or compound


def _joined_of(compound: str) -> str:
    found = _parts_of(compound)
    return "".join(found) if len(found) > 1 else ""


_taken_apart = _Remembered(_parts_of).__getitem__
_spaced = _Remembered(_spaced_of).__getitem__
_joined = _Remembered(_joined_of).__getitem__


@lru_cache(maxsize=1)
def _stemmer() -> tantivy.TextAnalyzer:
    return stemming_analyzer()
