"""Does a text about what people may do allow more or less than before?

Decided sentence by sentence: only what was added or taken away as a whole can be told, a sentence
in other words cannot. Case, punctuation, white space and the spelling of a word, British or
American, do not count; numbers and signs do.
"""

import re
from collections.abc import Iterable
from enum import StrEnum
from functools import cache


class Allowed(StrEnum):
    """What a text allows beside another one."""

    SAME = "same"
    MORE = "more"
    LESS = "less"
    UNKNOWN = "unknown"


def use(before: str, after: str) -> Allowed:
    """Compare what two texts say of the use of data, where silence neither allows nor forbids."""
    gone, come = _moved(before, after)
    if not (gone or come):
        return Allowed.SAME
    if gone <= {_FORBIDS} and come <= {_ALLOWS}:
        return Allowed.MORE
    if gone <= {_ALLOWS} and come <= {_FORBIDS}:
        return Allowed.LESS
    return Allowed.UNKNOWN


def limits(before: str, after: str) -> Allowed:
    """Compare two lists of limits: every sentence is one, unless it makes an exception."""
    gone, come = _moved(before, after)
    if not (gone or come):
        return Allowed.SAME
    is_fewer = not come and (gone <= {_FORBIDS, _SAYS} or not after.strip())
    return Allowed.MORE if is_fewer else Allowed.UNKNOWN


def _moved(before: str, after: str) -> tuple[set[str], set[str]]:
    """Return of what kind the sentences are that are gone, and those that are new."""
    old, new = _sentences(before), _sentences(after)
    return {_kind(each) for each in old - new}, {_kind(each) for each in new - old}


_Words = tuple[str, ...]
_FORBIDS, _ALLOWS, _SAYS, _BOTH = "forbids", "allows", "says", "both"


def _sentences(text: str) -> set[_Words]:
    parts = _breaks().split(text.casefold())
    return {words for part in parts if (words := tuple(_folded(part)))}


def _folded(sentence: str) -> Iterable[str]:
    """Return the words and signs of a sentence in one spelling."""
    for word in _words().findall(sentence.replace("can not", "cannot")):
        plain = word.translate(_APOSTROPHES)
        if len(plain) >= _LONG:
            for pattern, replacement in _spellings():
                plain = pattern.sub(replacement, plain)
        yield plain


_APOSTROPHES = str.maketrans("", "", "'\u2019")
_LONG = 5  # letters of a word whose spelling may differ


@cache
def _breaks() -> re.Pattern[str]:
    return re.compile(r"[.!?;:](?=\s|$)|\n\s*(?:[-*\u2022]|\d+[.)])?\s*")


@cache
def _words() -> re.Pattern[str]:
    letters = r"[^\W\d_]+"
    return re.compile(
        rf"\d+(?:[.,:/-]\d+)*|{letters}(?:['\u2019]{letters})*|[%$\u20ac\u00a3<>=\u2264\u2265+&]"
    )


@cache
def _spellings() -> tuple[tuple[re.Pattern[str], str], ...]:
    pairs = (
        (r"is(e|ed|es|er|ing|ation|ations)$", r"iz\1"),
        (r"our", "or"),
        (r"tre(s?)$", r"ter\1"),
        (r"ence$", "ense"),
        (r"ogue(s?)$", r"og\1"),
        (r"amme(s?)$", r"am\1"),
        (r"ll", "l"),
    )
    return tuple((re.compile(pattern), replacement) for pattern, replacement in pairs)


def _kind(words: _Words) -> str:
    """Return what a sentence does; one that speaks of other limits may do either."""
    said = set(words)
    joined = f" {' '.join(words)} "
    for denied in _DENIED:
        joined = joined.replace(f" {denied} ", " not ")
    forbids = bool(_FORBIDDING & said) or " not " in joined
    allows = any(f" {word} " in joined for word in _ALLOWING)
    if forbids and (allows or _ABOUT & said):
        return _BOTH
    return _FORBIDS if forbids else _ALLOWS if allows else _SAYS


_DENIED = ("may not", "must not", "cannot", "shall not", "not allowed", "not permitted", "not free")
_FORBIDDING = frozenset(
    (
        *("not", "no", "never", "only", "must", "shall", "except", "unless", "without", "solely"),
        *("prohibited", "forbidden", "restricted", "limited", "excluded", "cannot", "dont"),
        *("required", "requires", "require", "mustnt", "maynt", "cant", "isnt", "arent"),
    )
)
_ALLOWING = frozenset(("may", "can", "allowed", "permitted", "free", "freely", "welcome", "exempt"))
_ABOUT = frozenset(
    (
        *("apply", "applies", "applied", "restriction", "restrictions", "limit", "limits"),
        *("limitation", "limitations", "exception", "exceptions", "longer", "waived", "lifted"),
    )
)
