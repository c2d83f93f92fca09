"""Whom does a change meet? Declared uses, by the columns they read, where they said which."""

from collections.abc import Iterable, Sequence

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
    met = [(change, finding) for change, finding in harmful if touches(use, change)]
    hit: bool | None = bool(met)
    if met and not use.columns and all(change.names for change, _ in met):
        hit = None
    prints = tuple(dict.fromkeys(finding.fingerprint for _, finding in met))
    return msgspec.structs.replace(use, hit=hit, findings=prints)


def touches(use: Consumer, change: Change) -> bool:
    """Whether a consumer reads what changed, or may: it did not declare which columns it reads."""
    return not use.columns or any(_touches(change, column) for column in use.columns)


def _touches(change: Change, column: str) -> bool:
    """Whether *column* (``table.column`` or ``column``) lies in what changed, or holds it."""
    if not change.names:
        return True
    full = ".".join(change.names)
    short = ".".join(change.names[1:])
    wanted = column.casefold()
    if not short:  # the whole object
        return "." not in wanted or _holds(full.casefold(), wanted)
    paths = (full.casefold(), short.casefold())
    return any(_holds(path, wanted) or _holds(wanted, path) for path in paths)


def _holds(outer: str, inner: str) -> bool:
    return inner == outer or inner.startswith(f"{outer}.")
