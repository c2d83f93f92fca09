"""Which questions are asked of the database in more than one place? Each is written here once."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from contracts import versions
from contracts.findings import Bump
from registry.addresses import is_slug, shown
from registry.errors import NotFoundError
from registry.identity import Actor, Kind
from registry.store.counts import STATEWIDE
from registry.store.engine import locks_rows
from registry.store.tables import (
    AgencyRow,
    AssignmentRow,
    ContractRow,
    DeclaredUseRow,
    ProductAliasRow,
    ProductAudienceRow,
    ProductRow,
    SettingRow,
    VersionRow,
    WaiverRow,
)
from registry.views import ProductView, State, UseView, VersionView, Visibility

Line = Row[ProductRow, str, str]
"""A product, its agency's slug and name: what `product_view` makes a view of."""

IN_FORCE = (State.ACTIVE, State.SUPERSEDED, State.DEPRECATED)
"""The states in which people rely on a version, so that a change is judged against it."""


def is_visible(actor: Actor) -> ColumnElement[bool]:
    """Whether the caller may know of a product. Belongs into every query about products.

    A role for the whole state opens what is published, never another agency's first draft.
    """
    seen = exists().where(
        col(ProductAudienceRow.product_id) == col(ProductRow.id),
        col(ProductAudienceRow.token).in_(actor.audience),
    )
    if actor.kind is Kind.SYSTEM:
        return seen
    near = [token for token in actor.audience if token != STATEWIDE]
    return and_(
        seen,
        or_(
            col(ProductRow.version).is_not(None),
            exists().where(
                col(ProductAudienceRow.product_id) == col(ProductRow.id),
                col(ProductAudienceRow.token).in_(near),
            ),
        ),
    )


def audience(row: ProductRow, agency: str, agencies: Sequence[str] = ()) -> set[str]:
    """Return the tokens of those who may know of a product.

    A product of which nothing is published yet (a draft) is known to its own agency alone:
    `is_visible` passes over the token of the whole state there.
    """
    own = {f"agency:{agency}", STATEWIDE, f"hidden:{agency}", f"hidden:{agency}/{row.slug}"}
    if row.version is None:
        return own
    match Visibility(row.visibility):
        case Visibility.PUBLIC:
            return {"public"}
        case Visibility.STATE:
            return {"state"}
        case Visibility.AGENCIES:
            return own | {f"agency:{other}" for other in agencies}
        case Visibility.HIDDEN:
            return own - {f"agency:{agency}"}


def product_lines(actor: Actor) -> Select[ProductRow, str, str]:
    """Select the products that the caller may see, with what `product_view` needs."""
    return (
        select(ProductRow, col(AgencyRow.slug), col(AgencyRow.name))
        .join(AgencyRow, col(AgencyRow.id) == col(ProductRow.agency_id))
        .where(is_visible(actor))
    )


def product_view(line: Line) -> ProductView:
    """Return a line of `product_lines` as readers get it."""
    row, agency, agency_name = line
    return ProductView(
        agency=agency,
        agency_name=agency_name,
        slug=row.slug,
        title=row.title,
        summary=row.summary,
        domain=row.domain,
        visibility=Visibility(row.visibility),
        classification=row.classification,
        version=row.version,
        state=State(row.state) if row.state else None,
        updated_at=row.updated_at,
    )


def products_at(session: Session, actor: Actor, ids: Sequence[str]) -> dict[str, ProductView]:
    """Return those of the products *ids* (`agency/slug`) that the caller may see, in one read."""
    if not ids:
        return {}
    agencies, slugs = zip(*(identifier.split("/", 1) for identifier in ids), strict=True)
    # Not by pairs, for which no index would be used: some agency may have the slug of another's.
    lines = session.execute(
        product_lines(actor).where(
            col(AgencyRow.slug).in_(set(agencies)), col(ProductRow.slug).in_(set(slugs))
        )
    )
    views = {f"{view.agency}/{view.slug}": view for view in map(product_view, lines)}
    return {identifier: views[identifier] for identifier in ids if identifier in views}


def find_product(session: Session, agency: str, slug: str) -> ProductRow | None:
    """Return the product at that address, present or former, whoever may see it.

    In a transaction that changes something, nobody else changes the product until it ends.
    """
    here = (
        select(ProductRow)
        .join(AgencyRow, col(AgencyRow.id) == col(ProductRow.agency_id))
        .where(col(AgencyRow.slug) == agency, col(ProductRow.slug) == slug)
    )
    formerly = (
        select(ProductRow)
        .join(ProductAliasRow, col(ProductAliasRow.product_id) == col(ProductRow.id))
        .where(
            col(ProductAliasRow.agency_slug) == agency, col(ProductAliasRow.product_slug) == slug
        )
    )
    for query in (here, formerly):
        if locks_rows(session):
            query = query.with_for_update(of=ProductRow, key_share=True)  # noqa: PLW2901 # the same, locked
        found = session.scalars(query).first()
        if found is not None:
            return found
    return None


