"""What changed inside a property: lists and single values, maps and objects, vectors."""

from collections.abc import Iterator

import msgspec

from contracts.compat.change import BOTH, UNKNOWN, Change, Found, Pair, Verdict
from contracts.compat.domains import LISTED, LOGICAL, PHYSICAL, Shift
from contracts.compat.engines.kinds import Engine
from contracts.compat.normal import mapping, same
from contracts.compat.wording import from_to


def replaced(pair: Pair, shift: Shift) -> Iterator[Change]:
    """Say that a single value became a list of such values, or a map an object; else nothing."""
    before, after = shift.before.logical, shift.after.logical
    if {before, after} == {"map", "object"}:
        message = f"{pair.label} became {after} and was {before}."
        verdict = UNKNOWN if after == "map" else BOTH  # an object is a map, not the other way round
        yield pair.field("NST-07", message, "logicalType", verdict=verdict)
    elif (after == "array" and _entry_type(pair.after) == before) or (
        before == "array" and _entry_type(pair.before) == after
    ):
        message = f"{pair.label} holds {'a list' if after == 'array' else 'one value'}; "
        message += f"it held {'one value' if after == 'array' else 'a list'}."
        yield pair.field("NST-02", message, "logicalType")


def _entry_type(element: dict[str, object]) -> object:
    return mapping(element.get("items")).get("logicalType")


_SHAPE = ("dimensions", "elementType")
_MODEL = ("embeddingModel", "embeddingModelVersion")
_MEASURE = ("normalized", "distanceMetric")
_DEFAULTS = {"elementType": "float32", "normalized": False}


def vectors(pair: Pair, shift: Shift) -> Iterator[Change]:
    """Say that vectors have another shape, come from another model or are measured otherwise."""
    for rule, names in (("VEC-01", _SHAPE), ("VEC-02", _MODEL), ("VEC-03", _MEASURE)):
        for name in names:
            default = _DEFAULTS.get(name)
            before = shift.before.options.get(name, default)
            after = shift.after.options.get(name, default)
            if not same(before, after):
                message = f"{name} of the vectors in {pair.label} {from_to(before, after)}."
                stated = before is None or after is None
                found = Found(before=before, after=after, verdict=UNKNOWN if stated else None)
                yield pair.change(rule, message, "logicalTypeOptions", name, found=found)


_OPTIONS = frozenset(
    ("format", "timezone", "defaultTimezone", "multipleOf", "pattern", "uniqueItems", "required")
) | {
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength"),
    *("minItems", "maxItems", "minProperties", "maxProperties"),
    *_SHAPE,
    *_MODEL,
    *_MEASURE,
}


def unknown_options(pair: Pair, shift: Shift) -> Iterator[Change]:
    """Say that an option changed which the standard does not know."""
    for name in sorted(shift.changed - _OPTIONS - {LOGICAL, PHYSICAL, LISTED}):
        message = f"The standard knows no option '{name}', and it changed in {pair.label}."
        yield shift.option(pair, name, "DOC-07", message, UNKNOWN)
    before, after = (each.get(_KEY) for each in (pair.before, pair.after))
    mappings = isinstance(before, dict | None) and isinstance(after, dict | None)
    if not mappings and not same(before, after):
        yield pair.field("DOC-07", f"The options of {pair.label} are no mapping.", _KEY)


_KEY = "logicalTypeOptions"


def inside(change: Change, pair: Pair) -> Change:
    """Return a change of type at a map's key or value under the rule for maps.

    Keys are frozen (Iceberg table spec, "Schema Evolution"), but Flink casts a key to a wider type.
    """
    if not change.rule.startswith("TYP-") or change.rule == "TYP-06":
        return change
    if pair.role == "value":
        return msgspec.structs.replace(change, rule="NST-06")
    if pair.role != "key" or change.bump.value == "none":
        return change
    widens = {each.engine for each in pair.scope.served} == {Engine.FLINK}
    verdict = Verdict(change.reads, change.writes) if widens else BOTH
    return msgspec.structs.replace(
        change,
        rule="NST-05",
        reads=verdict.reads,
        writes=verdict.writes,
        bump=change.bump if widens else BOTH.bump,
    )


CHECKS = (vectors, unknown_options)
