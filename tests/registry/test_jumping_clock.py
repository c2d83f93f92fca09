"""The clock jumps back a year, and forward: what is in order, and who may come in?"""

import pytest

from registry import audit, catalog, directory, lifecycle, publishing, relay, upkeep
from registry.errors import NotSignedInError
from registry.identity import SYSTEM
from registry.publishing import Ref
from registry.verifying import verify_store
from tests.registry.hospital import NARROWER, OWNER, WIDER, a_contract

BEDS = Ref(agency="doh", product="hospital-beds")
YEAR = {"days": 365}
BACK = {"days": -365}


@pytest.mark.parametrize("jump", [BACK, YEAR])
def test_versions_and_the_trail_are_in_the_order_of_what_happened(runtime, clock, jump):
    """Numbers order versions, and the trail numbers what happened; no moment does."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    relay.drain(runtime)
    clock.advance(**jump)
    publishing.publish(runtime, OWNER, BEDS, a_contract(version="1.1.0", columns=WIDER))
    publishing.publish(runtime, OWNER, BEDS, a_contract(version="2.0.0", columns=NARROWER))
    clock.advance(days=-jump["days"] * 2)
    lifecycle.activate(runtime, OWNER, BEDS, "2.0.0")
    relay.drain(runtime)

    page = catalog.product(runtime, OWNER, "doh", "hospital-beds")
    assert [(each.version, each.state) for each in page.versions] == [
        ("2.0.0", "active"),
        ("1.1.0", "active"),
        ("1.0.0", "superseded"),
    ]
    assert page.product.version == "2.0.0"
    trail = audit.events(runtime, SYSTEM, "doh").items
    told = [each.body["subject"]["version"] for each in trail if "contract." in each.type]
    assert told == ["2.0.0", "2.0.0", "1.1.0", "1.0.0", "1.0.0"]
    assert relay.lag(runtime) == (0, 0.0)
    assert upkeep.verify(runtime).is_clean
    assert verify_store(runtime).troubles == ()


def test_a_number_that_cannot_be_ordered_is_judged_against_what_was_published_last(runtime, clock):
    """Last is what came last, not what a clock says."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    clock.advance(**BACK)
    publishing.publish(runtime, OWNER, BEDS, a_contract(version="1.1.0", columns=WIDER))

    review = publishing.review(runtime, OWNER, BEDS, a_contract(version="spring", columns=WIDER))

    assert review.baselines == ("1.1.0",)


def test_a_token_ends_by_the_clock_and_says_what_to_do(runtime, clock):
    """Forward, it has ended; back again, it holds."""
    issued = directory.issue_token(runtime, SYSTEM, "doh", scopes=("publish",), days=30, name="ci")
    clock.advance(**YEAR)
    with pytest.raises(NotSignedInError, match="expired") as told:
        directory.actor_for_token(runtime, issued.token)
    assert "charter token issue" in told.value.next_step

    for _ in range(2):
        clock.advance(**BACK)
        assert directory.actor_for_token(runtime, issued.token).agency == "doh"
