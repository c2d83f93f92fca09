"""What holds where one policy stands on another? Registry, agency and product have one each.

The lower one is what the upper begins from. What the lower fixes can be made stricter above it and
never softer; what it watches is watched above it too.
"""

from collections.abc import Iterable

import msgspec

from contracts.findings import Severity
from contracts.policy import Mode, Part, Policy, Role, Watched


def held(below: Policy, stated: Policy) -> Policy:
    """Return *stated*, which was read on top of *below*, as far as *below* leaves it free."""
    fixed = frozenset(below.fixed)
    if Part.EVERYTHING in fixed:
        return stricter(below, stated)
    floor = msgspec.structs.replace(
        below,
        mode=below.mode if Part.MODE in fixed else stated.mode,
        role=below.role if Part.MODE in fixed else stated.role,
        risk_is_error=below.risk_is_error and Part.RISKS in fixed,
        deprecation_days=below.deprecation_days if Part.DEPRECATION_DAYS in fixed else 0,
        severities={code: weight for code, weight in below.severities.items() if code in fixed},
    )
    holding = stricter(floor, stated)
    return msgspec.structs.replace(
        holding, severities={**stated.severities, **_heaviest(floor, stated)}
    )


def softened(below: Policy, stated: Policy) -> tuple[str, ...]:
    """Return what *stated* asks less of than *below* fixes: parts of a policy, and rule codes."""
    holding = held(below, stated)
    parts = (
        (Part.MODE, holding.mode is not stated.mode or holding.role is not stated.role),
        (Part.RISKS, holding.risk_is_error is not stated.risk_is_error),
        (Part.DEPRECATION_DAYS, holding.deprecation_days != stated.deprecation_days),
    )
    codes = (
        code
        for code, weight in stated.severities.items()
        if holding.severities.get(code, Severity.ERROR) is not weight
    )
    return (*(part.value for part, is_less in parts if is_less), *codes)


def stricter(base: Policy, added: Policy) -> Policy:
    """Return *base* with what *added* asks for beyond it; nothing that *base* asks for is lost.

    A rule that *base* leaves to what the change does can only become an error.
    """
    beyond = {code: weight for code, weight in added.severities.items() if weight is Severity.ERROR}
    return msgspec.structs.replace(
        base,
        mode=_union(base.mode, added.mode),
        role=base.role if added.role is base.role else Role.EXCHANGE,
        risk_is_error=base.risk_is_error or added.risk_is_error,
        deprecation_days=max(base.deprecation_days, added.deprecation_days),
        severities={**beyond, **_heaviest(base, added)},
        watched=watched_by_both(base.watched, added.watched),
        fixed=tuple(sorted({*base.fixed, *added.fixed})),
    )


def watched_by_both(below: Iterable[Watched], added: Iterable[Watched]) -> tuple[Watched, ...]:
    """Return what both watch; where they name one property on one level, *below* stays."""
    kept = tuple(below)
    return tuple(sorted({*kept, *(rest for each in added if (rest := _beside(kept, each)))}))


def _beside(kept: Iterable[Watched], each: Watched) -> Watched | None:
    """Return *each* where nothing that is kept already judges it, None if that is nowhere."""
    others = [other for other in kept if other.key == each.key]
    if any(not other.on for other in others):
        return None
    taken = {level for other in others for level in other.on}
    levels = tuple(level for level in each.on if level not in taken)
    if each.on and not levels:
        return None
    return msgspec.structs.replace(each, on=levels)


_WEIGHTS = list(Severity)


def _heaviest(below: Policy, above: Policy) -> dict[str, Severity]:
    """Return the rules that *below* weighs, each as heavy as whoever weighs it heavier has it."""
    return {
        code: min(weight, above.severities.get(code, weight), key=_WEIGHTS.index)
        for code, weight in below.severities.items()
    }


def _union(left: Mode, right: Mode) -> Mode:
    """Return the mode that protects whom either protects."""
    sides = {part for mode in (left, right) for part in _SIDES[mode.value.partition("_")[0]]}
    if not sides:
        return Mode.NONE
    name = "FULL" if len(sides) > 1 else sides.pop()
    is_transitive = "TRANSITIVE" in left.value + right.value
    return Mode(f"{name}_TRANSITIVE" if is_transitive else name)


_SIDES = {
    "NONE": (),
    "FORWARD": ("FORWARD",),
    "BACKWARD": ("BACKWARD",),
    "FULL": ("FORWARD", "BACKWARD"),
}
