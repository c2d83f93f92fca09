"""Who is there? Agencies, people with their roles, and the robots that carry tokens."""

import secrets
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session
from sqlmodel import col

from registry import audit
from registry.addresses import is_slug, plain, require_name, shown
from registry.audit import Event
from registry.errors import ConflictError, InvalidRequestError, NotFoundError, NotSignedInError
from registry.identity import Actor, Assignment, Kind, RoleName
from registry.permissions import Action, allows, require, words
from registry.roles import assign
from registry.runtime import Runtime
from registry.store import counts
from registry.store.queries import agency_by_slug, is_held, setting
from registry.store.tables import (
    AgencyRow,
    AssignmentRow,
    IdentityRow,
    PersonRow,
    SettingRow,
)
from registry.tokens import actor_for_token, issue_token, revoke_token, tokens
from registry.views import AgencyPage, AgencyView, PersonView

__all__ = [
    "Action",
    "actor_for_person",
    "actor_for_token",
    "agencies",
    "agency",
    "agency_page",
    "allows",
    "assign",
    "cookie_secret",
    "create_agency",
    "create_person",
    "issue_token",
    "known_person",
    "people",
    "person_id",
    "require",
    "revoke_token",
    "tokens",
]


def agencies(runtime: Runtime, actor: Actor) -> list[AgencyView]:
    """Return all agencies by name, each with the number of products that the caller may see."""
    with runtime.read() as session:
        return _agencies(session, actor)


def agency(runtime: Runtime, actor: Actor, slug: str) -> AgencyView:
    """Return one agency. Raises NotFoundError."""
    with runtime.read() as session:
        return _one_agency(session, actor, slug)


def agency_page(runtime: Runtime, actor: Actor, slug: str) -> AgencyPage:
    """Return one agency with the people who answer for its data. Raises NotFoundError.

    Names of people are for those who are signed in; everybody else reads the roles.
    """
    with runtime.read() as session:
        view = _one_agency(session, actor, slug)
        people = _people(session, runtime.clock(), scope=slug)
    if actor.kind is Kind.ANONYMOUS:
        people = []
    return AgencyPage(
        agency=view, people=tuple(people), may_publish=allows(actor, Action.PUBLISH, slug)
    )


def create_agency(  # an agency has that many names
    runtime: Runtime, actor: Actor, *, slug: str, acronym: str, name: str, domain: str = ""
) -> AgencyView:
    """Enter an agency. Raises ConflictError where the slug is taken."""
    require(actor, Action.ADMINISTER, "*")
    if not is_slug(slug):
        raise InvalidRequestError(
            f"'{shown(slug)}' cannot be the short name of an agency.",
            next_step="Use lower-case letters, digits and hyphens, such as 'doh'.",
        )
    for text in (acronym, name):
        require_name("The name", text)

    def work(session: Session) -> AgencyView:
        if session.scalars(select(col(AgencyRow.id)).where(col(AgencyRow.slug) == slug)).first():
            raise ConflictError(f"There is an agency '{slug}' already.")
        at = runtime.clock()
        session.add(AgencyRow(slug=slug, acronym=acronym, name=name, domain=domain, created_at=at))
        audit.record(session, actor, at, Event(type="agency.created", kind="agency", subject=slug))
        return AgencyView(slug=slug, acronym=acronym, name=name, domain=domain, products=0)

    return runtime.write(work)


def people(runtime: Runtime) -> list[PersonView]:
    """Return everyone who holds a role, once each, by agency and name: the list to sign in from."""
    with runtime.read() as session:
        listed = _people(session, runtime.clock())
    return list({person.id: person for person in reversed(listed)}.values())[::-1]


def person_id(runtime: Runtime, email: str) -> str | None:
    """Return the id of whoever signs in under that address on this machine, with a role or not."""
    with runtime.read() as session:
        return session.execute(_signs_in_as(email)).scalar_one_or_none()


def known_person(runtime: Runtime, email: str) -> str:
    """Return the id of whoever signs in under that address. Raises NotFoundError."""
    found = person_id(runtime, plain(email))
    if found is None:
        raise NotFoundError(
            f"Nobody here signs in as '{shown(email)}'.",
            next_step="Ask the registry's administrator to enter them: 'charter role give --name'.",
        )
    return found


