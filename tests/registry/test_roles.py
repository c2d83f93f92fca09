"""Who holds which role, who gives it, and how does it end?"""

import contextlib
import threading
from datetime import timedelta

import pytest

from registry import audit, directory, roles
from registry.addresses import Ref
from registry.errors import (
    ConflictError,
    InvalidRequestError,
    NotAllowedError,
    NotFoundError,
    NotSignedInError,
)
from registry.identity import ANONYMOUS, SYSTEM, RoleName
from registry.products import rename_product, set_product
from registry.publishing import publish
from registry.views import Visibility
from tests.registry.hospital import OWNER, a_contract, robot
from tests.registry.hospital import person as a_person

ADMIN, CDO = RoleName.REGISTRY_ADMIN, RoleName.AGENCY_CDO


def enter(runtime, name, *held, agency="doh"):
    """Enter a person with *held*, pairs of role and scope; return their id."""
    email = f"{name.lower()}@doh.example"
    made = directory.create_person(runtime, SYSTEM, name=name, email=email, agency=agency)
    for role, scope in held:
        roles.assign(runtime, SYSTEM, made.id, role, scope)
    return made.id


def acting(runtime, person):
    """Return a person as a caller, with what they hold now."""
    return directory.actor_for_person(runtime, person)


def held(runtime, agency="doh"):
    """Return (name, role, scope) of everybody."""
    return [
        (each.name, each.role.value, each.scope) for each in roles.holders(runtime, SYSTEM, agency)
    ]


def test_an_officer_appoints_and_withdraws_in_their_agency(runtime):
    """And the trail of the agency says so."""
    lena = acting(runtime, enter(runtime, "Lena", (CDO, "doh")))
    amara = enter(runtime, "Amara")

    made = roles.assign(runtime, lena, amara, RoleName.PRODUCT_OWNER, "doh/beds")

    assert (made.name, made.scope, made.until) == ("Amara", "doh/beds", None)
    assert held(runtime) == [
        ("Lena", "agency_cdo", "doh"),
        ("Amara", "product_owner", "doh/beds"),
    ]
    roles.withdraw(runtime, lena, "doh", made.id)
    roles.withdraw(runtime, lena, "doh", made.id)
    assert acting(runtime, amara).roles == ()
    assert [
        (each.type, each.subject, each.body["reason_text"], each.body["decision_id"])
        for each in audit.events(runtime, lena, "doh").items[:2]
    ] == [
        ("role.removed", f"doh/beds/person:{amara}", "product_owner of doh/beds", "D25"),
        (
            "role.assigned",
            f"doh/beds/person:{amara}",
            "product_owner of doh/beds without an end",
            "D25",
        ),
    ]


def test_a_role_ends_by_itself_and_is_given_anew_up_to_another_day(runtime, clock):
    """Nobody holds the same role twice."""
    amara = enter(runtime, "Amara")
    first = clock() + timedelta(days=10)
    roles.assign(runtime, SYSTEM, amara, RoleName.STEWARD, "doh", until=first)
    later = clock() + timedelta(days=20)
    for _ in range(2):
        made = roles.assign(runtime, SYSTEM, amara, RoleName.STEWARD, "doh", until=later)
    assert [each.id for each in roles.holders(runtime, SYSTEM, "doh")] == [made.id]
    clock.advance(days=15)
    assert held(runtime) == [("Amara", "steward", "doh")]
    clock.advance(days=5)
    assert held(runtime) == []
    types = [each.type for each in audit.events(runtime, SYSTEM, "doh").items]
    assert types.count("role.assigned") == 2


