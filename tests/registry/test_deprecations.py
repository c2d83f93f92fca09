"""When may something go that was announced to end? By the registry's clock, not a file's."""

from datetime import date

import pytest

from contracts.findings import Outcome
from registry import catalog, lifecycle, publishing
from registry.errors import ConflictError
from registry.identity import SYSTEM, RoleName
from registry.policies import set_policy
from registry.products import declare_use
from registry.publishing import Ref
from registry.views import State, UseView
from tests.registry.hospital import COLUMNS, OWNER, a_contract, person

BEDS = Ref(agency="doh", product="hospital-beds")
CDO = person(RoleName.AGENCY_CDO)
SUNSET = "2027-05-21"  # 180 days after it is announced
LESS = COLUMNS[:2]


def ending(sunset=SUNSET):
    """Return the columns, the last of them deprecated."""
    custom = f"customProperties: [{{property: sunset, value: '{sunset}'}}]"
    return (*LESS, f"{COLUMNS[2][:-1]}, deprecated: true, {custom}}}")


def contract(version, columns=COLUMNS, **keys):
    """Return a contract of the version of the standard that knows deprecation."""
    return a_contract(version=version, columns=columns, **keys).replace(b"v3.1.0", b"v3.2.0")


def publish(runtime, version, columns=COLUMNS, **keys):
    """Check and publish a version; what the check says is what the publish does."""
    source = contract(version, columns, **keys)
    review = publishing.review(runtime, OWNER, BEDS, source)
    receipt = publishing.publish(runtime, OWNER, BEDS, source)

    assert (review.report, review.state) == (receipt.report, receipt.state.value)
    return receipt


def told(receipt):
    """Return rule -> message of a report."""
    return {each.rule: each.message for each in receipt.report.findings}


def use(runtime, *columns, major=1):
    """Let memd rely on the product."""
    found = UseView(
        agency="memd", agency_name="", purpose="Ambulances", columns=columns, major=major
    )
    declare_use(runtime, SYSTEM, BEDS, found)


@pytest.fixture
def announced(runtime, clock):
    """Return a registry where 1.1.0 says that the note will end, since 22 November 2026."""
    publish(runtime, "1.0.0")
    clock.advance(days=1)
    publish(runtime, "1.1.0", ending())
    return runtime


def test_before_its_window_is_over_a_removal_breaks_and_says_how_long_it_lasts(announced, clock):
    """Readers planned with the time that they were given."""
    clock.advance(days=100)
    receipt = publish(announced, "2.0.0", LESS)

    assert receipt.state is State.PROPOSED
    assert list(told(receipt)) == ["DEP-04"]
    assert told(receipt)["DEP-04"].startswith("Readers of beds.note have 80 days left")


def test_after_its_window_a_removal_goes_out_at_once_under_a_new_major_version(announced, clock):
    """Readers had their notice; the number says all the same that something is gone."""
    clock.advance(days=180)
    review = publishing.review(announced, OWNER, BEDS, contract("1.2.0", LESS))
    receipt = publish(announced, "2.0.0", LESS)

    assert review.report.outcome is Outcome.REJECTED
    assert review.report.required_version == "2.0.0"
    assert list(told(receipt)) == ["DEP-03"]
    assert receipt.state is State.ACTIVE


@pytest.mark.parametrize(
    ("columns", "rule"), [(("beds.note",), "DEP-04"), ((), "DEP-04"), (("free_beds",), "DEP-03")]
)
def test_who_still_reads_it_holds_it_up(announced, clock, columns, rule):
    """That includes those of whom nobody knows what they read; the report names them."""
    use(announced, *columns)
    clock.advance(days=400)
    receipt = publish(announced, "2.0.0", LESS)

    assert list(told(receipt)) == [rule]
    assert "memd" not in told(receipt)[rule]


def test_a_consumer_that_declares_a_newer_use_has_moved(announced, clock):
    """Its newest use counts."""
    use(announced, "beds.note")
    clock.advance(days=400)
    publish(announced, "2.0.0", ending(), name="doh-beds")
    use(announced, "beds.free_beds", major=2)

    assert list(told(publish(announced, "3.0.0", LESS, name="doh-beds"))) == ["DEP-03"]


def test_the_clock_starts_when_a_proposal_comes_into_force(runtime, clock):
    """Nobody reads what a proposal says."""
    publish(runtime, "1.0.0")
    publish(runtime, "1.1.0", ending(), status="proposed")
    clock.advance(days=300)
    assert "DEP-05" in told(publish(runtime, "2.0.0", LESS))

    publish(runtime, "1.2.0", ending("2028-06-30"), status="proposed")
    lifecycle.activate(runtime, OWNER, BEDS, "1.2.0")
    clock.advance(days=60)

    message = told(publish(runtime, "2.1.0", LESS))["DEP-04"]
    assert "deprecated on 2027-09-17" in message


