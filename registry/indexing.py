"""What does the search engine learn of a product? One function, for one and for all."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from urllib.parse import unquote

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from contracts.document import load
from contracts.model import Contract, Element, Property
from registry.addresses import plain
from registry.cadence import cadence_of
from registry.completeness import quality
from registry.store.queries import audience
from registry.store.tables import (
    AgencyRow,
    ContentRow,
    ContractRow,
    DeclaredUseRow,
    ProductAliasRow,
    ProductRow,
)
from registry.views import State
from search.document import Column, SearchDocument

CHUNK = 200
"""Products whose bytes are in memory at once while all are read."""


def documents(session: Session, ids: Iterable[int] | None = None) -> Iterator[SearchDocument]:
    """Yield the documents of the products with those ids, of all without *ids*.

    One SELECT either way. A product of which nothing is published has no document.
    """
    query = (
        select(
            ProductRow,
            col(AgencyRow.slug),
            col(AgencyRow.name),
            col(AgencyRow.acronym),
            col(ContractRow.odcs_id),
            col(ContentRow.source),
            _FORMER_ADDRESSES,
            _USERS,
        )
        .join(AgencyRow, col(AgencyRow.id) == col(ProductRow.agency_id))
        .join(ContractRow, col(ContractRow.product_id) == col(ProductRow.id))
        .join(ContentRow, col(ContentRow.digest) == col(ProductRow.digest))
        .order_by(col(ProductRow.id))
    )
    if ids is not None:
        query = query.where(col(ProductRow.id).in_(list(ids)))
    for line in session.execute(query, execution_options={"yield_per": CHUNK}):
        row, agency, agency_name, acronym, odcs_id, source, former, users = line
        told = told_by(load(source).contract)
        yield SearchDocument(
            id=f"{agency}/{row.slug}",
            revision=row.revision,
            audience=tuple(sorted(audience(row, agency, row.shared_with))),
            contract_id=odcs_id or "",
            title=row.title,
            summary=row.summary,
            agency=agency,
            agency_name=agency_name,
            agency_acronym=acronym,
            domain=row.domain,
            classification=row.classification,
            access=row.visibility,
            status=row.state or "",
            version=row.version or "",
            updated_at=row.updated_at,
            quality=quality(
                is_active=row.state == State.ACTIVE,
                summary=row.summary,
                columns=told["columns"],
                users=users,
            ),
            **told
            | {"identifiers": _texts(row.slug, *told["identifiers"], *_former(former or ""))},
        )


def told_by(contract: Contract) -> dict[str, Any]:
    """Return the fields of a document that the contract alone tells."""
    description = contract.description
    return {
        "description": _joined(
            description.usage,
            description.limitations,
            *(table.description for table in contract.schema),
        ),
        "purpose": _joined(description.purpose),
        "tags": _texts(*contract.tags, *(tag for each in _elements(contract) for tag in each.tags)),
        "columns": _columns(contract),
        "terms": _terms(contract),
        "alternatives": _alternatives(contract),
        "systems": _texts(
            *(word for each in contract.servers for word in (each.server, each.type))
        ),
        "formats": _formats(contract),
        "standards": _standards(contract),
        "cadence": cadence_of(contract),
        "identifiers": _texts(
            contract.name,
            contract.data_product,
            *(table.name for table in contract.schema),
            *(each.physical_name for each in _elements(contract)),
        ),
    }


_FORMER_ADDRESSES = (
    select(
        func.aggregate_strings(
            col(ProductAliasRow.agency_slug) + "/" + col(ProductAliasRow.product_slug), " "
        )
    )
    .where(col(ProductAliasRow.product_id) == col(ProductRow.id))
    .correlate(ProductRow)
    .scalar_subquery()
)


_USERS = (
    select(func.count(col(DeclaredUseRow.agency_id).distinct()))
    .where(col(DeclaredUseRow.product_id) == col(ProductRow.id))
    .correlate(ProductRow)
    .scalar_subquery()
)


def _former(addresses: str) -> Iterator[str]:
    """Yield former names: the slug, and the whole address, which tells of a former agency."""
    for address in addresses.split():
        yield address.partition("/")[2]
        yield address


def _elements(contract: Contract) -> list[Element]:
    """Return tables and columns of every depth, in the order of the text."""
    found: list[Element] = []
    waiting: list[Element] = list(reversed(contract.schema))
    while waiting:
        element = waiting.pop()
        found.append(element)
        inner: list[Element] = list(element.properties)
        if isinstance(element, Property):
            inner += [element.items] if element.items else []
            if element.map:
                inner += [part for part in (element.map.key, element.map.value) if part]
        waiting.extend(reversed(inner))
    return found


def _columns(contract: Contract) -> tuple[Column, ...]:
    return tuple(
        Column(
            name=plain(each.name),
            business_name=plain(each.business_name or ""),
            description=plain(each.description or ""),
        )
        for each in _elements(contract)
        if isinstance(each, Property) and each.name
    )


def _terms(contract: Contract) -> tuple[str, ...]:
    """Return other words for the same: synonyms, and the labels of linked definitions."""
    synonyms = (each.synonym for part in _elements(contract) for each in part.synonyms)
    return _texts(*synonyms, *_definitions(contract))


def _alternatives(contract: Contract) -> tuple[tuple[str, ...], ...]:
    """Return names for the same: tables and columns with their synonyms and business definitions.

    A glossary term or a standard that an element links to governs it, which makes it no other name:
    `open_beds` may link to "foster placement". Those are found as terms.
    """
    found = (_names_of(element) for element in _elements(contract))
    several = (group for group in found if len(group) > 1)
    return tuple(islice(dict.fromkeys(several), _MOST_CHOICES))


def _names_of(element: Element) -> tuple[str, ...]:
    """Return what *element* is called, at most `_MOST_NAMES` of it."""
    defined = (
        definition.description
        for definition in element.authoritative_definitions
        if definition.type == _OF_THE_BUSINESS
    )
    others = (*(each.synonym for each in element.synonyms), *defined)
    found = _texts(element.business_name or element.name, *others)
    return tuple(islice((name for name in found if len(name) <= _LONGEST_CHOICE), _MOST_NAMES))


_OF_THE_BUSINESS = "businessDefinition"  # of the types that ODCS names
_MOST_NAMES = 8


def _standards(contract: Contract) -> tuple[str, ...]:
    """Return the definitions that a contract keeps to, as people choose among them."""
    found = (text for text in _texts(*_definitions(contract)) if len(text) <= _LONGEST_CHOICE)
    return tuple(islice(found, _MOST_CHOICES))


def _definitions(contract: Contract) -> Iterator[str]:
    """Yield semantic types, and linked definitions by their labels."""
    linked = list(contract.authoritative_definitions)
    for element in _elements(contract):
        linked += element.authoritative_definitions
        if isinstance(element, Property) and element.semantic_type:
            yield element.semantic_type
    for definition in linked:
        if definition.type != _ADDRESS_OF_THE_CONTRACT:
            yield definition.description or _words_of(definition.url)


def _formats(contract: Contract) -> tuple[str, ...]:
    """Return the kinds of servers and of their files: "api", "parquet"."""
    written = (each for server in contract.servers for each in (server.type, server.format))
    found = _texts(*(each.casefold() for each in written if each))
    return tuple(islice((each for each in found if len(each) <= _LONGEST_CHOICE), _MOST_CHOICES))


_MOST_CHOICES = 50
_LONGEST_CHOICE = 80
"""Values that one product brings to a facet, and their characters: longer ones are no labels."""

_ADDRESS_OF_THE_CONTRACT = "canonicalUrl"


def _words_of(address: str | None) -> str:
    """Return the end of an address in words: `…/glossary/surge-bed` speaks of a surge bed."""
    path, _, fragment = (address or "").partition("?")[0].partition("#")
    place = path.partition("://")[2] or path
    last = fragment or place.rstrip("/").partition("/")[2].rpartition("/")[2]
    return unquote(last).replace("-", " ").replace("_", " ")


def _joined(*texts: str | None) -> str:
    return "\n".join(_texts(*texts))


def _texts(*texts: str | None) -> tuple[str, ...]:
    """Return each text once, without the empty ones."""
    cleaned = (plain(text).strip() for text in texts if text)
    return tuple(dict.fromkeys(text for text in cleaned if text))
