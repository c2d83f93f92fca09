"""Does the search index hear of everything, once, in order, whatever happens?"""

import shutil
import sqlite3
import time
from contextlib import closing

import msgspec
import pytest
from sqlalchemy import delete, select, update

from registry import catalog, discovery, lifecycle, publishing, relay, upkeep
from registry.errors import UnavailableError
from registry.publishing import Ref
from registry.questions import Question
from registry.recording import INDEX
from registry.relay import Relay
from registry.runtime import Runtime, open_runtime
from registry.store.tables import OutboxRow, SearchIndexRow
from search.backend import BackendUnavailableError
from tests.registry.hospital import OWNER, WIDER, a_contract
from tests.search.stored import revisions

BEDS = Ref(agency="doh", product="hospital-beds")


def found(runtime, text="beds"):
    """Return what a search finds, as (slug, version, status)."""
    page = discovery.search(runtime, OWNER, Question(text=text))
    return [(each.product.slug, each.product.version, each.product.state) for each in page.items]


def wait_until(is_so, *, within_s=10.0):
    """Wait for the relay's thread."""
    end = time.monotonic() + within_s
    while not is_so():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


class Broken:
    """An engine that does not answer for a while, in front of the real one."""

    def __init__(self, engine, failures):
        self._engine = engine
        self.failures = failures

    def __getattr__(self, name):
        """Pass everything on, or fail."""
        if self.failures > 0 and name in {"apply", "search", "cursor", "identity", "rebuild"}:
            self.failures -= 1
            raise BackendUnavailableError("The engine is away.")
        return getattr(self._engine, name)


def test_what_is_published_is_found(runtime):
    """After the relay has run; and no more waits."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())

    assert relay.drain(runtime) == 2
    assert found(runtime) == [("hospital-beds", "1.0.0", "active")]
    assert relay.lag(runtime) == (0, 0.0)


def test_a_running_relay_follows_by_itself(runtime):
    """Nobody has to ask for it."""
    running = Relay(runtime).start()
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    publishing.publish(runtime, OWNER, BEDS, a_contract(version="1.1.0", columns=WIDER))

    wait_until(lambda: found(runtime) == [("hospital-beds", "1.1.0", "active")])
    running.stop()


def test_publishing_goes_on_while_the_engine_is_away(runtime):
    """Search is disposable; publishing is not."""
    runtime._search = broken = Broken(runtime.search, failures=10**6)
    running = Relay(runtime).start()
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    wait_until(lambda: runtime.indexing_trouble)

    assert not upkeep.health(runtime).search
    assert upkeep.health(runtime).waiting == 2
    with pytest.raises(UnavailableError):
        discovery.search(runtime, OWNER, Question(text="beds"))
    broken.failures = 0
    wait_until(lambda: found(runtime) and not runtime.indexing_trouble)
    running.stop()
    assert upkeep.health(runtime).search


def test_what_was_indexed_but_not_remembered_is_no_harm(runtime):
    """A crash between the engine's commit and the store's."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    relay.drain(runtime)
    runtime.write(lambda session: session.execute(update(SearchIndexRow).values(cursor=0)).close())

    relay.drain(runtime)

    assert upkeep.verify(runtime).is_clean
    assert found(runtime) == [("hospital-beds", "1.0.0", "active")]


def test_an_index_that_was_lost_is_rebuilt_at_the_start(runtime, settings, clock, lose):
    """The index is disposable."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    relay.drain(runtime)
    runtime.search.close()
    lose(settings.home / "index")
    runtime._search = None

    relay.drain(runtime)

    assert found(runtime) == [("hospital-beds", "1.0.0", "active")]


@pytest.mark.embedded
def test_a_restored_old_index_is_rebuilt_at_the_start(runtime, settings, lose):
    """A backup of the index from before is behind what the store says it told."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    relay.drain(runtime)
    runtime.search.close()
    shutil.copytree(settings.home / "index", settings.home / "old")
    publishing.publish(runtime, OWNER, BEDS, a_contract(version="1.1.0", columns=WIDER))
    runtime._search = None
    relay.drain(runtime)
    runtime.search.close()
    lose(settings.home / "index")
    shutil.move(settings.home / "old", settings.home / "index")
    runtime._search = None

    relay.drain(runtime)

    assert found(runtime) == [("hospital-beds", "1.1.0", "active")]