def test_an_officer_appoints_neither_above_nor_elsewhere(runtime):
    """Not another officer, nobody of another agency, and nobody of the state."""
    lena = acting(runtime, enter(runtime, "Lena", (CDO, "doh")))
    amara = enter(runtime, "Amara")
    for role, scope in (
        (CDO, "doh"),
        (RoleName.AGENCY_EXECUTIVE, "doh"),
        (RoleName.AUDITOR, "doh"),
        (RoleName.STEWARD, "dot"),
        (ADMIN, "*"),
    ):
        with pytest.raises(NotAllowedError):
            roles.assign(runtime, lena, amara, role, scope)
    other = roles.assign(runtime, SYSTEM, amara, RoleName.STEWARD, "dot")
    above = roles.assign(runtime, SYSTEM, amara, RoleName.AUDITOR, "doh")
    with pytest.raises(NotAllowedError):
        roles.withdraw(runtime, lena, "dot", other.id)
    with pytest.raises(NotFoundError):
        roles.withdraw(runtime, lena, "doh", other.id)
    with pytest.raises(NotAllowedError):
        roles.withdraw(runtime, lena, "doh", above.id)
    assert held(runtime, "dot") == [("Amara", "steward", "dot")]


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        (ADMIN, "doh"),
        (RoleName.STATE_CDO, "doh/beds"),
        (CDO, "*"),
        (CDO, "doh/beds"),
        (RoleName.CONSUMER, "doh/beds"),
        (RoleName.STEWARD, "doh/Not a slug"),
    ],
)
def test_a_role_is_held_for_what_it_is_there_for(runtime, role, scope):
    """Even the machine's own commands cannot make an administrator of one product."""
    with pytest.raises(InvalidRequestError):
        roles.assign(runtime, SYSTEM, enter(runtime, "Amara"), role, scope)


def test_nobody_gives_themselves_more_than_they_have(runtime, clock):
    """Less, they may."""
    lena = acting(runtime, enter(runtime, "Lena", (CDO, "doh")))
    admin = acting(runtime, enter(runtime, "Ada", (ADMIN, "*")))

    for role in (CDO, RoleName.PRODUCT_OWNER, RoleName.CONSUMER, RoleName.STEWARD):
        with pytest.raises(NotAllowedError, match="themselves"):
            roles.assign(runtime, admin, admin.id.removeprefix("person:"), role, "doh")
    mine = lena.id.removeprefix("person:")
    assert roles.assign(runtime, lena, mine, RoleName.PRODUCT_OWNER, "doh/beds").name == "Lena"


def test_nobody_lengthens_their_own_time(runtime, clock):
    """Who is there until the end of the year gives themselves nothing beyond it."""
    ada = enter(runtime, "Ada")
    end = clock() + timedelta(days=10)
    roles.assign(runtime, SYSTEM, ada, ADMIN, "*", until=end)
    enter(runtime, "Bo", (ADMIN, "*"))
    for until in (None, end + timedelta(seconds=1)):
        with pytest.raises(NotAllowedError):
            roles.assign(runtime, acting(runtime, ada), ada, ADMIN, "*", until=until)
    sooner = end - timedelta(days=1)
    assert (
        roles.assign(runtime, acting(runtime, ada), ada, ADMIN, "*", until=sooner).until == sooner
    )


def test_the_last_administrator_stays(runtime, clock):
    """Neither withdrawn nor given an end, until there is another one."""
    ada = enter(runtime, "Ada", (ADMIN, "*"))
    (only,) = roles.holders(runtime, SYSTEM, "*")
    admin = acting(runtime, ada)
    with pytest.raises(ConflictError):
        roles.withdraw(runtime, admin, "*", only.id)
    until = clock() + timedelta(days=1)
    with pytest.raises(ConflictError):
        roles.assign(runtime, admin, ada, ADMIN, "*", until=until)
    assert held(runtime, "*") == [("Ada", "registry_admin", "*")]

    enter(runtime, "Bo", (ADMIN, "*"))
    roles.withdraw(runtime, admin, "*", only.id)

    assert held(runtime, "*") == [("Bo", "registry_admin", "*")]


def test_nobody_leaves_the_registry_to_an_administrator_whose_time_ends_sooner(runtime, clock):
    """It would be without one on the day after."""
    ada = enter(runtime, "Ada", (ADMIN, "*"))
    bo = enter(runtime, "Bo")
    tomorrow, later = (clock() + timedelta(days=days) for days in (1, 9))
    roles.assign(runtime, SYSTEM, bo, ADMIN, "*", until=tomorrow)
    mine = next(each for each in roles.holders(runtime, SYSTEM, "*") if each.person == ada)
    admin = acting(runtime, ada)

    with pytest.raises(ConflictError, match="for that long"):
        roles.withdraw(runtime, admin, "*", mine.id)
    with pytest.raises(ConflictError, match="for that long"):
        roles.assign(runtime, admin, ada, ADMIN, "*", until=tomorrow)

    for until in (later, tomorrow, later):  # Ada is there all the time
        roles.assign(runtime, admin, bo, ADMIN, "*", until=until)
    roles.assign(runtime, admin, bo, ADMIN, "*")
    limited = roles.assign(runtime, admin, ada, ADMIN, "*", until=later)
    roles.withdraw(runtime, acting(runtime, bo), "*", limited.id)
    assert held(runtime, "*") == [("Bo", "registry_admin", "*")]


