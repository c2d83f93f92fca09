"""Who may answer for a finding, for how long, and does it hold for check and publish alike?"""

from datetime import date

import pytest

from contracts.findings import Bump, Outcome, Severity, Waiver
from registry import audit, lifecycle, publishing, tokens, waivers
from registry.errors import (
    IncompatibleChangeError,
    InvalidRequestError,
    NotAllowedError,
    NotFoundError,
    NotSignedInError,
    VerdictChangedError,
)
from registry.identity import ANONYMOUS, SYSTEM, RoleName
from registry.policy_views import WaiverState
from registry.publishing import Ref
from tests.registry.hospital import COLUMNS, NARROWER, OWNER, a_contract, person, robot

BEDS = Ref(agency="doh", product="hospital-beds")
CDO = person(RoleName.AGENCY_CDO)
END = date(2026, 12, 1)
FEWER = a_contract(version="1.1.0", columns=NARROWER)


def breaks(runtime, actor=OWNER, source=FEWER):
    """Return the report of a check, and the findings in it that break readers."""
    report = publishing.review(runtime, actor, BEDS, source).report
    return report, [each for each in report.findings if each.reads == "break"]


def waive(runtime, actor=CDO, *, until=END):
    """Let *actor* answer for everything that breaks."""
    _, found = breaks(runtime)
    for each in found:
        waivers.grant(
            runtime, actor, BEDS, each.fingerprint, reason="Nobody reads it.", until=until
        )


@pytest.fixture
def published(runtime):
    """Return a registry where 1.0.0 is active."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    return runtime


def test_a_waived_finding_is_shown_and_does_not_count(published):
    """Who, why and until when stands in the report, and in what is stored of it."""
    before, _ = breaks(published)
    waive(published)
    report, (finding,) = breaks(published)

    assert (before.outcome, before.bump) == (Outcome.REJECTED, Bump.MAJOR)
    assert (report.outcome, report.bump) == (Outcome.ACCEPTED, Bump.NONE)
    assert finding.severity is Severity.INFO
    assert finding.waiver == Waiver(
        approver="agency_cdo", reason="Nobody reads it.", until="2026-12-01"
    )
    assert publishing.publish(published, OWNER, BEDS, FEWER).state == "active"


def test_a_waiver_ends(published, clock):
    """On its last day it holds; on the next it does not."""
    waive(published)
    clock.advance(days=10)
    last, _ = breaks(published)
    clock.advance(days=1)
    after, _ = breaks(published)

    assert (last.outcome, after.outcome) == (Outcome.ACCEPTED, Outcome.REJECTED)
    with pytest.raises(IncompatibleChangeError):
        publishing.publish(published, OWNER, BEDS, FEWER)
    assert [each.is_over for each in waivers.waivers(published, OWNER, BEDS)] == [True]


def test_a_waiver_is_for_this_change_alone(published):
    """Another change, or another product, needs a word of its own."""
    waive(published)
    other = a_contract(version="1.1.0", columns=(COLUMNS[0], COLUMNS[2]))

    report, _ = breaks(published, source=other)
    assert report.outcome is Outcome.REJECTED


def test_nobody_publishes_by_their_own_waiver(published):
    """Four eyes: who answers for it does not publish it, nor does a token that they had issued."""
    waive(published)
    mine = tokens.issue_token(published, CDO, "doh", scopes=("publish",), days=1, name="CI")
    robot_of_cdo = tokens.actor_for_token(published, mine.token)
    owners = tokens.issue_token(published, OWNER, "doh", scopes=("publish",), days=1, name="CI")
    robot_of_owner = tokens.actor_for_token(published, owners.token)

    for actor in (CDO, robot_of_cdo):
        assert breaks(published, actor)[0].outcome is Outcome.REJECTED
        with pytest.raises(IncompatibleChangeError):
            publishing.publish(published, actor, BEDS, FEWER)
    assert breaks(published, robot_of_owner)[0].outcome is Outcome.ACCEPTED


@pytest.mark.parametrize(
    "actor", [OWNER, robot("publish"), person(RoleName.REGISTRY_ADMIN, "*"), ANONYMOUS]
)
def test_only_who_answers_for_the_agency_waives(published, actor):
    """An owner who could waive would be judged by themselves."""
    with pytest.raises((NotAllowedError, NotSignedInError)):
        waive(published, actor)


@pytest.mark.parametrize(
    ("fingerprint", "reason", "until"),
    [
        ("0123", "Why not.", END),
        ("0123456789ABCDEF", "Why not.", END),
        ("0123456789abcdef", "  ", END),
        ("0123456789abcdef", "x" * 1001, END),
        ("0123456789abcdef", "Why not.", date(2026, 11, 20)),
        ("0123456789abcdef", "Why not.", date(2027, 11, 22)),
    ],
)
def test_a_waiver_says_what_why_and_until_when(published, fingerprint, reason, until):
    """A word without an end is a rule in disguise."""
    with pytest.raises(InvalidRequestError):
        waivers.grant(published, CDO, BEDS, fingerprint, reason=reason, until=until)


def test_a_waiver_leaves_its_trail(published):
    """Auditors ask who let it pass."""
    waive(published)
    event = audit.events(published, CDO, "doh").items[0]

    assert (event.type, event.subject, event.actor) == (
        "waiver.granted",
        "doh/hospital-beds",
        "person:agency_cdo",
    )
    assert event.body["reason_text"] == "until 2026-12-01: Nobody reads it."


def test_a_proposal_under_a_waiver_that_ended_is_shown_again(published, clock):
    """It goes out under what holds on the day."""
    waive(published)
    source = a_contract(version="1.1.0", status="proposed", columns=NARROWER)
    publishing.publish(published, OWNER, BEDS, source)
    clock.advance(days=20)

    with pytest.raises(VerdictChangedError):
        lifecycle.activate(published, CDO, BEDS, "1.1.0")


def test_who_waived_may_activate_what_others_published(published):
    """Approving and activating are one duty (decision D04)."""
    waive(published)
    source = a_contract(version="1.1.0", status="proposed", columns=NARROWER)
    publishing.publish(published, OWNER, BEDS, source)

    assert lifecycle.activate(published, CDO, BEDS, "1.1.0").state == "active"


def test_a_mistake_that_lint_finds_may_be_waived_too(runtime):
    """A contract may wait for its owner's name while people already rely on it."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    source = a_contract(version="1.0.1", columns=(*COLUMNS, COLUMNS[0]))
    errors = [
        each
        for each in publishing.review(runtime, OWNER, BEDS, source).lint
        if each.severity == "error" and not each.rule.startswith("SCH")
    ]
    for each in errors:
        waivers.grant(runtime, CDO, BEDS, each.fingerprint, reason="Known.", until=END)

    assert errors
    assert publishing.review(runtime, OWNER, BEDS, source).valid is True


