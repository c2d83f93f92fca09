"""Which searches does somebody come back to? People save them by name, for themselves alone."""

import hashlib

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from registry import audit
from registry.addresses import plain
from registry.audit import Event
from registry.errors import (
    ConflictError,
    InvalidRequestError,
    NotAllowedError,
    NotFoundError,
    NotSignedInError,
)
from registry.identity import Actor, Kind
from registry.questions import Question
from registry.runtime import Runtime
from registry.search_views import SavedSearchView
from registry.store.saved_tables import SavedSearchRow

MOST = 100
"""Searches that one person may keep."""

MAX_NAME = 100


def save(runtime: Runtime, actor: Actor, name: str, question: Question) -> SavedSearchView:
    """Keep *question* for *actor* under *name*; the same again changes nothing. Writes.

    Raises: NotSignedInError and NotAllowedError for whoever is no person; InvalidRequestError for
    no name, or a long one; ConflictError for a name that another search has, or too many of them.
    """
    _require_person(actor)
    called = " ".join(plain(name).split())
    if not called or len(called) > MAX_NAME:
        raise InvalidRequestError(f"A saved search has a name of at most {MAX_NAME} characters.")
    query = question.written

    def work(session: Session) -> SavedSearchView:
        mine = select(SavedSearchRow).where(col(SavedSearchRow.person) == actor.id)
        row = session.scalars(mine.where(col(SavedSearchRow.name) == called)).first()
        if row is None:
            row = _entered(runtime, session, actor, called, query)
        elif row.query != query:
            raise ConflictError(
                f"You have another search with the name '{called}'.",
                next_step="Choose another name, or remove that search first.",
            )
        return _view(row)

    return runtime.write(work)


def saved(runtime: Runtime, actor: Actor) -> tuple[SavedSearchView, ...]:
    """Return what *actor* has saved, by name. Raises: as `save`, for whoever is no person."""
    _require_person(actor)
    mine = (
        select(SavedSearchRow)
        .where(col(SavedSearchRow.person) == actor.id)
        .order_by(func.lower(col(SavedSearchRow.name)), col(SavedSearchRow.id))
    )
    with runtime.read() as session:
        return tuple(_view(row) for row in session.scalars(mine))


def remove(runtime: Runtime, actor: Actor, identifier: str) -> None:
    """Forget a search that *actor* has saved. Writes.

    Raises: NotFoundError, also for somebody else's; as `save`, for whoever is no person.
    """
    _require_person(actor)

    def work(session: Session) -> None:
        row = session.get(SavedSearchRow, identifier) if identifier.isprintable() else None
        if row is None or row.person != actor.id:
            raise NotFoundError(
                "You have no such saved search.", next_step="See the list of those you have."
            )
        session.delete(row)
        event = Event(
            type="search.removed",
            kind="search",
            subject=f"{actor.id}/{row.id}",
            before=_digest(row.query),
        )
        audit.record(session, actor, runtime.clock(), event)

    runtime.write(work)


def _entered(
    runtime: Runtime, session: Session, actor: Actor, name: str, query: str
) -> SavedSearchRow:
    counted = select(func.count()).where(col(SavedSearchRow.person) == actor.id)
    if session.execute(counted).scalar_one() >= MOST:
        raise ConflictError(
            f"You have {MOST} saved searches already.", next_step="Remove one that you do not need."
        )
    at = runtime.clock()
    row = SavedSearchRow(
        id=audit.new_id(at), person=actor.id, name=name, query=query, created_at=at
    )
    session.add(row)
    event = Event(
        type="search.saved",
        kind="search",
        subject=f"{actor.id}/{row.id}",
        after=_digest(query),
    )
    audit.record(session, actor, at, event)
    return row


def _digest(query: str) -> str:
    """Return all that the trail has of a search: what somebody looks for is theirs."""
    return hashlib.sha256(query.encode()).hexdigest()


def _view(row: SavedSearchRow) -> SavedSearchView:
    return SavedSearchView(id=row.id, name=row.name, query=row.query, created_at=row.created_at)


def _require_person(actor: Actor) -> None:
    if actor.kind is Kind.ANONYMOUS:
        raise NotSignedInError(
            "To keep searches, Charter must know whose.",
            next_step="Sign in: only people save searches. Feeds of any search need no name.",
        )
    if actor.kind is not Kind.PERSON:
        raise NotAllowedError(
            f"{actor.name} is no person, and saves no searches.",
            next_step="Keep the address of the search: it is the whole search.",
        )
