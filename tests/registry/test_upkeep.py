"""Does a server write down what has ended, whatever befalls it?"""

import logging
import time
from datetime import timedelta

from sqlalchemy.exc import OperationalError

from registry import audit, drift, publishing, relay, upkeep, waivers
from registry.identity import SYSTEM, RoleName
from registry.publishing import Ref
from registry.upkeep import Upkeep
from tests.registry.hospital import OWNER, a_contract, person

BEDS = Ref(agency="doh", product="hospital-beds")
CDO = person(RoleName.AGENCY_CDO)


def ended(runtime):
    """Return how many ends of waivers the trail has."""
    return sum(each.type == "waiver.expired" for each in audit.events(runtime, SYSTEM, "*").items)


def waits_for(claim):
    """Return whether *claim* becomes true within ten seconds."""
    until = time.monotonic() + 10
    while not claim() and time.monotonic() < until:
        time.sleep(0.01)
    return claim()


def a_waiver(runtime, clock):
    """Publish something, and waive a finding on it until today."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    today = clock().date()
    waivers.grant(runtime, CDO, BEDS, "0123456789abcdef", reason="Known.", until=today)


def test_a_server_writes_down_what_ended_while_none_ran(runtime, clock):
    """And once, although two of them run."""
    a_waiver(runtime, clock)
    clock.advance(days=2)
    threads = [Upkeep(runtime, every_s=0.01).start() for _ in range(2)]
    seen = waits_for(lambda: ended(runtime) == 1)
    time.sleep(0.1)
    for thread in threads:
        thread.stop()

    assert seen
    assert ended(runtime) == 1


def test_it_tries_again_after_a_failure(runtime, clock, monkeypatch, caplog):
    """A database that was away for a moment must not keep the end of a waiver from the trail."""
    a_waiver(runtime, clock)
    clock.moment += timedelta(days=2)
    write, failures = runtime.write, iter([OperationalError("", {}, Exception("away"))])

    def failing(work):
        error = next(failures, None)
        if error is not None:
            raise error
        return write(work)

    monkeypatch.setattr(runtime, "write", failing)
    with caplog.at_level(logging.WARNING):
        thread = Upkeep(runtime, every_s=0.01).start()
        seen = waits_for(lambda: ended(runtime) == 1)
        thread.stop()

    assert seen
    assert "upkeep failed, will try again" in caplog.text


def test_it_counts_how_the_index_differs(runtime):
    """Nobody would look by hand, and a monitor can tell."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    relay.drain(runtime)
    clean = drift.count(runtime)
    runtime.search.apply([], {"doh/hospital-beds": 99})
    thread = Upkeep(runtime, every_s=0.01).start()
    seen = waits_for(lambda: runtime.drift == 1)
    thread.stop()

    assert (clean, seen) == (0, True)
    upkeep.repair(runtime)
    assert drift.count(runtime) == 0


def test_what_the_index_has_yet_to_hear_of_is_no_drift(runtime):
    """Else every publish would raise an alarm."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())

    assert drift.count(runtime) is None
