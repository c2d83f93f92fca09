"""Who holds which role, and how does somebody give one or take it back?"""

from datetime import date
from typing import Annotated

import msgspec
from litestar import Response
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter

from registry import directory, roles
from registry.api.admission import json_body
from registry.api.operation import options, read, write
from registry.api.parameters import AgencySlug
from registry.identity import Actor, RoleName
from registry.role_views import RoleView
from registry.roles import STATE
from registry.runtime import Runtime
from registry.views import Page

_STATE = "/roles"
_AGENCY = "/agencies/{agency:str}/roles"
_ONE = "/{role:int}"

RoleId = Annotated[int, PathParameter(description="The number of the role.", ge=0, le=2**31 - 1)]


class StateRoleRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who gets which role for the whole state. ``until`` is the last day, left out for no end."""

    email: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    role: RoleName
    until: date | None = None


class RoleRequest(StateRoleRequest, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who gets which role in an agency. ``email`` is the address they sign in with.

    ``product`` is the short name of the one product it is held for, left out for the agency as a
    whole; ``until`` the last day, left out for no end.
    """

    product: Annotated[str, msgspec.Meta(min_length=1, max_length=100)] | None = None


@read(_AGENCY, tags=["Agencies"], problems=[404])
def list_agency_roles(
    agency: AgencySlug, runtime: NamedDependency[Runtime], actor: NamedDependency[Actor]
) -> Page[RoleView]:
    """List who holds which role in an agency.

    In the agency as a whole, and for those of its products that you may see, or all of them where
    you may appoint. For everybody who is signed in, and for tokens. `removable` says whether you
    may withdraw it.
    """
    return Page(items=roles.holders(runtime, actor, agency))


@write(
    _AGENCY, tags=["Agencies"], problems=[403, 404, 409, 413], status_code=201, guards=[json_body]
)
def give_agency_role(
    agency: AgencySlug,
    data: JSONBody[RoleRequest],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> RoleView:
    """Appoint somebody in an agency.

    For its chief data officer and for the registry's administrator, signed in as a person: /roles
    shows who gives which role. Whoever holds it already goes on to hold it up to the new end.
    Nobody gives themselves more than they have.
    """
    scope = agency if data.product is None else f"{agency}/{data.product}"
    return _given(runtime, actor, scope, data)


@write(_AGENCY + _ONE, method="DELETE", tags=["Agencies"], problems=[403, 404], status_code=204)
def withdraw_agency_role(
    agency: AgencySlug,
    role: RoleId,
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> Response[None]:
    """Withdraw a role in an agency.

    For whoever may give it. It ends at once; one that has ended already stays as it is.
    """
    return _withdrawn(runtime, actor, agency, role)


@read(_STATE, tags=["Agencies"])
def list_state_roles(
    runtime: NamedDependency[Runtime], actor: NamedDependency[Actor]
) -> Page[RoleView]:
    """List who holds a role for the whole state.

    For everybody who is signed in, and for tokens.
    """
    return Page(items=roles.holders(runtime, actor, STATE))


@write(
    _STATE, tags=["Agencies"], problems=[403, 404, 409, 413], status_code=201, guards=[json_body]
)
def give_state_role(
    data: JSONBody[StateRoleRequest],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> RoleView:
    """Appoint somebody for the whole state.

    For the registry's administrator, signed in as a person.
    """
    return _given(runtime, actor, STATE, data)


@write(_STATE + _ONE, method="DELETE", tags=["Agencies"], problems=[403, 404, 409], status_code=204)
def withdraw_state_role(
    role: RoleId,
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> Response[None]:
    """Withdraw a role for the whole state.

    For the registry's administrator. That of the last administrator is a 409: appoint another one
    first.
    """
    return _withdrawn(runtime, actor, STATE, role)


allowed = (
    *(options(path, "GET", "HEAD", "OPTIONS", "POST") for path in (_AGENCY, _STATE)),
    *(options(path + _ONE, "DELETE", "OPTIONS") for path in (_AGENCY, _STATE)),
)


def _given(runtime: Runtime, actor: Actor, scope: str, data: StateRoleRequest) -> RoleView:
    roles.require_appointing(actor, data.role, scope)  # nobody else learns who is known here
    person = directory.known_person(runtime, data.email)
    until = roles.end_of(data.until) if data.until else None
    return roles.assign(runtime, actor, person, data.role, scope, until=until)


def _withdrawn(runtime: Runtime, actor: Actor, agency: str, role: int) -> Response[None]:
    roles.withdraw(runtime, actor, agency, role)
    return Response(None, status_code=204)
