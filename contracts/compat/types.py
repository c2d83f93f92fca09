"""Did the type of a property change? Logical and physical types, formats, time zones, collation."""

from collections.abc import Iterator

from contracts.compat.change import (
    BOTH,
    NARROWER,
    RISKY_READ,
    RISKY_WRITE,
    SAME,
    UNKNOWN,
    WIDER,
    Change,
    Found,
    Pair,
    Verdict,
)
from contracts.compat.domains import (
    LOGICAL,
    PHYSICAL,
    Domain,
    Shift,
    compare_edges,
    edges,
    format_interval,
)
from contracts.compat.normal import custom, same
from contracts.compat.physical import Physical
from contracts.compat.wording import from_to
from contracts.findings import Bump, Impact

_SCALARS = frozenset(("string", "date", "timestamp", "time", "number", "integer", "boolean"))
_LOGICAL_TYPES = _SCALARS | {"object", "array", "map", "vector"}
_CONTAINED = {
    ("integer", "number"): WIDER,
    ("number", "integer"): NARROWER,
    ("date", "timestamp"): Verdict(Impact.BREAK, Impact.RISK),  # values fit, their form differs
}


def logical_type(pair: Pair, shift: Shift) -> Iterator[Change]:
    """Say what another logical type allows that the old one did not."""
    before, after = shift.before.logical, shift.after.logical
    if before is None or after is None:
        yield from _stated_or_dropped(pair, shift)
    elif before != after:
        verdict = _logical_verdict(shift)
        rule = {
            (Impact.BREAK, Impact.OK): "TYP-01",
            (Impact.BREAK, Impact.RISK): "TYP-01",
            (Impact.OK, Impact.BREAK): "TYP-02",
            (Impact.RISK, Impact.BREAK): "TYP-02",
        }.get((verdict.reads, verdict.writes), "TYP-03")
        outcome = {
            "TYP-01": f"Readers of {pair.label} may meet values that are no {before}",
            "TYP-02": f"Old values of {pair.label} may be no {after}",
            "TYP-03": f"Neither side of {pair.label} can read the other's values",
        }[rule]
        message = f"{outcome}: its type changed from {before} to {after}."
        yield pair.field(rule, message, "logicalType", verdict=verdict)


def is_replaced(shift: Shift) -> bool:
    """Whether the type became another one altogether, so that nothing below it compares."""
    before, after = shift.before.logical, shift.after.logical
    if before is None or after is None or before == after:
        return False
    return (before, after) not in _CONTAINED


def _logical_verdict(shift: Shift) -> Verdict:
    names = (str(shift.before.logical), str(shift.after.logical))
    if not _LOGICAL_TYPES.issuperset(names):
        return UNKNOWN
    verdict = _CONTAINED.get(names, BOTH) | _hidden(shift)
    if verdict == NARROWER and _family(shift.before) != _family(shift.after):
        return verdict | RISKY_READ  # drivers hand out another type
    return verdict


def _hidden(shift: Shift) -> Verdict:
    """Return what the physical type does that another logical type would hide."""
    old, new = shift.before.physical, shift.after.physical
    if old == new or new is None:
        return SAME
    verdict = shift.causes.get(PHYSICAL, SAME)
    if old is not None:
        return verdict | _family_verdict(old, new)
    is_number = shift.after.logical in {"integer", "number"} and new.family in _MEASURED
    fits = is_number or new.logical == shift.after.logical
    return verdict if fits else verdict | RISKY_WRITE


def _family(of: Domain) -> str:
    return of.physical.family if of.physical else ""


