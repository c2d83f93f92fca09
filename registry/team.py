"""Who answers for a product? Those who hold a role here, and those whom the contract names."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from contracts.document import Document
from registry.addresses import Ref
from registry.identity import Actor, Kind, RoleName
from registry.permissions import words
from registry.store.queries import is_held
from registry.store.tables import AgencyRow, AssignmentRow, PersonRow
from registry.views import PersonView


def people_of(
    session: Session, actor: Actor, ref: Ref, contract: Document | None, at: datetime
) -> tuple[PersonView, ...]:
    """Return the people of a product: first by role in the registry, then by contract.

    Each is there once in a role, whether it is held for the product, for its agency, or for both.
    The registry's people are shown to those who are signed in. Whom the contract names, everybody
    reads who may read the contract.
    """
    told = [] if actor.kind is Kind.ANONYMOUS else _assigned(session, ref, at)
    known = {person.contact for person in told if person.contact}
    named = _named(contract) if contract else []
    return (*told, *(person for person in named if person.contact not in known))


_ANSWERING = (RoleName.PRODUCT_OWNER, RoleName.STEWARD, RoleName.CUSTODIAN, RoleName.AGENCY_CDO)


def _assigned(session: Session, ref: Ref, at: datetime) -> list[PersonView]:
    lines = session.execute(
        select(
            col(PersonRow.id),
            col(PersonRow.name),
            col(PersonRow.email),
            col(AssignmentRow.role),
            col(AgencyRow.slug),
            col(AgencyRow.name),
        )
        .join(AssignmentRow, col(AssignmentRow.principal) == "person:" + col(PersonRow.id))
        .join(AgencyRow, col(AgencyRow.id) == col(PersonRow.agency_id))
        .where(
            col(AssignmentRow.scope).in_([ref.agency, str(ref)]),
            col(AssignmentRow.role).in_([role.value for role in _ANSWERING]),
            is_held(at),
            col(PersonRow.disabled_at).is_(None),
        )
        .distinct()  # a role for the product and for its agency is one role here
    ).all()
    order = {role.value: place for place, role in enumerate(_ANSWERING)}
    return [
        PersonView(
            name=name,
            role=words(role)[:1].upper() + words(role)[1:],
            contact=email,
            id=identifier,
            agency=slug,
            agency_name=agency_name,
        )
        for identifier, name, email, role, slug, agency_name in sorted(
            lines, key=lambda line: (order[line[3]], line[1])
        )
    ]


def _named(contract: Document) -> list[PersonView]:
    """Return the team's members who have not left, with the role the contract gives them."""
    found = {}
    for member in contract.contract.team.members:
        contact = member.username or ""
        name = member.name or contact
        if name and not member.date_out:
            person = PersonView(name=name, role=member.role or "Team member", contact=contact)
            found[name, person.role] = person
    return list(found.values())
