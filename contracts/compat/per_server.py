"""What does a change do on each server? The verdict is the worst of them, and names who it is.

A property is compared once for each way in which the engines read its physical types; mostly they
read them alike, and then once. What an engine cannot promote is added for its servers alone; on a
server that changed its engine the old type is read as the old engine reads it.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence

import msgspec

from contracts.compat.change import SAME, Change, Pair, Verdict
from contracts.compat.domains import Shift, shift
from contracts.compat.engines.kinds import Engine, Served
from contracts.compat.engines.promotions import promoted
from contracts.compat.engines.spellings import Names, names_of
from contracts.compat.physical import Physical, parse
from contracts.findings import Bump, Impact, greatest

Check = Callable[[Pair, Shift], Iterable[Change]]
_Reading = tuple[Physical | None, Physical | None]
_Spoken = tuple[Served, list[Change]]


def on_all_servers(pair: Pair, neutral: Shift, checks: Sequence[Check]) -> list[Change]:
    """Return what *checks* say of a property, each finding as bad as on its worst server.

    A change of logical type is judged as most engines would: it says what the values mean, and the
    physical type follows it.
    """
    served, exchanged = pair.scope.served, pair.scope.exchanged
    if not (served or exchanged) or neutral.before.logical != neutral.after.logical:
        return _said(pair, neutral, checks)
    spoken: list[_Spoken] = []
    usual = _said(pair, neutral, checks)
    readings = {(neutral.before.physical, neutral.after.physical): usual}
    engines = [(each, each.engine, each.engine) for each in served]
    engines += [(Served(each.engines[1], (each.name,)), *each.engines) for each in exchanged]
    for each, old, new in engines:
        reading = _read(pair, neutral, names_of(old), names_of(new))
        said = readings.get(reading)
        if said is None:
            said = readings[reading] = _said(pair, _moved(neutral, reading), checks)
        spoken.append((each, said if old != new else _with_promotions(new, reading, said)))
    if all(said == usual for _, said in spoken):
        return usual
    return [*_worst_of(spoken, usual)]


def _read(pair: Pair, neutral: Shift, old: Names, new: Names) -> _Reading:
    """Return both physical types as the engines read them.

    What a type that both state alike becomes on another engine is told of the server (SRV-06).
    """
    if not (old or new):
        return neutral.before.physical, neutral.after.physical
    before, after = (each.get("physicalType") for each in (pair.before, pair.after))
    now = parse(after, new)
    return now if before == after else parse(before, old), now


def _moved(neutral: Shift, reading: _Reading) -> Shift:
    before, after = (
        msgspec.structs.replace(each, physical=physical)
        for each, physical in zip((neutral.before, neutral.after), reading, strict=True)
    )
    return shift(before, after)


def _said(pair: Pair, moved: Shift, checks: Sequence[Check]) -> list[Change]:
    return [change for check in checks for change in check(pair, moved)]


_PHYSICAL = frozenset(("TYP-06", "TYP-07", "TYP-08", "TYP-09", "TYP-17"))
_RULES = {
    (Impact.BREAK, Impact.BREAK): "TYP-17",
    (Impact.BREAK, Impact.OK): "TYP-08",
    (Impact.BREAK, Impact.RISK): "TYP-08",
    (Impact.OK, Impact.BREAK): "TYP-09",
    (Impact.RISK, Impact.BREAK): "TYP-09",
}


def _with_promotions(engine: Engine | None, reading: _Reading, said: list[Change]) -> list[Change]:
    """Return *said* with what the engine cannot promote."""
    before, after = reading
    if before is None or after is None:
        return said
    added = Verdict(*promoted(engine, before, after))
    if added == SAME:
        return said
    return [
        _promoted(change, added, engine) if change.rule in _PHYSICAL else change for change in said
    ]


def _promoted(change: Change, added: Verdict, engine: Engine | None) -> Change:
    own = _verdict(change)
    total = own | added
    if total == own:
        return change
    return msgspec.structs.replace(
        change,
        rule=_RULES.get((total.reads, total.writes), change.rule),
        message=f"{change.message} {_unread(engine, added)}",
        fix="Add a property of the other type and mark this one deprecated.",
        reads=total.reads,
        writes=total.writes,
        bump=greatest(change.bump, total.bump),
    )


def _unread(engine: Engine | None, added: Verdict) -> str:
    """Return the sentence that says what the engine does not read as the other type."""
    can = "cannot" if Impact.BREAK in (added.reads, added.writes) else "may not"
    if added.writes is Impact.OK:
        return f"In {engine} what is written under the new type {can} be read as the old one."
    one, other = ("old type", "the new one") if added.reads is Impact.OK else _EITHER
    return (
        f"In {engine} what is written under the {one} {can} be read as {other}, unless it is "
        "written anew."
    )


_EITHER = ("one type", "the other")


def _worst_of(spoken: list[_Spoken], usual: list[Change]) -> Iterator[Change]:
    """Join what is said of one place for several engines; the worst one has the word."""
    places: dict[tuple[object, int], list[tuple[Served, Change]]] = {}
    for served, said in spoken:
        seen: dict[object, int] = {}
        for change in said:
            nth = seen[change.now] = seen.get(change.now, 0) + 1
            places.setdefault((change.now, nth), []).append((served, change))
    for told in places.values():
        if len(told) == len(spoken) and all(change in usual for _, change in told):
            yield told[0][1]
        else:
            yield _joined(told)


def _joined(told: list[tuple[Served, Change]]) -> Change:
    total = SAME
    for _, change in told:
        total |= _verdict(change)
    lead = max((change for _, change in told), key=_weight)
    if total == SAME:
        return lead
    hurt = [served for served, change in told if _hurts(_verdict(change), total)]
    joined = msgspec.structs.replace(
        lead,
        reads=total.reads,
        writes=total.writes,
        bump=greatest(*(change.bump for _, change in told), _least(total)),
    )
    return named(joined, hurt)


def _verdict(change: Change) -> Verdict:
    return Verdict(change.reads, change.writes)


def _weight(change: Change) -> tuple[int, int, int]:
    impacts = list(Impact)
    of_reads, of_writes = impacts.index(change.reads), impacts.index(change.writes)
    return max(of_reads, of_writes), of_reads, of_writes


def _least(total: Verdict) -> Bump:
    return Bump.MAJOR if total.reads is Impact.BREAK else Bump.NONE


def _hurts(own: Verdict, total: Verdict) -> bool:
    """Whether this server is among those that make the verdict as bad as it is."""
    worst = max(total.reads, total.writes, key=list(Impact).index)
    return worst in (own.reads, own.writes)


_FEW = 3


def named(change: Change, servers: Iterable[Served]) -> Change:
    """Return the change with the servers that it hurts, named before its message."""
    names = [(name, each.engine) for each in servers for name in each.names]
    if not names:
        return change
    shown = [f"'{name}' ({engine or 'other'})" for name, engine in names[:_FEW]]
    if len(names) > _FEW:
        shown.append(f"{len(names) - _FEW} more")
    listed = " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))
    return msgspec.structs.replace(
        change,
        message=f"Server{'' if len(names) == 1 else 's'} {listed}: {change.message}",
        servers=tuple(name for name, _ in names),
    )
