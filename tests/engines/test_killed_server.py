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

ROUNDS = int(os.environ.get("KILLS", "2"))


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
