"""Which keys of an element can make a check speak? The others need not be asked.

Most changes touch one or two keys of an element, and there are some thirty checks. A check that is
not in the table looks at more than the element, and is always asked.
"""

from collections.abc import Callable
from collections.abc import Set as AbstractSet
from functools import lru_cache
from typing import Any, TypeVar

from contracts.compat import (
    enums,
    keys,
    lifecycle,
    meaning,
    nesting,
    quality,
    security,
    types,
    values,
)
from contracts.compat.custom_properties import custom_properties
from contracts.compat.definitions import definitions

Check = TypeVar("Check", bound=Callable[..., Any])


def concerned(checks: tuple[Check, ...], changed: AbstractSet[str]) -> tuple[Check, ...]:
    """Return those of *checks* that may have something to say where these keys *changed*."""
    return _concerned(checks, _ALL_KEYS & changed)


@lru_cache(maxsize=256)
def _concerned(checks: tuple[Check, ...], changed: frozenset[str]) -> tuple[Check, ...]:
    return tuple(
        check for check in checks if check not in _KEYS or not changed.isdisjoint(_KEYS[check])
    )


_KEYS: dict[Callable[..., Any], tuple[str, ...]] = {
    **dict.fromkeys((custom_properties, keys.granularity, types.collation), ("customProperties",)),
    **dict.fromkeys((definitions, enums.codelists), ("authoritativeDefinitions",)),
    **dict.fromkeys(
        (
            *(types.formats, types.time_zones, nesting.vectors, nesting.unknown_options),
            *(values.bounds, values.upgraded_bounds, values.limits, values.step, values.pattern),
            *(values.unique_entries, values.required_names),
        ),
        ("logicalTypeOptions",),
    ),
    types.logical_type: ("logicalType",),
    types.physical_type: ("physicalType",),
    values.examples: ("examples",),
    enums.values: ("enum", "quality"),
    enums.meanings: ("enum",),
    quality.quality: ("quality",),
    keys.uniqueness: ("unique", "primaryKey", "quality"),
    keys.primary_key: ("primaryKey", "primaryKeyPosition"),
    keys.partitioning: ("partitioned", "partitionKeyPosition"),
    keys.nullability: ("required", "primaryKey", "quality"),
    lifecycle.deprecation: ("deprecated",),
    meaning.texts: ("description", "businessName"),
    meaning.tags: ("tags",),
    meaning.synonyms: ("synonyms",),
    meaning.context: ("context",),
    meaning.computation: ("transformLogic", "transformSourceObjects", "transformDescription"),
    meaning.semantic_type: ("semanticType",),
    security.classification: ("classification",),
    security.encrypted_twin: ("encryptedName",),
    security.criticality: ("criticalDataElement",),
}
_ALL_KEYS = frozenset(key for keys_ in _KEYS.values() for key in keys_)