def visible_product(session: Session, actor: Actor, agency: str, slug: str) -> Line:
    """Return the line of the product at that address. Raises NotFoundError, also where hidden."""
    here = (
        select(col(ProductRow.id))
        .join(AgencyRow, col(AgencyRow.id) == col(ProductRow.agency_id))
        .where(col(AgencyRow.slug) == agency, col(ProductRow.slug) == slug)
    )
    formerly = select(col(ProductAliasRow.product_id)).where(
        col(ProductAliasRow.agency_slug) == agency, col(ProductAliasRow.product_slug) == slug
    )
    # A union, because an `or` over two tables would look at every product.
    either = col(ProductRow.id).in_(here.union_all(formerly))
    lines = session.execute(product_lines(actor).where(either)).all()
    for line in lines:
        if (line[1], line[0].slug) == (agency, slug):
            return line
    if lines:
        return lines[0]
    raise NotFoundError(
        f"There is no product '{agency}/{slug}' that you may see.",
        next_step="Look for it in the search, or sign in to see more.",
    )


def agency_by_slug(session: Session, slug: str) -> AgencyRow:
    """Return the agency. Raises NotFoundError."""
    found = None
    if is_slug(slug):  # anything else might be no text that a database takes
        found = session.scalars(select(AgencyRow).where(col(AgencyRow.slug) == slug)).first()
    if found is None:
        raise NotFoundError(
            f"There is no agency '{shown(slug)}'.", next_step="See /agencies for all of them."
        )
    return found


def contract_of(session: Session, product_id: int) -> ContractRow | None:
    """Return the main contract of a product."""
    return session.scalars(
        select(ContractRow)
        .where(col(ContractRow.product_id) == product_id)
        .order_by(col(ContractRow.id))
    ).first()


def versions_of(session: Session, contract_id: int) -> list[VersionRow]:
    """Return all versions of a contract, highest number first."""
    return list(
        session.scalars(
            select(VersionRow)
            .where(col(VersionRow.contract_id) == contract_id)
            .order_by(col(VersionRow.sort_key).desc())
        )
    )


def overtaking(row: VersionRow, rows: Iterable[VersionRow]) -> VersionRow | None:
    """Return the highest of *rows* in force that *row*, of the same major line, comes too late for.

    A line goes up alone, so what is below it never comes into force.
    """
    above = (
        other
        for other in rows
        if row.major is not None
        and other.major == row.major
        and other.state in IN_FORCE
        and other.sort_key > row.sort_key
    )
    return max(above, key=lambda other: other.sort_key, default=None)


def version_view(row: VersionRow, rows: Iterable[VersionRow]) -> VersionView:
    """Return a version as readers get it, *rows* being all of its contract."""
    return VersionView(
        version=row.number,
        state=State(row.state),
        digest=row.digest,
        size_bytes=row.size_bytes,
        published_at=row.published_at,
        published_by=row.published_by_name,
        bump=Bump(row.bump),
        previous=row.previous,
        by_robot=row.published_by.startswith("token:"),
        hindrance=_hindrance(row, rows) if row.state == State.PROPOSED else "",
    )


def _hindrance(row: VersionRow, rows: Iterable[VersionRow]) -> str:
    found = versions.parse(row.number)
    if found is None or row.major is None:
        return "its number cannot be put in order"
    if found.prerelease:
        return "a pre-release is never put in force"
    above = overtaking(row, rows)
    return f"overtaken by {above.number}" if above else ""


def uses_of(session: Session, product_id: int) -> list[UseView]:
    """Return who declared to rely on a product."""
    lines = session.execute(
        select(
            col(AgencyRow.slug),
            col(AgencyRow.name),
            col(DeclaredUseRow.purpose),
            col(DeclaredUseRow.columns),
            col(DeclaredUseRow.major),
        )
        .join(AgencyRow, col(AgencyRow.id) == col(DeclaredUseRow.agency_id))
        .where(col(DeclaredUseRow.product_id) == product_id)
        .order_by(col(AgencyRow.name), col(DeclaredUseRow.major), col(DeclaredUseRow.purpose))
    )
    return [
        UseView(agency=slug, agency_name=name, purpose=purpose, columns=tuple(columns), major=major)
        for slug, name, purpose, columns, major in lines
    ]


def is_held(at: datetime) -> ColumnElement[bool]:
    """Whether an assignment is in force at that moment."""
    until = col(AssignmentRow.until_at)
    return and_(col(AssignmentRow.from_at) <= at, or_(until.is_(None), until > at))


def waivers_of(session: Session, product_id: int) -> list[WaiverRow]:
    """Return every waiver on a product, ended ones as well, the newest first."""
    return list(
        session.scalars(
            select(WaiverRow)
            .where(col(WaiverRow.product_id) == product_id)
            .order_by(col(WaiverRow.id).desc())
        )
    )


def is_counting(waiver: WaiverRow, today: date) -> bool:
    """Whether a waiver weighs: nobody took it back, and its last day is not over."""
    return waiver.ended_at is None and waiver.until_on >= today


def setting(session: Session, name: str) -> str | None:
    """Return what the registry remembers under *name*."""
    return session.execute(
        select(col(SettingRow.value)).where(col(SettingRow.name) == name)
    ).scalar_one_or_none()
