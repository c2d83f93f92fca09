"""Who may do what? The whole matrix, so that a change of it is seen."""

import pytest

from registry.errors import NotAllowedError, NotSignedInError
from registry.identity import ANONYMOUS, SYSTEM, RoleName
from registry.permissions import APPOINTMENTS, Action, allows, may_appoint, place_of, require
from tests.registry.hospital import person, robot

MATRIX = """
                   check publish activate withdraw deprecate retire present see-draft set-policy tighten-policy waive declare-use issue-token assign administer read-audit read-demands
agency_executive   x     .       .        .        .         .      .       x         .          .              .     .           .           .      .          .          .
agency_cdo         x     x       x        x        x         x      x       x         x          x              x     x           x           x      .          x          x
product_owner      x     x       x        x        x         .      x       x         .          x              .     x           x           .      .          .          .
steward            x     .       .        .        .         .      .       x         .          .              .     x           .           .      .          .          x
custodian          x     .       .        .        .         .      .       x         .          .              .     .           .           .      .          .          .
privacy_officer    x     .       .        .        .         .      .       x         .          .              .     .           .           .      .          .          .
consumer           x     .       .        .        .         .      .       x         .          .              .     x           .           .      .          .          .
state_cdo          x     .       .        .        .         .      .       x         .          .              .     .           .           .      .          x          x
registry_admin     x     .       .        .        .         .      .       x         x          x              .     .           x           x      x          x          x
auditor            x     .       .        .        .         .      .       x         .          .              .     .           .           .      .          x          .
robot-publish      x     x       .        .        .         .      .       x         .          .              .     .           .           .      .          .          .
robot-read         x     .       .        .        .         .      .       x         .          .              .     .           .           .      .          .          .
anonymous          .     .       .        .        .         .      .       .         .          .              .     .           .           .      .          .          .
"""  # noqa: E501 # a table is read as a table

ACTORS = {role.value: person(role) for role in RoleName} | {
    "robot-publish": robot("publish"),
    "robot-read": robot("read"),
    "anonymous": ANONYMOUS,
}


def cells():
    """Return (who, action, whether) for every cell."""
    head, *lines = [line.split() for line in MATRIX.strip().splitlines()]
    return [
        (who, Action(action), mark == "x")
        for who, *marks in lines
        for action, mark in zip(head, marks, strict=True)
    ]


def test_the_matrix_is_whole():
    """No role and no action is left out of it."""
    assert {who for who, _, _ in cells()} == set(ACTORS)
    assert {action for _, action, _ in cells()} == set(Action)


@pytest.mark.parametrize(("who", "action", "may"), cells())
def test_each_role_may_do_what_the_matrix_says(who, action, may):
    """Within its agency; nowhere else."""
    actor = ACTORS[who]

    assert allows(actor, action, "doh", "hospital-beds") is may
    assert allows(actor, action, "memd", "hospital-beds") is False


@pytest.mark.parametrize("action", Action)
def test_an_owner_of_one_product_owns_no_other(action):
    """A role reaches as far as its scope."""
    owner = person(RoleName.PRODUCT_OWNER, "doh/hospital-beds")

    assert not allows(owner, action, "doh", "clinic-beds")
    assert not allows(owner, action, "doh")


@pytest.mark.parametrize("action", Action)
def test_a_refusal_says_who_could(action):
    """A refusal without a next step is a dead end."""
    with pytest.raises(NotSignedInError):
        require(ANONYMOUS, action, "doh", "hospital-beds")
    with pytest.raises(NotAllowedError) as caught:
        require(person(RoleName.CONSUMER, "memd", agency="memd"), action, "doh", "hospital-beds")

    assert caught.value.next_step.startswith("Ask ")
    assert allows(SYSTEM, action, "doh")


@pytest.mark.parametrize("role", [RoleName.STATE_CDO, RoleName.AUDITOR, RoleName.REGISTRY_ADMIN])
def test_a_role_for_the_whole_state_does_not_open_a_draft(role):
    """A draft is said to be for the eyes of its agency alone."""
    actor = person(role, "*", agency="odi")

    assert not allows(actor, Action.SEE_DRAFT, "doh", "hospital-beds")
    assert allows(actor, Action.CHECK, "doh", "hospital-beds")


APPOINTING = """
                   agency_cdo-doh agency_cdo-state registry_admin-doh registry_admin-state product_owner-doh auditor-state
agency_executive   .              .                A                  A                    .                 .
agency_cdo         .              .                A                  A                    .                 .
product_owner      AP             AP               AP                 AP                   .                 .
steward            AP             AP               AP                 AP                   .                 .
custodian          AP             AP               AP                 AP                   .                 .
privacy_officer    A              A                A                  A                    .                 .
consumer           A              A                A                  A                    .                 .
state_cdo          .              .                .                  S                    .                 .
registry_admin     .              .                .                  S                    .                 .
auditor            .              .                A                  SA                   .                 .
"""  # noqa: E501 # a table is read as a table
"""Who appoints whom: for the State, for an Agency, for one of its Products."""

SCOPES = {"S": "*", "A": "doh", "P": "doh/hospital-beds"}


def appointments():
    """Return (who appoints, where they do, role, marks) for every cell."""
    head, *lines = [line.split() for line in APPOINTING.strip().splitlines()]
    return [
        (*who.split("-"), RoleName(role), marks)
        for role, *cells in lines
        for who, marks in zip(head, cells, strict=True)
    ]


def test_the_appointments_are_whole():
    """Every role is given by somebody, and everybody who may assign gives one."""
    assert {role for _, _, role, _ in appointments()} == set(RoleName) == set(APPOINTMENTS)
    assert [place_of(scope) for scope in SCOPES.values()] == ["state", "agency", "product"]


@pytest.mark.parametrize(("who", "where", "role", "marks"), appointments())
def test_each_role_is_given_by_whom_the_table_says(who, where, role, marks):
    """In their own agency, and never in another one unless their role is the whole state's."""
    actor = person(RoleName(who), "*" if where == "state" else where)

    assert {mark for mark, scope in SCOPES.items() if may_appoint(actor, role, scope)} == (
        set(marks) - {"."}
    )
    elsewhere = {
        mark for mark in "AP" if may_appoint(actor, role, {"A": "dot", "P": "dot/x"}[mark])
    }
    assert elsewhere == ((set(marks) & {"A", "P"}) if where == "state" else set())


@pytest.mark.parametrize("role", RoleName)
def test_no_robot_and_no_stranger_appoints(role):
    """Only people decide this."""
    for actor in (robot("publish", "read"), ANONYMOUS):
        assert not any(may_appoint(actor, role, scope) for scope in SCOPES.values())
