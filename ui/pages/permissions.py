"""Who may do what? The table by which Charter decides, as it stands in the program."""

from typing import ClassVar

import msgspec
from litestar.di import NamedDependency

from registry.api.answers import Answer
from registry.identity import RoleName
from registry.permissions import (
    APPOINTMENTS,
    ROLES,
    SCOPES,
    TOKEN_SCOPES,
    Action,
    words,
)
from ui.frame import Page, frame
from ui.rendering import respond
from ui.routing import shows
from ui.visitor import Visitor


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """An action, and for each column whether its role or token may do it."""

    action: str
    cells: tuple[bool, ...]


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A role, what it is held for, and who gives it."""

    role: str
    places: tuple[str, ...]
    by: tuple[str, ...]


class PermissionsPage(Page, frozen=True, kw_only=True):
    """The matrix of roles and actions, and who appoints whom."""

    template: ClassVar[str] = "permissions.html"
    columns: tuple[str, ...]
    lines: tuple[Line, ...]
    given: tuple[Given, ...]


@shows("/roles")
def permissions(visitor: NamedDependency[Visitor]) -> Answer:
    """Show both tables to everybody: nothing in them is secret."""
    page = PermissionsPage(
        frame=frame(visitor, "Who may do what", section="agencies"),
        columns=(*map(words, RoleName), *TOKEN_SCOPES),
        lines=tuple(_line(action) for action in Action),
        given=tuple(
            Given(
                role=words(role),
                places=tuple(place.value for place in each.places),
                by=tuple(words(by) for by in RoleName if by in each.by),
            )
            for role, each in APPOINTMENTS.items()
        ),
    )
    return respond(visitor, page)


def _line(action: Action) -> Line:
    people = (role in ROLES[action] for role in RoleName)
    robots = (scope in SCOPES.get(action, ()) for scope in TOKEN_SCOPES)
    return Line(action=action.value, cells=(*people, *robots))
