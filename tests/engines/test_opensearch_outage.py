"""OpenSearch stops, is killed, hangs or becomes read-only: publishing goes on, and nothing is lost.

A search answers within three seconds: with what is known, or that it cannot. Never that there is
nothing. When the engine is back, the index catches up with the registry.
"""

import os
import subprocess
import sys
import time
from contextlib import contextmanager

import pytest
from msgspec import structs

from registry import directory, upkeep
from registry.identity import SYSTEM
from registry.runtime import open_runtime
from registry.settings import Settings
from search.opensearch_client import Link, Server
from tests.databases import database_url, fresh_database
from tests.features.served import served
from tests.opensearch_server import server_of_its_own
from tests.registry.hospital import a_contract

PATIENCE_S = 60
ANSWER_S = 3.0
DOWN = "Search does not answer at the moment"


@pytest.fixture(scope="module")
def engine():
    """Return a server that nobody else uses."""
    with server_of_its_own() as found:
        yield found


@pytest.fixture
def settings(request, tmp_path, engine):
    """Return the settings of a registry that searches there; for "many", one on PostgreSQL."""
    is_for_many = getattr(request, "param", "") == "many"
    return Settings(
        home=tmp_path,
        database_url=database_url(tmp_path) or (fresh_database() if is_for_many else None),
        search_url=engine.url,
        search_index=f"t-{tmp_path.name[:40].replace('_', '-').lower()}",
    )


@pytest.fixture
def token(settings):
    """Return a robot's token of the agency doh."""
    opened = open_runtime(settings)
    directory.create_agency(opened, SYSTEM, slug="doh", acronym="DOH", name="Health")
    issued = directory.issue_token(
        opened, SYSTEM, "doh", scopes=("publish", "read"), days=1, name="ci"
    )
    opened.close()
    return issued.token


@contextmanager
def stopped(engine, settings):
    """The server is taken down, and comes back."""
    engine.stop()
    yield
    engine.start()


@contextmanager
def killed(engine, settings):
    """The server dies in the middle of its work."""
    engine.kill(hard=True)
    yield
    engine.start()


@contextmanager
def hanging(engine, settings):
    """The server takes connections and says nothing."""
    engine.pause()
    yield
    engine.resume()


@contextmanager
def read_only(engine, settings):
    """The server refuses changes, as it does when its disk is nearly full."""
    block(settings, on=True)
    yield
    block(settings, on=None)


def block(settings, *, on):
    """Make the indexes refuse changes, or take them again."""
    link = Link(Server(url=settings.search_url))
    with link.speaking() as client:
        body = {"index.blocks.read_only_allow_delete": on}
        client.indices.put_settings(index=f"{settings.search_index}-*", body=body)
    link.close()


def seen(server, token):
    """Return the titles that a search by API finds, None where it says that it cannot; timed."""
    began = time.monotonic()
    told = server.call("GET", "/api/v1/search?q=hospital&limit=200", token)
    assert time.monotonic() - began < ANSWER_S
    assert told.status in {200, 503}
    if told.status == 503:
        assert told.json["detail"]
        return None
    return {each["product"]["slug"] for each in told.json["items"]}


def page(server, token):
    """Return the text of the search page; timed."""
    began = time.monotonic()
    told = server.call("GET", "/search?q=hospital", token)
    assert time.monotonic() - began < ANSWER_S
    return told.body.decode()


def wait_until_found(server, token, slugs):
    """Wait until a search finds exactly these."""
    end = time.monotonic() + PATIENCE_S
    while (found := seen(server, token)) != slugs:
        assert time.monotonic() < end, (found, server.call("GET", "/api/health", token).body)
        time.sleep(0.1)


@pytest.mark.parametrize("fault", [stopped, killed, hanging, read_only])
def test_publishing_goes_on_and_the_index_catches_up(engine, settings, token, fault):
    """The registry's truth is its database; the index is told again."""
    with served(settings) as server:
        published = {"beds-0"}
        assert publish(server, token, 0) == 201
        wait_until_found(server, token, published)
        with fault(engine, settings):
            for number in range(1, 6):
                assert publish(server, token, number) == 201
                published.add(f"beds-{number}")
                known = seen(server, token)
                assert known is None or "beds-0" in known
                shown = page(server, token)
                assert (DOWN in shown) == (known is None)
                assert known is not None or 'href="/agencies"' in shown
            assert server.call("GET", "/api/health/live", token).status == 200
        wait_until_found(server, token, published)
        assert server.call("GET", "/api/health", token).json["search"] == "ok"
    opened = open_runtime(settings)
    assert upkeep.verify(opened).is_clean
    opened.close()


def charter(settings, *arguments):
    """Run a command on the registry; return its exit code."""
    environment = os.environ | {
        "CHARTER_HOME": str(settings.home),
        "CHARTER_DATABASE_URL": settings.database_url,
        "CHARTER_SEARCH_URL": settings.search_url,
        "CHARTER_SEARCH_INDEX": settings.search_index,
    }
    command = [sys.executable, "-m", "registry", *arguments]
    return subprocess.run(command, env=environment, check=False).returncode


def publish(server, token, number):
    """Publish a product; return the status."""
    source = a_contract(identifier=f"beds-{number}")
    return server.publish(token, f"beds-{number}", source).status


def test_a_server_starts_without_its_engine(engine, settings, token):
    """It serves what it can, and searches once the engine is there."""
    with stopped(engine, settings), served(settings) as server:
        assert publish(server, token, 1) == 201
        assert seen(server, token) is None
        assert DOWN in page(server, token)
    with served(settings) as server:
        wait_until_found(server, token, {"beds-1"})


def test_an_index_that_is_deleted_is_built_anew(engine, settings, token):
    """Somebody tidied up on the cluster."""
    with served(settings) as server:
        assert publish(server, token, 1) == 201
        wait_until_found(server, token, {"beds-1"})
        link = Link(Server(url=settings.search_url))
        with link.speaking() as client:
            client.indices.delete(index=f"{settings.search_index}-*")
        link.close()
        for _ in range(20):
            assert seen(server, token) in (None, {"beds-1"})
            time.sleep(0.05)
        wait_until_found(server, token, {"beds-1"})


@pytest.mark.parametrize("settings", ["many"], indirect=True)
def test_two_servers_share_one_index(settings, token):
    """What is published at one is found at the other, and told once or twice, but never wrongly."""
    elsewhere = structs.replace(settings, home=settings.home / "other")
    elsewhere.home.mkdir()
    with served(settings) as one, served(elsewhere) as other:
        for number in range(20):
            assert publish(one if number % 2 else other, token, number) == 201
        everything = {f"beds-{number}" for number in range(20)}
        wait_until_found(one, token, everything)
        wait_until_found(other, token, everything)
        for command in ("verify", "rebuild", "verify"):  # beside both of them
            assert charter(settings, "index", command) == 0
    opened = open_runtime(settings)
    assert upkeep.verify(opened).is_clean
    opened.close()
