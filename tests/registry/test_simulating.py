"""What would another policy have let pass?"""

import pytest

from registry import policies, publishing, simulating
from registry.errors import NotAllowedError, NotFoundError
from registry.identity import SYSTEM, RoleName
from registry.policy_views import WeighedView
from registry.publishing import Ref
from tests.registry.hospital import NARROWER, OWNER, WIDER, a_contract, person

BEDS = Ref(agency="doh", product="hospital-beds")
NO_ADDITIONS = b"rules: {property-added: error}"


@pytest.fixture
def history(runtime, clock):
    """Return a registry with a first version, a wider one and a breaking one."""
    for version, columns in (("1.0.0", NARROWER), ("1.1.0", WIDER), ("2.0.0", NARROWER)):
        publishing.publish(runtime, OWNER, BEDS, a_contract(version=version, columns=columns))
        clock.advance(days=1)
    return runtime


def replay(runtime, source=NO_ADDITIONS, **options):
    """Return version -> (outcome today, outcome then)."""
    found = simulating.replay(runtime, SYSTEM, source, **{"limit": 10, **options})
    return {each.version: (each.today.outcome, each.then.outcome) for each in found}


def test_the_history_shows_what_would_have_been_refused(history):
    """An agency sees what its policy costs before it sets it."""
    assert replay(history) == {
        "1.0.0": ("accepted", "accepted"),
        "1.1.0": ("accepted", "rejected"),
        "2.0.0": ("proposed", "proposed"),
    }
    *_, last = replay(history, b"profile: draft")
    assert last == "2.0.0"


def test_it_says_by_which_rules_and_which_number_would_do(history):
    """A bare count convinces nobody."""
    found = list(simulating.replay(history, SYSTEM, NO_ADDITIONS, agency="doh", limit=10))

    assert found[1].then == WeighedView(
        outcome="rejected", required_version="2.0.0", rules=("VER-03", "PROP-01")
    )


def test_the_policy_of_today_is_the_one_to_compare_with(history):
    """What holds already is no news."""
    policies.set_policy(history, SYSTEM, "doh", None, NO_ADDITIONS)

    assert replay(history)["1.1.0"] == ("rejected", "rejected")
    assert replay(history, b"{}")["1.1.0"] == ("rejected", "accepted")


def test_what_a_policy_would_watch_is_replayed_too(runtime, clock):
    """An agency sees how often its own promises were broken before it begins to watch them."""
    for version, zone in (("1.0.0", "a"), ("1.0.1", "a"), ("1.0.2", "b")):
        source = a_contract(version=version).decode()
        source += f"\ncustomProperties: [{{property: measuredIn, value: {zone}}}]\n"
        publishing.publish(runtime, OWNER, BEDS, source.encode())
        clock.advance(days=1)

    assert replay(runtime, b"watch: {measured_in: SEM-10}") == {
        "1.0.0": ("accepted", "accepted"),
        "1.0.1": ("accepted", "accepted"),
        "1.0.2": ("accepted", "rejected"),
    }


def test_a_policy_is_tried_as_the_registrys(history):
    """What the agencies set stands on it, as far as it leaves them free."""
    policies.set_policy(history, SYSTEM, "doh", None, b"rules: {property-added: info}")

    assert replay(history, NO_ADDITIONS)["1.1.0"] == ("accepted", "rejected")
    assert replay(history, NO_ADDITIONS, of_registry=True)["1.1.0"] == ("accepted", "accepted")
    fixed = NO_ADDITIONS + b"\nfixed: [PROP-01]"
    assert replay(history, fixed, of_registry=True)["1.1.0"] == ("accepted", "rejected")


def test_it_is_bounded_and_writes_nothing(history):
    """It runs beside a server, over the newest versions alone."""
    before = policies.page(history, SYSTEM, "doh")

    assert list(replay(history, limit=2)) == ["1.1.0", "2.0.0"]
    assert replay(history, agency="memd") == {}
    assert policies.page(history, SYSTEM, "doh") == before


def test_only_who_may_read_the_trail_replays_it(history):
    """It shows versions of every product, hidden ones as well."""
    with pytest.raises(NotAllowedError):
        next(simulating.replay(history, OWNER, b"{}", agency="doh", limit=1))
    with pytest.raises(NotAllowedError):
        next(simulating.replay(history, person(RoleName.AGENCY_CDO), b"{}", limit=1))
    with pytest.raises(NotFoundError):
        next(simulating.replay(history, SYSTEM, b"{}", agency="none", limit=1))
