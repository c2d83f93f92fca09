"""Who holds which role here, since when and until when, and who changes that?"""

from datetime import date, datetime
from typing import ClassVar

import msgspec
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from registry import directory
from registry import roles as service
from registry.api.answers import Answer
from registry.errors import CharterError, InvalidRequestError
from registry.identity import RoleName
from registry.permissions import words
from registry.role_views import RoleView
from registry.roles import STATE
from registry.runtime import Runtime
from ui import addresses
from ui.frame import AGENCIES, Crumb, Page, frame
from ui.rendering import respond
from ui.routing import shows, takes
from ui.visitor import Visitor

_STATE = "/roles/state"
_AGENCY = "/agencies/{agency:str}/roles"
_WITHDRAW = "/{role:int}/withdraw"
_TOLD_BESIDE = (400, 404, 409)
"""Statuses of what went wrong that belongs beside the form, and not on a page of its own."""


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A role that the visitor may give here."""

    value: str
    words: str


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has filled in so far."""

    email: str = ""
    role: str = ""
    product: str = ""
    until: str = ""


class RolesPage(Page, frozen=True, kw_only=True):
    """Who holds a role, and the form for another. ``agency`` is empty for the whole state."""

    template: ClassVar[str] = "roles.html"
    agency: str
    name: str
    holders: tuple[RoleView, ...]
    offers: tuple[Offer, ...]  # none for those who may not appoint
    form: Form
    today: date
    problem: str = ""
    next_step: str = ""


@shows(_STATE)
def state_roles(runtime: NamedDependency[Runtime], visitor: NamedDependency[Visitor]) -> Answer:
    """Show who holds a role for the whole state."""
    return respond(visitor, _page(runtime, visitor, STATE, Form()))


@shows(_AGENCY)
def agency_roles(
    agency: FromPath[str],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer:
    """Show who holds a role in an agency."""
    return respond(visitor, _page(runtime, visitor, agency, Form()))


@takes(_STATE)
def given_for_state(
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer | Redirect:
    """Appoint somebody for the whole state, and lead back to the list."""
    return _given(runtime, visitor, STATE, data)


@takes(_AGENCY)
def given_in_agency(
    agency: FromPath[str],
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer | Redirect:
    """Appoint somebody in an agency, and lead back to the list."""
    return _given(runtime, visitor, agency, data)


@takes(_STATE + _WITHDRAW)
def withdrawn_for_state(
    role: FromPath[int],
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer | Redirect:
    """Withdraw a role for the whole state, and lead back to the list."""
    return _withdrawn(runtime, visitor, STATE, role, data)


@takes(_AGENCY + _WITHDRAW)
def withdrawn_in_agency(
    agency: FromPath[str],
    role: FromPath[int],
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer | Redirect:
    """Withdraw a role in an agency, and lead back to the list."""
    return _withdrawn(runtime, visitor, agency, role, data)


def _page(runtime: Runtime, visitor: Visitor, agency: str, form: Form) -> RolesPage:
    holders = service.holders(runtime, visitor.actor, agency)
    crumbs = [Crumb("Who may do what", "/roles")]
    name = "the whole state"
    if agency != STATE:
        name = directory.agency(runtime, visitor.actor, agency).name
        crumbs = [AGENCIES, Crumb(name, addresses.agency(agency))]
    return RolesPage(
        frame=frame(visitor, f"Roles of {name}", *crumbs, section="agencies"),
        agency="" if agency == STATE else agency,
        name=name,
        holders=holders,
        offers=tuple(
            Offer(
                value=role.value,
                words=words(role)[:1].upper() + words(role)[1:],
            )
            for role in service.offered(visitor.actor, agency)
        ),
        form=form,
        today=runtime.clock().date(),
    )


def _given(
    runtime: Runtime, visitor: Visitor, agency: str, data: dict[str, str]
) -> Answer | Redirect:
    visitor.require_own_form(data.get("token", ""))
    form = Form(
        email=data.get("email", "").strip(),
        role=data.get("role", ""),
        product=data.get("product", "").strip(),
        until=data.get("until", ""),
    )
    scope = f"{agency}/{form.product}" if form.product else agency
    try:
        role = _role(form.role)
        service.require_appointing(visitor.actor, role, scope)
        person = directory.known_person(runtime, form.email)
        service.assign(runtime, visitor.actor, person, role, scope, until=_end(form.until))
    except CharterError as error:
        return _refused(runtime, visitor, agency, form, error)
    return _back(agency)


def _withdrawn(  # who takes what from whom
    runtime: Runtime, visitor: Visitor, agency: str, role: int, data: dict[str, str]
) -> Answer | Redirect:
    visitor.require_own_form(data.get("token", ""))
    try:
        service.withdraw(runtime, visitor.actor, agency, role)
    except CharterError as error:
        return _refused(runtime, visitor, agency, Form(), error)
    return _back(agency)


def _refused(  # whose page it is, and what went wrong
    runtime: Runtime, visitor: Visitor, agency: str, form: Form, error: CharterError
) -> Answer:
    if error.status not in _TOLD_BESIDE:
        raise error
    page = msgspec.structs.replace(
        _page(runtime, visitor, agency, form), problem=error.message, next_step=error.next_step
    )
    return respond(visitor, page, status=error.status)


def _back(agency: str) -> Redirect:
    return Redirect(addresses.roles("" if agency == STATE else agency), status_code=303)


def _role(text: str) -> RoleName:
    try:
        return RoleName(text)
    except ValueError as error:
        raise InvalidRequestError("There is no such role.", next_step="Choose a role.") from error


def _end(text: str) -> datetime | None:
    if not text:
        return None
    try:
        return service.end_of(date.fromisoformat(text))
    except ValueError as error:
        raise InvalidRequestError(
            "The last day is no date.", next_step="Choose a day, or leave it out."
        ) from error
