"""What do quality rules promise about a property's values? Those that leave no exception count.

A rule such as `invalidValues mustBe 0` says the same as `enum`, so it belongs to the domain. What
is only checked, or only nearly so, stays with the quality rules.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from contracts.compat.normal import entries, mapping, number, quality_rule, spelling

Key = str | bytes | tuple[str, object]


class Promises(msgspec.Struct, frozen=True):
    """The part of a property's domain that its quality rules state, and the rules that are left.

    ``listed`` maps each allowed value's key to the value; None where no rule lists values.
    ``never_missing``: no value is null or stands for a missing one; which those are, only the
    rule knows, so it stays among the rest.
    """

    listed: dict[Key, Any] | None
    never_null: bool
    never_twice: bool
    rest: tuple[dict[str, Any], ...]
    used: tuple[dict[str, Any], ...]
    never_missing: bool = False


def promises(element: Mapping[str, Any]) -> Promises:
    """Return what the quality rules of *element* promise without exception."""
    rules = entries(element.get("quality"))
    if not rules:
        return _NOTHING
    listed: dict[Key, Any] | None = None
    metrics: set[str] = set()
    rest: list[dict[str, Any]] = []
    used: list[dict[str, Any]] = []
    never_missing = False
    for _, source in rules:
        rule = quality_rule(source)
        metric = rule.get("metric")
        if not is_promise(rule):
            rest.append(rule)
            never_missing = never_missing or (metric == "missingValues" and _is_absolute(rule))
        elif metric == "invalidValues":
            found = value_keys(mapping(rule.get("arguments"))["validValues"])
            listed = found if listed is None else _both(listed, found)
            used.append(rule)
        else:
            metrics.add(str(metric))
            used.append(rule)
    return Promises(
        listed,
        "nullValues" in metrics,
        "duplicateValues" in metrics,
        tuple(rest),
        tuple(used),
        never_missing,
    )


_NOTHING = Promises(None, never_null=False, never_twice=False, rest=(), used=())


def is_promise(rule: Mapping[str, Any]) -> bool:
    """Whether a rule, in the spelling of 3.1, says without exception which values there are."""
    metric, arguments = rule.get("metric"), mapping(rule.get("arguments"))
    values = arguments.get("validValues")
    if not (isinstance(metric, str) and set(arguments) <= {"validValues"} and _is_absolute(rule)):
        return False
    if metric == "invalidValues":
        return isinstance(values, list)
    return metric in {"nullValues", "duplicateValues"} and values is None


def value_key(value: object) -> Key:
    """Return a key that is equal for equal values of one type: 1 is 1.0 and is not ``true``."""
    exact = number(value)
    if exact is not None:
        return "number", exact
    return spelling(value)


def value_keys(values: Iterable[object]) -> dict[Key, Any]:
    """Return the values by their keys, in their order."""
    return {value_key(value): value for value in values}


def _both(left: dict[Key, Any], right: dict[Key, Any]) -> dict[Key, Any]:
    return {key: value for key, value in left.items() if key in right}


def _is_absolute(rule: Mapping[str, Any]) -> bool:
    """Whether the rule fails on the first exception and its failure is an error."""
    severity = rule.get("severity")
    if isinstance(severity, str) and severity.casefold() != "error":
        return False
    operators = {key for key in rule if key.startswith("must")}
    in_rows = rule.get("unit") in (None, "rows")
    return (
        (operators == {"mustBe"} and number(rule["mustBe"]) == 0)
        or (operators == {"mustBeLessOrEqualTo"} and number(rule["mustBeLessOrEqualTo"]) == 0)
        or (in_rows and operators == {"mustBeLessThan"} and number(rule["mustBeLessThan"]) == 1)
    )
