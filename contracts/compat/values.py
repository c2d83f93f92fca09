"""Did the values that a property may take change? Bounds, limits, steps, patterns, names."""

from collections.abc import Iterator, KeysView
from typing import Any

from contracts.compat import patterns
from contracts.compat.change import (
    BOTH,
    NARROWER,
    SAME,
    UNKNOWN,
    WIDER,
    Change,
    Pair,
    Verdict,
)
from contracts.compat.domains import Domain, Shift, stated_bounds
from contracts.compat.normal import mapping, number, same
from contracts.compat.samples import Column
from contracts.compat.wording import from_to, listed
from contracts.findings import Bump, Impact

_SIDES = {
    "lower": ("minimum", "exclusiveMinimum"),
    "upper": ("maximum", "exclusiveMaximum"),
}


def bounds(pair: Pair, shift: Shift) -> Iterator[Change]:
    """Say whether a bound lets more values in or refuses old ones; another bound may cover it."""
    for side, fields in _SIDES.items():
        changed = [field for field in fields if field in shift.changed]
        if not changed:
            continue
        verdict = SAME
        for field in changed:
            verdict |= shift.causes.get(field, SAME)
        field = next((key for key in changed if key in shift.after.options), changed[0])
        old, new = shift.before.options.get(field), shift.after.options.get(field)
        if verdict == SAME and _own(shift.before, side) == _own(shift.after, side):
            message = f"A bound of {pair.label} is written in another way and allows the same."
            yield shift.option(pair, field, "VAL-03", message, SAME, Bump.NONE)
            continue
        rule = "VAL-02" if verdict.reads is Impact.OK and _tightens(shift, side) else "VAL-01"
        outcome = {
            WIDER: f"Readers may meet values of {pair.label} outside the promised range",
            NARROWER: f"Old values of {pair.label} may lie outside the range",
            SAME: f"Other promises bound {pair.label} as before",
        }.get(verdict, f"It cannot be told which values {pair.label} may take")
        message = f"{outcome}: {field} {from_to(old, new)}."
        yield shift.option(pair, field, rule, message, verdict)


def upgraded_bounds(pair: Pair, shift: Shift) -> Iterator[Change]:
    """Say that an exclusive bound is a number where it was a switch."""
    before = mapping(pair.before.get("logicalTypeOptions"))
    after = mapping(pair.after.get("logicalTypeOptions"))
    for field, inclusive in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        switched = isinstance(before.get(field), bool) is not isinstance(after.get(field), bool)
        if switched and not shift.changed & {field, inclusive}:
            message = f"{field} of {pair.label} is written as newer versions want it."
            yield shift.option(pair, field, "VAL-04", message, SAME, Bump.NONE)


def _own(of: Domain, side: str) -> Any:
    return stated_bounds(of)[side]


def _tightens(shift: Shift, side: str) -> bool:
    """Whether the stated bound itself is tighter, whatever else bounds the values."""
    old, new = _own(shift.before, side), _own(shift.after, side)
    if old is None or new is None:
        return old is None
    try:
        return bool(new > old if side == "lower" else new < old)
    except TypeError:
        return False


_LIMITS = (*("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"),)


def limits(pair: Pair, shift: Shift) -> Iterator[Change]:
    """Say whether a limit on length or number of entries lets more in or refuses old values."""
    for field in _LIMITS:
        if field in shift.changed:
            verdict = shift.causes.get(field, SAME)
            old, new = shift.before.options.get(field), shift.after.options.get(field)
            outcome = {
                WIDER: f"Readers may meet values of {pair.label} beyond the promised size",
                NARROWER: f"Old values of {pair.label} may not fit",
                SAME: f"Other promises limit {pair.label} as before",
            }.get(verdict, f"It cannot be told how large {pair.label} may be")
            message = f"{outcome}: {field} {from_to(old, new)}."
            yield shift.option(pair, field, "VAL-05", message, verdict)


def step(pair: Pair, shift: Shift) -> Iterator[Change]:
    """Say whether the multiples of the new step are among those of the old one, or include them."""
    if "multipleOf" not in shift.changed:
        return
    old, new = shift.before.options.get("multipleOf"), shift.after.options.get("multipleOf")
    verdict = _among_listed(pair, shift, _step_verdict(_step(shift.before), _step(shift.after)))
    message = f"The step of {pair.label} {from_to(old, new)}."
    yield shift.option(pair, "multipleOf", "VAL-06", message, verdict)


