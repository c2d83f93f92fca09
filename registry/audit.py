"""Who did what, when, and why? One row for every change, written in the change's transaction.

A row holds canonical bytes with the fields of the governance model. A sealer may later chain and
sign the bytes as they stand, so nothing in them depends on other rows.
"""

import secrets
import uuid
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from registry import tracing
from registry.errors import InvalidRequestError
from registry.identity import Actor
from registry.permissions import Action, require
from registry.runtime import Runtime
from registry.store.tables import AuditEventRow
from registry.views import EventView, Page


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened to a subject. ``type`` is of the governance model's list.

    ``subject`` is the subject's name for people (`doh/beds`); ``before`` and ``after`` are digests.
    """

    type: str
    kind: str  # what the subject is: "product", "contract", "agency", "person", "token"
    subject: str
    version: str | None = None
    decision_id: str | None = None  # the row of the responsibility table, "D02"
    reason_code: str | None = None
    reason_text: str | None = None
    before: str | None = None
    after: str | None = None


def record(session: Session, actor: Actor, at: datetime, event: Event) -> int:
    """Write *event* into the transaction of *session*; return its number in the trail."""
    identifier = new_id(at)
    row = AuditEventRow(
        id=identifier,
        at=at,
        type=event.type,
        actor_id=actor.id,
        subject_kind=event.kind,
        subject_id=event.subject,
        body=_canonical(identifier, actor, at, event),
    )
    session.add(row)
    session.flush()  # the outbox refers to the number
    return row.seq


def events(
    runtime: Runtime, actor: Actor, agency: str, *, cursor: str | None = None, limit: int = 50
) -> Page[EventView]:
    """Return what happened to an agency and its products, newest first; `*` is the whole state."""
    require(actor, Action.READ_AUDIT, agency)
    before = _number(cursor)
    limit = max(1, min(limit, 200))
    query = select(AuditEventRow).order_by(col(AuditEventRow.seq).desc()).limit(limit + 1)
    if before is not None:
        query = query.where(col(AuditEventRow.seq) < before)
    if agency != "*":
        # "/" and "0" are neighbours: everything between them begins with "doh/".
        subject = col(AuditEventRow.subject_id)
        query = query.where(
            (subject == agency) | ((subject > f"{agency}/") & (subject < f"{agency}0"))
        )
    with runtime.read() as session:
        rows = session.scalars(query).all()
    items = tuple(_view(row) for row in rows[:limit])
    return Page(items=items, cursor=str(items[-1].seq) if len(rows) > limit else None)


def new_id(at: datetime) -> str:
    """Return a UUIDv7: it sorts by time and nobody can guess it."""
    milliseconds = int(at.timestamp() * 1000) & 0xFFFF_FFFF_FFFF
    random = secrets.randbits(74)
    value = milliseconds << 80 | 0x7 << 76 | (random >> 62) << 64 | 0b10 << 62
    return str(uuid.UUID(int=value | random & (1 << 62) - 1))


@cache
def engine_version() -> str:
    """Return the version of Charter that judges and writes."""
    return version("charter")


def _canonical(identifier: str, actor: Actor, at: datetime, event: Event) -> bytes:
    fields = {
        "id": identifier,
        "time": at.astimezone(UTC).isoformat(timespec="microseconds"),
        "type": event.type,
        "actor": {
            "type": actor.kind.value,
            "id": actor.id,
            "agency": actor.agency,
            "role": [f"{held.role.value}@{held.scope}" for held in actor.roles],
            "ip_hash": None,
        },
        "on_behalf_of": None,
        "subject": {"kind": event.kind, "id": event.subject, "version": event.version},
        "action": event.type.rpartition(".")[2],
        "outcome": "success",
        "reason_code": event.reason_code,
        "reason_text": event.reason_text,
        "decision_id": event.decision_id,
        "rule_id": None,
        "agreement_version": None,
        "before_digest": event.before,
        "after_digest": event.after,
        "request_id": tracing.request_id(),
        "correlation_id": None,
        "engine_version": engine_version(),
    }
    return msgspec.json.encode(fields, order="deterministic")


def _view(row: AuditEventRow) -> EventView:
    body = msgspec.json.decode(row.body)
    return EventView(
        seq=row.seq,
        at=row.at,
        type=row.type,
        actor=row.actor_id,
        subject_kind=row.subject_kind,
        subject=row.subject_id,
        body=body,
    )


def _number(cursor: str | None) -> int | None:
    if cursor is None:
        return None
    if cursor.isascii() and cursor.isdigit() and len(cursor) < _LONGEST_NUMBER:
        return int(cursor)
    raise InvalidRequestError("The cursor is not one that Charter gave out.")


_LONGEST_NUMBER = 19