def publish_some(runtime, count, *, start=0):
    """Publish products that are found by the word beds."""
    for number in range(start, start + count):
        ref = Ref(agency="doh", product=f"beds-{number}")
        publishing.publish(runtime, OWNER, ref, a_contract(identifier=f"id-{number}"))


def test_an_index_that_is_lost_under_a_running_relay_is_rebuilt(runtime, settings, lose):
    """Somebody tidies up. What is published next must not be all that is ever found."""
    publish_some(runtime, 3)
    running = Relay(runtime).start()
    wait_until(lambda: len(found(runtime)) == 3 and not relay.lag(runtime)[0])
    lose(settings.home / "index")

    publish_some(runtime, 1, start=3)

    wait_until(lambda: not relay.is_behind(runtime) and not relay.lag(runtime)[0])
    running.stop()
    assert not upkeep.health(runtime).trouble
    assert upkeep.verify(runtime).is_clean


def test_an_index_that_is_lost_between_two_changes_is_rebuilt_before_they_settle(
    runtime, settings, lose
):
    """The engine begins an empty one by itself, which then knows the highest cursor."""
    publish_some(runtime, 3)
    relay.drain(runtime)
    lose(settings.home / "index")
    publish_some(runtime, 1, start=3)
    relay.drain(runtime)

    assert upkeep.verify(runtime).is_clean
    assert relay.lag(runtime)[0] == 0


def test_a_lost_index_does_not_say_that_there_is_nothing(runtime, settings, clock, lose):
    """Until it is filled again, the honest answer is that there is none."""
    publish_some(runtime, 1)
    relay.drain(runtime)
    runtime.close()
    lose(settings.home / "index")
    opened = open_runtime(settings, clock=clock)

    with pytest.raises(UnavailableError, match="built anew"):
        found(opened)

    relay.drain(opened)
    assert len(found(opened)) == 1
    assert found(opened, "nothing-like-it") == []
    opened.close()


class Losing:
    """An engine whose folder is removed just before it is written to."""

    def __init__(self, engine, lose_folder):
        self._engine = engine
        self._lose_folder = lose_folder

    def __getattr__(self, name):
        """Pass everything on."""
        return getattr(self._engine, name)

    def apply(self, *changes, cursor):
        """Lose the folder, then write."""
        self._lose_folder()
        self._engine.apply(*changes, cursor=cursor)


def test_an_index_that_is_lost_while_it_is_told_is_rebuilt(runtime, settings, lose):
    """Whenever it happens, no row is settled of which the index does not know."""
    publish_some(runtime, 3)
    relay.drain(runtime)
    publish_some(runtime, 1, start=3)
    runtime._search = Losing(runtime.search, lambda: lose(settings.home / "index"))
    relay.drain(runtime)

    assert upkeep.verify(runtime).is_clean
    assert relay.lag(runtime)[0] == 0


@pytest.mark.embedded
def test_an_index_that_was_away_learns_what_it_has_missed(runtime, settings, lose):
    """Its own cursor says nothing of what another index was told meanwhile."""
    index, away = settings.home / "index", settings.home / "away"
    publish_some(runtime, 3)
    relay.drain(runtime)
    index.rename(away)
    publish_some(runtime, 1, start=3)
    relay.drain(runtime)
    lose(index)
    away.rename(index)

    assert upkeep.health(runtime).waiting == 2
    relay.drain(runtime)

    assert len(found(runtime)) == 4
    assert upkeep.verify(runtime).is_clean
    assert not upkeep.health(runtime).waiting


@pytest.mark.sqlite
def test_an_index_that_is_ahead_of_a_restored_database_is_rebuilt(runtime, settings, clock):
    """It would hold back what is published under revisions that it has seen already."""
    database = settings.home / "charter.db"
    publish_some(runtime, 1)
    relay.drain(runtime)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("VACUUM INTO ?", [str(settings.home / "backup.db")])
    publish_some(runtime, 1, start=1)
    relay.drain(runtime)
    runtime.close()
    for file in settings.home.glob("charter.db*"):
        file.unlink()
    (settings.home / "backup.db").rename(database)

    opened = open_runtime(settings, clock=clock)
    relay.drain(opened)

    assert upkeep.verify(opened).is_clean
    opened.close()