def _stated_or_dropped(pair: Pair, shift: Shift) -> Iterator[Change]:
    before, after = shift.before, shift.after
    if after.logical is not None:
        implied = before.kind == after.logical
        what = "which its physical type implied" if implied else "where none was stated"
        message = f"{pair.label} is stated to be {after.logical}, {what}."
        found = Found(
            after=after.logical,
            verdict=SAME if implied else RISKY_WRITE,
            bump=Bump.NONE if implied else None,
        )
        yield pair.change("TYP-04", message, "logicalType", found=found)
    elif before.logical is not None:
        pinned = after.kind == before.logical
        message = f"Any value may arrive in {pair.label}: its type is no longer stated."
        if pinned:
            message = f"The type of {pair.label} is no longer stated; the physical type implies it."
        verdict = RISKY_READ if pinned else WIDER
        yield pair.field("TYP-05", message, "logicalType", verdict=verdict)
    elif not same(pair.before.get("logicalType"), pair.after.get("logicalType")):
        message = f"The logical type of {pair.label} changed and is no name."
        yield pair.field("TYP-03", message, "logicalType", verdict=UNKNOWN)


def physical_type(pair: Pair, shift: Shift) -> Iterator[Change]:
    """Say what another physical type holds, and whether other promises still bound it."""
    before, after = shift.before.physical, shift.after.physical
    spelt = (pair.before.get("physicalType"), pair.after.get("physicalType"))
    if same(*spelt) or _is_explained(shift):
        return
    if before == after:
        message = f"{spelt[1]} is the same physical type as {spelt[0]}."
        yield pair.field("TYP-06", message, "physicalType", verdict=None)
    elif before is None or after is None:
        yield from _physical_stated_or_dropped(pair, shift)
    else:
        rule, verdict = _physical_verdict(before, after, shift)
        message = _PHYSICAL_OUTCOMES[rule].format(label=pair.label)
        if rule == "TYP-09" and verdict == SAME:
            message = f"Every promised value of {pair.label} still fits"
        if verdict == UNKNOWN:
            message = f"It cannot be told whether the values of {pair.label} still fit"
        message = f"{message}: the physical type changed from {spelt[0]} to {spelt[1]}."
        yield pair.field(rule, message, "physicalType", verdict=verdict)


_PHYSICAL_OUTCOMES = {
    "TYP-07": "Drivers and generated code may treat {label} as another type",
    "TYP-08": "Readers may meet values of {label} that were impossible before",
    "TYP-09": "Old values of {label} may not fit",
    "TYP-17": "The values of {label} change their form",
}


def _is_explained(shift: Shift) -> bool:
    """Whether another logical type or another zone already tells the same change."""
    before, after = shift.before, shift.after
    if before.logical and after.logical and before.logical != after.logical:
        return True
    families = {_family(before), _family(after)}
    zones = ({"timestamp", "timestamp with zone"}, {"time", "time with zone"})
    return "timezone" in shift.changed and families in zones and _zone(before) != _zone(after)


def _physical_stated_or_dropped(pair: Pair, shift: Shift) -> Iterator[Change]:
    before, after = shift.before, shift.after
    moved = shift.causes.get(PHYSICAL, SAME)
    if before.physical is None:
        implied = after.physical is not None and after.physical.logical == before.kind
        verdict = moved if implied and _family(after) not in _SPECIAL else moved | RISKY_WRITE
        message = f"The physical type of {pair.label} is stated: {pair.after['physicalType']}."
    else:
        verdict = (moved if moved != SAME else RISKY_READ) if after.kind else WIDER
        message = f"The physical type of {pair.label} is no longer stated."
    yield pair.field("TYP-18", message, "physicalType", verdict=verdict)


_SPECIAL = frozenset(("char", "national char", "uuid"))


def _physical_verdict(before: Physical, after: Physical, shift: Shift) -> tuple[str, Verdict]:
    kin = _family_verdict(before, after)
    moved = shift.causes.get(PHYSICAL, SAME)
    total = kin | moved
    if kin in {BOTH, UNKNOWN}:
        return "TYP-17", kin
    if total.reads is Impact.BREAK:
        return ("TYP-17" if total.writes is Impact.BREAK else "TYP-08"), total
    if total.writes is Impact.BREAK:
        return "TYP-09", total
    if moved != SAME:
        return "TYP-17", total
    alone = compare_edges(_edges_of(before), _edges_of(after))
    if kin == SAME and alone and all(verdict == NARROWER for verdict in alone.values()):
        return "TYP-09", SAME
    return "TYP-07", kin | RISKY_READ


