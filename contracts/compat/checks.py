"""Which checks look at what? One table: the contract, its objects, its properties at any depth.

Each check sees one pair and tells what changed; types and keys, which need more than the pair, are
called by the walk itself.
"""

from collections.abc import Callable, Iterable

from contracts.compat import (
    documents,
    elsewhere,
    lifecycle,
    meaning,
    names,
    people,
    quality,
    relationships,
    security,
    servers,
    service_levels,
    texts,
)
from contracts.compat.change import Change, Pair
from contracts.compat.custom_properties import custom_properties
from contracts.compat.definitions import definitions
from contracts.compat.identities import reused

Check = Callable[[Pair], Iterable[Change]]

OF_CONTRACTS: tuple[Check, ...] = (
    *documents.CHECKS,
    lifecycle.status,
    servers.servers,
    *texts.CHECKS,
    *people.CHECKS,
    *service_levels.CHECKS,
    meaning.context,
    custom_properties,
    definitions,
    elsewhere.of_contract,
)

_OF_ELEMENTS: tuple[Check, ...] = (
    *meaning.CHECKS,
    lifecycle.deprecation,
    reused,
    *relationships.CHECKS,
    *quality.CHECKS,
    custom_properties,
    definitions,
)

OF_OBJECTS: tuple[Check, ...] = (
    *names.OBJECT_CHECKS,
    *_OF_ELEMENTS,
    meaning.context,
    elsewhere.of_object,
)

OF_PROPERTIES: tuple[Check, ...] = (
    *_OF_ELEMENTS,
    *security.CHECKS,
    *meaning.PROPERTY_CHECKS,
    elsewhere.of_property,
)
