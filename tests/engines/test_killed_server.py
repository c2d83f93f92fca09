"""PostgreSQL is killed with eight publishes in flight: is anything lost, or stored by half?

The server of Charter goes on, and its callers send again what was not acknowledged. `KILLS=30`
kills it that often in each way; figures are printed with -s.
"""

import os

import pytest

from registry import directory
from registry.identity import SYSTEM
from registry.runtime import open_runtime
from registry.settings import Settings
from tests.features.publishers import Publishers, assert_all_is_there
from tests.features.served import served
from tests.postgres_server import PostgresServer
from tests.registry.hospital import a_contract

ROUNDS = int(os.environ.get("KILLS", "1"))


@pytest.mark.parametrize("hard", [False, True])
def test_nothing_acknowledged_is_lost_and_nothing_is_stored_twice(tmp_path, hard):
    """Answers in between are a 503; afterwards every edition is there once."""
    database = PostgresServer()
    try:
        settings = Settings(home=tmp_path, database_url=database.url())
        opened = open_runtime(settings)
        directory.create_agency(opened, SYSTEM, slug="doh", acronym="DOH", name="Health")
        token = directory.issue_token(
            opened, SYSTEM, "doh", scopes=("publish",), days=1, name="ci"
        ).token
        publishers = Publishers(token)
        with served(settings) as server:
            for number in range(ROUNDS):

                def fail():
                    database.kill(hard=hard)
                    database.start()

                publishers.run(server, after=10 + 7 * (number % 6), then=fail, patient=True)
        opened.close()
        opened = open_runtime(Settings(home=tmp_path / "index", database_url=database.url()))
        assert_all_is_there(opened, publishers.acknowledged)
        opened.close()
    finally:
        database.remove()
    told = f"{ROUNDS} kills, {len(publishers.acknowledged)} acknowledged, {publishers.statuses}"
    print(f"\n{'SIGKILL' if hard else 'SIGQUIT'}: {told}")  # noqa: T201 (shown with -s)

    assert 201 in publishers.statuses


def test_a_database_that_is_away_is_a_503_on_every_address(tmp_path):
    """With when to come again, for pipelines and for people; all is well once it is back."""
    database = PostgresServer()
    try:
        settings = Settings(home=tmp_path, database_url=database.url())
        opened = open_runtime(settings)
        directory.create_agency(opened, SYSTEM, slug="doh", acronym="DOH", name="Health")
        token = directory.issue_token(
            opened, SYSTEM, "doh", scopes=("publish",), days=1, name="ci"
        ).token
        opened.close()
        with served(settings) as server:
            assert server.publish(token, "beds", a_contract()).status == 201
            database.kill(hard=True)
            for method, path in (
                ("GET", "/"),
                ("GET", "/api/health"),
                ("GET", "/api/v1/products"),
                ("GET", "/products/doh/beds"),
                ("GET", "/search?q=beds"),
                ("PUT", "/api/v1/products/doh/beds/contract"),
                ("POST", "/api/v1/products/doh/beds/checks"),
            ):
                body = a_contract() if method != "GET" else None
                told = server.call(method, path, token, body)
                assert told.status == 503, (path, told)
                assert b"Traceback" not in told.body
                if path.startswith("/api/v1"):
                    assert told.slug == "unavailable"
                    assert "again" in told.json["next_step"]
            log = (settings.home / "log").read_text()
            assert "Traceback" not in log  # every request says so while it lasts
            assert len(log) < 20_000
            database.start()
            assert server.publish(token, "beds", a_contract()).status == 200
            assert server.call("GET", "/", token).status == 200
    finally:
        database.remove()