def test_an_index_of_a_database_that_remembers_nothing_is_rebuilt(runtime):
    """Older databases do not say which index they told."""
    publish_some(runtime, 2)
    relay.drain(runtime)
    runtime.search.rebuild([], cursor=runtime.search.cursor())
    runtime.write(lambda session: session.execute(delete(SearchIndexRow)).close())

    relay.drain(runtime)

    assert upkeep.verify(runtime).is_clean


def test_a_fresh_registry_has_no_trouble_and_no_index(runtime, settings):
    """Nothing was told yet, so nothing is amiss."""
    assert relay.drain(runtime) == 0
    assert not upkeep.health(runtime).trouble
    assert not (settings.home / "index").exists()


@pytest.mark.embedded
def test_an_index_that_cannot_be_opened_answers_nothing(runtime, settings):
    """No products is an answer; it must not be given for a question that nobody could ask."""
    publish_some(runtime, 1)
    (settings.home / "index").write_text("")

    with pytest.raises(UnavailableError):
        found(runtime)
    assert not upkeep.health(runtime).search

    (settings.home / "index").unlink()
    relay.drain(runtime)
    assert len(found(runtime)) == 1


def test_what_waits_survives_a_restart(settings, clock, runtime):
    """The outbox is in the database, not in anybody's memory."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    runtime.close()

    opened = open_runtime(settings, clock=clock)
    running = Relay(opened).start()
    wait_until(lambda: found(opened) == [("hospital-beds", "1.0.0", "active")])
    running.stop()
    opened.close()


def test_verify_names_what_differs_and_rebuild_mends_it(runtime):
    """Drift is visible and one command away from its end."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    relay.drain(runtime)
    runtime.search.apply([], {"doh/hospital-beds": 99})
    drift = upkeep.verify(runtime)

    assert drift.missing == ("doh/hospital-beds",)
    assert upkeep.rebuild(runtime) == 1
    assert upkeep.verify(runtime).is_clean


def test_one_document_and_all_documents_are_made_by_the_same_function(runtime):
    """So that a rebuild never changes what is found."""
    for number in range(3):
        ref = Ref(agency="doh", product=f"beds-{number}")
        publishing.publish(runtime, OWNER, ref, a_contract(identifier=f"id-{number}"))
    relay.drain(runtime)
    before = revisions(runtime.search)

    relay.rebuild(runtime)

    assert revisions(runtime.search) == before


def test_every_step_of_a_version_reaches_the_index(runtime):
    """Proposals are found as proposals, retired products as retired."""
    publishing.publish(runtime, OWNER, BEDS, a_contract(status="proposed"))
    relay.drain(runtime)
    seen = [found(runtime)[0][2]]
    lifecycle.activate(runtime, OWNER, BEDS, "1.0.0")
    relay.drain(runtime)
    seen.append(found(runtime)[0][2])
    lifecycle.deprecate(runtime, OWNER, BEDS, "1.0.0", reason="old")
    relay.drain(runtime)
    seen.append(found(runtime)[0][2])

    assert seen == ["proposed", "active", "deprecated"]


def test_every_change_of_a_product_has_its_outbox_row(runtime):
    """As many as the product has revisions."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    publishing.publish(runtime, OWNER, BEDS, a_contract(version="1.1.0", columns=WIDER))

    with runtime.read() as session:
        count = len(session.scalars(select(OutboxRow.seq).where(OutboxRow.sink == INDEX)).all())
    assert count == catalog.product(runtime, OWNER, "doh", "hospital-beds").revision


def test_two_processes_follow_each_with_an_index_of_its_own(runtime, settings, clock):
    """What one of them publishes, both find; neither takes the other's changes away."""
    other = Runtime(
        msgspec.structs.replace(
            settings, home=settings.home / "other", database_url=settings.database
        ),
        clock=clock,
    )
    for number, here in enumerate((runtime, other, runtime)):
        publish_some(here, 1, start=number)
        relay.drain(runtime)
        relay.drain(other)

    assert len(found(runtime)) == len(found(other)) == 3
    assert upkeep.verify(runtime).is_clean
    assert upkeep.verify(other).is_clean
    assert relay.lag(runtime) == relay.lag(other) == (0, 0.0)
    other.close()
