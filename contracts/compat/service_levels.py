"""Is the service as good as before? Each level has a direction in which it is better."""

from collections.abc import Iterator

import msgspec

from contracts.compat.change import (
    NARROWER,
    RISKY_READ,
    SAME,
    UNKNOWN,
    WIDER,
    Change,
    Found,
    Pair,
    Verdict,
    text,
)
from contracts.compat.listing import Family, Place, compare_lists, documentation
from contracts.compat.moments import moment, time_of_day
from contracts.compat.normal import entries, plain, same
from contracts.compat.pairing import Entry
from contracts.compat.quantities import compare, is_rate, quantity, said
from contracts.compat.schedules import Wait, is_cron, wait
from contracts.compat.security import PRIVACY, PRIVACY_AND_BOARD
from contracts.compat.wording import from_to
from contracts.findings import Bump, Impact

_MORE, _LESS = 1, -1  # which way is better for consumers
_BETTER = {
    **dict.fromkeys(("availability", "throughput", "retention"), _MORE),
    **dict.fromkeys(("errorrate", "latency", "freshness", "frequency"), _LESS),
    **dict.fromkeys(("timetodetect", "timetonotify", "timetorepair"), _LESS),
    **dict.fromkeys(("timeofavailability", "generalavailability"), _LESS),
    **dict.fromkeys(("endofsupport", "endoflife"), _MORE),
}
_SYNONYMS = {
    "av": "availability",
    "uptime": "availability",
    "th": "throughput",
    "er": "errorrate",
    "re": "retention",
    "ly": "latency",
    "fy": "frequency",
    "fr": "freshness",
    "td": "timetodetect",
    "tn": "timetonotify",
    "tr": "timetorepair",
    "ta": "timeofavailability",
    "ga": "generalavailability",
    "es": "endofsupport",
    "el": "endoflife",
}
_ENDS = frozenset(("endofsupport", "endoflife"))
_VALUES = frozenset(("value", "valueExt", "unit"))
_JUDGED = _VALUES | {"property", "element", "driver", "scheduler", "schedule"}


def levels(pair: Pair) -> Iterator[Change]:
    """Say which levels of service became better, worse, or are promised no longer."""
    key = "slaDefaultElement"
    if not same(pair.before.get(key), pair.after.get(key)):
        yield _default_element(pair, key)
    yield from compare_lists(pair, "slaProperties", _FAMILY)


def _default_element(pair: Pair, key: str) -> Change:
    """Tell once what levels without an element of their own are measured at."""
    levels_ = [level for _, level in entries(pair.after.get("slaProperties"))]
    message = "Service levels without an element of their own are measured elsewhere."
    verdict, bump = Verdict(Impact.BREAK, Impact.RISK), Bump.MAJOR
    is_used = any(not level.get("element") for level in levels_)
    if not is_used or pair.before.get(key) is None:
        message, verdict, bump = "Every service level names its own element.", SAME, Bump.PATCH
    if pair.before.get(key) is None:
        message = "It is said at which element service levels are measured."
    found = Found(
        before=pair.before.get(key), after=pair.after.get(key), verdict=verdict, bump=bump
    )
    return pair.change("SLA-04", message, key, found=found)


def kind(level: Entry) -> str:
    """Return the property of a service level in one spelling."""
    word = "".join(character for character in plain(level.get("property")) if character.isalnum())
    return _SYNONYMS.get(word, word)


def _label(level: Entry) -> str:
    name = text(level.get("property")) or "a service level"
    element = text(level.get("element"))
    return f"{name} of {element}" if element else name


def _added(place: Place, level: Entry) -> Iterator[Change]:
    value = said(level.get("value"), level.get("unit"))
    message = f"Suppliers must keep what was not promised before: {_label(level)}, {value}."
    verdict = NARROWER
    if kind(level) in _ENDS:
        is_announced = plain(place.parent.after.get("status")) == "deprecated"
        verdict = SAME if is_announced else WIDER
        message = f"Consumers learn of an end that was not announced: {_label(level)}, {value}."
        if is_announced:
            message = f"It is said until when the deprecated contract stays: {value}."
    elif kind(level) == "generalavailability":
        verdict, message = SAME, f"It is said since when the data is available: {value}."
    yield place.change("SLA-02", message, Found(verdict=verdict, bump=_step(verdict)))