def test_what_stays_after_all_begins_anew(announced, clock):
    """Readers were told that they need not leave."""
    clock.advance(days=100)
    publish(announced, "1.2.0")
    clock.advance(days=100)
    publish(announced, "1.3.0", ending("2028-01-01"))
    clock.advance(days=100)

    assert "it was deprecated on 2027-06-10" in told(publish(announced, "2.0.0", LESS))["DEP-04"]


def test_a_column_that_is_not_public_does_not_go_unannounced(runtime):
    """One finding for one cause: a public column is told as any removal."""
    public = (*LESS, "{name: county, logicalType: string, classification: public, description: C.}")
    publish(runtime, "1.0.0", (*public, COLUMNS[2]))

    assert [*told(publish(runtime, "2.0.0", LESS))] == ["PROP-04", "DEP-05"]


@pytest.mark.parametrize(
    ("policy", "rules"),
    [(b"{}", ["VER-03", "DEP-01", "DEP-08"]), (b"deprecation_days: 30", ["DEP-01"])],
)
def test_a_sunset_must_leave_as_much_time_as_the_policy_gives(runtime, policy, rules):
    """60 days are too few for half a year, and enough for a month."""
    publish(runtime, "1.0.0")
    set_policy(runtime, CDO, "doh", None, policy)
    source = contract("1.1.0", ending("2027-01-20"))
    report = publishing.review(runtime, OWNER, BEDS, source).report

    assert sorted({each.rule for each in report.findings}, key=rules.index) == rules


def test_a_proposal_whose_window_ended_meanwhile_is_judged_anew(announced, clock):
    """Its readers have left by now: the owner sees that before activating it."""
    clock.advance(days=100)
    publish(announced, "2.0.0", LESS)
    clock.advance(days=100)
    with pytest.raises(ConflictError, match="the window of a deprecation is over"):
        lifecycle.activate(announced, OWNER, BEDS, "2.0.0")

    publishing.publish(announced, OWNER, BEDS, contract("2.0.0", LESS))

    assert lifecycle.activate(announced, OWNER, BEDS, "2.0.0").state is State.ACTIVE


def test_the_page_of_a_step_judges_it_as_of_the_day_it_went_out(announced, clock):
    """History does not change as time goes by."""
    clock.advance(days=100)
    publish(announced, "2.0.0", LESS)
    clock.advance(days=500)
    page = catalog.diff(announced, OWNER, "doh", "hospital-beds", "1.1.0", "2.0.0")

    assert "have 80 days left" in page.report.findings[0].message


ENDING = "{property: sunset, value: '2027-06-30'}"


def with_sunset(version, status="active"):
    """Return a contract that names its own end."""
    source = a_contract(version=version, status=status).decode()
    return f"{source}customProperties:\n  - {ENDING}\n".encode()


def test_a_contract_is_retired_after_its_sunset_and_not_before(runtime, clock):
    """The date is a promise, also to those who never declared a use."""
    publishing.publish(runtime, OWNER, BEDS, with_sunset("1.0.0"))
    receipt = lifecycle.deprecate(runtime, OWNER, BEDS, "1.0.0", reason="replaced")
    assert receipt.notices[-1] == "Its contract promises it until 2027-06-30."
    clock.advance(days=220)
    with pytest.raises(ConflictError, match=r"promised until 2027-06-30: 1 day is left"):
        lifecycle.retire(runtime, CDO, BEDS, "1.0.0", reason="replaced")
    review = publishing.review(runtime, CDO, BEDS, with_sunset("1.0.1", "retired"))
    assert review.refusal is not None
    assert review.refusal.detail.endswith("1 day is left.")
    clock.advance(days=1)

    assert runtime.clock().date() == date(2027, 6, 30)
    assert lifecycle.retire(runtime, CDO, BEDS, "1.0.0", reason="x").state is State.RETIRED


def test_a_retirement_as_announced_is_told_as_one(runtime, clock):
    """The report says why it may go out: nobody uses it, and the date was kept."""
    publishing.publish(runtime, OWNER, BEDS, with_sunset("1.0.0"))
    lifecycle.deprecate(runtime, OWNER, BEDS, "1.0.0", reason="replaced")
    clock.advance(days=221)
    report = publishing.review(runtime, CDO, BEDS, with_sunset("1.0.1", "retired")).report

    assert [each.rule for each in report.findings] == ["LIFE-03"]
    assert report.outcome is Outcome.ACCEPTED
