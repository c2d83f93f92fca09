"""How many products are there for a caller? Kept as numbers, so that no page counts rows.

A product is counted once, with its agency under its visibility, or among the drafts while nothing
of it is published. What a whole visibility opens is added up; what a caller sees one by one (as
somebody of an agency) is found through the index of tokens, and is as little as that agency has.
"""

from collections import defaultdict

from sqlalchemy import case, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlmodel import Field, col

from registry.identity import Actor, Kind
from registry.store.rows import Row
from registry.store.tables import ProductAudienceRow, ProductRow
from registry.views import Visibility

STATEWIDE = "hidden:*"
"""The audience token of a role that sees hidden products of the whole state."""

DRAFT = "draft"


class ProductCountRow(Row, table=True):
    """How many products an agency has of one kind: a visibility, or `draft`."""

    __tablename__ = "product_count"

    agency_id: int = Field(primary_key=True, foreign_key="agency.id")
    kind: str = Field(primary_key=True)
    products: int


def recount(session: Session, product: ProductRow) -> None:
    """Count *product* where it belongs after a change. Writes, where that is another place."""
    place = place_of(product)
    if place == product.counted:
        return
    steps = {place: 1} | ({product.counted: -1} if product.counted else {})
    for each in sorted(steps):  # in one order, so that no two transactions wait for each other
        _step(session, each, steps[each])
    product.counted = place


def place_of(product: ProductRow) -> str:
    """Return where *product* belongs: the id of its agency, a space, and its kind."""
    return f"{product.agency_id} {product.visibility if product.version else DRAFT}"


def counted(
    session: Session, actor: Actor, agency_id: int | None = None
) -> dict[int, tuple[int, int]]:
    """Return the numbers of products published and of drafts that the caller may know of.

    By the id of the agency, of one alone with *agency_id*. Agencies with none may be left out.
    """
    published: dict[int, int] = defaultdict(int)
    drafts: dict[int, int] = defaultdict(int)
    kinds = _whole_kinds(actor)
    whole = select(
        col(ProductCountRow.agency_id), col(ProductCountRow.kind), col(ProductCountRow.products)
    ).where(col(ProductCountRow.kind).in_(kinds))
    if agency_id is not None:
        whole = whole.where(col(ProductCountRow.agency_id) == agency_id)
    for home, kind, products in session.execute(whole):
        (drafts if kind == DRAFT else published)[home] += products
    for home, some, every in _near(session, actor, agency_id):
        published[home] += 0 if Visibility.HIDDEN in kinds else some
        drafts[home] += every - some
    return {home: (published[home], drafts[home]) for home in published.keys() | drafts.keys()}


def _whole_kinds(actor: Actor) -> set[str]:
    """Return the kinds of which the caller sees every product, as `queries.is_visible` has it."""
    tokens = set(actor.audience)
    kinds: set[str] = tokens & {Visibility.PUBLIC, Visibility.STATE}
    if STATEWIDE in tokens:
        kinds |= {Visibility.AGENCIES, Visibility.HIDDEN}
        if actor.kind is Kind.SYSTEM:
            kinds.add(DRAFT)
    return kinds


def _near(session: Session, actor: Actor, agency_id: int | None) -> list[tuple[int, int, int]]:
    """Return agency, number published and number of all that the caller sees one by one."""
    near = set(actor.audience) - {Visibility.PUBLIC, Visibility.STATE, STATEWIDE}
    if not near:
        return []
    product = col(ProductRow.id)
    is_published = col(ProductRow.version).is_not(None)
    query = (
        select(
            col(ProductRow.agency_id),
            func.count(func.distinct(case((is_published, product)))),
            func.count(func.distinct(product)),
        )
        .join(ProductAudienceRow, col(ProductAudienceRow.product_id) == product)
        .where(col(ProductAudienceRow.token).in_(near))
        .group_by(col(ProductRow.agency_id))
    )
    found = session.execute(query)  # by tokens alone, or all products of the agency are looked at
    return [(home, some, every) for home, some, every in found if agency_id in {None, home}]


def _step(session: Session, place: str, step: int) -> None:
    agency, _, kind = place.partition(" ")
    row = {"agency_id": int(agency), "kind": kind}
    if step < 0:  # it is there
        session.execute(
            update(ProductCountRow)
            .where(*(getattr(ProductCountRow, name) == value for name, value in row.items()))
            .values(products=col(ProductCountRow.products) + step)
        )
        return
    dialect = sqlite if session.get_bind().dialect.name == "sqlite" else postgresql
    session.execute(
        dialect.insert(ProductCountRow)
        .values(**row, products=step)
        .on_conflict_do_update(
            index_elements=list(row), set_={"products": col(ProductCountRow.products) + step}
        )
    )