def test_two_administrators_do_not_withdraw_each_other(runtime):
    """At the same moment, as often as it takes: one of them stays."""
    people = [enter(runtime, name) for name in ("Ada", "Bo")]
    for _ in range(10):
        made = [roles.assign(runtime, SYSTEM, each, ADMIN, "*") for each in people]
        start = threading.Barrier(2)

        def go(mine, theirs, start=start):
            actor = acting(runtime, mine)
            start.wait()
            with contextlib.suppress(ConflictError):
                roles.withdraw(runtime, actor, "*", theirs)

        threads = [
            threading.Thread(target=go, args=(people[0], made[1].id)),
            threading.Thread(target=go, args=(people[1], made[0].id)),
        ]
        for each in threads:
            each.start()
        for each in threads:
            each.join()

        assert len(held(runtime, "*")) == 1


def test_a_role_for_an_old_address_is_one_for_the_product(runtime):
    """Otherwise it would be a role for nothing."""
    publish(runtime, OWNER, Ref(agency="doh", product="beds"), a_contract())
    rename_product(runtime, OWNER, Ref(agency="doh", product="beds"), "hospital-beds")
    amara = enter(runtime, "Amara")

    made = roles.assign(runtime, SYSTEM, amara, RoleName.STEWARD, "doh/beds")

    assert made.scope == "doh/hospital-beds"


def test_names_are_for_those_who_are_signed_in(runtime):
    """A robot of another agency is; nobody in particular is not. Who may not, sees no button."""
    enter(runtime, "Amara", (RoleName.STEWARD, "doh"))

    (seen,) = roles.holders(runtime, robot("read", agency="dot"), "doh")

    assert (seen.name, seen.words, seen.removable) == ("Amara", "Data steward", False)
    with pytest.raises(NotSignedInError):
        roles.holders(runtime, ANONYMOUS, "doh")
    with pytest.raises(NotFoundError):
        roles.holders(runtime, SYSTEM, "nowhere")


def test_a_role_for_a_product_names_it_to_those_alone_who_may_know_of_it(runtime):
    """The name of a hidden one is as hidden as the product. One to come is known in its agency."""
    beds = Ref(agency="doh", product="beds")
    publish(runtime, OWNER, beds, a_contract())
    set_product(runtime, OWNER, beds, visibility=Visibility.HIDDEN)
    lena = acting(runtime, enter(runtime, "Lena", (CDO, "doh")))
    amara = acting(
        runtime,
        enter(runtime, "Amara", (RoleName.STEWARD, "doh/beds"), (RoleName.STEWARD, "doh/planned")),
    )
    everything = ["doh", "doh/beds", "doh/planned"]

    def named(actor):
        return [each.scope for each in roles.holders(runtime, actor, "doh")]

    assert named(robot("publish", agency="dot")) == ["doh"]
    for colleague in (robot("read"), a_person(RoleName.STEWARD)):
        assert named(colleague) == ["doh", "doh/planned"]
    for knowing in (lena, amara, robot("publish"), a_person(ADMIN, "*"), SYSTEM):
        assert named(knowing) == everything
    set_product(runtime, OWNER, beds, visibility=Visibility.STATE)
    assert named(robot("read", agency="dot")) == ["doh", "doh/beds"]


def test_an_end_that_is_past_and_a_person_who_is_not_there_are_told(runtime, clock):
    """Nothing is stored then."""
    with pytest.raises(InvalidRequestError):
        roles.assign(
            runtime, SYSTEM, enter(runtime, "Amara"), RoleName.STEWARD, "doh", until=clock()
        )
    for person in ("", "nobody", "\0", "x" * 10_000):
        with pytest.raises(NotFoundError):
            roles.assign(runtime, SYSTEM, person, RoleName.STEWARD, "doh")
    assert held(runtime) == []