def test_what_may_not_be_seen_has_no_waivers(published):
    """That there is one would be known by it."""
    with pytest.raises(NotFoundError):
        waivers.waivers(published, ANONYMOUS, BEDS)
    assert waivers.waivers(published, SYSTEM, BEDS) == []


def ends(runtime):
    """Return the events about ended waivers, oldest first, as (type, fingerprint)."""
    found = audit.events(runtime, CDO, "doh").items
    return [
        (each.type, each.body["reason_code"])
        for each in reversed(found)
        if each.type in {"waiver.expired", "waiver.revoked"}
    ]


def test_a_waiver_that_ran_out_is_written_down_once(published, clock):
    """Auditors see when somebody's word ended; nobody sees it twice."""
    waive(published)
    first = [each.fingerprint for each in waivers.waivers(published, OWNER, BEDS)]
    early = waivers.expire(published)
    clock.advance(days=11)
    counts = [waivers.expire(published), waivers.expire(published)]
    (shown,) = waivers.waivers(published, OWNER, BEDS)

    assert (early, counts) == (0, [len(first), 0])
    assert ends(published) == [("waiver.expired", code) for code in first]
    assert (shown.state, shown.ended_at, shown.ended_by) == (WaiverState.EXPIRED, clock(), None)


def test_a_waiver_that_was_granted_again_ends_by_itself(published, clock):
    """The end of one says nothing of another."""
    waive(published)
    waive(published, until=date(2026, 12, 20))
    clock.advance(days=11)
    waivers.expire(published)

    assert [each.is_over for each in waivers.waivers(published, OWNER, BEDS)] == [False, True]
    assert breaks(published)[0].outcome is Outcome.ACCEPTED


def test_a_waiver_is_taken_back(published):
    """Who answered for it may see that they were wrong."""
    waive(published)
    _, (finding,) = breaks(published)
    shown = waivers.revoke(published, CDO, BEDS, finding.fingerprint, reason="It is read.")

    assert (shown.state, shown.ended_by) == (WaiverState.WITHDRAWN, "agency_cdo")
    assert breaks(published)[0].outcome is Outcome.REJECTED
    assert ends(published) == [("waiver.revoked", finding.fingerprint)]
    assert waivers.expire(published) == 0
    with pytest.raises(NotFoundError):
        waivers.revoke(published, CDO, BEDS, finding.fingerprint, reason="Again.")


def test_only_who_answers_for_the_agency_takes_a_waiver_back(published):
    """Or an owner could end what another was relied on for."""
    waive(published)
    _, (finding,) = breaks(published)

    for actor in (OWNER, robot("publish"), ANONYMOUS):
        with pytest.raises((NotAllowedError, NotSignedInError)):
            waivers.revoke(published, actor, BEDS, finding.fingerprint, reason="No.")
    with pytest.raises(InvalidRequestError):
        waivers.revoke(published, CDO, BEDS, finding.fingerprint, reason=" ")
