"""Which values may a property take? Its effective domain, as edges that can be compared one by one.

The domain is the intersection of everything the contract says: logical type, options, format,
physical type, listed values and quality rules without exception. Rules compare edges first and
then explain by field, so that the same fact said elsewhere is no change.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from contracts.compat.bounds import STEPS, Unreadable, count, greatest, least, moment, numeric
from contracts.compat.change import NARROWER, SAME, UNKNOWN, WIDER, Change, Found, Pair, Verdict
from contracts.compat.normal import number, options, same
from contracts.compat.physical import Physical, interval, parse
from contracts.compat.promises import Key, promises, value_keys
from contracts.findings import Bump, Impact


class Domain(msgspec.Struct, frozen=True):
    """What the contract says about the values of one property.

    ``listed`` are the values of ``enum``, ``ruled`` those of quality rules; None: not closed.
    """

    logical: str | None
    physical: Physical | None
    options: dict[str, Any]
    listed: dict[Key, Any] | None
    ruled: dict[Key, Any] | None

    @property
    def closed(self) -> dict[Key, Any] | None:
        """The closed list of values, wherever it is stated; None if there is none."""
        if self.listed is None or self.ruled is None:
            return self.ruled if self.listed is None else self.listed
        return {key: value for key, value in self.listed.items() if key in self.ruled}

    @property
    def kind(self) -> str | None:
        """The logical type, stated or implied by the physical type."""
        return self.logical or (self.physical.logical if self.physical else None)


def domain(element: Mapping[str, Any]) -> Domain:
    """Return the domain of a property."""
    logical = element.get("logicalType")
    return Domain(
        logical=logical if isinstance(logical, str) and logical else None,
        physical=parse(element.get("physicalType")),
        options=options(element),
        listed=enumerated(element),
        ruled=promises(element).listed,
    )


def enumerated(element: Mapping[str, Any]) -> dict[Key, Any] | None:
    """Return the values of ``enum`` by their keys, None if there is no such list."""
    listed = element.get("enum")
    if not isinstance(listed, list) or not listed:
        return None
    return value_keys(item.get("value") if isinstance(item, dict) else item for item in listed)


Edges = dict[str, Any]


def edges(of: Domain) -> Edges:
    """Return every edge of the domain that bounds it; an edge that is absent does not."""
    found = _lengths(of)
    if of.kind in {"integer", "number"}:
        found |= _interval(of)
        found |= _precision(of)
    elif of.kind in {"date", "timestamp", "time"}:
        found |= _times(of)
    elif of.kind is None:
        found |= stated_bounds(of)  # they bound the numbers among the values
    return {name: value for name, value in found.items() if value is not None}


_LENGTHS = {
    "minLength": "shortest",
    "maxLength": "longest",
    "minItems": "fewest items",
    "maxItems": "most items",
    "minProperties": "fewest properties",
    "maxProperties": "most properties",
}


def _lengths(of: Domain) -> Edges:
    found: Edges = {}
    for option, edge in _LENGTHS.items():
        if option in of.options:
            found[edge] = count(of.options[option])
    if found.get("shortest") == 0:
        del found["shortest"]
    if of.physical is not None and of.physical.longest is not None:
        found["longest"] = least(found.get("longest"), of.physical.longest)
    if of.physical is not None:
        found["octets"] = of.physical.octets
    if of.closed and all(isinstance(value, str) for value in of.closed.values()):
        lengths = [len(value) for value in of.closed.values()]
        found["longest"] = least(found.get("longest"), max(lengths))
        found["shortest"] = greatest(found.get("shortest"), min(lengths))
    return found


def _interval(of: Domain) -> Edges:
    found = stated_bounds(of)
    lowers, uppers = [found["lower"]], [found["upper"]]
    if of.physical is not None and of.physical.lower is not None:
        lowers.append((of.physical.lower, 0))
        uppers.append((of.physical.upper, 0))
    limits = format_interval(of.options.get("format")) if of.kind == "integer" else None
    if limits:
        lowers.append((limits[0], 0))
        uppers.append((limits[1], 0))
    numbers = _listed_numbers(of)
    if numbers:
        lowers.append((min(numbers), 0))
        uppers.append((max(numbers), 0))
    return {"lower": greatest(*lowers), "upper": least(*uppers)}


def _listed_numbers(of: Domain) -> list[int | Decimal]:
    """Return the values of the closed list; none where one of them is no number."""
    exact = [number(value) for value in (of.closed or {}).values()]
    numbers = [value for value in exact if value is not None]
    return numbers if len(numbers) == len(exact) else []


def stated_bounds(of: Domain) -> Edges:
    """Return the bounds that the options alone state; None where they state none."""
    bounds: Edges = {}
    for option in STEPS:
        source = of.options.get(option)
        if of.kind in {"date", "timestamp", "time"}:
            bounds[option] = moment(source, option, kind=of.kind)
        else:
            bounds[option] = numeric(source, option, whole=of.kind == "integer")
    return {
        "lower": greatest(bounds["minimum"], bounds["exclusiveMinimum"]),
        "upper": least(bounds["maximum"], bounds["exclusiveMaximum"]),
    }


def format_interval(name: object) -> tuple[int, int] | None:
    """Return the smallest and largest integer of a format such as ``i32``, None for others."""
    if isinstance(name, str) and name in _FORMATS:
        return interval(int(name[1:]), signed=name[0] == "i")
    return None


_FORMATS = {f"{sign}{bits}" for sign in "iu" for bits in (8, 16, 32, 64, 128)}


def _precision(of: Domain) -> Edges:
    found: Edges = {"fraction": 0 if of.kind == "integer" else None}
    numbers = _listed_numbers(of)
    if numbers:
        found["fraction"] = least(found["fraction"], max(map(_places, numbers)))
    mantissa = {"f32": 24, "f64": 53}.get(str(of.options.get("format")))
    if of.physical is not None:
        found["fraction"] = least(found["fraction"], of.physical.fraction)
        mantissa = least(mantissa, of.physical.mantissa)
        if of.physical.family == "decimal" and mantissa and _fits(of.physical, mantissa):
            mantissa = None
    found["mantissa"] = mantissa
    return found


def _places(value: int | Decimal) -> int:
    """Return how many decimal places a number needs."""
    return len(format(value, "f").partition(".")[2].rstrip("0"))


def _fits(physical: Physical, mantissa: int) -> bool:
    """Whether a binary float of *mantissa* bits holds every value of a decimal type exactly."""
    digits = {24: 6, 53: 15}[mantissa]
    return isinstance(physical.upper, Decimal) and len(physical.upper.as_tuple().digits) <= digits


def _times(of: Domain) -> Edges:
    return stated_bounds(of) | {"precision": of.physical.precision if of.physical else None}


# Which way an edge loosens: +1 when a greater value allows more, -1 when a smaller one does.
_LOOSENS = {
    "lower": -1,
    "upper": 1,
    "fraction": 1,
    "mantissa": 1,
    "precision": 1,
    "shortest": -1,
    "longest": 1,
    "octets": 1,
    "fewest items": -1,
    "most items": 1,
    "fewest properties": -1,
    "most properties": 1,
}
_LOSSY = Verdict(Impact.RISK, Impact.BREAK)


def compare_edges(before: Edges, after: Edges) -> dict[str, Verdict]:
    """Return how each edge that differs has moved."""
    moved = {name: _moved(name, before.get(name), after.get(name)) for name in {**before, **after}}
    return {name: verdict for name, verdict in moved.items() if verdict != SAME}


def _moved(name: str, before: Any, after: Any) -> Verdict:
    if before == after:
        return SAME
    narrower = _LOSSY if name == "mantissa" else NARROWER
    if before is None or after is None:
        verdict = narrower if before is None else WIDER
        opaque = isinstance(before, Unreadable) or isinstance(after, Unreadable)
        return UNKNOWN if opaque or name == "precision" else verdict
    try:
        grew = (after > before) is (_LOOSENS[name] > 0)
    except TypeError:
        return UNKNOWN
    return WIDER if grew else narrower


class Shift(msgspec.Struct, frozen=True):
    """How one property's domain moved, and which fields moved it.

    ``changed`` are the fields that differ in spelling; ``causes`` those of them that move an edge,
    with what they do to either side.
    """

    before: Domain
    after: Domain
    changed: frozenset[str]
    causes: dict[str, Verdict]

    def option(
        self,
        pair: Pair,
        key: str,
        rule: str,
        message: str,
        verdict: Verdict,
        bump: Bump | None = None,
    ) -> Change:
        """Return the change of *rule* in the option *key*, with its values in both versions."""
        found = Found(
            before=self.before.options.get(key),
            after=self.after.options.get(key),
            verdict=verdict,
            bump=bump,
        )
        return pair.change(rule, message, "logicalTypeOptions", key, found=found)


def shift(before: Domain, after: Domain) -> Shift:
    """Compare two domains and name the fields that make the difference.

    A field is a cause if the edge would lie elsewhere with that field alone as it was. Where no
    single field is (two say the same), the first one that changed stands for all.
    """
    changed = _changed(before, after)
    new = edges(after)
    moved = compare_edges(edges(before), new)
    if not _is_about_floats(before, after, changed):
        moved.pop("mantissa", None)
    causes: dict[str, Verdict] = {}
    if moved:
        able = [field for field in changed if field in _MOVES_EDGES]
        reverted = {field: edges(_with(after, before, field)) for field in able}
        for edge, verdict in moved.items():
            by = [field for field in able if reverted[field].get(edge) != new.get(edge)]
            for field in by or able[:1]:
                causes[field] = causes.get(field, SAME) | verdict
    return Shift(before, after, frozenset(changed), causes)


def _is_about_floats(before: Domain, after: Domain, changed: list[str]) -> bool:
    """Whether the exactness of floats is in question; another family is judged as a whole."""
    families = {each.physical.family for each in (before, after) if each.physical}
    return len(families) <= 1 and ("format" in changed or "float" in families)


# Fields beside the options, named as no option is.
LOGICAL, PHYSICAL, LISTED = "logical type", "physical type", "listed values"
_MOVES_EDGES = frozenset((LOGICAL, PHYSICAL, LISTED, "format", *STEPS, *_LENGTHS))


def _changed(before: Domain, after: Domain) -> list[str]:
    found = []
    if before.logical != after.logical:
        found.append(LOGICAL)
    if before.physical != after.physical:
        found.append(PHYSICAL)
    keys = {**before.options, **after.options}
    found += [k for k in keys if not same(before.options.get(k), after.options.get(k))]
    if before.closed != after.closed:
        found.append(LISTED)
    return found


def _with(after: Domain, before: Domain, field: str) -> Domain:
    """Return *after* with *field* as it was in *before*."""
    if field == LOGICAL:
        return msgspec.structs.replace(after, logical=before.logical)
    if field == PHYSICAL:
        return msgspec.structs.replace(after, physical=before.physical)
    if field == LISTED:
        return msgspec.structs.replace(after, listed=before.listed, ruled=before.ruled)
    kept = {key: value for key, value in after.options.items() if key != field}
    if field in before.options:
        kept[field] = before.options[field]
    return msgspec.structs.replace(after, options=kept)
