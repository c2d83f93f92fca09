"""What does the search engine keep of a product? Flat text, facets and who may see it.

Built by ``registry.indexing`` alone. Knows nothing of contracts or tables.
"""

from datetime import datetime

import msgspec


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
    identifiers: tuple[str, ...] = ()  # slug, contract name, physical names, former slugs
    updated_at: datetime
