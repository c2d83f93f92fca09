"""How does a version go on after it was published?"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from contracts.findings import Outcome
from registry import (
    audit,
    catalog,
    delivery,
    directory,
    following,
    inbox,
    lifecycle,
    products,
    publishing,
    relay,
    upkeep,
    verifying,
)
from registry.errors import (
    ConflictError,
    IncompatibleChangeError,
    InvalidRequestError,
    NotAllowedError,
    NotFoundError,
    VerdictChangedError,
)
from registry.identity import SYSTEM, RoleName
from registry.publishing import Ref
from registry.views import State, UseView
from tests.registry.hospital import COLUMNS, NARROWER, OWNER, WIDER, a_contract, person, robot

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


def test_an_owner_takes_a_proposal_back(proposed):
    """It stays readable, its number stays used, and nothing else has moved."""
    receipt = lifecycle.withdraw(proposed, OWNER, BEDS, "2.0.0", reason="Nobody\n wants it.")

    assert (receipt.state, receipt.created) == (State.WITHDRAWN, True)
    assert receipt.notices == ("Version 2.0.0 is withdrawn.",)
    assert states(proposed) == {"2.0.0": "withdrawn", "1.0.0": "active"}
    page = catalog.version(proposed, OWNER, "doh", "hospital-beds", "2.0.0")
    assert (page.may_activate, page.may_withdraw) == (False, False)
    assert catalog.product(proposed, SYSTEM, "doh", "hospital-beds").product.version == "1.0.0"
    newest = audit.events(proposed, SYSTEM, "doh").items[0]
    assert (newest.type, newest.body["decision_id"]) == ("contract.withdrawn", "D04")
    assert newest.body["reason_text"] == "Nobody wants it."
    again = lifecycle.withdraw(proposed, OWNER, BEDS, "2.0.0", reason="Once more.")
    assert again.created is False
    with pytest.raises(ConflictError):
        lifecycle.activate(proposed, OWNER, BEDS, "2.0.0")


def test_of_who_activates_and_who_withdraws_at_once_one_is_told(runtime):
    """Whoever comes second learns what the first has made of it, as often as they meet."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    for number in range(2, 12):
        version = f"{number}.0.0"
        columns = NARROWER if number % 2 == 0 else COLUMNS[::2]
        publishing.publish(runtime, OWNER, BEDS, a_contract(version=version, columns=columns))
        start = threading.Barrier(2)

        def step(how, *, start=start, version=version):
            start.wait()
            try:
                if how == "activate":
                    return lifecycle.activate(runtime, OWNER, BEDS, version).state
                return lifecycle.withdraw(runtime, CDO, BEDS, version, reason="no").state
            except ConflictError as error:
                return error

        with ThreadPoolExecutor(2) as pool:
            told = list(pool.map(step, ("activate", "withdraw")))
        (refused,) = [each for each in told if isinstance(each, ConflictError)]
        (done,) = [each for each in told if isinstance(each, State)]
        assert states(runtime)[version] == done
        assert done in refused.message
    assert verifying.verify_store(runtime).troubles == ()


def test_a_withdrawn_number_is_never_used_again(proposed):
    """The same bytes are known to be there, others are refused, and the next number is free."""
    lifecycle.withdraw(proposed, OWNER, BEDS, "2.0.0", reason="no")
    same = publishing.publish(proposed, OWNER, BEDS, a_contract(version="2.0.0", columns=NARROWER))
    assert (same.state, same.created) == ("withdrawn", False)
    with pytest.raises(ConflictError):
        publishing.publish(proposed, OWNER, BEDS, a_contract(version="2.0.0", columns=WIDER))

    assert publishing.publish(
        proposed, OWNER, BEDS, a_contract(version="2.0.1", columns=NARROWER)
    ).created
    assert lifecycle.activate(proposed, OWNER, BEDS, "2.0.1").state is State.ACTIVE
    assert verifying.verify_store(proposed).troubles == ()


def test_what_is_in_force_is_not_withdrawn(proposed):
    """That is deprecated, so that its users are told."""
    with pytest.raises(ConflictError, match="Only a proposal is withdrawn"):
        lifecycle.withdraw(proposed, OWNER, BEDS, "1.0.0", reason="no")
    with pytest.raises(NotFoundError):
        lifecycle.withdraw(proposed, OWNER, BEDS, "9.9.9", reason="no")
    for reason in ("", " \n", "x" * 1001):
        for step in (lifecycle.withdraw, lifecycle.deprecate, lifecycle.retire):
            with pytest.raises(InvalidRequestError):
                step(proposed, CDO, BEDS, "2.0.0", reason=reason)
    assert states(proposed)["2.0.0"] == "proposed"


