"""Two publishers at once: is every version that went out judged against what was in force?"""

from functools import partial

import msgspec
from racing import (
    COUNT,
    COUNTY_AS_NUMBER,
    COUNTY_AS_TEXT,
    KEY,
    a_contract,
    assert_sound,
    at_once,
)

from registry import catalog, directory, lifecycle, publishing
from registry.errors import CharterError
from registry.identity import SYSTEM
from registry.publishing import Ref
from registry.runtime import open_runtime
from tests.databases import settings_at

ROUNDS = 50


def test_two_publishers_at_once_are_judged_one_after_the_other(tmp_path):
    """Two changes that are each fine and hurt together: the peers let both in."""
    runtime = open_runtime(settings_at(tmp_path))
    directory.create_agency(runtime, SYSTEM, slug="doh", acronym="DOH", name="Health")
    outcomes = set()
    for number in range(ROUNDS):
        ref = Ref(agency="doh", product=f"beds-{number}")
        publishing.publish(runtime, SYSTEM, ref, a_contract(number, "1.0.0", KEY, COUNT))
        texts = [
            a_contract(number, "1.1.0", KEY, COUNT, COUNTY_AS_TEXT),
            a_contract(number, "1.2.0", KEY, COUNT, COUNTY_AS_NUMBER),
            a_contract(number, "1.3.0", KEY),  # breaks under a minor number
            a_contract(number, "2.0.0", KEY),  # breaks, and says so
        ]
        chosen = texts if number % 2 else [texts[number // 2 % 2], texts[2 + number // 4 % 2]]
        results = at_once(
            *(partial(publishing.publish, runtime, SYSTEM, ref, each) for each in chosen)
        )

        assert_sound(runtime, ref)
        found = catalog.versions(runtime, SYSTEM, "doh", ref.product)
        acknowledged = {each.version for each in results if not isinstance(each, CharterError)}
        assert {each.version for each in found} == acknowledged | {"1.0.0"}
        outcomes.add(tuple(type(each).__name__ for each in results))
    runtime.close()

    assert len(outcomes) > 1  # sometimes one wins, sometimes the other


def test_activating_while_somebody_publishes_never_activates_a_stale_verdict(tmp_path):
    """The verdict is made in the same moment as the step it allows."""
    runtime = open_runtime(settings_at(tmp_path))
    directory.create_agency(runtime, SYSTEM, slug="doh", acronym="DOH", name="Health")
    for number in range(15):
        ref = Ref(agency="doh", product=f"beds-{number}")
        publishing.publish(runtime, SYSTEM, ref, a_contract(number, "1.0.0", KEY, COUNT))
        publishing.publish(runtime, SYSTEM, ref, a_contract(number, "2.0.0", KEY))
        later = a_contract(number, "1.1.0", KEY, COUNT, COUNTY_AS_TEXT)
        activated, _ = at_once(
            partial(lifecycle.activate, runtime, SYSTEM, ref, "2.0.0"),
            partial(publishing.publish, runtime, SYSTEM, ref, later),
        )

        states = {
            each.version: each.state.value
            for each in catalog.versions(runtime, SYSTEM, "doh", ref.product)
        }
        expected = "proposed" if isinstance(activated, CharterError) else "active"
        assert states["2.0.0"] == expected
        assert states["1.1.0"] == "active"
    runtime.close()


def test_eight_publishers_of_the_same_bytes_make_one_version(tmp_path):
    """One is told that it was created, the others that it was there."""
    runtime = open_runtime(settings_at(tmp_path))
    directory.create_agency(runtime, SYSTEM, slug="doh", acronym="DOH", name="Health")
    ref = Ref(agency="doh", product="beds-0")
    text = a_contract(0, "1.0.0", KEY, COUNT)

    receipts = at_once(*[partial(publishing.publish, runtime, SYSTEM, ref, text)] * 8)
    runtime.close()

    assert sorted(each.created for each in receipts) == [False] * 7 + [True]
    assert len({msgspec.json.encode(each.report) for each in receipts}) == 1
