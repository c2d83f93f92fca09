"""Does the policy of the registry hold beneath those of agencies and products?"""

import pytest

from contracts.findings import Outcome
from registry import audit, policies, publishing
from registry.errors import (
    InvalidRequestError,
    NotAllowedError,
    NotSignedInError,
    PreconditionFailedError,
)
from registry.identity import ANONYMOUS, SYSTEM, RoleName
from registry.publishing import Ref
from tests.registry.hospital import NARROWER, OWNER, WIDER, a_contract, person, robot

BEDS = Ref(agency="doh", product="hospital-beds")
CDO = person(RoleName.AGENCY_CDO)
ADMIN = person(RoleName.REGISTRY_ADMIN, "*")
FIXED = b"rules: {property-added: error}\nfixed: [PROP-01, mode]"


@pytest.fixture
def published(runtime):
    """Return a registry where 1.0.0 is active."""
    publishing.publish(runtime, OWNER, BEDS, a_contract(columns=NARROWER))
    return runtime


def adding(runtime):
    """Return what becomes of a version that adds a column."""
    source = a_contract(version="1.1.0", columns=WIDER)
    return publishing.review(runtime, OWNER, BEDS, source).report.outcome


def test_an_agency_that_says_nothing_has_the_registrys(published):
    """One place for what the whole state insists on."""
    page = policies.set_policy(published, ADMIN, "*", None, FIXED)
    mine = policies.page(published, CDO, "doh")

    assert (page.subject, page.agency_policy, mine.agency_policy) == ("*", None, None)
    assert (mine.rules, mine.fixed) == (page.rules, ("PROP-01", "mode"))
    assert mine.registry_policy == page.registry_policy
    assert adding(published) is Outcome.REJECTED


def test_an_agency_says_what_differs_where_it_is_free(published):
    """A default is no law."""
    policies.set_policy(published, ADMIN, "*", None, b"rules: {property-added: error}")
    policies.set_policy(published, CDO, "doh", None, b"rules: {property-added: info}")

    assert adding(published) is Outcome.ACCEPTED


@pytest.mark.parametrize(
    "source",
    [
        b"rules: {property-added: info}",
        b"mode: NONE",
        b"profile: draft",
        b"role: collect",
    ],
)
def test_what_the_registry_fixes_nobody_above_softens(published, source):
    """Neither an agency nor a product, neither now nor by what was set before."""
    policies.set_policy(published, CDO, "doh", None, source)
    policies.set_policy(published, CDO, "doh", "hospital-beds", source)
    policies.set_policy(published, ADMIN, "*", None, FIXED)

    assert adding(published) is Outcome.REJECTED
    for product in (None, "hospital-beds"):
        with pytest.raises(InvalidRequestError, match="asks for less"):
            policies.set_policy(published, CDO, "doh", product, source)


def test_an_agency_may_be_stricter_than_the_registry(published):
    """A floor is no ceiling."""
    policies.set_policy(published, ADMIN, "*", None, b"fixed: [mode]")
    page = policies.set_policy(published, CDO, "doh", None, b"profile: strict")

    assert page.mode == "FULL_TRANSITIVE"


@pytest.mark.parametrize("actor", [CDO, OWNER, robot("publish"), ANONYMOUS])
def test_only_its_administrator_sets_the_policy_of_the_registry(published, actor):
    """An agency that could would soften what others rely on."""
    with pytest.raises((NotAllowedError, NotSignedInError)):
        policies.set_policy(published, actor, "*", None, b"{}")


def test_it_leaves_its_trail_in_that_of_the_state(published):
    """No agency's trail holds what is of all."""
    policies.set_policy(published, ADMIN, "*", None, FIXED)
    event = audit.events(published, SYSTEM, "*").items[0]

    assert (event.type, event.subject_kind, event.subject) == ("policy.changed", "registry", "*")
    assert all(each.type != "policy.changed" for each in audit.events(published, CDO, "doh").items)


def test_one_holds_at_a_time(published):
    """The newest; and an empty one goes back to Charter's own."""
    for source in (FIXED, b"{}"):
        policies.set_policy(published, ADMIN, "*", None, source)

    assert policies.page(published, ADMIN, "*").rules == {}
    assert adding(published) is Outcome.ACCEPTED


@pytest.mark.parametrize("subject", [("*", None), ("doh", None), ("doh", "hospital-beds")])
def test_who_sets_a_policy_may_name_the_one_that_they_saw(published, subject):
    """Two people who edit at once must not undo each other unseen."""
    agency, product = subject
    seen = policies.page(published, SYSTEM, agency, product).revision
    first = policies.set_policy(published, SYSTEM, agency, product, b"risks: error", revision=seen)

    with pytest.raises(PreconditionFailedError):
        policies.set_policy(published, SYSTEM, agency, product, b"{}", revision=seen)
    assert seen == 0
    assert policies.page(published, SYSTEM, agency, product) == first


def test_what_the_registry_watches_an_agency_watches_too(published):
    """By the same rule, and its own beside it."""
    policies.set_policy(published, ADMIN, "*", None, b"watch: {zone: SRV-12}")
    page = policies.set_policy(published, CDO, "doh", None, b"watch: {scale: SEM-10}")

    assert [(each.name, each.rule) for each in page.watch] == [
        ("scale", "SEM-10"),
        ("zone", "SRV-12"),
    ]
    with pytest.raises(InvalidRequestError, match="is judged by SRV-12"):
        policies.set_policy(published, CDO, "doh", None, b"watch: {zone: SEM-12}")
