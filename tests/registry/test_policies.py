"""Who decides by what a change is weighed, and does it hold for check and publish alike?"""

import pytest

from contracts.findings import Outcome, Severity
from contracts.policy import IN_REGISTRY
from registry import audit, catalog, lifecycle, policies, publishing
from registry.errors import (
    IncompatibleChangeError,
    InvalidContractError,
    InvalidRequestError,
    NotAllowedError,
    NotFoundError,
    NotSignedInError,
    PreconditionFailedError,
    VerdictChangedError,
)
from registry.identity import ANONYMOUS, SYSTEM, RoleName
from registry.policy_origins import Standing, origins
from registry.products import declare_use
from registry.publishing import Ref
from registry.views import UseView
from tests.registry.hospital import NARROWER, OWNER, WIDER, a_contract, person, robot

BEDS = Ref(agency="doh", product="hospital-beds")
CDO = person(RoleName.AGENCY_CDO)
NO_ADDITIONS = b"rules: {property-added: error}"
MORE = a_contract(version="1.1.0", columns=WIDER)


def outcome(runtime, source=MORE):
    """Return what a check says."""
    return publishing.review(runtime, OWNER, BEDS, source).report.outcome


def set_policy(runtime, source, *, actor=CDO, product=None):
    """Set a policy of doh or of one of its products."""
    return policies.set_policy(runtime, actor, "doh", product, source)


