"""What was somebody told, and what of it have they read?

A person reads what was told to them, and to their agency; where both were told of one event, they
see it once. What is about a product that they may no longer see is not shown, nor counted.
"""

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select, update
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from registry.errors import InvalidRequestError, NotAllowedError, NotFoundError, NotSignedInError
from registry.identity import Actor, Kind
from registry.notice_views import NoticeView
from registry.notices import of_agency
from registry.runtime import Runtime
from registry.store.notice_tables import NoticeRow
from registry.store.queries import is_visible
from registry.store.tables import AgencyRow, ProductRow
from registry.views import Page

MAX_LIMIT = 200

COUNTED = 100
"""Unread notices that are counted; more are not told apart."""


def notices(
    runtime: Runtime,
    actor: Actor,
    *,
    unread: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[NoticeView]:
    """Return what *actor* was told, newest first; with *unread* what they have not read.

    A robot reads what its agency was told.

    Raises: NotSignedInError; InvalidRequestError for a cursor that Charter did not give out.
    """
    query = _seen(actor).order_by(col(NoticeRow.id).desc())
    if unread:
        query = query.where(col(NoticeRow.read_at).is_(None))
    if cursor is not None:
        query = query.where(col(NoticeRow.id) < _number(cursor))
    limit = max(1, min(limit, MAX_LIMIT))
    with runtime.read() as session:
        lines = session.execute(query.limit(limit + 1)).all()
    items = tuple(
        NoticeView(
            id=row.id,
            product=f"{agency}/{slug}",
            title=title,
            event=row.event,
            version=row.version,
            sentence=row.sentence,
            link=row.link,
            created_at=row.created_at,
            read_at=row.read_at,
            for_agency=row.recipient != actor.id,
        )
        for row, agency, slug, title in lines[:limit]
    )
    return Page(items=items, cursor=str(items[-1].id) if len(lines) > limit else None)


def unread(runtime: Runtime, actor: Actor) -> int:
    """Return how many notices *actor* has not read, `COUNTED` at most; 0 for robots."""
    if actor.kind is not Kind.PERSON:
        return 0
    some = _seen(actor).where(col(NoticeRow.read_at).is_(None)).limit(COUNTED)
    with runtime.read() as session:
        found = some.with_only_columns(col(NoticeRow.id)).subquery()
        return session.execute(select(func.count()).select_from(found)).scalar_one()


def mark_read(runtime: Runtime, actor: Actor, notice: int | None = None) -> int:
    """Write down that *actor* has read a notice, or all that they see; return how many. Writes.

    What was told to an agency is read for all its people then.

    Raises: NotFoundError for a notice that is not theirs to see; NotAllowedError for a robot, which
    reads nothing in anybody's place; NotSignedInError.
    """
    if actor.kind is Kind.ROBOT:
        raise NotAllowedError(
            f"{actor.name} is no person, and has read nothing.",
            next_step="Let somebody of the agency sign in and read it.",
        )
    mine = _seen(actor).with_only_columns(col(NoticeRow.id))
    if notice is not None:
        mine = mine.where(col(NoticeRow.id) == (notice if 0 <= notice < _LARGEST else -1))

    def work(session: Session) -> int:
        if notice is not None and session.execute(mine).first() is None:
            raise NotFoundError(f"There is no notice {notice} for you.")
        read = session.execute(
            update(NoticeRow)
            .where(col(NoticeRow.id).in_(mine), col(NoticeRow.read_at).is_(None))
            .values(read_at=runtime.clock())
            .returning(col(NoticeRow.id))
            .execution_options(synchronize_session=False)
        ).all()
        return len(read)

    return runtime.write(work)


_LARGEST = 2**31
_DIGITS = 10


def _seen(actor: Actor) -> Select[NoticeRow, str, str, str]:
    """Select the notices that *actor* sees, with agency, slug and title of the product."""
    return (
        select(NoticeRow, col(AgencyRow.slug), col(ProductRow.slug), col(ProductRow.title))
        .join(ProductRow, col(ProductRow.id) == col(NoticeRow.product_id))
        .join(AgencyRow, col(AgencyRow.id) == col(ProductRow.agency_id))
        .where(_is_theirs(actor), is_visible(actor))
    )


def _is_theirs(actor: Actor) -> ColumnElement[bool]:
    if actor.kind not in {Kind.PERSON, Kind.ROBOT}:
        raise NotSignedInError(
            "To show notices, Charter must know whose.",
            next_step="Sign in, or send a token: 'Authorization: Bearer <token>'.",
        )
    own = col(NoticeRow.recipient) == actor.id
    if not actor.agency:
        return own
    twin = aliased(NoticeRow)
    is_told_twice = exists().where(
        col(twin.recipient) == actor.id, col(twin.audit_seq) == col(NoticeRow.audit_seq)
    )
    return or_(own, and_(col(NoticeRow.recipient) == of_agency(actor.agency), ~is_told_twice))


def _number(cursor: str) -> int:
    if cursor.isascii() and cursor.isdigit() and len(cursor) <= _DIGITS and int(cursor) < _LARGEST:
        return int(cursor)
    raise InvalidRequestError(
        "The cursor is not one that Charter gave out.",
        next_step="Leave it out to begin with the newest.",
    )
