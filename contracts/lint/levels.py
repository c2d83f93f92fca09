"""Can the service levels be measured: known words, clear units, possible numbers?"""

from collections.abc import Iterator

from contracts.findings import Severity
from contracts.lint.check import Hit, Node
from contracts.lint.subject import mappings, text
from contracts.lint.values import number
from contracts.rule import Rule

_NAMES = {
    "availability": "av", "throughput": "th", "errorRate": "er", "generalAvailability": "ga",
    "endOfSupport": "es", "endOfLife": "el", "retention": "re", "frequency": "fy", "latency": "ly",
    "timeToDetect": "td", "timeToNotify": "tn", "timeToRepair": "tr", "timeOfAvailability": "ta",
    "freshness": "fr",
}  # fmt: skip
_KNOWN = frozenset(_NAMES) | frozenset(_NAMES.values())
_DURATIONS = frozenset(
    each
    for name in ("retention", "frequency", "latency", "freshness", "timeToDetect", "timeToNotify")
    for each in (name, _NAMES[name])
) | {"timeToRepair", "tr"}

LEVEL_UNKNOWN = Rule(
    code="LEVEL-01",
    name="service-level-unknown",
    family="Service levels",
    severity=Severity.INFO,
    statement="A service level has a name that the standard does not define.",
    reason="Whether a new value is better or worse for readers cannot be decided.",
    fix="Use a name of the standard, such as availability, latency, frequency or retention.",
)


def level_unknown(node: Node) -> Iterator[Hit]:
    """A `property` outside the standard's list; names the standard's spelling where it is close."""
    by_fold = {name.lower(): name for name in _NAMES}
    for at, level in mappings(node.subject.tree.get("slaProperties")):
        name = text(level.get("property"))
        if name and name not in _KNOWN:
            meant = by_fold.get(name.lower().replace("_", "").replace(" ", "").replace("-", ""))
            fix = f"Write `property: {meant}`." if meant else None
            where = ("slaProperties", at, "property")
            yield Hit(where, f"The standard defines no service level {name!r}.", fix=fix)


UNIT_AMBIGUOUS = Rule(
    code="LEVEL-02",
    name="unit-ambiguous",
    family="Service levels",
    severity=Severity.WARNING,
    statement="The unit `m` can be minutes or months.",
    reason="One reader expects data within the half hour and another within the half year.",
    fix="Write `min` for minutes or `mo` for months.",
)


def unit_ambiguous(node: Node) -> Iterator[Hit]:
    """`unit: m`."""
    for at, level in mappings(node.subject.tree.get("slaProperties")):
        if (text(level.get("unit")) or "").strip().lower() == "m":
            yield Hit(("slaProperties", at, "unit"), "`m` can be minutes or months.")


UNIT_MISSING = Rule(
    code="LEVEL-03",
    name="unit-missing",
    family="Service levels",
    severity=Severity.WARNING,
    statement="A duration has no unit.",
    reason="Seven days and seven years are both 7.",
    fix="Add a `unit`: s, min, h, d, wk, mo or y.",
)


def unit_missing(node: Node) -> Iterator[Hit]:
    """A bare number for a level that is a length of time."""
    for at, level in mappings(node.subject.tree.get("slaProperties")):
        is_bare = number(level.get("value")) is not None and not text(level.get("unit"))
        if is_bare and level.get("property") in _DURATIONS:
            name, value = level.get("property"), level.get("value")
            yield Hit(("slaProperties", at, "value"), f"{value} what? {name} has no unit.")


UNIT_UNKNOWN = Rule(
    code="LEVEL-04",
    name="unit-unknown",
    family="Service levels",
    severity=Severity.INFO,
    statement="The unit of a duration is not a known unit of time.",
    reason="Two versions of the promise cannot be compared.",
    fix="Use s, min, h, d, wk, mo or y.",
)

_TIME_UNITS = frozenset(
    {
        *("ms", "millisecond", "milliseconds", "s", "sec", "secs", "second", "seconds"),
        *("m", "min", "mins", "minute", "minutes", "h", "hr", "hrs", "hour", "hours"),
        *("d", "day", "days", "w", "wk", "wks", "week", "weeks", "mo", "mon", "month", "months"),
        *("q", "quarter", "quarters", "y", "yr", "yrs", "year", "years", "cron"),
    }
)


def unit_unknown(node: Node) -> Iterator[Hit]:
    """A level that is a length of time, in a unit that is none."""
    for at, level in mappings(node.subject.tree.get("slaProperties")):
        unit = text(level.get("unit"))
        if unit and level.get("property") in _DURATIONS and unit.strip().lower() not in _TIME_UNITS:
            yield Hit(("slaProperties", at, "unit"), f"{unit!r} is no unit of time.")


SHARE_IMPOSSIBLE = Rule(
    code="LEVEL-05",
    name="share-impossible",
    family="Service levels",
    severity=Severity.ERROR,
    statement="A share in percent is not between 0 and 100.",
    reason="A promise that cannot be kept is none.",
    fix="Correct the value, or the unit.",
)

_PERCENT = frozenset({"%", "percent", "pct", "percentage"})
_WHOLE = 100


def share_impossible(node: Node) -> Iterator[Hit]:
    """An availability of 101 percent."""
    for at, level in mappings(node.subject.tree.get("slaProperties")):
        value = number(level.get("value"))
        is_share = (text(level.get("unit")) or "").strip().lower() in _PERCENT
        if is_share and value is not None and not 0 <= value <= _WHOLE:
            yield Hit(("slaProperties", at, "value"), f"{value} percent cannot be.")
