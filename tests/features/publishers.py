"""Who publishes while something is killed? Eight callers, who write down what they were told."""

import hashlib
import http.client
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import select

from registry import catalog, relay, upkeep
from registry.identity import SYSTEM
from registry.recording import INDEX
from registry.store.feed import NOTICES
from registry.store.tables import AuditEventRow, OutboxRow, ProductRow
from registry.verifying import verify_store

TEXT = """\
apiVersion: v3.1.0
kind: DataContract
id: beds-{thread}
name: beds-{thread}
version: 1.{number}.0
status: active
description: {{purpose: "Beds, edition {number}.", usage: Planning., limitations: None.}}
schema:
  - name: beds
    logicalType: object
    physicalType: table
    description: One row for each hospital.
    properties:
      - {{name: id, logicalType: string, required: true, primaryKey: true, description: Key.}}
"""
THREADS = 8


class Publishers:
    """Callers who publish editions of a product each until they are stopped."""

    def __init__(self, token: str) -> None:
        self._token = token
        self._next = [1] * THREADS
        self._stopping = threading.Event()
        self._enough = threading.Event()
        self._is_failed = False  # nobody waits for a server that does not come back
        self.acknowledged: dict[tuple[str, str], str] = {}  # (product, version) -> digest
        self.statuses: set[int] = set()

    def run(self, server, *, after: int, then, patient: bool) -> None:
        """Publish; once *after* were acknowledged, do *then*, and stop.

        Whoever is *patient* sends the same again where it was not acknowledged, until it is.
        """
        wanted = len(self.acknowledged) + after
        self._stopping.clear()
        self._enough.clear()
        with ThreadPoolExecutor(THREADS) as pool:
            work = [
                pool.submit(self._publish, server, thread, wanted, patient=patient)
                for thread in range(THREADS)
            ]
            try:
                assert self._enough.wait(60), self.statuses
                then()
            finally:
                self._stopping.set()
                self._is_failed = sys.exc_info()[0] is not None
            for each in work:
                each.result()

    def begin_again(self) -> None:
        """Go on with what is surely new, where what was in flight may be there or not."""
        self._next = [max(self._next) + 1] * THREADS

    def _publish(self, server, thread: int, wanted: int, *, patient: bool) -> None:
        while not self._stopping.is_set():
            number = self._next[thread]
            source = TEXT.format(thread=thread, number=number).encode()
            while not self._is_acknowledged(server, thread, source):
                if not patient or self._is_failed:
                    return
                time.sleep(0.05)
            self.acknowledged[f"beds-{thread}", f"1.{number}.0"] = hashlib.sha256(
                source
            ).hexdigest()
            self._next[thread] += 1
            if len(self.acknowledged) >= wanted:
                self._enough.set()

    def _is_acknowledged(self, server, thread: int, source: bytes) -> bool:
        try:
            told = server.publish(self._token, f"beds-{thread}", source)
        except (OSError, http.client.HTTPException):
            return False
        self.statuses.add(told.status)
        assert told.status in {200, 201, 503}, told.body
        return told.status < 400


def assert_all_is_there(opened, acknowledged: dict[tuple[str, str], str]) -> None:
    """Every version has its bytes, audit row and outbox row, and search agrees in a moment."""
    for (slug, version), digest in acknowledged.items():
        original = catalog.original(opened, SYSTEM, "doh", slug, version)
        assert hashlib.sha256(original.source).hexdigest() == original.digest == digest
    with opened.read() as session:
        events = session.execute(
            select(AuditEventRow.seq, AuditEventRow.subject_id, AuditEventRow.body).where(
                AuditEventRow.type == "contract.activated"
            )
        ).all()
        told, noted = (
            list(session.scalars(select(OutboxRow.audit_seq).where(OutboxRow.sink == sink)))
            for sink in (INDEX, NOTICES)
        )
        revisions = sum(session.scalars(select(ProductRow.revision)))
    audited = [
        (subject.removeprefix("doh/"), body.split(b'"version":"')[1].split(b'"')[0].decode())
        for _, subject, body in events
    ]
    assert set(acknowledged) <= set(audited)
    assert len(audited) == len(set(audited))
    assert {seq for seq, _, _ in events} <= set(told)
    assert sorted(seq for seq, _, _ in events) == sorted(noted)
    assert revisions == len(told) == len(set(told))
    assert verify_store(opened).troubles == ()
    running = relay.Relay(opened).start()
    end = time.monotonic() + 20
    while relay.lag(opened)[0] or not upkeep.verify(opened).is_clean:
        assert time.monotonic() < end, (relay.lag(opened), opened.indexing_trouble)
        time.sleep(0.05)
    running.stop()
