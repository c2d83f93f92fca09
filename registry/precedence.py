"""Who came first? What somebody is told whose change came too late.

Names are those that a version's page shows; of another product nobody learns who may not see it.
"""

from collections.abc import Iterable
from datetime import datetime

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from registry.addresses import Ref
from registry.identity import Actor
from registry.store.queries import product_lines
from registry.store.tables import (
    AgencyRow,
    AuditEventRow,
    ContractRow,
    PersonRow,
    ProductAliasRow,
    ProductRow,
    TokenRow,
    VersionRow,
)


def published(row: VersionRow) -> str:
    """Return `published by NAME on DAY HOUR`."""
    return f"published by {row.published_by_name} on {_moment(row.published_at)}"


def compared(rows: Iterable[VersionRow], baselines: Iterable[Iterable[str]]) -> str:
    """Return a sentence about the newest version that a change was judged against, "" for none."""
    numbers = {number for number, _ in baselines}
    newest = max(
        (row for row in rows if row.number in numbers), key=lambda row: row.id, default=None
    )
    return f" It was judged against {newest.number}, {published(newest)}." if newest else ""


def entered(session: Session, ref: Ref, row: VersionRow) -> str:
    """Return `since DAY HOUR`, and by whom a version has come into its state."""
    since = f"since {_moment(row.changed_at)}"
    former = session.execute(  # what happened before the product was renamed has its old name
        select(col(ProductAliasRow.agency_slug), col(ProductAliasRow.product_slug))
        .join(ContractRow, col(ContractRow.product_id) == col(ProductAliasRow.product_id))
        .where(col(ContractRow.id) == row.contract_id)
    )
    names = [str(ref), *(f"{agency}/{slug}" for agency, slug in former)]
    trail = session.execute(
        select(col(AuditEventRow.body), col(AuditEventRow.actor_id))
        .where(col(AuditEventRow.subject_id).in_(names))
        .order_by(col(AuditEventRow.seq).desc())
        .limit(_LOOK_BACK)
    )
    for body, actor_id in trail:
        event = msgspec.json.decode(body, type=_Body)
        if event.subject.version == row.number and event.type.startswith("contract."):
            return f"{since}, by {_name(session, actor_id)}"
    return since


def holder(session: Session, actor: Actor, product_id: int) -> str:
    """Return the address of a product for those who may see it, for others `another product`."""
    line = session.execute(product_lines(actor).where(col(ProductRow.id) == product_id)).first()
    return f"{line[1]}/{line[0].slug}" if line else "another product"


_LOOK_BACK = 100  # events of one product; what was changed at the same moment is among the last


class _Subject(msgspec.Struct):
    version: str | None = None


class _Body(msgspec.Struct):
    type: str
    subject: _Subject


def _moment(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC"


def _name(session: Session, actor_id: str) -> str:
    """Return the name of an actor as it stands beside what they publish."""
    kind, _, identifier = actor_id.partition(":")
    if kind == "person":
        person = session.get(PersonRow, identifier)
        return person.name if person else actor_id
    line = session.execute(
        select(col(TokenRow.name), col(AgencyRow.slug))
        .join(AgencyRow, col(AgencyRow.id) == col(TokenRow.agency_id))
        .where(col(TokenRow.id) == identifier)
    ).first()
    return f"{line[0]} ({line[1]})" if line else actor_id
