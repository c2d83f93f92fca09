"""Every statement of a publish fails once, and the disk is full at every size: what is stored?

On PostgreSQL, `tests/engines/test_cut_connections.py` asks the same of connections.
"""

import contextlib
import resource
import signal
import sqlite3

import pytest
from sqlalchemy import event

from registry import catalog, directory, publishing, relay, upkeep
from registry.errors import NotFoundError, UnavailableError
from registry.identity import SYSTEM
from registry.publishing import Ref
from registry.runtime import open_runtime
from registry.verifying import verify_store
from tests.databases import settings_at
from tests.registry.hospital import OWNER, a_contract

pytestmark = pytest.mark.sqlite


@pytest.fixture
def runtime(tmp_path):
    """Return an open registry with the agency doh."""
    opened = open_runtime(settings_at(tmp_path))
    directory.create_agency(opened, SYSTEM, slug="doh", acronym="DOH", name="Health")
    yield opened
    opened.close()


def versions(runtime, product):
    """Return the versions of a product that may not be there."""
    try:
        return [each.version for each in catalog.versions(runtime, SYSTEM, "doh", product)]
    except NotFoundError:
        return []


class Failing:
    """A connection for changes of which *times* statements fail, the commit being the last one."""

    def __init__(self, engine, times) -> None:
        self.times = times
        self.at = 0
        self.count = 0
        event.listen(engine, "do_execute", self._execute)
        self._commit = engine.dialect.do_commit
        engine.dialect.do_commit = self._do_commit

    def arm(self, at):
        """Let statements fail from that number on, counted from now; 0 is none."""
        self.at, self.count = at, 0

    def _execute(self, cursor, statement, parameters, context) -> None:
        del cursor, statement, parameters, context
        self._next()

    def _do_commit(self, connection) -> None:
        self._next()
        self._commit(connection)

    def _next(self) -> None:
        self.count += 1
        if self.at and self.at <= self.count < self.at + self.times:
            raise sqlite3.OperationalError("disk I/O error")


@pytest.mark.parametrize("times", [1, 3])
def test_whatever_statement_fails_a_publish_is_stored_whole_or_not_at_all(runtime, times):
    """The first publish of a product, which makes it, and the next, which supersedes.

    Further statements that fail are those that would undo the first.
    """
    failing = Failing(runtime._writer._engine, times)
    steps = {"stored": 0, "refused": 0}
    at = 0
    while failing.count >= at:
        at += 1
        product = f"beds-{at}"
        ref = Ref(agency="doh", product=product)
        for version in ("1.0.0", "1.0.1"):
            before = versions(runtime, product)
            text = a_contract(identifier=product, version=version)
            failing.arm(at)
            try:
                publishing.publish(runtime, OWNER, ref, text)
            except UnavailableError:
                assert versions(runtime, product) == before
                steps["refused"] += 1
            else:
                assert versions(runtime, product) == [version, *before]
                steps["stored"] += 1
            assert verify_store(runtime).troubles == ()
            reached = failing.count
            failing.arm(0)
            assert publishing.publish(runtime, OWNER, ref, text).version == version
            failing.count = max(failing.count, reached)
        failing.count = reached
    print(f"\n{at - 1} statements: {steps}")  # noqa: T201 (shown with -s)

    assert steps["refused"] > 40
    relay.drain(runtime)
    assert upkeep.verify(runtime).is_clean


@contextlib.contextmanager
def files_of_at_most(size):
    """Let the kernel refuse to write any file beyond *size* bytes, as a full disk would."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
        signal.signal(signal.SIGXFSZ, ignored)


def test_a_disk_that_is_full_at_any_point_stores_whole_publishes_or_nothing(runtime, tmp_path):
    """Refused by the kernel in the midst of the log, a page further each time."""
    log = tmp_path / "charter.db-wal"
    steps = {"stored": 0, "refused": 0}
    number = 0
    room = 0
    while steps["stored"] < 3:
        number += 1
        product = f"beds-{number}"
        ref = Ref(agency="doh", product=product)
        text = a_contract(identifier=product, purpose="Beds. " + "x" * 20_000)
        with files_of_at_most(log.stat().st_size + room):
            try:
                publishing.publish(runtime, OWNER, ref, text)
            except UnavailableError:
                is_stored = False
            else:
                is_stored = True
        steps["stored" if is_stored else "refused"] += 1
        assert versions(runtime, product) == ["1.0.0"] * is_stored
        assert verify_store(runtime).troubles == ()
        assert publishing.publish(runtime, OWNER, ref, text).created is not is_stored
        room += 4096
    print(f"\nfull at {number} sizes: {steps}")  # noqa: T201 (shown with -s)

    assert steps["refused"] > 5
