"""Who holds which role, who gives it to them, and how does it end?

Who may is said by `permissions.APPOINTMENTS`. Beyond it, nobody gives themselves more than they
have, nor for longer, and the registry is never left without an administrator.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta

import msgspec
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from registry import audit
from registry.addresses import is_slug, plain, shown
from registry.audit import Event
from registry.errors import (
    ConflictError,
    InvalidRequestError,
    NotAllowedError,
    NotFoundError,
    NotSignedInError,
)
from registry.identity import SYSTEM, Actor, Assignment, Kind, RoleName
from registry.permissions import (
    APPOINTMENTS,
    ROLES,
    Action,
    Place,
    allows,
    may_appoint,
    place_of,
    require,
    words,
)
from registry.role_views import RoleView
from registry.runtime import Runtime
from registry.store.engine import locks_rows
from registry.store.queries import agency_by_slug, find_product, is_held, products_at
from registry.store.tables import AgencyRow, AssignmentRow, PersonRow

STATE = "*"
"""The scope of a role for the whole state."""


def holders(runtime: Runtime, actor: Actor, agency: str) -> tuple[RoleView, ...]:
    """Return who holds which role in an agency or for one of its products; `*` is the whole state.

    By role, then by name. For everybody who is signed in; a role for one product is listed for
    those who may know of the product, for who appoints here, and for who holds it.

    Raises: NotSignedInError; NotFoundError.
    """
    if actor.kind is Kind.ANONYMOUS:
        raise NotSignedInError(
            "Names of people are for those who are signed in.",
            next_step="Sign in, or send a token of an agency: 'Authorization: Bearer <token>'.",
        )
    scope = col(AssignmentRow.scope)
    with runtime.read() as session:
        wanted = scope == STATE
        if agency != STATE:
            slug = agency_by_slug(session, agency).slug
            # "/" and "0" are neighbours: everything between them begins with "doh/".
            wanted = (scope == slug) | ((scope > f"{slug}/") & (scope < f"{slug}0"))
        lines = session.execute(
            select(AssignmentRow, PersonRow)
            .join(PersonRow, col(AssignmentRow.principal) == "person:" + col(PersonRow.id))
            .where(wanted, is_held(runtime.clock()), col(PersonRow.disabled_at).is_(None))
        ).all()
        named = {row.scope for row, _ in lines if place_of(row.scope) is Place.PRODUCT}
        secret = _secret(session, actor, agency, named)
    order = list(RoleName)
    return tuple(
        _view(actor, row, person)
        for row, person in sorted(
            lines,
            key=lambda line: (
                order.index(RoleName(line[0].role)),
                line[0].scope,
                line[1].name.casefold(),
                line[0].id,
            ),
        )
        if row.scope not in secret or row.principal == actor.id
    )


def _secret(session: Session, actor: Actor, agency: str, named: set[str]) -> set[str]:
    """Return those of the products *named* of which *actor* may not know.

    Who appoints knows of all. One that is not there yet is like a draft: known in its agency.
    """
    if allows(actor, Action.ASSIGN, agency):
        return set()
    unseen = named - products_at(session, actor, sorted(named)).keys()
    if actor.agency == agency:
        unseen &= products_at(session, SYSTEM, sorted(unseen)).keys()
    return unseen


def assign(  # who gives what to whom, where and until when
    runtime: Runtime,
    actor: Actor,
    person_id: str,
    role: RoleName,
    scope: str,
    *,
    until: datetime | None = None,
) -> RoleView:
    """Give a person a role up to *until*. *scope* is `*`, an agency, or `agency/product`. Writes.

    Whoever holds it already goes on to hold it up to *until*. A product need not exist yet: its
    first version is published by whoever owns it then.

    Raises: NotSignedInError, NotAllowedError, also for more than *actor* has, given to themselves;
    InvalidRequestError for a role that is not held for that, and for an end that is past;
    NotFoundError for a person or an agency; ConflictError where nobody would administer the
    registry any more.
    """
    require_appointing(actor, role, scope)

    def work(session: Session) -> RoleView:
        at = runtime.clock()
        if until is not None and until <= at:
            raise InvalidRequestError(
                "A role cannot end before it begins.", next_step="Choose a later day, or none."
            )
        place = _present(session, scope)
        person = session.get(PersonRow, plain(person_id), with_for_update=locks_rows(session))
        if person is None or person.disabled_at is not None:
            raise NotFoundError(f"There is no person '{shown(person_id)}'.")
        principal = f"person:{person.id}"
        held = _held(session, principal, at)
        if actor.id == principal:
            _require_no_gain(actor, held, role, place, until)
        present = [row for row in held if (row.role, row.scope) == (role, place)]
        for row in present:
            if row.until_at == until:
                return _view(actor, row, person)
            _require_another(session, actor, row, at, until)
            row.until_at = at
        made = AssignmentRow(
            principal=principal, role=role.value, scope=place, from_at=at, until_at=until
        )
        session.add(made)
        session.flush()
        told = f"until {until.isoformat()}" if until else "without an end"
        _record(session, actor, at, made, "role.assigned", told)
        return _view(actor, made, person)

    return runtime.write(work)


def withdraw(runtime: Runtime, actor: Actor, agency: str, role_id: int) -> None:
    """End a role that somebody holds in *agency*, or for the whole state with `*`. Writes.

    Ending one that has ended already changes nothing.

    Raises: NotSignedInError, NotAllowedError; NotFoundError; ConflictError for the last
    administrator of the registry.
    """
    require(actor, Action.ASSIGN, agency)

    def work(session: Session) -> None:
        at = runtime.clock()
        row = None
        if 0 < role_id <= _LARGEST_ID:
            row = session.get(AssignmentRow, role_id, with_for_update=locks_rows(session))
        if row is None or row.scope.partition("/")[0] != agency:
            raise NotFoundError(
                f"There is no role '{role_id}' there.", next_step="List the roles once more."
            )
        require_appointing(actor, RoleName(row.role), row.scope)
        if row.until_at is not None and row.until_at <= at:
            return
        _require_another(session, actor, row, at, at)
        row.until_at = at
        _record(session, actor, at, row, "role.removed", "")

    runtime.write(work)


def end_of(day: date) -> datetime:
    """Return the moment at which *day* is over, by the clock of the registry (UTC).

    Raises: InvalidRequestError for a day that no calendar reaches beyond.
    """
    if day.year > _LAST_YEAR:
        raise InvalidRequestError("Nobody holds a role for that long.", next_step="Name no day.")
    return datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1)


_LARGEST_ID = 2**31 - 1
_LAST_YEAR = 9000  # of the calendar; to count on from its end is an error


def offered(actor: Actor, agency: str) -> tuple[RoleName, ...]:
    """Return the roles that *actor* may give in *agency*, or for the whole state with `*`."""
    return tuple(role for role in RoleName if may_appoint(actor, role, agency))


def require_appointing(actor: Actor, role: RoleName, scope: str) -> None:
    """Do nothing if *actor* may give *role* for *scope*, and take it back.

    Raises: NotSignedInError, NotAllowedError; InvalidRequestError for a role not held for that.
    """
    agency = scope.partition("/")[0]
    require(actor, Action.ASSIGN, agency)
    place = place_of(scope)
    if place not in APPOINTMENTS[role].places:
        listed = " or ".join(_PLACES[each] for each in APPOINTMENTS[role].places)
        raise InvalidRequestError(
            f"Nobody is {words(role)} for {_PLACES[place]}.",
            next_step=f"That is a role for {listed}.",
        )
    if not may_appoint(actor, role, scope):
        who = " or ".join(words(each) for each in RoleName if each in APPOINTMENTS[role].by)
        raise NotAllowedError(
            f"{actor.name} may not appoint or withdraw the {words(role)} of {agency}.",
            next_step=f"Ask the {who} to do it.",
        )


_PLACES = {
    Place.STATE: "the whole state",
    Place.AGENCY: "an agency",
    Place.PRODUCT: "one product",
}


def _present(session: Session, scope: str) -> str:
    """Return *scope* at its present address. Raises NotFoundError for an agency that is not."""
    agency, slash, slug = scope.partition("/")
    if agency == STATE:
        return scope
    agency_by_slug(session, agency)
    if not slash:
        return scope
    if not is_slug(slug):
        raise InvalidRequestError(f"'{shown(slug)}' cannot be the short name of a product.")
    product = find_product(session, agency, slug)
    if product is None:
        return scope
    home = session.get_one(AgencyRow, product.agency_id)
    if home.slug != agency:
        raise NotFoundError(f"{scope} is a product of {home.slug} now.")
    return f"{agency}/{product.slug}"


def _held(session: Session, principal: str, at: datetime) -> list[AssignmentRow]:
    return list(
        session.scalars(
            select(AssignmentRow)
            .where(col(AssignmentRow.principal) == principal, is_held(at))
            .order_by(col(AssignmentRow.id))
        )
    )


def _require_no_gain(
    actor: Actor,
    held: Iterable[AssignmentRow],
    role: RoleName,
    scope: str,
    until: datetime | None,
) -> None:
    """Refuse what would let *actor* do more than the roles they hold, or do it for longer."""
    lasting = [
        Assignment(role=RoleName(row.role), scope=row.scope)
        for row in held
        if _lasts(row.until_at, until)
    ]
    themselves = msgspec.structs.replace(actor, roles=tuple(lasting))
    agency, _, product = scope.partition("/")
    for action, roles in ROLES.items():
        if role in roles and not allows(themselves, action, agency, product or None):
            raise NotAllowedError(
                f"As {words(role)} of {scope}, {actor.name} could do what they may not do "
                f"themselves, or for longer: {action.value}.",
                next_step="Nobody gives themselves more than they have: ask somebody else to.",
            )


def _require_another(  # who ends which role, when, and as of when
    session: Session, actor: Actor, row: AssignmentRow, at: datetime, until: datetime | None
) -> None:
    """Refuse to end at *until* the role of the registry's last administrator.

    Somebody else must hold it for as long as this one would have been held. Whoever has the
    machine may end it: they can appoint another one.
    """
    if row.role != RoleName.REGISTRY_ADMIN or row.scope != STATE or actor is SYSTEM:
        return
    end = row.until_at
    if _lasts(until, end):
        return
    query = (
        select(AssignmentRow)
        .where(
            col(AssignmentRow.role) == RoleName.REGISTRY_ADMIN.value,
            col(AssignmentRow.scope) == STATE,
            is_held(at),
        )
        .order_by(col(AssignmentRow.id))
    )
    if locks_rows(session):  # two who withdraw each other come one after the other
        query = query.with_for_update()
    lasting = [each for each in session.scalars(query) if _lasts(each.until_at, end)]
    another = select(col(PersonRow.id)).where(
        col(PersonRow.id).in_([each.principal.removeprefix("person:") for each in lasting]),
        col(PersonRow.id) != row.principal.removeprefix("person:"),
        col(PersonRow.disabled_at).is_(None),
    )
    if session.scalars(another).first() is None:
        raise ConflictError(
            "Nobody else administers the registry for that long.",
            next_step="Appoint another registry administrator first, for as long at least.",
        )


def _lasts(one: datetime | None, other: datetime | None) -> bool:
    """Whether what ends at *one* is there for as long as what ends at *other*; None is no end."""
    return one is None or (other is not None and one >= other)


def _record(  # who did what to which role, when and how
    session: Session, actor: Actor, at: datetime, row: AssignmentRow, kind: str, told: str
) -> None:
    place = "" if row.scope == STATE else f"{row.scope}/"
    event = Event(
        type=kind,
        kind="person",
        subject=f"{place}{row.principal}",
        decision_id="D25",
        reason_text=f"{row.role} of {row.scope} {told}".strip(),
    )
    audit.record(session, actor, at, event)


def _view(actor: Actor, row: AssignmentRow, person: PersonRow) -> RoleView:
    role = RoleName(row.role)
    spoken = words(role)
    return RoleView(
        id=row.id,
        person=person.id,
        name=person.name,
        contact=person.email,
        role=role,
        words=spoken[:1].upper() + spoken[1:],
        scope=row.scope,
        since=row.from_at,
        until=row.until_at,
        removable=may_appoint(actor, role, row.scope),
    )
