"""A server is killed with eight publishes in flight: is anything lost that it acknowledged?"""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

from sqlalchemy import select

from registry import catalog, directory, relay, upkeep
from registry.identity import SYSTEM
from registry.runtime import open_runtime
from registry.store.tables import AuditEventRow, OutboxRow, ProductRow
from tests.databases import environment_at, settings_at

PUBLISHER = Path(__file__).with_name("publisher.py")
ROUNDS = 2


def killed(home, first, *, after):
    """Run publishers, kill them after that many answers; return (product, version, digest)."""
    command = [sys.executable, str(PUBLISHER), str(first)]
    environment = {**os.environ, **environment_at(home)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        lines = [process.stdout.readline() for _ in range(after)]
        process.kill()
        lines += process.stdout.readlines()
    whole = [line for line in lines if line.endswith("\n")]
    return [tuple(line.split()) for line in whole]


def test_nothing_acknowledged_is_lost_and_the_index_equals_the_store(tmp_path):
    """Every version has its bytes, audit row and outbox row; search agrees after the restart."""
    opened = open_runtime(settings_at(tmp_path))
    directory.create_agency(opened, SYSTEM, slug="doh", acronym="DOH", name="Health")
    opened.close()
    for number in range(ROUNDS):
        acknowledged = killed(tmp_path, 1 + number * 10_000, after=30 + 25 * number)
        assert len(acknowledged) >= 30

        opened = open_runtime(settings_at(tmp_path), serve=True)
        for slug, version, digest in acknowledged:
            original = catalog.original(opened, SYSTEM, "doh", slug, version)
            assert hashlib.sha256(original.source).hexdigest() == original.digest == digest
        assert_whole(opened, {(f"doh/{slug}", version) for slug, version, _ in acknowledged})
        running = relay.Relay(opened).start()
        wait_for_index(opened)
        running.stop()
        assert upkeep.verify(opened).is_clean
        opened.close()


def assert_whole(opened, acknowledged):
    """Every acknowledged version has its audit row, and every audit row its outbox row."""
    with opened.read() as session:
        events = session.execute(
            select(AuditEventRow.seq, AuditEventRow.subject_id, AuditEventRow.body).where(
                AuditEventRow.type == "contract.activated"
            )
        ).all()
        told = set(session.scalars(select(OutboxRow.audit_seq)))
        revisions = sum(session.scalars(select(ProductRow.revision)))
        waiting = len(session.scalars(select(OutboxRow.seq)).all())
    audited = {
        (subject, body.split(b'"version":"')[1].split(b'"')[0].decode())
        for _, subject, body in events
    }
    assert acknowledged <= audited
    assert {seq for seq, _, _ in events} <= told
    assert revisions == waiting


def wait_for_index(opened):
    """Wait until the relay has nothing left to carry."""
    end = time.monotonic() + 20
    while relay.lag(opened)[0] or not upkeep.verify(opened).is_clean:
        assert time.monotonic() < end, (relay.lag(opened), opened.indexing_trouble)
        time.sleep(0.05)
