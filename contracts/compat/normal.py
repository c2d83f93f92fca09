"""When do two trees say the same? One spelling for what versions of the standard spell differently.

Nothing is copied as a whole: each function gives one section or element in its newest spelling.
"""

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

_METRICS = {
    "nullcheck": "nullValues",
    "duplicatecount": "duplicateValues",
    "validvalues": "invalidValues",
    "rowcount": "rowCount",
}
_FALSE_IS_ABSENT = frozenset(
    ("required", "unique", "primaryKey", "partitioned", "deprecated", "criticalDataElement")
)


def same(before: object, after: object) -> bool:
    """Whether two trees are equal, telling ``1`` from ``true`` and from ``1.0``."""
    if type(before) is type(after) and isinstance(before, _SIMPLE):
        return before == after
    return bool(before == after) and spelling(before) == spelling(after)


_SIMPLE = (str, bool, int, type(None))  # equal values of one such type have one spelling


def differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    """Return the keys whose values are not the `same`, those of *before* first."""
    return [key for key in {**before, **after} if not same(before.get(key), after.get(key))]


def spelling(value: object) -> str | bytes:
    """Return a text that differs where values differ in type although Python calls them equal."""
    try:
        return msgspec.json.encode(value, order="deterministic")
    except (TypeError, ValueError, OverflowError, RecursionError):
        return repr(value)  # numbers beyond 64 bits, lone surrogates, keys that are not text


def same_entries(before: object, after: object) -> bool:
    """Whether two lists hold the same entries, in whatever order."""
    if isinstance(before, list) and isinstance(after, list):
        return Counter(map(spelling, before)) == Counter(map(spelling, after))
    return same(before, after)


def same_facts(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Whether two entries say the same, whatever the order of what they list about themselves."""
    return before.keys() == after.keys() and all(
        (same_entries if key in _UNORDERED else same)(value, after[key])
        for key, value in before.items()
    )


_UNORDERED = frozenset(("authoritativeDefinitions", "customProperties", "roles", "tags"))


def entries(value: object) -> list[tuple[int, dict[str, Any]]]:
    """Return the mappings of a list with their positions; anything else has none."""
    if not isinstance(value, list):
        return []
    return [(index, item) for index, item in enumerate(value) if isinstance(item, dict)]


def strays(value: object) -> object:
    """Return what `entries` leaves out, None if nothing."""
    if isinstance(value, list):
        return [item for item in value if not isinstance(item, dict)] or None
    return value


def mapping(value: object) -> dict[str, Any]:
    """Return *value* if it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def flag(element: Mapping[str, Any], key: str) -> bool:
    """Whether *key* is true; absent and anything but ``true`` count as false."""
    return element.get(key) is True


def without_defaults(element: Mapping[str, Any]) -> dict[str, Any]:
    """Return *element* without keys that say what their absence says."""
    return {
        key: value
        for key, value in element.items()
        if value is not None and not (value is False and key in _FALSE_IS_ABSENT)
    }


def plain(value: object) -> str:
    """Return *value* as text in which case, spacing and a last full stop do not count."""
    return " ".join(str(value or "").casefold().split()).rstrip(".")


def custom(element: Mapping[str, Any], *names: str) -> Any:
    """Return the value of the first custom property called one of *names* in any case, or None."""
    wanted = {name.casefold() for name in names}
    for _, entry in entries(element.get("customProperties")):
        name = entry.get("property")
        if isinstance(name, str) and name.casefold() in wanted:
            return entry.get("value")
    return None


def is_true(value: object) -> bool:
    """Whether a custom value means yes, as a boolean or as a word."""
    return value is True or (isinstance(value, str) and value.casefold() in {"true", "yes"})


def quality_rule(rule: Mapping[str, Any]) -> dict[str, Any]:
    """Return a quality rule in the spelling of 3.1: ``rule`` is ``metric``, values an argument."""
    upgraded = dict(rule)
    name = upgraded.pop("rule", None)
    if name is not None:
        upgraded.setdefault("metric", name)
    metric = upgraded.get("metric")
    if isinstance(metric, str):
        upgraded["metric"] = _METRICS.get(metric.casefold(), metric)
    if "validValues" in upgraded:
        values = upgraded.pop("validValues")
        upgraded["arguments"] = {"validValues": values, **mapping(upgraded.get("arguments"))}
    return upgraded


def team(value: object) -> object:
    """Return the team in the spelling of 3.1: the list of 3.0 is the members."""
    return {"members": value} if isinstance(value, list) else value


def options(element: Mapping[str, Any]) -> dict[str, Any]:
    """Return the logicalTypeOptions as 3.1 writes them, without what is the default."""
    upgraded = dict(mapping(element.get("logicalTypeOptions")))
    for exclusive, inclusive in (
        ("exclusiveMinimum", "minimum"),
        ("exclusiveMaximum", "maximum"),
    ):
        switch = upgraded.get(exclusive)
        if isinstance(switch, bool):
            del upgraded[exclusive]
            if switch and inclusive in upgraded:
                upgraded[exclusive] = upgraded.pop(inclusive)
    return {
        key: value
        for key, value in upgraded.items()
        if value is not None and not (key in _DEFAULTS and same(value, _DEFAULTS[key]))
    }


_DEFAULTS = {
    "elementType": "float32",
    "minItems": 0,
    "minProperties": 0,
    "normalized": False,
    "uniqueItems": False,
}


def number(value: object) -> int | Decimal | None:
    """Return an exact number, None if *value* is not a finite one."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        value = Decimal(repr(value))
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < _DIGITS:
        return value
    return None


_DIGITS = 400  # beyond any real bound; keeps arithmetic on hostile exponents cheap
