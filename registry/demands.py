"""What do people look for and not find? They say so, and those who could offer it read it.

Who reads them all: data stewards and chief data officers of any agency, the state's, and the
registry administrator. Everybody else reads their own.
"""

import hashlib

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from registry import audit
from registry.addresses import plain
from registry.audit import Event
from registry.demand_views import DemandView
from registry.errors import ConflictError, InvalidRequestError, NotAllowedError, NotSignedInError
from registry.identity import Actor, Kind
from registry.permissions import Action, allows
from registry.runtime import Runtime
from registry.store.demand_tables import DemandRow
from registry.views import Page

MAX_WANTED = 1000
MAX_PURPOSE = 2000
"""Characters of a demand."""

MOST = 200
"""Demands of one person: more are a list, and better handed to a steward."""

MAX_LIMIT = 200


def demand(runtime: Runtime, actor: Actor, wanted: str, purpose: str = "") -> DemandView:
    """Write down that *actor* looks for data, and what for; the same again changes nothing. Writes.

    Raises: NotSignedInError and NotAllowedError for whoever is no person; InvalidRequestError for a
    text that is empty or too long; ConflictError for too many.
    """
    _require_person(actor)
    text, reason = plain(wanted).strip(), plain(purpose).strip()
    if not text or len(text) > MAX_WANTED:
        raise InvalidRequestError(
            f"Say in at most {MAX_WANTED} characters which data you look for."
        )
    if len(reason) > MAX_PURPOSE:
        raise InvalidRequestError(f"Say in at most {MAX_PURPOSE} characters what it is for.")
    digest = hashlib.sha256(text.casefold().encode()).hexdigest()

    def work(session: Session) -> DemandView:
        mine = select(DemandRow).where(col(DemandRow.person) == actor.id)
        row = session.scalars(mine.where(col(DemandRow.digest) == digest)).first()
        if row is None:
            row = _entered(runtime, session, actor, (text, reason, digest))
        return _view(row)

    return runtime.write(work)


def demands(
    runtime: Runtime, actor: Actor, *, cursor: str | None = None, limit: int = 50
) -> Page[DemandView]:
    """Return the demands that *actor* may read, newest first: all, or their own.

    Raises: as `demand`, for whoever is no person; InvalidRequestError for a cursor that Charter did
    not give out.
    """
    if not reads_all(actor):
        _require_person(actor)
    query = select(DemandRow).order_by(col(DemandRow.id).desc())
    if not reads_all(actor):
        query = query.where(col(DemandRow.person) == actor.id)
    if cursor is not None:
        query = query.where(col(DemandRow.id) < _number(cursor))
    limit = max(1, min(limit, MAX_LIMIT))
    with runtime.read() as session:
        rows = session.scalars(query.limit(limit + 1)).all()
    items = tuple(_view(row) for row in rows[:limit])
    return Page(items=items, cursor=str(items[-1].id) if len(rows) > limit else None)


def reads_all(actor: Actor) -> bool:
    """Whether *actor* reads what everybody looks for. A role for any agency is enough."""
    scopes = {held.scope.partition("/")[0] for held in actor.roles} | {"*"}
    return any(allows(actor, Action.READ_DEMANDS, scope) for scope in scopes)


def _entered(
    runtime: Runtime, session: Session, actor: Actor, said: tuple[str, str, str]
) -> DemandRow:
    counted = select(func.count()).where(col(DemandRow.person) == actor.id)
    if session.execute(counted).scalar_one() >= MOST:
        raise ConflictError(
            f"You have asked for data {MOST} times.", next_step="Talk to a data steward instead."
        )
    at = runtime.clock()
    wanted, purpose, digest = said
    row = DemandRow(
        person=actor.id,
        name=actor.name,
        agency=actor.agency or "",
        digest=digest,
        wanted=wanted,
        purpose=purpose,
        created_at=at,
    )
    session.add(row)
    session.flush()  # the event names its number
    event = Event(type="demand.recorded", kind="demand", subject=str(row.id), after=digest)
    audit.record(session, actor, at, event)
    return row


def _view(row: DemandRow) -> DemandView:
    return DemandView(
        id=row.id,
        wanted=row.wanted,
        purpose=row.purpose,
        person=row.name,
        agency=row.agency,
        created_at=row.created_at,
    )


def _require_person(actor: Actor) -> None:
    if actor.kind is Kind.ANONYMOUS:
        raise NotSignedInError(
            "To ask for data, Charter must know who you are.",
            next_step="Sign in: only people ask for data, and no token does.",
        )
    if actor.kind is not Kind.PERSON:
        raise NotAllowedError(
            f"{actor.name} is no person, and asks for no data.",
            next_step="Let somebody of the agency sign in and ask for it.",
        )


def _number(cursor: str) -> int:
    if cursor.isascii() and cursor.isdigit() and len(cursor) < _DIGITS:
        return int(cursor)
    raise InvalidRequestError(
        "The cursor is not one that Charter gave out.",
        next_step="Leave it out to begin with the newest.",
    )


_DIGITS = 10  # of a number that every database compares