def _edges_of(physical: Physical) -> dict[str, object]:
    return edges(Domain(None, physical, {}, None, None))


_MEASURED = frozenset(("integer", "decimal", "float"))


def _family_verdict(before: Physical, after: Physical) -> Verdict:
    """Return what changes with the family itself, whatever the sizes."""
    families = (before.family, after.family)
    if "" in families:
        return UNKNOWN
    if families == ("integer", "float"):
        exact = before.upper is None or before.upper < 2 ** (after.mantissa or 0)
        return SAME if exact else RISKY_WRITE
    if before.family == after.family:
        frozen = before.family in {"char", "national char", "binary"}
        is_nested = before.family in {"array", "map", "struct"}
        return BOTH if frozen else _nested_verdict(before, after) if is_nested else SAME
    if _MEASURED.issuperset(families) and set(families) != {"decimal", "float"}:
        return SAME
    return _KIN.get(families, BOTH)


def _nested_verdict(before: Physical, after: Physical) -> Verdict:
    """Return what changes inside: entries and keys by their role, fields by their name."""
    old, new = dict(before.parts), dict(after.parts)
    if not (old and new) or len(old) != len(before.parts) or len(new) != len(after.parts):
        return UNKNOWN
    verdict = WIDER if old.keys() - new.keys() else SAME  # a field that is gone
    for name in old.keys() & new.keys():
        inner = whole_verdict(old[name], new[name])
        verdict |= BOTH if before.family == "map" and name == "key" and inner != SAME else inner
    return verdict


def whole_verdict(before: Physical, after: Physical) -> Verdict:
    """Return what changes with family and sizes of a type that stands by itself."""
    if before == after:
        return SAME
    verdict = _family_verdict(before, after)
    if verdict == UNKNOWN:
        return verdict
    for each in compare_edges(_edges_of(before), _edges_of(after)).values():
        verdict |= each
    return verdict


# Texts in a national character set hold all of Unicode, others what their code page or bytes hold:
# which that is the type does not say (Transact-SQL "char and varchar", Oracle "Data Types").
_KIN = {
    ("char", "text"): RISKY_READ,  # padding ends: equality joins differ
    ("text", "char"): Verdict(Impact.RISK, Impact.BREAK),
    ("binary", "bytes"): RISKY_READ,
    ("bytes", "binary"): Verdict(Impact.RISK, Impact.BREAK),
    ("national text", "text"): RISKY_WRITE,
    ("text", "national text"): RISKY_READ,
    ("national char", "national text"): RISKY_READ,
    ("national text", "national char"): Verdict(Impact.RISK, Impact.BREAK),
    ("json", "jsonb"): UNKNOWN,
    ("jsonb", "json"): UNKNOWN,
    ("date", "timestamp"): Verdict(Impact.BREAK, Impact.RISK),
    ("timestamp with zone", "timestamp in local zone"): UNKNOWN,
    ("timestamp in local zone", "timestamp with zone"): UNKNOWN,
}


def formats(pair: Pair, shift: Shift) -> Iterator[Change]:
    """Say what another format means: an interval of numbers, a form of text, a pattern of dates."""
    explained = shift.before.logical and shift.after.logical and LOGICAL in shift.changed
    if "format" not in shift.changed or explained:
        return
    before, after = shift.before.options.get("format"), shift.after.options.get("format")
    kind = shift.after.kind
    if kind in {"integer", "number"}:
        rule, verdict = "TYP-10", _number_format(before, after, shift)
    elif kind in {"date", "timestamp", "time"}:
        rule, verdict = "TYP-14", _added_or_removed(before, after)
        if not _is_textual(pair, shift):
            verdict = SAME
    else:
        rule, verdict = "TYP-15", _added_or_removed(before, after)
        if any(each in ("binary", "byte") for each in (before, after)):
            verdict = BOTH  # the bytes themselves are written in another way
    message = f"The format of {pair.label} {from_to(before, after)}."
    yield shift.option(pair, "format", rule, message, verdict)


