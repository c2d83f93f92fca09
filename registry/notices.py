"""What is somebody told of an event, and who is it that hears of it?

Those who follow the product, and the agencies that declared to use it: from the moment on at which
they did. Whether they may see the product is asked when they read (`registry.inbox`).
"""

from datetime import datetime
from urllib.parse import quote

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.orm import Session
from sqlmodel import col

from registry.store import feed
from registry.store.notice_tables import NoticeRow, SubscriptionRow
from registry.store.tables import (
    AgencyRow,
    AuditEventRow,
    DeclaredUseRow,
    OutboxRow,
    ProductRow,
)


def enter(session: Session, product_id: int, audit_seq: int, kind: str, at: datetime) -> None:
    """Write down that people have to be told of an event, where its *kind* is one of those.

    The product is locked by now: its rows have the order in which they are committed.
    """
    if kind in _SENTENCES:
        feed.enter(session, feed.NOTICES, product_id, audit_seq, at)


def carry(session: Session, row: OutboxRow) -> None:
    """Tell everybody who has to hear of the event of *row*, and was not told yet. Writes.

    Raises: whatever is wrong with the row, or with its event.
    """
    event = session.get_one(AuditEventRow, row.audit_seq)
    version = msgspec.json.decode(event.body, type=_Body).subject.version
    agency, slug, title = session.execute(
        select(col(AgencyRow.slug), col(ProductRow.slug), col(ProductRow.title))
        .join(ProductRow, col(ProductRow.agency_id) == col(AgencyRow.id))
        .where(col(ProductRow.id) == row.product_id)
    ).one()
    sentence, place = _SENTENCES[event.type]
    number = version or ""
    told = {
        "audit_seq": row.audit_seq,
        "product_id": row.product_id,
        "event": event.type,
        "version": version,
        "sentence": sentence.format(title=title, version=number),
        "link": f"/products/{agency}/{slug}{place.format(version=quote(number, safe=''))}",
        "created_at": row.created_at,
    }
    present = select(col(NoticeRow.recipient)).where(col(NoticeRow.audit_seq) == row.audit_seq)
    missing = _recipients(session, row) - set(session.scalars(present))
    if missing:
        session.execute(insert(NoticeRow), [told | {"recipient": each} for each in sorted(missing)])


def of_agency(slug: str) -> str:
    """Return how an agency is named as a subscriber and recipient; people have their actor's id."""
    return f"agency:{slug}"


def _recipients(session: Session, row: OutboxRow) -> set[str]:
    following = session.scalars(
        select(col(SubscriptionRow.subscriber)).where(
            col(SubscriptionRow.product_id) == row.product_id,
            col(SubscriptionRow.created_at) <= row.created_at,
        )
    )
    using = session.scalars(
        select(col(AgencyRow.slug))
        .join(DeclaredUseRow, col(DeclaredUseRow.agency_id) == col(AgencyRow.id))
        .where(
            col(DeclaredUseRow.product_id) == row.product_id,
            col(DeclaredUseRow.created_at) <= row.created_at,
        )
    )
    return {*following, *map(of_agency, using)}


class _Subject(msgspec.Struct):
    version: str | None


class _Body(msgspec.Struct):
    subject: _Subject


_VERSION = "/versions/{version}"

_SENTENCES = {
    "contract.submitted": ("Version {version} of {title} is proposed.", _VERSION),
    "contract.activated": ("Version {version} of {title} is in force.", _VERSION),
    "contract.deprecated": ("Version {version} of {title} is deprecated, and will end.", _VERSION),
    "contract.retired": ("Version {version} of {title} is retired.", _VERSION),
    "contract.withdrawn": ("The proposal {version} of {title} was withdrawn.", _VERSION),
    "policy.changed": ("Changes of {title} are judged by another policy.", "/policy"),
    "waiver.granted": ("Somebody answers for a finding on {title}.", "/waivers"),
    "waiver.revoked": ("A waiver on {title} was taken back.", "/waivers"),
    "waiver.expired": ("A waiver on {title} has run out.", "/waivers"),
}
"""The events that people are told of: what they read, and where it leads below the product."""
