"""Does the registry know how often it did what, and how busy its connections are?"""

import threading
import time

import pytest
from sqlalchemy import select

from registry import publishing
from registry.errors import CharterError
from registry.publishing import Ref
from registry.tally import BOUNDS_S, Tally
from tests.registry.hospital import OWNER, a_contract

BEDS = Ref(agency="doh", product="hospital-beds")


def test_publishes_and_checks_are_counted_by_their_outcome(runtime):
    """Whether agencies get through, and what stops them, is the first question to a registry."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    publishing.review(runtime, OWNER, BEDS, a_contract())
    with pytest.raises(CharterError):
        publishing.publish(runtime, OWNER, BEDS, b"[")

    assert runtime.tally.counts("publishes") == {
        ("active",): 1,
        ("unchanged",): 1,
        ("invalid-contract",): 1,
    }
    assert runtime.tally.counts("checks") == {("accepted",): 1}


def test_a_change_is_timed_until_it_is_on_the_disk(runtime):
    """A disk that becomes slow is seen before people complain."""
    before = sum(runtime.tally.durations("changes")[()].counts)

    publishing.publish(runtime, OWNER, BEDS, a_contract())

    after = runtime.tally.durations("changes")[()]
    assert sum(after.counts) == before + 1
    assert 0 < after.sum_s < 60


def test_a_duration_belongs_to_the_first_class_that_holds_it():
    """Prometheus counts what took up to a bound, the bound included."""
    tally = Tally()
    for seconds in (0.0, 0.001, 0.0011, 31.0):
        tally.time("requests", seconds, "GET")

    counts = tally.durations("requests")["GET",].counts

    assert (counts[0], counts[1], counts[-1], len(counts)) == (2, 1, 1, len(BOUNDS_S) + 1)


def test_nothing_is_lost_between_threads():
    """Sixteen threads count at once."""
    tally = Tally()

    def count():
        for _ in range(2000):
            tally.add("requests", "GET")
            tally.time("durations", 0.01)

    threads = [threading.Thread(target=count) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert tally.counts("requests") == {("GET",): 32_000}
    assert sum(tally.durations("durations")[()].counts) == 32_000


def test_it_is_known_who_waits_for_a_connection(runtime):
    """A full pool looks like a slow registry from outside, and is mended otherwise."""
    limit = runtime.connections()["read"].limit
    held = [runtime._reader.connect() for _ in range(limit)]

    def read():
        with runtime.read() as session:
            session.execute(select(1))

    reader = threading.Thread(target=read)
    reader.start()
    end = time.monotonic() + 5
    while runtime.connections()["read"].waiting == 0 and time.monotonic() < end:
        time.sleep(0.01)
    full = runtime.connections()["read"]
    for connection in held:
        connection.close()
    reader.join()

    assert (full.in_use, full.waiting) == (limit, 1)
    assert runtime.connections()["read"].in_use == 0
    assert runtime.connections()["read"].waiting == 0
