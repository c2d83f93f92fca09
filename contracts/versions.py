"""What does a version number say? SemVer 2.0 read leniently, ordered, and raised.

The author's text is kept for addresses; `sort_key` orders in any database. `1`, `1.2` and `v1.2.3`
are read as 1.0.0, 1.2.0 and 1.2.3, but are not `well_formed`. A pre-release needs all three
numbers, so that the date `2026-11-25` is not taken for one.
"""

import re
from functools import cache

import msgspec

from contracts.findings import Bump, greatest

LONGEST = 100
"""Characters of a version; keeps sort keys short enough for an index."""

_ADDRESSABLE = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_~")
_LONGEST_NUMBER = 18  # digits; fits a 64-bit integer


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """A version number that could be read.

    ``text`` is the author's spelling, build metadata included. ``prerelease`` is "" for a release.
    ``well_formed`` means strict SemVer 2.0. Equal `sort_key` means equal rank: compare those, not
    the structs.
    """

    text: str
    major: int
    minor: int
    patch: int
    prerelease: str
    well_formed: bool

    @property
    def numbers(self) -> tuple[int, int, int]:
        """Major, minor and patch."""
        return self.major, self.minor, self.patch

    @property
    def sort_key(self) -> str:
        """ASCII text that sorts, byte by byte, as SemVer ranks: `1.0.0-rc.2` before `1.0.0`."""
        numbers = ".".join(_sortable(number) for number in self.numbers)
        return f"{numbers}{_sortable_prerelease(self.prerelease)}"

    def __str__(self) -> str:
        return self.text


def parse(text: str) -> Version | None:
    """Return the version that *text* says, None where it cannot be read as one."""
    found = _pattern().fullmatch(text.strip()) if len(text) <= LONGEST else None
    if found is None:
        return None
    numbers = [found[name] or "0" for name in ("major", "minor", "patch")]
    if any(len(number.lstrip("0")) > _LONGEST_NUMBER for number in numbers):
        return None
    return Version(
        text=text,
        major=int(numbers[0]),
        minor=int(numbers[1]),
        patch=int(numbers[2]),
        prerelease=found["prerelease"] or "",
        well_formed=_is_strict(text, found),
    )


def is_addressable(text: str) -> bool:
    """Whether *text* can stand in an address as it is, so that a registry can keep it."""
    return 0 < len(text) <= LONGEST and _ADDRESSABLE.issuperset(text)


def bump_between(before: Version, after: Version) -> Bump:
    """Return what the step from *before* up to *after* may carry; none if it is no step up.

    Before 1.0.0 the minor number plays the part of the major and the patch number that of both
    others: 0.3.1 to 0.4.0 is `major`, 0.3.1 to 0.3.2 is `minor`. Leaving a pre-release counts as
    the raise it prepared: `2.0.0-rc.1` to `2.0.0` is `major`.
    """
    if after.sort_key <= before.sort_key:
        return Bump.NONE
    if after.numbers == before.numbers:
        raised = _prepared(before) if not after.prerelease else Bump.PATCH
    elif after.major > before.major:
        raised = Bump.MAJOR
    elif after.minor > before.minor:
        raised = Bump.MINOR
    else:
        raised = Bump.PATCH
    return _BEFORE_1_0[raised] if after.major == 0 else raised


def next_version(before: Version, bump: Bump) -> str:
    """Return the smallest number that raises *bump* over *before*.

    Before 1.0.0 the minor number plays the part of the major: 0.3.1 raised by `major` is 0.4.0.
    """
    if bump is Bump.NONE:
        return before.text
    major, minor, patch = before.numbers
    if major == 0:
        bump = Bump.MINOR if bump is Bump.MAJOR else Bump.PATCH
    if before.prerelease and greatest(bump, _prepared(before)) is _prepared(before):
        return f"{major}.{minor}.{patch}"
    return {
        Bump.MAJOR: f"{major + 1}.0.0",
        Bump.MINOR: f"{major}.{minor + 1}.0",
        Bump.PATCH: f"{major}.{minor}.{patch + 1}",
    }[bump]


_BEFORE_1_0 = {Bump.MAJOR: Bump.MAJOR, Bump.MINOR: Bump.MAJOR, Bump.PATCH: Bump.MINOR}


def _prepared(version: Version) -> Bump:
    """Return the part that a pre-release will have raised once it is released."""
    _, minor, patch = version.numbers
    if patch:
        return Bump.PATCH
    return Bump.MINOR if minor else Bump.MAJOR


@cache
def _pattern() -> re.Pattern[str]:
    """Compiled at the first use: most commands that import this module read no version."""
    return re.compile(
        r"[vV]?(?P<major>[0-9]+)(?:\.(?P<minor>[0-9]+))?(?:\.(?P<patch>[0-9]+)"
        r"(?:-(?P<prerelease>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?"
        r"(?:\+(?P<build>[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?)?"
    )


def _is_strict(text: str, found: re.Match[str]) -> bool:
    numbers = (found["major"], found["minor"], found["patch"])
    identifiers = (found["prerelease"] or "").split(".")
    padded = [
        part
        for part in (*numbers, *identifiers)
        if part and part.isdigit() and part != "0" and part.startswith("0")
    ]
    return text[:1].isdigit() and text == text.strip() and None not in numbers and not padded


def _sortable(number: int) -> str:
    """Digits behind a letter for their count, so that 9 sorts before 10: `a9`, `b10`."""
    digits = str(number)
    return f"{chr(ord('a') + len(digits) - 1)}{digits}"


def _sortable_prerelease(prerelease: str) -> str:
    """A pre-release sorts below its release, numbers below words, fewer parts below more."""
    if not prerelease:
        return "~"
    parts = [
        f"!{len(part.lstrip('0') or '0'):03d}{part.lstrip('0') or '0'}"
        if part.isdigit()
        else f"#{part}"
        for part in prerelease.split(".")
    ]
    return "-" + " ".join(parts)
