"""How does a version go on after it was published?"""

import pytest

from contracts.findings import Outcome
from registry import catalog, lifecycle, publishing
from registry.errors import (
    ConflictError,
    IncompatibleChangeError,
    NotAllowedError,
    NotFoundError,
    VerdictChangedError,
)
from registry.identity import SYSTEM, RoleName
from registry.products import declare_use
from registry.publishing import Ref
from registry.views import State, UseView
from tests.registry.hospital import NARROWER, OWNER, WIDER, a_contract, person, robot

BEDS = Ref(agency="doh", product="hospital-beds")
CDO = person(RoleName.AGENCY_CDO)


@pytest.fixture
def proposed(runtime):
    """Return a registry where 1.0.0 is active and 2.0.0 waits."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    publishing.publish(runtime, OWNER, BEDS, a_contract(version="2.0.0", columns=NARROWER))
    return runtime


def states(runtime):
    """Return number -> state."""
    found = catalog.versions(runtime, SYSTEM, "doh", "hospital-beds")
    return {each.version: each.state.value for each in found}


def test_the_owner_activates_a_proposal(proposed):
    """Both major lines are in force then: nobody is cut off."""
    receipt = lifecycle.activate(proposed, OWNER, BEDS, "2.0.0")

    assert receipt.state is State.ACTIVE
    assert states(proposed) == {"2.0.0": "active", "1.0.0": "active"}
    assert catalog.product(proposed, SYSTEM, "doh", "hospital-beds").product.version == "2.0.0"


def test_activating_twice_is_no_error(proposed):
    """A button that is pressed twice."""
    lifecycle.activate(proposed, OWNER, BEDS, "2.0.0")

    assert not lifecycle.activate(proposed, OWNER, BEDS, "2.0.0").created


def test_a_proposal_whose_baseline_moved_is_not_activated(proposed):
    """It would silently take back what was published in between."""
    publishing.publish(proposed, OWNER, BEDS, a_contract(version="1.1.0", columns=WIDER))

    with pytest.raises(VerdictChangedError) as caught:
        lifecycle.activate(proposed, OWNER, BEDS, "2.0.0")

    assert caught.value.report.findings
    assert states(proposed)["2.0.0"] == "proposed"


def test_a_proposal_that_was_overtaken_is_offered_no_way_that_cannot_work(proposed):
    """2.1.0 is in force: nothing makes the number below it go out any more."""
    publishing.publish(proposed, OWNER, BEDS, a_contract(version="2.1.0", columns=NARROWER))
    lifecycle.activate(proposed, OWNER, BEDS, "2.1.0")

    with pytest.raises(ConflictError, match=r"is overtaken by 2\.1\.0, which is active") as caught:
        lifecycle.activate(proposed, OWNER, BEDS, "2.0.0")

    assert caught.value.next_step == "Publish what it changes under a number above 2.1.0."
    page = catalog.version(proposed, OWNER, "doh", "hospital-beds", "2.0.0")
    assert (page.may_activate, page.version.hindrance) == (False, "overtaken by 2.1.0")
    again = publishing.review(proposed, OWNER, BEDS, a_contract(version="2.0.0", columns=NARROWER))
    assert again.report.outcome is Outcome.REJECTED


def test_a_proposal_can_be_proposed_again_under_todays_verdict(proposed):
    """Otherwise its number would be lost for ever."""
    publishing.publish(proposed, OWNER, BEDS, a_contract(version="1.1.0", columns=WIDER))
    again = a_contract(version="2.0.0", columns=NARROWER)
    today = publishing.review(proposed, OWNER, BEDS, again)

    receipt = publishing.publish(proposed, OWNER, BEDS, again)

    assert receipt.created is False
    assert receipt.report == today.report
    assert lifecycle.activate(proposed, OWNER, BEDS, "2.0.0").state is State.ACTIVE


@pytest.mark.parametrize(
    "actor",
    [
        robot("publish"),
        person(RoleName.STEWARD),
        person(RoleName.AGENCY_CDO, "memd", agency="memd"),
    ],
)
def test_nobody_else_activates(proposed, actor):
    """A robot may propose a break, never decide on it."""
    with pytest.raises(NotAllowedError):
        lifecycle.activate(proposed, actor, BEDS, "2.0.0")


def test_what_is_not_there_is_not_activated(proposed):
    """Neither a version nor a product."""
    with pytest.raises(NotFoundError):
        lifecycle.activate(proposed, OWNER, BEDS, "9.9.9")
    with pytest.raises(NotFoundError):
        lifecycle.activate(proposed, OWNER, Ref(agency="doh", product="none"), "1.0.0")


def test_a_contract_that_calls_itself_proposed_waits_and_becomes_active(runtime):
    """The registry owns the state; the bytes never change."""
    publishing.publish(runtime, OWNER, BEDS, a_contract(status="proposed"))
    assert states(runtime) == {"1.0.0": "proposed"}

    lifecycle.activate(runtime, OWNER, BEDS, "1.0.0")

    assert states(runtime) == {"1.0.0": "active"}


def test_a_version_is_deprecated_and_then_retired(proposed):
    """In this order, so that those who use it are told in time."""
    lifecycle.activate(proposed, OWNER, BEDS, "2.0.0")
    with pytest.raises(ConflictError):
        lifecycle.retire(proposed, CDO, BEDS, "1.0.0", reason="replaced")
    lifecycle.deprecate(proposed, OWNER, BEDS, "1.0.0", reason="replaced by 2.0.0")
    with pytest.raises(NotAllowedError):
        lifecycle.retire(proposed, OWNER, BEDS, "1.0.0", reason="replaced")

    lifecycle.retire(proposed, CDO, BEDS, "1.0.0", reason="replaced")

    assert states(proposed) == {"2.0.0": "active", "1.0.0": "retired"}


def test_a_line_in_use_is_not_retired(runtime):
    """Somebody's ambulances depend on it; the answer says whose."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    use = UseView(agency="memd", agency_name="", purpose="Ambulances", columns=(), major=1)
    declare_use(runtime, SYSTEM, BEDS, use)
    lifecycle.deprecate(runtime, OWNER, BEDS, "1.0.0", reason="old")

    with pytest.raises(ConflictError, match="memd"):
        lifecycle.retire(runtime, CDO, BEDS, "1.0.0", reason="old")


def test_a_retired_version_is_no_baseline_but_its_number_stays_used(runtime):
    """Retired is final."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    lifecycle.deprecate(runtime, OWNER, BEDS, "1.0.0", reason="old")
    lifecycle.retire(runtime, CDO, BEDS, "1.0.0", reason="old")

    with pytest.raises(ConflictError):
        publishing.publish(runtime, OWNER, BEDS, a_contract(columns=WIDER))
    with pytest.raises(ConflictError):
        lifecycle.activate(runtime, OWNER, BEDS, "1.0.0")


def test_a_line_that_ended_is_not_begun_anew_below_its_end(runtime):
    """The numbers of a line only grow, also over its end."""
    publishing.publish(runtime, OWNER, BEDS, a_contract(version="1.5.0"))
    lifecycle.deprecate(runtime, OWNER, BEDS, "1.5.0", reason="old")
    lifecycle.retire(runtime, CDO, BEDS, "1.5.0", reason="old")

    with pytest.raises(IncompatibleChangeError):
        publishing.publish(runtime, OWNER, BEDS, a_contract(version="1.2.0", columns=WIDER))
    assert publishing.publish(
        runtime, OWNER, BEDS, a_contract(version="1.6.0", columns=WIDER)
    ).created
