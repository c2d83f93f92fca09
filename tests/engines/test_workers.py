"""Do several workers on PostgreSQL deliver everything once and in order, even if some are killed?

`KILLS=30` kills that many workers in the middle of their work; figures are printed with -s.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from registry import directory, outbox, publishing
from registry.addresses import Ref
from registry.identity import SYSTEM
from registry.runtime import open_runtime
from registry.settings import Settings
from registry.store.notice_tables import NoticeRow, SubscriptionRow
from registry.store.tables import AuditEventRow, OutboxRow
from tests.features.served import served
from tests.postgres_server import PostgresServer
from tests.registry.hospital import OWNER, a_contract

KILLS = int(os.environ.get("KILLS", "5"))
PRODUCTS = 12
FOLLOWERS = 3


@pytest.fixture
def shared(tmp_path):
    """Return a registry on a server, with products that three people follow."""
    database = PostgresServer()
    settings = Settings(home=tmp_path, database_url=database.url())
    opened = open_runtime(settings)
    directory.create_agency(opened, SYSTEM, slug="doh", acronym="DOH", name="Health")
    for number in range(PRODUCTS):
        publishing.publish(opened, OWNER, *_edition(number, 0))

    def follow(session):
        for product in session.execute(text("SELECT id FROM product")).scalars().all():
            for person in range(FOLLOWERS):
                row = SubscriptionRow(
                    product_id=product,
                    subscriber=f"person:{person}",
                    created_at=opened.clock() - timedelta(days=1),
                )
                session.add(row)

    opened.write(follow)
    yield opened
    opened.close()
    database.remove()


def _edition(product: int, minor: int):
    name = f"beds-{product}"
    source = a_contract(version=f"1.{minor}.0", identifier=f"urn:{name}", name=name)
    return Ref(agency="doh", product=name), source


def publish_all(runtime, minors):
    """Publish that many editions of every product, one after the other."""
    for minor in minors:
        for product in range(PRODUCTS):
            publishing.publish(runtime, OWNER, *_edition(product, minor))


class Workers:
    """Processes that deliver, as people start them."""

    def __init__(self, settings):
        self._log = settings.home / "workers.log"
        self._environment = {k: v for k, v in os.environ.items() if k[:8] != "CHARTER_"} | {
            "CHARTER_HOME": str(settings.home),
            "CHARTER_DATABASE_URL": settings.database,
        }
        self.running = []

    def start(self):
        """Start one more."""
        with self._log.open("ab") as out:
            command = [sys.executable, "-m", "registry", "worker"]
            process = subprocess.Popen(command, env=self._environment, stdout=out, stderr=out)
        self.running.append(process)

    def kill_oldest(self):
        """Kill the oldest as nothing can be caught, and wait until it is gone."""
        process = self.running.pop(0)
        assert process.poll() is None, self.log
        process.kill()
        process.wait()

    def wait_until_ready(self, count):
        """Wait until so many have begun, of all that were started."""
        wait_until(lambda: self.log.count("Charter delivers") >= count, lambda: self.log)

    @property
    def log(self):
        """What they have written so far."""
        return self._log.read_text()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for process in self.running:
            process.kill()
            process.wait()


def wait_until(is_so, told=lambda: "", within_s=60.0):
    """Wait for other processes."""
    end = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < end, told()
        time.sleep(0.02)


def assert_all_was_told_once_and_in_order(runtime):
    """Every event reached every follower, none of them twice, and each product's in its order."""
    with runtime.read() as session:
        events = session.execute(
            select(AuditEventRow.seq, AuditEventRow.subject_id)
            .where(AuditEventRow.type == "contract.activated")
            .order_by(AuditEventRow.seq)
        ).all()
        delivered = session.execute(
            select(NoticeRow.recipient, NoticeRow.product_id, NoticeRow.audit_seq).order_by(
                NoticeRow.id
            )
        ).all()
    expected = sorted((f"person:{person}", seq) for seq, _ in events for person in range(FOLLOWERS))
    assert sorted((recipient, seq) for recipient, _, seq in delivered) == expected
    in_order: dict[tuple[str, int], list[int]] = {}
    for recipient, product, seq in delivered:
        in_order.setdefault((recipient, product), []).append(seq)
    assert all(seqs == sorted(seqs) for seqs in in_order.values())
    with runtime.read() as session:  # nor did one of them stumble over what another had done
        assert set(session.scalars(select(OutboxRow.trouble))) == {""}