def _step(of: Domain) -> object:
    """Return the step as it counts: every integer is a multiple of 1, and of no fraction alone."""
    stated = of.options.get("multipleOf")
    size = number(stated)
    if of.kind != "integer":
        return stated
    return size.as_integer_ratio()[0] if size else 1 if stated is None else stated


def _step_verdict(old: object, new: object) -> Verdict:
    if old is None or new is None:
        return NARROWER if old is None else WIDER
    sizes = number(old), number(new)
    if sizes[0] is None or sizes[1] is None or not (sizes[0] and sizes[1]):
        return UNKNOWN
    was, now = sizes[0].as_integer_ratio(), sizes[1].as_integer_ratio()
    coarser = now[0] * was[1] % (was[0] * now[1]) == 0
    finer = was[0] * now[1] % (now[0] * was[1]) == 0
    if coarser and finer:
        return SAME
    return NARROWER if coarser else WIDER if finer else BOTH


def pattern(pair: Pair, shift: Shift) -> Iterator[Change]:
    """Say whether the texts that match now are among those that matched before."""
    if "pattern" not in shift.changed:
        return
    old, new = shift.before.options.get("pattern"), shift.after.options.get("pattern")
    if old is None or new is None:
        verdict = _among_listed(pair, shift, NARROWER if old is None else WIDER)
        message = f"The pattern of {pair.label} {from_to(old, new)}."
        yield shift.option(pair, "pattern", "VAL-07", message, verdict)
        return
    verdict = _among_listed(pair, shift, patterns.compare(old, new, pair.scope.budget))
    outcome = {
        SAME: f"The same texts match in {pair.label}",
        WIDER: f"Readers may meet texts of another form in {pair.label}",
        NARROWER: f"Old texts in {pair.label} may not match",
        BOTH: f"Old and new texts in {pair.label} have different forms",
    }.get(verdict, f"It cannot be told which texts match in {pair.label}")
    message = f"{outcome}: the pattern {from_to(old, new)}."
    bump = Bump.NONE if verdict == SAME else None
    yield shift.option(pair, "pattern", "VAL-08", message, verdict, bump)


def _among_listed(pair: Pair, shift: Shift, verdict: Verdict) -> Verdict:
    """Return what a change does to the values that both versions list; they are all there are.

    Where there is no closed list, or a value may or may not fit, *verdict* stands. What was added
    to the list or removed from it is told by itself.
    """
    before, after = shift.before.closed, shift.after.closed
    if before is None or after is None or verdict == SAME:
        return verdict
    old, new = (Column(side, pair.scope.budget) for side in (pair.before, pair.after))
    found = SAME
    for value in (value for key, value in before.items() if key in after):
        fits = old.takes(value), new.takes(value)
        if None in fits:
            return verdict
        if fits[0] != fits[1]:
            found |= WIDER if fits[1] else NARROWER
    return found


def unique_entries(pair: Pair, shift: Shift) -> Iterator[Change]:
    """Say whether the entries of a list may repeat."""
    old = shift.before.options.get("uniqueItems") is True
    new = shift.after.options.get("uniqueItems") is True
    if old != new:
        says = "must be unique" if new else "may repeat"
        message = f"The entries of {pair.label} {says}."
        verdict = NARROWER if new else WIDER
        yield shift.option(pair, "uniqueItems", "VAL-09", message, verdict)


def required_names(pair: Pair, shift: Shift) -> Iterator[Change]:
    """Say which fields an object must contain and which it may lack."""
    if "required" not in shift.changed:
        return
    old, new = _names(shift.before), _names(shift.after)
    added = [name for name in new if name not in old]
    removed = [name for name in old if name not in new]
    verdict = (NARROWER if added else SAME) | (WIDER if removed else SAME)
    told = [f"{listed(added)} must be there"] if added else []
    told += [f"{listed(removed)} may be missing"] if removed else []
    message = f"In {pair.label} {' and '.join(told) or 'the same fields must be there'}."
    yield shift.option(pair, "required", "VAL-10", message, verdict)


def _names(of: Domain) -> KeysView[str]:
    names = of.options.get("required")
    return dict.fromkeys(map(str, names if isinstance(names, list) else ())).keys()


def examples(pair: Pair, shift: Shift) -> Iterator[Change]:  # noqa: ARG001 - a check of values
    """Say that the examples changed."""
    if not same(pair.before.get("examples"), pair.after.get("examples")):
        yield pair.field("VAL-12", f"The examples of {pair.label} changed.", "examples")


CHECKS = (
    *(bounds, upgraded_bounds, limits, step, pattern),
    *(unique_entries, required_names, examples),
)
