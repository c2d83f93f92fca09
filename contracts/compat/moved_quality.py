"""Which quality rules only moved, from an object to one of its properties or back?

Such a rule is gone in one place and new in another. Where both look at the same data in the same
way, they are one rule, and what it accepts is compared as for a rule that stays (rules.md, QUA-14).
"""

import re
from collections.abc import Iterator

import msgspec

from contracts.compat.change import SAME, Change, Pair, Scope, Verdict
from contracts.compat.normal import mapping, spelling
from contracts.compat.pairing import Entry
from contracts.compat.quality import rule_changes, rule_kind, rule_label, said_by

_COLUMNS = frozenset(("property", "properties", "column", "columns", "field", "fields"))
_PLACEHOLDER = re.compile(r"\$?\{(?:property|column|field)\}")  # the property that has the rule


def joined(found: tuple[Change, ...], scope: Scope) -> tuple[Change, ...]:
    """Return *found* with one finding for each quality rule that moved, instead of two."""
    come = [change for change in found if change.rule == "QUA-01" and change.names]
    if not come:
        return found
    gone: dict[object, list[Change]] = {}
    for change in found:
        if change.rule == "QUA-02" and change.names:
            gone.setdefault((_is_of_object(change), _looks_at(change)), []).append(change)
    instead: dict[int, list[Change]] = {}
    for new in come:
        olds = gone.get((not _is_of_object(new), _looks_at(new)))
        if olds:
            old = olds.pop(0)
            instead |= {id(old): [], id(new): [*_told(old, new, scope)]}
    return tuple(each for change in found for each in instead.get(id(change), [change]))


def _is_of_object(change: Change) -> bool:
    return len(change.names) == 1


def _looks_at(change: Change) -> tuple[object, ...]:
    """Return of which object, what and where a rule measures, however the place is said."""
    entry: Entry = change.before if change.rule == "QUA-02" else change.after
    column = ".".join(change.names[1:])
    arguments = mapping(entry.get("arguments"))
    named = [arguments[key] for key in arguments if key in _COLUMNS]
    places = named[0] if named and isinstance(named[0], list) else named or [column]
    if rule_kind(entry) != "library":
        if isinstance(entry.get("query"), str):
            entry = {**entry, "query": _PLACEHOLDER.sub(column, entry["query"])}
        return change.names[0], said_by(entry)
    rest = {key: arguments[key] for key in arguments if key not in _COLUMNS}
    where = sorted(str(spelling(each)) for each in places)
    return change.names[0], said_by({**entry, "arguments": rest}), *where


def _told(old: Change, new: Change, scope: Scope) -> Iterator[Change]:
    """Say what the rule accepts now; where that is the same, that it moved."""
    before, after = _bare(old.before), _bare(new.after)
    label = rule_label(after)
    pair = Pair(before, after, old.gone or (), new.now, new.names, label, "object", scope)
    weighty = [
        change
        for change in rule_changes(pair, pair)
        if Verdict(change.reads, change.writes) != SAME
    ]
    if weighty:
        yield from weighty
        return
    message = f"The same is checked in another place: {label} moved."
    moved = pair.change("QUA-14", message)
    yield msgspec.structs.replace(moved, before=old.before, after=new.after)


def _bare(entry: Entry) -> Entry:
    """Return a rule without what says at which column it looks."""
    arguments = mapping(entry.get("arguments"))
    rest = {key: value for key, value in arguments.items() if key not in _COLUMNS}
    bare = {key: value for key, value in entry.items() if key not in {"arguments", "query"}}
    return {**bare, "arguments": rest} if rest else bare
