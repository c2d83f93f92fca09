"""Is what was acknowledged on the disk, and nothing else?"""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import event, select, text

from registry import catalog, publishing
from registry.errors import CharterError, NotFoundError, UnavailableError
from registry.identity import SYSTEM
from registry.publishing import Ref
from registry.runtime import open_runtime
from registry.store.tables import SettingRow
from tests.registry.hospital import OWNER, a_contract

pytestmark = pytest.mark.sqlite

BEDS = Ref(agency="doh", product="hospital-beds")


def remember(name):
    """Return a change that stores *name*."""

    def work(session):
        session.add(SettingRow(name=name, value="x"))
        return name

    return work


def remembered(runtime):
    """Return every name that is stored."""
    with runtime.read() as session:
        return set(session.scalars(select(SettingRow.name)))


@pytest.fixture
def held(runtime):
    """Hold the writer, so that changes gather; return what lets it go on."""
    going, free = threading.Event(), threading.Event()

    def wait(_):
        going.set()
        free.wait()

    blocker = threading.Thread(target=runtime.write, args=(wait,))
    blocker.start()
    going.wait()
    yield free
    free.set()
    blocker.join()


def gathered(runtime, held, *changes):
    """Run *changes* in one group; return what each caller got, value or error."""
    with ThreadPoolExecutor(len(changes)) as pool:
        futures = []
        for change in changes:
            futures.append(pool.submit(runtime.write, change))
            while runtime._writer._jobs.qsize() < len(futures):
                pass
        held.set()
        return [future.exception() or future.result() for future in futures]


def test_changes_that_wait_share_a_commit(runtime, held):
    """The disk is waited for once, not once for each caller."""
    commits = []
    event.listen(runtime._writer._engine, "commit", commits.append)

    results = gathered(runtime, held, *(remember(f"n{number}") for number in range(20)))

    assert results == [f"n{number}" for number in range(20)]
    assert len(commits) == 2  # the one that held, and the twenty


def test_a_change_that_fails_takes_nobody_with_it(runtime, held):
    """Callers share a commit, not a fate."""

    def fail(session):
        session.add(SettingRow(name="half", value="x"))
        session.flush()
        raise NotFoundError("There is no such thing.")

    results = gathered(runtime, held, remember("a"), fail, remember("b"))

    assert [results[0], type(results[1]), results[2]] == ["a", NotFoundError, "b"]
    assert remembered(runtime) == {"a", "b"}


def test_a_commit_that_fails_acknowledges_nothing(runtime, held):
    """A 201 whose transaction was never committed is the nearest peer's worst fault."""

    def orphan(session):
        session.execute(text("PRAGMA defer_foreign_keys = ON"))
        session.execute(text("INSERT INTO product_alias VALUES ('doh', 'x', 12345)"))

    results = gathered(runtime, held, remember("a"), orphan, remember("b"))

    assert [type(result) for result in results] == [UnavailableError] * 3
    assert remembered(runtime) == set()
    assert runtime.write(remember("after")) == "after"


def test_a_publish_whose_commit_fails_is_not_published(runtime):
    """The caller gets an error, the next caller a working registry."""
    failing = [True]

    def refuse(_):
        if failing:
            failing.pop()
            raise OSError("the disk is gone")

    event.listen(runtime._writer._engine, "commit", refuse)

    with pytest.raises(UnavailableError):
        publishing.publish(runtime, OWNER, BEDS, a_contract())
    with pytest.raises(NotFoundError):
        catalog.product(runtime, SYSTEM, "doh", "hospital-beds")
    assert publishing.publish(runtime, OWNER, BEDS, a_contract()).created


def test_a_full_disk_loses_nothing_that_was_acknowledged(runtime):
    """SQLite ends the whole transaction then, savepoints and all."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())

    def limit(pages):
        return lambda session: session.execute(text(f"PRAGMA max_page_count = {pages}")).scalar()

    runtime.write(limit(1))  # SQLite takes the present size instead
    big = a_contract(version="1.0.1", purpose="Free beds. " + "x" * 400_000)
    with pytest.raises(UnavailableError):
        publishing.publish(runtime, OWNER, BEDS, big)
    runtime.write(limit(1_000_000))

    assert [each.version for each in catalog.versions(runtime, SYSTEM, "doh", "hospital-beds")] == [
        "1.0.0"
    ]
    assert publishing.publish(runtime, OWNER, BEDS, big).created


def test_a_change_sees_what_the_one_before_it_did(runtime, held):
    """One after the other, also within a group."""

    def count(session):
        return len(session.scalars(select(SettingRow.name)).all())

    assert gathered(runtime, held, remember("a"), count, remember("b"), count)[1::2] == [1, 2]


def test_a_change_within_a_change_is_refused(runtime):
    """It would wait for itself for ever."""
    with pytest.raises(RuntimeError):
        runtime.write(lambda _: runtime.write(remember("a")))


def test_readers_cannot_write(runtime):
    """There is one door."""
    with pytest.raises(Exception, match="readonly"), runtime.read() as session:
        session.execute(text("INSERT INTO setting VALUES ('a', 'b')"))


def test_nothing_is_taken_in_after_closing(settings):
    """A change that nobody would carry out is refused, not forgotten."""
    opened = open_runtime(settings)
    opened.close()

    with pytest.raises(CharterError):
        opened.write(remember("a"))


def test_the_database_syncs_at_every_commit(runtime):
    """NORMAL would lose the last commits when the power goes."""
    found = runtime.write(
        lambda session: [
            session.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    )

    assert found == ["wal", 2, 1]
