"""PostgreSQL stands still in the middle of everything: does anybody wait for ever?

Its processes are stopped (SIGSTOP), so that the kernel keeps every connection and says nothing.
Figures are printed with -s.
"""

import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from sqlalchemy import text

from registry import catalog, directory, publishing
from registry.errors import UnavailableError
from registry.identity import SYSTEM
from registry.publishing import Ref
from registry.runtime import open_runtime
from registry.settings import Settings
from registry.store import hanging
from registry.verifying import verify_store
from tests.features.served import served
from tests.postgres_server import PostgresServer
from tests.registry.hospital import OWNER, a_contract

PATIENCE_S = 12.0
"""Nobody waits longer, on a machine that is busy with other tests."""

AT_ONCE = 40
"""Requests, which are more than there are connections to the database."""


@pytest.fixture
def database():
    """Return a server of the test's own."""
    server = PostgresServer()
    yield server
    server.resume()
    server.kill(hard=True)
    server.remove()


@pytest.fixture
def settings(tmp_path, database):
    """Return the settings of a registry on it, with the agency doh."""
    settings = Settings(home=tmp_path, database_url=database.url())
    opened = open_runtime(settings)
    directory.create_agency(opened, SYSTEM, slug="doh", acronym="DOH", name="Health")
    opened.close()
    return settings


def test_requests_end_with_a_503_and_all_is_well_afterwards(settings, database):
    """Reads, publishes, pages and the health of the server, more at once than connections."""
    opened = open_runtime(settings)
    token = directory.issue_token(
        opened, SYSTEM, "doh", scopes=("publish", "read"), days=1, name="ci"
    ).token
    opened.close()
    calls = (
        ("GET", "/api/v1/products", None),
        ("PUT", "/api/v1/products/doh/beds/contract", a_contract()),
        ("GET", "/api/v1/agencies", None),
        ("GET", "/api/health/ready", None),
    )
    with served(settings) as server:

        def ask(number):
            method, path, body = calls[number % len(calls)]
            began = time.monotonic()
            told = server.call(method, path, token, body)
            return told.status, time.monotonic() - began

        assert [ask(number)[0] for number in range(4)] == [200, 201, 200, 200]
        database.pause()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            told = list(pool.map(ask, range(AT_ONCE)))
            again = list(pool.map(ask, range(AT_ONCE)))
        assert {status for status, _ in told + again} == {503}
        slowest = [max(seconds for _, seconds in each) for each in (told, again)]
        print(f"\nthe slowest of {AT_ONCE}: {slowest[0]:.1f} s, then {slowest[1]:.1f} s")  # noqa: T201 (shown with -s)
        assert max(slowest) < PATIENCE_S
        problem = server.call("GET", "/api/v1/products", token)
        assert (problem.status, problem.slug) == (503, "unavailable")
        assert server.call("GET", "/api/health/live", token).status == 200

        database.resume()
        end = time.monotonic() + PATIENCE_S
        while ask(0)[0] != 200 and time.monotonic() < end:
            time.sleep(0.2)
        assert [ask(number)[0] for number in range(4)] == [200, 200, 200, 200]
    opened = open_runtime(settings)
    assert verify_store(opened).troubles == ()
    assert [each.version for each in catalog.versions(opened, SYSTEM, "doh", "beds")] == ["1.0.0"]
    opened.close()


def test_a_change_in_the_middle_of_a_transaction_is_given_up(settings, database):
    """Whoever waits for it learns that it is not stored, and so it is."""
    runtime = open_runtime(settings)
    ref = Ref(agency="doh", product="beds")
    began = time.monotonic()

    def change(session):
        session.execute(text("SELECT 1"))
        database.pause()
        session.execute(text("SELECT 2"))

    with pytest.raises(UnavailableError):
        runtime.write(change)
    assert time.monotonic() - began < PATIENCE_S
    database.resume()
    time.sleep(hanging.FRESH_S)
    assert publishing.publish(runtime, OWNER, ref, a_contract()).created
    runtime.close()


def test_a_server_that_is_slow_is_waited_for(settings, database, monkeypatch):
    """A statement of many seconds is no hang: another connection is answered meanwhile."""
    monkeypatch.setattr(hanging, "SILENCE_S", 0.5)
    monkeypatch.setattr(hanging, "FRESH_S", 0.1)
    runtime = open_runtime(settings)
    with runtime.read() as session:
        assert session.execute(text("SELECT 'slow' FROM pg_sleep(2)")).scalar_one() == "slow"
    runtime.close()


def test_a_server_that_says_no_does_not_hang(database):
    """Too many connections, or a wrong name, are answers."""
    watch = hanging.Watch()
    parameters = {"host": "127.0.0.1", "port": database.port, "user": "charter"}

    assert not watch.hangs(parameters | {"dbname": "postgres"})
    assert not hanging.Watch().hangs(parameters | {"dbname": "nothing"})
    database.pause()
    began = time.monotonic()
    other = hanging.Watch()
    assert other.hangs(parameters | {"dbname": "postgres"})
    assert time.monotonic() - began < hanging.CONNECT_S + 2
    with pytest.raises(psycopg.OperationalError, match="hangs"):
        other.connect(parameters | {"dbname": "postgres"})
