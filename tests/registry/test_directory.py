"""Who is there, who may sign in, and how does a robot show who it is?"""

import hashlib

import msgspec
import pytest
from sqlalchemy import select

from registry import audit, directory, publishing
from registry.errors import (
    ConflictError,
    InvalidRequestError,
    NotAllowedError,
    NotFoundError,
    NotSignedInError,
)
from registry.identity import ANONYMOUS, SYSTEM, Kind, RoleName
from registry.publishing import Ref
from registry.store.tables import AuditEventRow, TokenRow
from tests.registry.hospital import OWNER, a_contract, person

CDO = person(RoleName.AGENCY_CDO)


def issued(runtime, **changes):
    """Return a token of doh."""
    wanted = {"scopes": ("publish",), "days": 90, "name": "CI of beds"} | changes
    return directory.issue_token(runtime, CDO, "doh", **wanted)


def test_agencies_come_by_name(runtime):
    """As people read a list."""
    assert [each.slug for each in directory.agencies(runtime, ANONYMOUS)] == ["memd", "doh", "dot"]


def test_an_agency_is_entered_once(runtime):
    """Its slug is its address."""
    with pytest.raises(ConflictError):
        directory.create_agency(runtime, SYSTEM, slug="doh", acronym="DOH", name="Another")


def test_only_the_administrator_enters_agencies(runtime):
    """Default deny."""
    with pytest.raises(NotAllowedError):
        directory.create_agency(runtime, CDO, slug="new", acronym="NEW", name="New")


def test_a_token_stands_for_a_robot_of_its_agency(runtime):
    """With the scopes it was given, and nothing else."""
    token = issued(runtime)
    actor = directory.actor_for_token(runtime, token.token)

    assert (actor.kind, actor.agency, actor.scopes) == (Kind.ROBOT, "doh", ("publish",))
    assert publishing.publish(
        runtime, actor, Ref(agency="doh", product="beds"), a_contract()
    ).created


def test_a_token_is_kept_as_a_digest_alone(runtime):
    """A stolen database opens nothing."""
    token = issued(runtime).token
    with runtime.read() as session:
        row = session.scalars(select(TokenRow)).one()

    assert token.startswith("charter_")
    assert len(token) >= len("charter_") + 43  # 256 bits
    assert row.digest == hashlib.sha256(token.encode()).hexdigest()
    assert token not in str(row)


def test_an_expired_token_is_refused(runtime, clock):
    """To the second."""
    token = issued(runtime, days=1).token
    clock.advance(hours=23, minutes=59)
    directory.actor_for_token(runtime, token)
    clock.advance(minutes=1)

    with pytest.raises(NotSignedInError):
        directory.actor_for_token(runtime, token)


def test_a_revoked_token_is_refused_at_once(runtime):
    """And revoking twice is no error."""
    token = issued(runtime)
    directory.revoke_token(runtime, CDO, "doh", token.id)
    directory.revoke_token(runtime, CDO, "doh", token.id)

    with pytest.raises(NotSignedInError):
        directory.actor_for_token(runtime, token.token)


def test_another_agency_revokes_nothing_of_ours(runtime):
    """Knowing an id is not owning it."""
    token = issued(runtime)
    other = person(RoleName.AGENCY_CDO, "memd", agency="memd")
    with pytest.raises(NotFoundError):
        directory.revoke_token(runtime, other, "memd", token.id)
    with pytest.raises(NotAllowedError):
        directory.revoke_token(runtime, other, "doh", token.id)


@pytest.mark.parametrize(
    "changes",
    [
        {"days": 0},
        {"days": 366},
        {"days": -(10**30)},
        {"scopes": ()},
        {"scopes": ("admin",)},
        {"name": ""},
        {"name": "a\0b"},
    ],
)
def test_a_token_without_bounds_is_not_issued(runtime, changes):
    """A year at most, with known scopes and a name."""
    with pytest.raises(InvalidRequestError):
        issued(runtime, **changes)


@pytest.mark.parametrize("text", ["", "\0", "\ud800", "x" * 100_000, "charter_", "' OR 1=1 --"])
def test_no_text_passes_for_a_token_or_a_person(runtime, text):
    """Whatever stands in the header or in the cookie."""
    with pytest.raises(NotSignedInError):
        directory.actor_for_token(runtime, text)
    with pytest.raises(NotSignedInError):
        directory.actor_for_person(runtime, text)


def test_a_person_signs_in_with_the_roles_in_force(runtime, clock):
    """Roles end by themselves."""
    entered = directory.create_person(
        runtime, SYSTEM, name="Amara Nwosu", email="amara@doh.example", agency="doh"
    )
    directory.assign(runtime, SYSTEM, entered.id, RoleName.AGENCY_CDO, "doh")
    until = clock().replace(year=2027)
    directory.assign(runtime, SYSTEM, entered.id, RoleName.STEWARD, "doh/beds", until=until)
    roles = directory.actor_for_person(runtime, entered.id).roles
    clock.advance(days=366)
    later = directory.actor_for_person(runtime, entered.id).roles

    assert [(each.role, each.scope) for each in roles] == [
        (RoleName.AGENCY_CDO, "doh"),
        (RoleName.STEWARD, "doh/beds"),
    ]
    assert [each.role for each in later] == [RoleName.AGENCY_CDO]


