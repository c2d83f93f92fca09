"""A server is killed with eight publishes in flight: is anything lost that it acknowledged?

`KILLS=30` kills it that often; figures are printed with -s.
"""

import os

from publishers import Publishers, assert_all_is_there
from served import served

from registry import directory
from registry.identity import SYSTEM
from registry.runtime import open_runtime
from tests.databases import settings_at

ROUNDS = int(os.environ.get("KILLS", "2"))


def test_nothing_acknowledged_is_lost_and_the_index_equals_the_store(tmp_path):
    """Every version has its bytes, audit row and outbox row; search agrees after the restart."""
    settings = settings_at(tmp_path)
    opened = open_runtime(settings)
    directory.create_agency(opened, SYSTEM, slug="doh", acronym="DOH", name="Health")
    token = directory.issue_token(
        opened, SYSTEM, "doh", scopes=("publish",), days=1, name="ci"
    ).token
    opened.close()
    publishers = Publishers(token)
    for number in range(ROUNDS):
        with served(settings) as server:
            publishers.run(
                server, after=10 + 7 * (number % 6), then=server.process.kill, patient=False
            )
        publishers.begin_again()

        opened = open_runtime(settings, serve=True)
        assert_all_is_there(opened, publishers.acknowledged)
        opened.close()
    print(f"\n{ROUNDS} kills, {len(publishers.acknowledged)} acknowledged")  # noqa: T201 (shown with -s)