def _is_textual(pair: Pair, shift: Shift) -> bool:
    """Whether dates travel as text; without servers the physical type decides, if there is one."""
    if pair.scope.textual is None:
        return shift.after.physical is None or shift.after.physical.logical != shift.after.kind
    return pair.scope.textual


def _added_or_removed(before: object, after: object) -> Verdict:
    if before is None:
        return NARROWER
    return WIDER if after is None else BOTH


_FLOATS = {"f32": 24, "f64": 53}


def _number_format(before: object, after: object, shift: Shift) -> Verdict:
    moved = shift.causes.get("format", SAME)
    if moved != SAME or before is None:
        return moved
    if after is None:
        return RISKY_READ
    old, new = format_interval(before), format_interval(after)
    if old and new:
        return SAME if old[0] <= new[0] and new[1] <= old[1] else RISKY_READ
    if str(before) in _FLOATS and str(after) in _FLOATS:
        return SAME if _FLOATS[str(after)] < _FLOATS[str(before)] else RISKY_READ
    return UNKNOWN


def time_zones(pair: Pair, shift: Shift) -> Iterator[Change]:
    """Say whether instants became wall-clock times, or wall clocks stand elsewhere."""
    changed = shift.changed & {"timezone", "defaultTimezone"}
    if not changed or shift.after.kind not in {"timestamp", "time"}:
        return
    before, after = _zone(shift.before), _zone(shift.after)
    if "timezone" in changed:
        key, rule, verdict = "timezone", "TYP-11", SAME if before == after else BOTH
        says = "carry" if after else "no longer carry"
        message = f"The values of {pair.label} {says} a time zone."
        if before == after:
            message = f"That the values of {pair.label} carry a time zone or not is said elsewhere."
        yield shift.option(pair, key, rule, message, verdict)
    if "defaultTimezone" in changed and before == after:
        zones = (_default_zone(shift.before), _default_zone(shift.after))
        unused = bool(after) or zones[0] == zones[1]
        rule = "TYP-13" if unused else "TYP-12"
        message = f"The default time zone of {pair.label} changed from {zones[0]} to {zones[1]}."
        if not unused:
            message = f"Every value of {pair.label} shifts. {message}"
        verdict = SAME if unused else BOTH
        yield shift.option(pair, "defaultTimezone", rule, message, verdict)


def _zone(of: Domain) -> bool:
    """Whether values carry a zone: as the options say, else as the physical type says, else no."""
    stated = of.options.get("timezone")
    if isinstance(stated, bool):
        return stated
    return bool(of.physical and of.physical.zone)


def _default_zone(of: Domain) -> str:
    zone = str(of.options.get("defaultTimezone") or "Etc/UTC")
    return "Etc/UTC" if zone in {"UTC", "Z", "Etc/GMT", "GMT", "Zulu"} else zone


COLLATION = ("collation", "caseSensitive", "caseSensitivity")


def collation(pair: Pair, shift: Shift) -> Iterator[Change]:  # noqa: ARG001 - a check of types
    """Say that texts are compared and sorted in another way."""
    before, after = custom(pair.before, *COLLATION), custom(pair.after, *COLLATION)
    if not same(before, after):
        message = f"Texts in {pair.label} compare and sort in another way."
        found = Found(before=before, after=after)
        yield pair.change("TYP-19", message, "customProperties", found=found)


CHECKS = (logical_type, physical_type, formats, time_zones, collation)
