"""What does the search engine keep of a product? Flat text, facets and who may see it.

Built by ``registry.indexing`` alone. Knows nothing of contracts or tables.
"""

from datetime import datetime

import msgspec

from search.words import clean


class Column(msgspec.Struct, frozen=True, kw_only=True):
    """A column as words to be found."""

    name: str
    business_name: str = ""
    description: str = ""


class SearchDocument(msgspec.Struct, frozen=True, kw_only=True):
    """One product in the index.

    ``id`` is ``agency/slug``. ``revision`` grows with every change of the product; a document never
    replaces one of a higher revision. ``audience`` holds tokens (``public``, ``state``,
    ``agency:doh``, ``hidden:doh``): a caller sees what shares one with theirs.
    """

    id: str
    revision: int
    audience: tuple[str, ...]
    contract_id: str = ""
    title: str
    summary: str = ""
    description: str = ""
    purpose: str = ""
    tags: tuple[str, ...] = ()
    agency: str  # slug
    agency_name: str
    agency_acronym: str
    domain: str = ""
    classification: str = ""
    access: str = ""  # the product's visibility
    status: str = ""  # the state of `version`
    version: str = ""
    columns: tuple[Column, ...] = ()
    terms: tuple[str, ...] = ()  # glossary labels, synonyms, semantic references
    systems: tuple[str, ...] = ()  # servers and their types
    formats: tuple[str, ...] = ()  # facet `format`: types and formats of servers, folded
    standards: tuple[str, ...] = ()  # facet `term`: the definitions that it links to, in words
    cadence: str = ""  # how often data is promised: "daily", "weekly", "real-time"
    identifiers: tuple[str, ...] = ()  # slug, contract name, physical names, former slugs
    alternatives: tuple[tuple[str, ...], ...] = ()  # names for the same, group by group
    quality: float = 1.0  # within `relevance.QUALITY`; what it is made of is the registry's to say
    updated_at: datetime


def facet_values(document: SearchDocument) -> dict[str, tuple[str, ...]]:
    """Return the values of each facet that *document* has one of; some have several."""
    several = {
        "agency": (document.agency,),
        "domain": (document.domain,),
        "classification": (document.classification,),
        "access": (document.access,),
        "status": (document.status,),
        "format": document.formats,
        "term": document.standards,
        "cadence": (document.cadence,),
    }
    found = {
        facet: tuple(dict.fromkeys(cleaned for value in values if (cleaned := clean(value))))
        for facet, values in several.items()
    }
    return {facet: values for facet, values in found.items() if values}