def create_person(
    runtime: Runtime, actor: Actor, *, name: str, email: str = "", agency: str | None = None
) -> PersonView:
    """Enter a person, who can sign in under their mail address on this machine."""
    require(actor, Action.ADMINISTER, agency or "*")
    require_name("The name", name)
    if email:
        require_name("The address", email)

    def work(session: Session) -> PersonView:
        at = runtime.clock()
        home = agency_by_slug(session, agency) if agency else None
        if email and session.execute(_signs_in_as(email)).first():
            raise ConflictError(f"There is a person with the address '{shown(email)}' already.")
        identifier = audit.new_id(at)
        session.add(
            PersonRow(
                id=identifier,
                name=name,
                email=email,
                agency_id=home.id if home else None,
                created_at=at,
            )
        )
        session.flush()
        if email:
            session.add(IdentityRow(issuer=LOCAL_ISSUER, subject=email, person_id=identifier))
        audit.record(
            session,
            actor,
            at,
            Event(type="user.provisioned", kind="person", subject=f"person:{identifier}"),
        )
        return PersonView(
            name=name,
            role="",
            contact=email,
            id=identifier,
            agency=agency or "",
            agency_name=home.name if home else "",
        )

    return runtime.write(work)


def actor_for_person(runtime: Runtime, person_id: str) -> Actor:
    """Return the person as a caller. Raises NotSignedInError for one who is unknown or disabled."""
    with runtime.read() as session:
        found = session.execute(
            select(PersonRow, col(AgencyRow.slug))
            .join(AgencyRow, col(AgencyRow.id) == col(PersonRow.agency_id), isouter=True)
            .where(col(PersonRow.id) == plain(person_id))
        ).first()
        if found is None or found[0].disabled_at is not None:
            raise NotSignedInError("This person is not known here.", next_step="Sign in again.")
        person, home = found
        principal = f"person:{person.id}"
        held = session.scalars(
            select(AssignmentRow)
            .where(col(AssignmentRow.principal) == principal, is_held(runtime.clock()))
            .order_by(col(AssignmentRow.id))
        ).all()
        return Actor(
            kind=Kind.PERSON,
            id=principal,
            name=person.name,
            agency=home,
            roles=tuple(Assignment(role=RoleName(row.role), scope=row.scope) for row in held),
        )


def cookie_secret(runtime: Runtime) -> bytes:
    """Return the secret that signs cookies, made when it is first asked for. 256 bits."""
    with runtime.read() as session:
        found = setting(session, _COOKIE_SECRET)
    if found is None:
        made = secrets.token_hex(32)

        def work(session: Session) -> str:
            present = setting(session, _COOKIE_SECRET)
            if present is None:
                session.add(SettingRow(name=_COOKIE_SECRET, value=made))
            return present or made

        found = runtime.write(work)
    return bytes.fromhex(found)


LOCAL_ISSUER = "local"
_COOKIE_SECRET = "cookie-secret"  # noqa: S105 # the name under which the secret is kept


def _signs_in_as(email: str) -> Select[str]:
    return select(col(IdentityRow.person_id)).where(
        col(IdentityRow.issuer) == LOCAL_ISSUER, col(IdentityRow.subject) == email
    )


def _agencies(session: Session, actor: Actor, slug: str | None = None) -> list[AgencyView]:
    query = select(AgencyRow).order_by(col(AgencyRow.name), col(AgencyRow.slug))
    if slug is not None:
        query = query.where(col(AgencyRow.slug) == slug)
    rows = session.scalars(query).all()
    only = rows[0].id if slug is not None and rows else None
    counted = counts.counted(session, actor, only) if rows else {}
    return [
        AgencyView(
            slug=row.slug,
            acronym=row.acronym,
            name=row.name,
            domain=row.domain,
            products=counted.get(row.id, _NONE)[0],
            drafts=counted.get(row.id, _NONE)[1],
        )
        for row in rows
    ]


_NONE = (0, 0)


def _one_agency(session: Session, actor: Actor, slug: str) -> AgencyView:
    if is_slug(slug):
        for view in _agencies(session, actor, slug):
            return view
    raise NotFoundError(
        f"There is no agency '{shown(slug)}'.", next_step="See /agencies for all of them."
    )


def _people(session: Session, at: datetime, *, scope: str | None = None) -> list[PersonView]:
    query = (
        select(PersonRow, col(AgencyRow.slug), col(AgencyRow.name), col(AssignmentRow.role))
        .join(AssignmentRow, col(AssignmentRow.principal) == "person:" + col(PersonRow.id))
        .join(AgencyRow, col(AgencyRow.id) == col(PersonRow.agency_id), isouter=True)
        .where(col(PersonRow.disabled_at).is_(None), is_held(at))
        .order_by(
            col(AgencyRow.name), col(AgencyRow.slug), col(PersonRow.name), col(AssignmentRow.id)
        )
    )
    if scope is not None:
        query = query.where(col(AssignmentRow.scope) == scope)
    return [
        PersonView(
            name=person.name,
            role=words(role)[:1].upper() + words(role)[1:],
            contact=person.email,
            id=person.id,
            agency=slug or "",
            agency_name=agency_name or "",
        )
        for person, slug, agency_name, role in session.execute(query)
    ]
