"""How is the text of a contract shown? With line numbers, and against another one as a diff.

Both are bounded, because a contract of 1.7 MB is real: the text in windows of lines, the diff by
the lines that differ at all.
"""

import difflib
from collections.abc import Sequence

import msgspec

WINDOW = 2_000
"""Lines of source on one page."""

MAX_COMPARED = 1_500
"""Lines on either side, without the equal head and tail, up to which texts are compared."""

CONTEXT = 3


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A window of lines. ``first`` is the number of its first line, counted from 1."""

    lines: tuple[str, ...]
    first: int
    total: int

    @property
    def last(self) -> int:
        """The number of the last line in the window."""
        return self.first + len(self.lines) - 1


class Changed(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a unified diff. ``kind`` is added, removed, same or place."""

    kind: str
    text: str


def window(text: str, *, line: int = 1) -> Source:
    """Return the lines of *text* around line number *line*: the window that holds it."""
    lines = text.split("\n")
    if len(lines) > 1 and not lines[-1]:
        lines.pop()
    start = max(0, min(line, len(lines)) - 1) // WINDOW * WINDOW
    shown = tuple(each.removesuffix("\r") for each in lines[start : start + WINDOW])
    return Source(lines=shown, first=start + 1, total=len(lines))


def unified(before: str, after: str) -> tuple[Changed, ...] | None:
    """Return what differs, with a few lines around it; None where the texts are too long for it."""
    old, new = before.splitlines(), after.splitlines()
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    core_old, core_new = old[head : len(old) - tail], new[head : len(new) - tail]
    if max(len(core_old), len(core_new)) > MAX_COMPARED:
        return None
    # Equal heads and tails are cut off first: difflib is quadratic, and changes are mostly local.
    start = max(0, head - CONTEXT)
    old_end = min(len(old), head + len(core_old) + CONTEXT)
    new_end = min(len(new), head + len(core_new) + CONTEXT)
    matcher = difflib.SequenceMatcher(None, old[start:old_end], new[start:new_end])
    changed: list[Changed] = []
    for group in matcher.get_grouped_opcodes(CONTEXT):
        changed.append(Changed(kind="place", text=f"from line {start + group[0][3] + 1}"))
        for tag, old_from, old_to, new_from, new_to in group:
            if tag == "equal":
                changed += _lines("same", new[start + new_from : start + new_to])
                continue
            changed += _lines("removed", old[start + old_from : start + old_to])
            changed += _lines("added", new[start + new_from : start + new_to])
    return tuple(changed)


def _same(one: Sequence[str], other: Sequence[str]) -> int:
    """Return how many items both begin with."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


def _lines(kind: str, texts: Sequence[str]) -> list[Changed]:
    return [Changed(kind=kind, text=text) for text in texts]
