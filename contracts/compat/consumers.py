"""Whom does a change meet? Declared uses, by the columns they read, where they said which."""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from contracts.compat.change import Change
from contracts.findings import Bump, Consumer, Finding, Impact


def meet(uses: Iterable[Consumer], told: Sequence[tuple[Change, Finding]]) -> tuple[Consumer, ...]:
    """Return each consumer with the findings that meet it and whether it is hit.

    What may hurt readers counts. A consumer that declared no columns may be met by all of them,
    and nobody knows whether it is: ``hit`` is None, or False where nothing hurts any reader.
    """
    harmful = [
        (change, finding)
        for change, finding in told
        if change.reads is not Impact.OK or change.bump is Bump.MAJOR
    ]
    return tuple(_met(use, harmful) for use in uses)


def _met(use: Consumer, harmful: Sequence[tuple[Change, Finding]]) -> Consumer:
    met = harmful
    if use.columns:
        columns = _Columns(use.columns)
        met = [(change, finding) for change, finding in harmful if columns.touched_by(change)]
    hit: bool | None = bool(met)
    if met and not use.columns and all(change.names for change, _ in met):
        hit = None
    prints = tuple(dict.fromkeys(finding.fingerprint for _, finding in met))
    return msgspec.structs.replace(use, hit=hit, findings=prints)


def touches(use: Consumer, change: Change) -> bool:
    """Whether a consumer reads what changed, or may: it did not declare which columns it reads."""
    return not use.columns or _Columns(use.columns).touched_by(change)


class _Columns:
    """The columns that somebody reads (``table.column`` or ``column``), in any case of letters."""

    def __init__(self, columns: Iterable[str]) -> None:
        self._wanted = {column.casefold() for column in columns}
        self._longest = max(map(len, self._wanted))
        self._around = {path for column in self._wanted for path in _paths(column)}
        self._any_table = any("." not in column for column in self._wanted)

    def touched_by(self, change: Change) -> bool:
        """Whether one of the columns lies in what changed, or holds it."""
        if not change.names:
            return True
        full, short = (".".join(names).casefold() for names in (change.names, change.names[1:]))
        if not short:  # the whole object
            return self._any_table or full in self._around
        return any(
            path in self._around or not self._wanted.isdisjoint(_paths(path[: self._longest + 1]))
            for path in (full, short)
        )


def _paths(path: str) -> Iterator[str]:
    """Yield a path and those of what holds it: ``a.b.c``, ``a.b``, ``a``."""
    yield path
    while dot := path.rfind(".") + 1:
        path = path[: dot - 1]
        yield path