def _step(verdict: Verdict) -> Bump:
    return Bump.MAJOR if verdict == WIDER else Bump.MINOR


def _removed(place: Place, level: Entry) -> Iterator[Change]:
    value = said(level.get("value"), level.get("unit"))
    message = f"Consumers can no longer count on {_label(level)}; {value} was promised."
    verdict = WIDER
    if kind(level) in _ENDS:
        verdict, message = NARROWER, f"The announced end is taken back: {_label(level)}, {value}."
    yield place.change("SLA-01", message, Found(verdict=verdict))


def _changed(pair: Pair) -> Iterator[Change]:
    yield from _value(pair)
    yield from _element(pair)
    before, after = pair.before.get("driver"), pair.after.get("driver")
    if not same(before, after):
        is_loss = plain(before) == "regulatory"
        message = f"Why {pair.label} is promised {from_to(before, after)}."
        found = Found(before=before, after=after, verdict=SAME, approvers=())
        if is_loss:
            message = f"No law asks for {pair.label} any more: its driver {from_to(before, after)}."
            found = Found(before=before, after=after)
        yield pair.change("SLA-05" if is_loss else "SLA-08", message, "driver", found=found)
    yield from _checked(pair)
    if not same(pair.before.get("property"), pair.after.get("property")):
        message = f"{pair.label} is spelt in another way."
        yield pair.field("SLA-08", message, "property", verdict=SAME)
    yield from documentation(pair, "SLA-08", _JUDGED, frozenset(("id", "description")))


def _checked(pair: Pair) -> Iterator[Change]:
    """Say that a level is checked less often, or at other times."""
    for key in ("schedule", "scheduler"):
        before, after = pair.before.get(key), pair.after.get(key)
        if same(before, after):
            continue
        says = f"{key} {from_to(before, after)}"
        waits = wait(before, after) if key == "schedule" else Wait.UNKNOWN
        if waits is Wait.SAME:
            message = f"{pair.label} is checked at the same times: {says}."
            yield pair.field("SLA-08", message, key, verdict=SAME)
            continue
        is_kept = before is None or waits in {Wait.SHORTER, Wait.AS_LONG}
        found = Found(
            before=before,
            after=after,
            verdict=SAME if is_kept else None,
            bump=Bump.MINOR if is_kept else None,
        )
        yield pair.change(
            "SLA-07", f"{_CHECKED[waits].format(pair.label)}: {says}.", key, found=found
        )


_CHECKED = {
    Wait.AS_LONG: "{} is checked as often, at other times",
    Wait.LONGER: "{} is checked less often",
    Wait.SHORTER: "{} is checked more often",
    Wait.UNKNOWN: "{} is checked at other times",
}


def _value(pair: Pair) -> Iterator[Change]:
    if all(same(pair.before.get(key), pair.after.get(key)) for key in _VALUES):
        return
    old, new = (said(level.get("value"), level.get("unit")) for level in (pair.before, pair.after))
    says = from_to(old, new)
    better = _BETTER.get(kind(pair.after))
    moved = None
    if same(pair.before.get("valueExt"), pair.after.get("valueExt")):
        moved = _moved(pair)
    found = Found(before=old, after=new, verdict=UNKNOWN, approvers=())
    message = f"It cannot be told whether {pair.label} is as good as before: it {says}."
    if _waits(pair) is Wait.AS_LONG:
        message = f"{pair.label} is kept as often as before, at other times: it {says}."
    if moved == 0:
        message = f"{pair.label} is the same, written in another way: it {says}."
        found = Found(before=old, after=new, verdict=SAME, bump=Bump.NONE)
        yield pair.change("SLA-08", message, "value", found=found)
        return
    if moved is not None and better is not None:
        is_stronger = moved == better
        verdict = NARROWER if is_stronger else WIDER
        message = f"{'Suppliers must keep more' if is_stronger else 'Consumers get less'}: "
        message += f"{pair.label} {says}."
        found = Found(
            before=old,
            after=new,
            verdict=verdict,
            fix="Check that it can be kept." if is_stronger else "Announce it in time.",
            approvers=_approvers(pair, is_stronger),
        )
    yield pair.change("SLA-03", message, "value", found=found)