def test_several_workers_share_the_work(shared):
    """What waited for them and what is written meanwhile: in order, and everything once."""
    publish_all(shared, range(1, 9))
    with Workers(shared.settings) as workers:
        for _ in range(3):
            workers.start()
        writers = [
            threading.Thread(target=publish_some, args=(shared, products))
            for products in (range(6), range(6, 12))
        ]
        for each in writers:
            each.start()
        for each in writers:
            each.join()
        wait_until(lambda: outbox.lag(shared)[0] == 0, lambda: workers.log)

    assert_all_was_told_once_and_in_order(shared)


def publish_some(runtime, products):
    """Publish ten editions of these products."""
    for minor in range(9, 19):
        for product in products:
            publishing.publish(runtime, OWNER, *_edition(product, minor))


def test_a_killed_worker_keeps_nothing_back(shared):
    """Its claims are free at once: nothing is lost, nothing told twice, and others go on."""
    kills_in_flight = 0
    with Workers(shared.settings) as workers:
        for _ in range(2):
            workers.start()
        workers.wait_until_ready(2)
        for number in range(KILLS):
            publish_all(shared, range(4 * number + 1, 4 * number + 5))
            kills_in_flight += outbox.lag(shared)[0] > 0
            workers.kill_oldest()
            workers.start()
        wait_until(lambda: outbox.lag(shared)[0] == 0, lambda: workers.log)
    print(f"\n{KILLS} kills, {kills_in_flight} with rows waiting")  # noqa: T201 (shown with -s)

    assert_all_was_told_once_and_in_order(shared)


def test_a_worker_that_is_killed_with_rows_in_its_hands_gives_them_back_at_once(shared):
    """It is stopped in the middle of a transaction that has claimed rows, and killed there.

    Another one must not wait until some lease is over: the locks end with the connection.
    """
    for number in range(KILLS):
        with Workers(shared.settings) as workers:
            workers.start()
            workers.wait_until_ready(1 + number)  # they share a log
            # A lock on the table of notices holds the worker between claim and delivery.
            blocker = shared._writer._engine.connect()
            blocker.execute(text("LOCK TABLE notice IN EXCLUSIVE MODE"))
            publish_all(shared, [number + 1])
            wait_until(lambda: is_claimed(shared), lambda: workers.log)
            waiting = outbox.lag(shared)[0]
            workers.kill_oldest()
            blocker.rollback()
            blocker.close()
        wait_until(lambda: not is_claimed(shared), within_s=2.0)
        assert outbox.lag(shared)[0] == waiting >= PRODUCTS
    with Workers(shared.settings) as workers:
        workers.start()
        wait_until(lambda: outbox.lag(shared)[0] == 0, lambda: workers.log)

    assert_all_was_told_once_and_in_order(shared)


def is_claimed(runtime):
    """Whether some row that waits is locked by somebody."""
    query = "SELECT count(*) FROM outbox WHERE sink = 'notices' AND settled_at IS NULL"
    free = (
        "SELECT count(*) FROM (SELECT seq FROM outbox WHERE sink = 'notices'"
        " AND settled_at IS NULL FOR UPDATE SKIP LOCKED) AS free"
    )
    with runtime._writer._engine.connect() as connection:
        counts = [connection.execute(text(each)).scalar_one() for each in (query, free)]
        connection.rollback()
    return counts[1] < counts[0]


def test_a_worker_stops_when_it_is_told_to(shared):
    """After the transaction at hand, with a good conscience."""
    with Workers(shared.settings) as workers:
        workers.start()
        workers.wait_until_ready(1)
        (process,) = workers.running
        process.send_signal(signal.SIGTERM)

        assert process.wait(timeout=15) == 0
        assert "has stopped delivering" in workers.log


def test_a_server_without_worker_leaves_it_to_others(shared):
    """And one with a worker does it by itself."""
    with served(shared.settings, "--no-worker"):
        publish_all(shared, [1])
        time.sleep(2.5)
        waiting = outbox.lag(shared)[0]
    with served(shared.settings):
        wait_until(lambda: outbox.lag(shared)[0] == 0)

    assert waiting == 2 * PRODUCTS
    assert_all_was_told_once_and_in_order(shared)
