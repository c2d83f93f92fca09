"""Can whoever publishes talk the registry out of what its policy says? In no way tried here."""

import pytest

from contracts.findings import Outcome
from registry import lifecycle, policies, publishing, waivers
from registry.errors import CharterError, ConflictError, IncompatibleChangeError, NotFoundError
from registry.identity import SYSTEM
from registry.publishing import Ref
from tests.registry.hospital import COLUMNS, NARROWER, OWNER, WIDER, a_contract

BEDS = Ref(agency="doh", product="hospital-beds")
BREAKING = a_contract(version="1.1.0", columns=NARROWER)
RULES = b"profile: strict\nrules: {PROP-01: error}"


@pytest.fixture
def strict(runtime):
    """Return a registry where 1.0.0 is active under a strict policy of its agency."""
    publishing.publish(runtime, SYSTEM, BEDS, a_contract())
    policies.set_policy(runtime, SYSTEM, "doh", None, RULES)
    return runtime


def outcome(strict, source):
    """Return how the owner's check of *source* ends, and by which errors."""
    report = publishing.review(strict, OWNER, BEDS, source).report
    return report.outcome, [each.rule for each in report.findings if each.severity == "error"]


def kept_out(strict, source):
    """Whether neither a publish nor an activation makes *source* active."""
    try:
        receipt = publishing.publish(strict, OWNER, BEDS, source)
    except CharterError:
        return True
    if receipt.state not in {"draft", "proposed"}:
        return False
    try:
        state = lifecycle.activate(strict, OWNER, BEDS, receipt.version).state
    except (ConflictError, NotFoundError):
        return True
    return state != "active"


PLEAS = (
    "{property: policy, value: draft}",
    "{property: policy, value: {profile: draft, mode: NONE, rules: {DEP-05: info}}}",
    "{property: profile, value: draft}",
    "{property: mode, value: NONE}",
    "{property: rules, value: {DEP-05: info, VER-03: info}}",
    "{property: risks, value: warning}",
    "{property: waiver, value: FINGERPRINT}",
    "{property: waivers, value: [{fingerprint: FINGERPRINT, approver: Ann, until: '2099-01-01'}]}",
    "{property: charterWaived, value: true}",
    "{property: watch, value: {DEP-05: TXT-05}}",
    "{property: suppressions, value: [DEP-05]}",
    "{property: ignore, value: '*'}",
)


@pytest.mark.parametrize("place", ["contract", "object", "property"])
def test_nothing_in_a_contract_weakens_what_it_is_weighed_by(strict, place):
    """Neither policies nor waivers nor switches, wherever an author writes them."""
    plain = outcome(strict, BREAKING)
    heeded = [
        plea
        for plea in PLEAS
        if outcome(strict, asking := pleading(strict, plea, place)) != plain
        or not kept_out(strict, asking)
    ]

    assert plain == (Outcome.REJECTED, ["VER-03", "DEP-05"])
    assert heeded == []


def pleading(runtime, plea, place):
    """Return the breaking contract with *plea* in the custom properties of *place*."""
    report = publishing.review(runtime, OWNER, BEDS, BREAKING).report
    print_ = next(each.fingerprint for each in report.findings if each.reads == "break")
    custom = f"customProperties: [{plea.replace('FINGERPRINT', repr(print_))}]"
    text = BREAKING.decode()
    return {
        "contract": f"{text}{custom}\n",
        "object": text.replace("    properties:\n", f"    {custom}\n    properties:\n"),
        "property": text.replace("description: Id.}", f"description: Id., {custom}}}"),
    }[place].encode()


@pytest.mark.parametrize("status", ["draft", "development", "Active", "DRAFT", "production"])
def test_a_draft_is_no_door_to_what_is_in_force(strict, status):
    """It is kept whatever it changes, and nobody can activate it as it is."""
    draft = a_contract(version="1.1.0", columns=NARROWER, status=status)
    receipt = publishing.publish(strict, OWNER, BEDS, draft)
    with pytest.raises(NotFoundError):
        lifecycle.activate(strict, OWNER, BEDS, "1.1.0")
    with pytest.raises(IncompatibleChangeError):
        publishing.publish(strict, OWNER, BEDS, BREAKING)

    assert receipt.state == "draft"
    assert kept_out(strict, a_contract(version="1.1.0", columns=NARROWER, status="proposed"))


@pytest.mark.parametrize(
    ("status", "version"),
    [
        ("active", "1.1.0"),
        ("active", "1.1"),
        ("active", "v1.1.0"),
        ("active", "1.1.0-rc.1"),
        ("active", "latest"),
        ("active", "0.9.0"),
        ("proposed", "1.1.0"),
        ("proposed", "1.1.0-rc.1"),
        ("proposed", "latest"),
        ("deprecated", "1.1.0"),
        ("retired", "1.1.0"),
    ],
)
def test_no_status_and_no_spelling_of_a_number_goes_around_it(strict, status, version):
    """Each is judged as what it would be in force."""
    source = a_contract(version=version, columns=NARROWER, status=status)

    assert kept_out(strict, source)


def test_a_step_by_step_breach_is_no_way_either(strict):
    """Two proposals that were harmless by themselves are judged against what is in force."""
    policies.set_policy(strict, SYSTEM, "doh", None, b"{}")
    first = a_contract(version="1.1.0", columns=WIDER, status="proposed")
    second = a_contract(version="1.2.0", columns=COLUMNS, status="proposed")
    for source in (first, second):
        publishing.publish(strict, OWNER, BEDS, source)
    lifecycle.activate(strict, OWNER, BEDS, "1.1.0")

    with pytest.raises(ConflictError):
        lifecycle.activate(strict, OWNER, BEDS, "1.2.0")


def test_another_id_does_not_make_it_a_first_version(strict):
    """A contract that follows nothing is accepted; one of a product follows its versions."""
    source = a_contract(
        version="1.1.0", columns=NARROWER, identifier="11111111-2222-4333-8444-555555555555"
    )

    assert kept_out(strict, source)


def test_what_is_fixed_in_charter_itself_no_word_waives(strict):
    """A published number keeps its bytes, whoever answers for it."""
    other = a_contract(columns=NARROWER)
    report = publishing.review(strict, OWNER, BEDS, other).report
    for each in report.findings:
        if each.fingerprint:
            until = strict.clock().date()
            waivers.grant(strict, SYSTEM, BEDS, each.fingerprint, reason="Please.", until=until)

    with pytest.raises(CharterError):
        publishing.publish(strict, OWNER, BEDS, other)