@pytest.mark.parametrize(
    "actor",
    [
        robot("publish"),
        person(RoleName.STEWARD),
        person(RoleName.REGISTRY_ADMIN, "*"),
        person(RoleName.AGENCY_CDO, "memd", agency="memd"),
    ],
)
def test_nobody_else_withdraws(proposed, actor):
    """A robot that proposed it cannot take it back either: a person reads it."""
    with pytest.raises(NotAllowedError):
        lifecycle.withdraw(proposed, actor, BEDS, "2.0.0", reason="no")


def test_a_product_of_which_all_was_withdrawn_is_still_found(runtime):
    """As withdrawn, in the catalogue as in the index; and a proposal after it comes before it."""
    publishing.publish(runtime, OWNER, BEDS, a_contract(status="proposed"))
    lifecycle.withdraw(runtime, OWNER, BEDS, "1.0.0", reason="too early")
    relay.drain(runtime)

    product = catalog.product(runtime, SYSTEM, "doh", "hospital-beds").product
    assert (product.version, product.state) == ("1.0.0", State.WITHDRAWN)
    assert upkeep.verify(runtime).is_clean
    publishing.publish(runtime, OWNER, BEDS, a_contract(version="0.9.0", status="proposed"))
    assert catalog.product(runtime, SYSTEM, "doh", "hospital-beds").product.version == "0.9.0"


def test_who_follows_a_product_is_told_of_a_withdrawal(proposed):
    """They were told of the proposal."""
    entered = directory.create_person(proposed, SYSTEM, name="Amara Nwosu", agency="doh")
    amara = directory.actor_for_person(proposed, entered.id)
    delivery.drain(proposed)
    following.follow(proposed, amara, BEDS)
    lifecycle.withdraw(proposed, OWNER, BEDS, "2.0.0", reason="no")
    delivery.drain(proposed)

    (told,) = inbox.notices(proposed, amara).items
    assert told.event == "contract.withdrawn"
    assert told.sentence == "The proposal 2.0.0 of Hospital beds was withdrawn."


def test_a_line_in_use_is_not_retired(runtime):
    """Somebody's ambulances depend on it; the answer says whose."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    use = UseView(agency="memd", agency_name="", purpose="Ambulances", columns=(), major=1)
    products.declare_use(runtime, SYSTEM, BEDS, use)
    lifecycle.deprecate(runtime, OWNER, BEDS, "1.0.0", reason="old")

    with pytest.raises(ConflictError, match="memd"):
        lifecycle.retire(runtime, CDO, BEDS, "1.0.0", reason="old")


def test_a_line_once_used_is_retired_after_its_uses_have_ended(runtime):
    """Each agency ends its own; nobody ends another's."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    use = UseView(agency="memd", agency_name="", purpose="Ambulances", columns=(), major=1)
    user = person(RoleName.CONSUMER, "memd", agency="memd")
    assert products.declare_use(runtime, user, BEDS, use).agency_name
    lifecycle.deprecate(runtime, OWNER, BEDS, "1.0.0", reason="old")
    before = catalog.product(runtime, SYSTEM, "doh", "hospital-beds").revision
    named = {"agency": "memd", "major": 1, "purpose": "Ambulances"}

    for other in (OWNER, CDO, person(RoleName.STEWARD, "memd/x", agency="memd")):
        with pytest.raises(NotAllowedError):
            products.end_use(runtime, other, BEDS, **named)
    for wrong in ({"major": 2}, {"major": 10**30}, {"purpose": "ambulances"}, {"purpose": "\0"}):
        with pytest.raises(NotFoundError):
            products.end_use(runtime, user, BEDS, **named | wrong)
    products.end_use(runtime, user, BEDS, **named)

    assert products.uses(runtime, SYSTEM, BEDS) == ()
    assert catalog.product(runtime, SYSTEM, "doh", "hospital-beds").revision == before + 1
    newest = audit.events(runtime, SYSTEM, "doh").items[0]
    assert (newest.type, newest.body["reason_text"]) == ("product.use.ended", "memd: Ambulances")
    with pytest.raises(NotFoundError):
        products.end_use(runtime, user, BEDS, **named)
    assert lifecycle.retire(runtime, CDO, BEDS, "1.0.0", reason="old").state is State.RETIRED


def test_a_use_of_what_cannot_be_is_not_declared(runtime):
    """A version beyond all numbers, or a column that no database takes."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    for changes in ({"major": -1}, {"major": 2**31}, {"columns": ("a\0b",)}, {"purpose": " "}):
        fields = {"agency": "doh", "agency_name": "", "purpose": "x", "columns": (), "major": 1}
        with pytest.raises(InvalidRequestError):
            products.declare_use(runtime, SYSTEM, BEDS, UseView(**fields | changes))


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