@pytest.fixture
def published(runtime):
    """Return a registry where 1.0.0 is active."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    return runtime


def test_the_agencys_policy_weighs_check_and_publish_alike(published):
    """A check that said otherwise would be of no use."""
    before = outcome(published)
    set_policy(published, NO_ADDITIONS)

    assert (before, outcome(published)) == (Outcome.ACCEPTED, Outcome.REJECTED)
    with pytest.raises(IncompatibleChangeError):
        publishing.publish(published, OWNER, BEDS, MORE)
    set_policy(published, b"{}")
    assert publishing.publish(published, OWNER, BEDS, MORE).state == "active"


def test_a_policy_of_the_agency_holds_for_a_product_that_begins(runtime):
    """The first version is weighed as well."""
    odd = a_contract(purpose="Beds.").replace(b"  usage: For planning.\n", b"")
    rule = publishing.review(runtime, OWNER, BEDS, odd).lint[0].rule
    set_policy(runtime, f"rules: {{{rule}: error}}".encode())

    assert publishing.review(runtime, OWNER, BEDS, odd).valid is False
    with pytest.raises(InvalidContractError):
        publishing.publish(runtime, OWNER, BEDS, odd)


def test_an_owner_makes_the_policy_of_a_product_stricter_and_no_looser(published):
    """Nobody switches off what their agency insists on."""
    set_policy(published, NO_ADDITIONS)
    set_policy(published, b"{profile: draft, risks: error}", actor=OWNER, product="hospital-beds")
    page = policies.page(published, SYSTEM, "doh", "hospital-beds")

    assert (page.mode, page.risks) == ("FORWARD_TRANSITIVE", Severity.ERROR)
    assert page.rules == {"PROP-01": Severity.ERROR}
    assert page.product_policy.adds_only is True
    assert outcome(published) is Outcome.REJECTED
    with pytest.raises(InvalidRequestError, match="may make PROP-02 an error"):
        set_policy(published, b"rules: {PROP-02: info}", actor=OWNER, product="hospital-beds")


def test_an_owners_policy_follows_the_agencys(published):
    """What the agency asks for later holds for every product."""
    set_policy(published, b"risks: error", actor=OWNER, product="hospital-beds")
    set_policy(published, NO_ADDITIONS)

    assert outcome(published) is Outcome.REJECTED


def test_the_agency_may_set_a_product_apart_and_its_owner_may_not_undo_that(published):
    """Who answers for the whole may judge one product otherwise."""
    set_policy(published, NO_ADDITIONS)
    page = set_policy(published, b"rules: {property-added: info}", product="hospital-beds")

    assert page.rules == {"PROP-01": Severity.INFO}
    assert outcome(published) is Outcome.ACCEPTED
    with pytest.raises(NotAllowedError, match="for the agency"):
        set_policy(published, b"{}", actor=OWNER, product="hospital-beds")


@pytest.mark.parametrize(
    "actor",
    [OWNER, robot("publish"), person(RoleName.STEWARD), person(RoleName.AGENCY_CDO, "memd")],
)
def test_nobody_else_sets_the_policy_of_an_agency(published, actor):
    """Above all no robot that publishes: it would weigh its own work."""
    with pytest.raises(NotAllowedError):
        set_policy(published, b"profile: draft", actor=actor)


@pytest.mark.parametrize("actor", [robot("publish"), person(RoleName.CONSUMER), ANONYMOUS])
def test_nobody_else_sets_the_policy_of_a_product(published, actor):
    """A consumer may ask for it, in words."""
    with pytest.raises((NotAllowedError, NotSignedInError)):
        set_policy(published, b"{}", actor=actor, product="hospital-beds")


@pytest.mark.parametrize("source", [b"mode: compatible", b"rules: {X-1: error}", b"-" * 70_000])
def test_a_policy_that_cannot_be_taken_changes_nothing(published, source):
    """What holds goes on to hold."""
    with pytest.raises(InvalidRequestError):
        set_policy(published, source)

    page = policies.page(published, SYSTEM, "doh")
    assert (page.agency_policy, page.digest) == (None, IN_REGISTRY.digest)


def test_a_change_of_policy_leaves_its_trail(published):
    """Who loosened it, and when, must be found years later."""
    first = set_policy(published, NO_ADDITIONS)
    set_policy(published, b"risks: error", actor=OWNER, product="hospital-beds")
    found = [
        each for each in audit.events(published, CDO, "doh").items if each.type == "policy.changed"
    ]

    assert [(each.subject, each.actor) for each in found] == [
        ("doh/hospital-beds", "person:product_owner"),
        ("doh", "person:agency_cdo"),
    ]
    assert found[1].body["before_digest"] == IN_REGISTRY.digest
    assert found[1].body["after_digest"] == first.digest == found[0].body["before_digest"]


def test_a_policy_that_moves_between_check_and_writing_is_seen(published, monkeypatch):
    """No version goes in under a policy that no longer holds."""
    write = published.write

    def slowly(work):
        monkeypatch.setattr(published, "write", write)
        set_policy(published, NO_ADDITIONS)
        return write(work)

    monkeypatch.setattr(published, "write", slowly)

    with pytest.raises(IncompatibleChangeError):
        publishing.publish(published, OWNER, BEDS, MORE)


def test_a_proposal_is_weighed_by_the_policy_of_the_day(published):
    """What was proposed under another policy is shown before it goes out."""
    breaking = a_contract(version="2.0.0", columns=NARROWER)
    found = publishing.publish(published, OWNER, BEDS, breaking).report.findings
    set_policy(published, f"rules: {{{found[0].rule}: info}}".encode())

    with pytest.raises(VerdictChangedError, match="policy has changed"):
        lifecycle.activate(published, OWNER, BEDS, "2.0.0")


def test_the_comparison_of_two_versions_uses_the_policy_too(published):
    """The page must not say otherwise than the check."""
    publishing.publish(published, OWNER, BEDS, MORE)
    set_policy(published, NO_ADDITIONS)

    report = catalog.diff(published, SYSTEM, "doh", "hospital-beds", "1.0.0", "1.1.0").report
    assert report.outcome is Outcome.REJECTED


def test_a_hidden_product_has_no_policy_to_see(published):
    """That there is one would be known by it."""
    with pytest.raises(NotFoundError):
        policies.page(published, ANONYMOUS, "doh", "hospital-beds")
    assert policies.page(published, ANONYMOUS, "doh").subject == "doh"


def test_consumers_are_told_as_before(published):
    """A policy weighs; it does not hide whom a change meets."""
    use = UseView(agency="memd", agency_name="", purpose="Plans", columns=(), major=1)
    declare_use(published, SYSTEM, BEDS, use)
    set_policy(published, b"profile: draft")
    report = publishing.review(
        published, OWNER, BEDS, a_contract(version="1.1.0", columns=NARROWER)
    ).report

    assert (report.outcome, report.consumers[0].agency) == (Outcome.ACCEPTED, "memd")


def test_a_policy_is_taken_back(published):
    """What it stood on holds again, and the owner may ask for more once more."""
    set_policy(published, NO_ADDITIONS)
    set_policy(published, b"rules: {property-added: info}", product="hospital-beds")
    page = policies.end_policy(published, CDO, "doh", "hospital-beds")

    assert (page.product_policy, page.revision) == (None, 0)
    assert page.rules == {"PROP-01": Severity.ERROR}
    assert audit.events(published, CDO, "doh").items[0].body["after_digest"] == page.digest
    set_policy(published, b"risks: error", actor=OWNER, product="hospital-beds")
    with pytest.raises(NotFoundError, match="Nobody has set a policy of memd"):
        policies.end_policy(published, SYSTEM, "memd", None)


@pytest.mark.parametrize("actor", [OWNER, robot("publish"), ANONYMOUS])
def test_who_may_not_set_a_policy_may_not_take_it_back(published, actor):
    """Taking a rule away is a decision like making one."""
    set_policy(published, NO_ADDITIONS)
    with pytest.raises((NotAllowedError, NotSignedInError)):
        policies.end_policy(published, actor, "doh", None)

    assert policies.page(published, SYSTEM, "doh").agency_policy is not None


def test_a_preview_says_what_would_hold_and_stores_nothing(published):
    """Who decides sees it before, and their colleagues see nothing."""
    before = set_policy(published, b"risks: error")
    shown = policies.preview(published, CDO, "doh", None, NO_ADDITIONS)

    assert (shown.rules, shown.risks) == ({"PROP-01": Severity.ERROR}, Severity.WARNING)
    assert shown.revision == before.revision
    assert policies.page(published, SYSTEM, "doh") == before
    with pytest.raises(InvalidRequestError, match="Line 1, column"):
        policies.preview(published, CDO, "doh", None, b"mode: compatible")
    with pytest.raises(NotAllowedError):
        policies.preview(published, OWNER, "doh", None, b"{}")


def test_a_policy_set_meanwhile_is_not_overwritten(published):
    """Two people who edit at once must not lose one another's work."""
    seen = policies.page(published, CDO, "doh").revision
    set_policy(published, NO_ADDITIONS)

    with pytest.raises(PreconditionFailedError):
        policies.end_policy(published, CDO, "doh", None, revision=seen)
    with pytest.raises(PreconditionFailedError):
        policies.set_policy(published, CDO, "doh", None, b"{}", revision=seen)


def test_each_part_of_a_policy_comes_from_the_lowest_that_says_it(published):
    """Who wants another rule must know whom to ask."""
    policies.set_policy(published, SYSTEM, "*", None, b"{risks: error, fixed: risks}")
    set_policy(published, b"{risks: error, deprecation_days: 90, rules: {DEP-02: error}}")
    page = set_policy(published, b"rules: {PROP-01: error, DEP-02: error}", product="hospital-beds")

    assert origins(page) == {
        "mode": Standing.CHARTER,
        "role": Standing.CHARTER,
        "risks": Standing.REGISTRY,
        "fixed:risks": Standing.REGISTRY,
        "deprecation_days": Standing.AGENCY,
        "DEP-02": Standing.AGENCY,
        "PROP-01": Standing.PRODUCT,
    }