def test_people_to_sign_in_as_are_listed_once(runtime):
    """With the role they were given first."""
    entered = directory.create_person(runtime, SYSTEM, name="Amara Nwosu", agency="doh")
    for role in (RoleName.AGENCY_CDO, RoleName.STEWARD):
        directory.assign(runtime, SYSTEM, entered.id, role, "doh")

    assert [(each.name, each.role) for each in directory.people(runtime)] == [
        ("Amara Nwosu", "Agency chief data officer")
    ]


def test_an_agencys_cdo_gives_roles_in_that_agency_alone(runtime):
    """Not in others, and not for the whole state."""
    entered = directory.create_person(runtime, SYSTEM, name="Amara Nwosu", agency="doh")
    directory.assign(runtime, CDO, entered.id, RoleName.STEWARD, "doh")
    for scope in ("memd", "memd/beds", "*"):
        with pytest.raises(NotAllowedError):
            directory.assign(runtime, CDO, entered.id, RoleName.STEWARD, scope)


def test_names_of_people_are_for_those_who_are_signed_in(runtime):
    """The public reads roles, not people."""
    entered = directory.create_person(runtime, SYSTEM, name="Amara Nwosu", agency="doh")
    directory.assign(runtime, SYSTEM, entered.id, RoleName.AGENCY_CDO, "doh")

    assert directory.agency_page(runtime, ANONYMOUS, "doh").people == ()
    assert [each.name for each in directory.agency_page(runtime, OWNER, "doh").people] == [
        "Amara Nwosu"
    ]


def test_the_secret_of_cookies_is_made_once_and_stays(runtime):
    """A restart signs nobody out."""
    assert directory.cookie_secret(runtime) == directory.cookie_secret(runtime)
    assert len(directory.cookie_secret(runtime)) == 32


def test_every_change_of_the_directory_is_in_the_audit_trail(runtime):
    """Who did it, to whom, when."""
    entered = directory.create_person(runtime, SYSTEM, name="Amara Nwosu", agency="doh")
    directory.assign(runtime, SYSTEM, entered.id, RoleName.AGENCY_CDO, "doh")
    token = issued(runtime)
    directory.revoke_token(runtime, CDO, "doh", token.id)

    types = [each.type for each in audit.events(runtime, SYSTEM, "*").items]
    assert types == [
        "token.revoked",
        "token.issued",
        "role.assigned",
        "user.provisioned",
        *["agency.created"] * 3,
    ]
    assert token.token not in str(audit.events(runtime, SYSTEM, "*"))


def test_an_audit_row_is_canonical_and_whole(runtime):
    """A sealer may sign the bytes as they stand."""
    publishing.publish(runtime, OWNER, Ref(agency="doh", product="beds"), a_contract())
    with runtime.read() as session:
        row = session.scalars(select(AuditEventRow).order_by(AuditEventRow.seq.desc())).first()
    body = msgspec.json.decode(row.body)

    assert msgspec.json.encode(body, order="deterministic") == row.body
    assert (body["type"], body["actor"]["id"], body["subject"]) == (
        "contract.activated",
        OWNER.id,
        {"id": "doh/beds", "kind": "contract", "version": "1.0.0"},
    )
    assert body["after_digest"] == hashlib.sha256(a_contract()).hexdigest()
    assert (body["decision_id"], body["time"]) == ("D02", "2026-11-21T09:00:00.000000+00:00")


def test_the_trail_of_an_agency_is_its_own(runtime):
    """Page by page, and for those who may read it."""
    publishing.publish(runtime, OWNER, Ref(agency="doh", product="beds"), a_contract())
    first = audit.events(runtime, CDO, "doh", limit=2)
    rest = audit.events(runtime, CDO, "doh", limit=2, cursor=first.cursor)

    assert [each.type for each in (*first.items, *rest.items)] == [
        "contract.activated",
        "product.created",
        "agency.created",
    ]
    assert rest.cursor is None
    with pytest.raises(NotAllowedError):
        audit.events(runtime, OWNER, "doh")
    with pytest.raises(NotAllowedError):
        audit.events(runtime, CDO, "*")
    with pytest.raises(InvalidRequestError):
        audit.events(runtime, CDO, "doh", cursor="9" * 40)


def test_a_person_is_entered_once_under_an_address(runtime):
    """Signing in with it leads to one person."""
    directory.create_person(runtime, SYSTEM, name="Amara Nwosu", email="amara@doh.example")
    with pytest.raises(ConflictError):
        directory.create_person(runtime, SYSTEM, name="Another", email="amara@doh.example")