def _approvers(pair: Pair, is_stronger: bool) -> tuple[str, ...]:  # noqa: FBT001 - the other half of a pair
    """Return who must agree: how long records are kept is a matter of law."""
    if kind(pair.after) != "retention":
        return ()
    return PRIVACY if is_stronger else PRIVACY_AND_BOARD


def _moved(pair: Pair) -> int | None:
    """Return 1 where the value grew or is later, -1 where it shrank or is earlier, else 0."""
    old, new = pair.before.get("value"), pair.after.get("value")
    same_unit = plain(pair.before.get("unit")) == plain(pair.after.get("unit"))
    if is_cron(old) or is_cron(new):
        return _WAITS.get(_waits(pair))
    days = moment(old), moment(new)
    if days[0] is not None and days[1] is not None:
        return (days[1] > days[0]) - (days[1] < days[0])
    times = time_of_day(old), time_of_day(new)
    if times[0] is not None and times[1] is not None:
        is_comparable = times[0][1] == times[1][1] and same_unit
        return (times[1] > times[0]) - (times[1] < times[0]) if is_comparable else None
    amounts = quantity(old, pair.before.get("unit")), quantity(new, pair.after.get("unit"))
    if amounts[0] is None or amounts[1] is None:
        return 0 if plain(old) == plain(new) and same_unit else None
    grown = compare(amounts[0], amounts[1])
    if grown and kind(pair.after) == "frequency" and is_rate(amounts[1]):
        return -grown
    return grown


def _waits(pair: Pair) -> Wait:
    """Compare how long one may wait; a level that is no interval cannot be told."""
    if kind(pair.after) != "frequency":
        return Wait.UNKNOWN
    units = pair.before.get("unit"), pair.after.get("unit")
    return wait(pair.before.get("value"), pair.after.get("value"), units)


_WAITS = {Wait.SAME: 0, Wait.LONGER: 1, Wait.SHORTER: -1}


def _element(pair: Pair) -> Iterator[Change]:
    renamed = pair.scope.renamed_objects
    old = _elements(pair.before.get("element"), renamed)
    new = _elements(pair.after.get("element"), {})
    if old == new:
        if not same(pair.before.get("element"), pair.after.get("element")):
            message = f"The element of {pair.label} is the same and is written in another way."
            yield pair.field("SLA-08", message, "element", verdict=SAME)
        return
    says = from_to(pair.before.get("element"), pair.after.get("element"))
    verdict = Verdict(Impact.BREAK, Impact.RISK)
    if old and new and new < old:
        verdict = WIDER
    elif new > old:
        verdict = NARROWER if old else RISKY_READ
    elif old and not new:
        verdict = UNKNOWN
    message = f"{pair.label} is promised for something else: its element {says}."
    yield pair.field("SLA-04", message, "element", verdict=verdict)


def _elements(value: object, renamed: dict[str, str]) -> frozenset[str]:
    found = set()
    for part in text(value).split(","):
        name, dot, column = part.strip().partition(".")
        found.add(f"{renamed.get(name, name)}{dot}{column}")
    return frozenset(found - {""})


class _Known(msgspec.Struct, frozen=True):
    """The identity of a level by its property and some other keys."""

    keys: tuple[str, ...]

    def __call__(self, level: Entry) -> object:
        """Return what the level is known by; None without a property."""
        name = kind(level)
        values = tuple(plain(level.get(key)) for key in self.keys)
        if not name or (self.keys[:1] == ("id",) and not values[0]):
            return None
        return name, values


_FAMILY = Family(
    noun="service level",
    identities=(_Known(("id",)), _Known(("element", "driver")), _Known(("element",)), _Known(())),
    label=_label,
    added=_added,
    removed=_removed,
    changed=_changed,
)
CHECKS = (levels,)
