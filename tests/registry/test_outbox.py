"""Is everything delivered once, in order, and what cannot be, left where somebody finds it?"""

from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from registry import audit, delivery, notices, outbox, pruning, publishing, relay, upkeep, waivers
from registry.delivery import Worker
from registry.errors import InvalidRequestError, NotAllowedError, NotFoundError
from registry.identity import SYSTEM, RoleName
from registry.publishing import Ref
from registry.recording import INDEX
from registry.runtime import Runtime, open_runtime
from registry.store.feed import NOTICES
from registry.store.notice_tables import NoticeRow, SubscriptionRow
from registry.store.tables import OutboxRow, SearchIndexRow
from registry.verifying import verify_store
from tests.registry.hospital import OWNER, WIDER, a_contract, person
from tests.registry.test_relay import wait_until
from tests.search.stored import revisions

BEDS = Ref(agency="doh", product="hospital-beds")
VISITS = Ref(agency="doh", product="visits")
ADMIN = person(RoleName.REGISTRY_ADMIN, "*")
STRANGER = person(RoleName.AGENCY_CDO)


def publish(runtime, ref=BEDS, version="1.0.0"):
    """Publish a version; each has more columns than the one before."""
    columns = WIDER if version != "1.0.0" else WIDER[:-1]
    name = f"doh-{ref.product}"
    source = a_contract(version=version, columns=columns, identifier=f"urn:{name}", name=name)
    publishing.publish(runtime, OWNER, ref, source)


def follow_all(runtime):
    """Let one person follow every product, from the beginning of time."""

    def work(session):
        for product in session.execute(text("SELECT id FROM product")).scalars().all():
            session.add(
                SubscriptionRow(
                    product_id=product,
                    subscriber=OWNER.id,
                    created_at=runtime.clock() - timedelta(days=999),
                )
            )

    runtime.write(work)


def told(runtime):
    """Return what the follower was told, in the order in which that was delivered."""
    with runtime.read() as session:
        return list(session.scalars(select(NoticeRow.sentence).order_by(NoticeRow.id)))


def rows(runtime, sink=NOTICES):
    """Return the outbox rows of a sink."""
    with runtime.read() as session:
        query = select(OutboxRow).where(OutboxRow.sink == sink).order_by(OutboxRow.seq)
        return list(session.scalars(query))


def damage(runtime, *, product="visits", body=b'{"id": "damaged"}'):
    """Make every event of a product unreadable; return what its events were."""
    where = "WHERE subject_id = :subject AND type LIKE 'contract.%'"
    given = {"subject": f"doh/{product}"}
    with runtime.read() as session:
        query = f"SELECT seq, body FROM audit_event {where}"  # noqa: S608 # our own words
        was = [(seq, bytes(kept)) for seq, kept in session.execute(text(query), given)]
    set_bodies(runtime, [(seq, body) for seq, _ in was])
    return was


def set_bodies(runtime, bodies):
    """Write the bytes of events."""
    statement = text("UPDATE audit_event SET body = :body WHERE seq = :seq")

    def work(session):
        for seq, body in bodies:
            session.execute(statement, {"seq": seq, "body": body})

    runtime.write(work)


@pytest.fixture
def two(runtime):
    """Return a registry where two products have a version each, and somebody follows both."""
    publish(runtime, VISITS)
    publish(runtime)
    follow_all(runtime)
    return runtime


def fail_often(runtime, clock, times):
    """Try that often, each time after the longest pause."""
    for _ in range(times):
        delivery.drain(runtime)
        clock.advance(hours=2)


def test_what_happened_is_delivered_once_and_in_order(two):
    """And nothing waits afterwards."""
    publish(two, version="1.1.0")
    assert outbox.lag(two) == (3, 0.0)

    assert delivery.drain(two) == 3
    assert delivery.drain(two) == 0
    assert outbox.lag(two) == (0, 0.0)
    assert told(two) == [
        "Version 1.0.0 of Visits is in force.",
        "Version 1.0.0 of Hospital beds is in force.",
        "Version 1.1.0 of Hospital beds is in force.",
    ]


def test_one_transaction_takes_the_oldest_row_of_each_product(two):
    """A second version waits for the first, and no product for another."""
    publish(two, version="1.1.0")

    assert outbox.deliver(two, notices.carry) == outbox.Batch(claimed=2, settled=2)
    assert outbox.deliver(two, notices.carry) == outbox.Batch(claimed=1, settled=1)


def test_a_row_that_fails_holds_back_its_own_product_alone(two, clock):
    """Until its turn comes again, later by each time."""
    publish(two, VISITS, "1.1.0")
    was = damage(two)

    assert delivery.drain(two) == 1
    first, _, second = rows(two)
    assert (first.attempts, second.attempts) == (1, 0)
    assert first.trouble.startswith("ValidationError")
    assert clock() < first.next_at <= clock() + timedelta(seconds=2)
    assert not outbox.is_due(two)
    clock.advance(seconds=3)
    assert delivery.drain(two) == 0
    assert rows(two)[0].next_at - clock() > timedelta(seconds=1.9)

    set_bodies(two, was)
    clock.advance(seconds=5)
    assert delivery.drain(two) == 2
    assert [row.settled_at is None for row in rows(two)] == [False] * 3
    assert told(two)[1:] == [
        "Version 1.0.0 of Visits is in force.",
        "Version 1.1.0 of Visits is in force.",
    ]


def test_after_ten_attempts_it_is_a_dead_letter_and_its_product_goes_on(two, clock):
    """What is newer was kept back as long as order demands."""
    publish(two, VISITS, "1.1.0")
    was = damage(two)
    set_bodies(two, was[1:])  # the second event is sound

    fail_often(two, clock, outbox.ATTEMPTS - 1)
    assert (outbox.dead_letters(two), outbox.lag(two)[0]) == (0, 2)
    assert delivery.drain(two) == 1

    dead = rows(two)[0]
    assert (dead.attempts, dead.dead_at, dead.settled_at) == (outbox.ATTEMPTS, clock(), None)
    assert (outbox.dead_letters(two), outbox.lag(two)[0]) == (1, 0)
    assert told(two)[1:] == ["Version 1.1.0 of Visits is in force."]
    health = upkeep.health(two)
    assert (health.undelivered, health.dead_letters) == (0, 1)
    assert upkeep.undelivered(two) == (0, 0.0, 1)
    (letter,) = outbox.letters(two, ADMIN)
    assert (letter.id, letter.product, letter.event) == (
        dead.seq,
        "doh/visits",
        "contract.activated",
    )
    assert letter.trouble.startswith("ValidationError")


@pytest.mark.parametrize("by_name", [True, False])
def test_a_dead_letter_is_mended_and_tried_anew(two, clock, by_name):
    """By its number, or with all others."""
    was = damage(two)
    fail_often(two, clock, outbox.ATTEMPTS)
    set_bodies(two, was)
    (letter,) = outbox.letters(two, ADMIN)

    assert outbox.retry(two, ADMIN, letter.id if by_name else None) == 1
    assert delivery.drain(two) == 1
    assert outbox.dead_letters(two) == 0
    assert len(told(two)) == 2


def test_a_dead_letter_is_dropped_with_a_reason(two, clock):
    """Nobody is told, and the trail says why."""
    damage(two)
    fail_often(two, clock, outbox.ATTEMPTS)
    (letter,) = outbox.letters(two, ADMIN)

    with pytest.raises(InvalidRequestError):
        outbox.drop(two, ADMIN, letter.id, reason=" ")
    outbox.drop(two, ADMIN, letter.id, reason="Nobody needs it.")

    assert outbox.letters(two, ADMIN) == []
    assert outbox.dead_letters(two) == 0
    newest = audit.events(two, SYSTEM, "doh").items[0]
    assert (newest.type, newest.subject) == ("notice.dropped", "doh/visits")
    assert newest.body["reason_text"] == "Nobody needs it."
    with pytest.raises(NotFoundError):
        outbox.drop(two, ADMIN, letter.id, reason="Again.")
    with pytest.raises(NotFoundError):
        outbox.retry(two, ADMIN, letter.id)
    with pytest.raises(NotFoundError):
        outbox.retry(two, ADMIN, 10**30)


def test_only_an_administrator_sees_and_mends_letters(two):
    """They name products of every agency, hidden ones as well."""
    for call in (
        lambda: outbox.letters(two, STRANGER),
        lambda: outbox.retry(two, STRANGER),
        lambda: outbox.drop(two, STRANGER, 1, reason="Mine."),
    ):
        with pytest.raises(NotAllowedError):
            call()


def test_a_delivery_that_was_made_already_is_made_again_without_harm(two):
    """A row that an administrator brings back by hand tells nobody twice."""
    delivery.drain(two)
    before = told(two)
    two.write(lambda session: session.execute(update(OutboxRow).values(settled_at=None)).close())

    assert delivery.drain(two) == 2
    assert told(two) == before


def test_a_running_worker_delivers_by_itself(two):
    """Nobody has to ask for it, and what is published meanwhile is no exception."""
    running = Worker(two).start()
    wait_until(lambda: len(told(two)) == 2)
    publish(two, version="1.1.0")

    wait_until(lambda: len(told(two)) == 3, within_s=0.9)
    running.stop()


def test_what_waits_survives_a_restart(two, settings, clock):
    """The outbox is in the database, not in anybody's memory."""
    two.close()
    opened = open_runtime(settings, clock=clock)

    assert delivery.drain(opened) == 2
    assert len(told(opened)) == 2
    opened.close()


def test_a_worker_goes_on_when_the_database_was_away(two, monkeypatch, caplog):
    """It is not the fault of any row, so none counts as tried."""
    write, failures = two.write, iter([OSError("away")])

    def failing(work):
        error = next(failures, None)
        if error:
            raise error
        return write(work)

    monkeypatch.setattr(two, "write", failing)
    running = Worker(two).start()
    wait_until(lambda: len(told(two)) == 2)
    running.stop()

    assert "will try again" in caplog.text
    assert {row.attempts for row in rows(two)} == {0}


def test_an_idle_worker_writes_nothing(two):
    """Each look at the outbox would be a commit, and wake it again."""
    delivery.drain(two)
    two.undelivered.clear()
    running = Worker(two).start()
    two.undelivered.wait(0.3)
    woken = two.undelivered.is_set()
    running.stop()

    assert not woken


def test_what_is_done_is_forgotten_in_time(two, clock):
    """What is not done never is; and the newest row of the index stays."""
    relay.drain(two)
    damage(two)
    delivery.drain(two)
    assert pruning.prune(two) == 0
    clock.advance(days=31)

    assert pruning.prune(two) == 1 + 3
    assert [row.settled_at for row in rows(two)] == [None]
    assert len(rows(two, INDEX)) == 1
    assert not relay.is_behind(two)
    assert relay.lag(two)[0] == 0


def test_nothing_is_forgotten_that_an_index_has_not_heard_of(two, clock, settings):
    """Another server may be behind; one that was silent for long is itself forgotten."""
    relay.drain(two)
    publish(two, version="1.1.0")
    slow = Runtime(settings.__class__(home=settings.home / "slow", database_url=settings.database))
    slow.clock = clock
    relay.drain(slow)
    clock.advance(days=20)
    publish(two, version="1.2.0")
    relay.drain(two)
    clock.advance(days=20)

    before = len(rows(two, INDEX))
    pruning.prune(two, kept=timedelta(days=1))
    assert len(rows(two, INDEX)) < before
    with two.read() as session:
        assert len(session.scalars(select(SearchIndexRow.identity)).all()) == 1
    assert relay.is_behind(slow)
    slow.close()


def test_without_an_index_nothing_of_it_is_forgotten(two, clock):
    """A registry whose servers never ran has told nobody."""
    clock.advance(days=400)
    before = len(rows(two, INDEX))

    pruning.prune(two)

    assert len(rows(two, INDEX)) == before


def test_a_new_index_learns_what_the_outbox_has_forgotten(two, clock, settings, lose):
    """A restored registry remembers no index, and its outbox no beginning."""
    relay.drain(two)
    clock.advance(days=31)
    pruning.prune(two)
    two.search.close()
    two._search = None
    lose(settings.home / "index")
    two.write(lambda session: session.execute(text("DELETE FROM search_index")).close())

    relay.drain(two)

    assert revisions(two.search).keys() == {"doh/hospital-beds", "doh/visits"}


def test_a_pruned_registry_is_whole(two, clock):
    """`charter db verify` knows what has gone, and still sees what is missing."""
    relay.drain(two)
    damaged = damage(two)
    delivery.drain(two)
    set_bodies(two, damaged)
    clock.advance(days=31)
    pruning.prune(two)
    assert verify_store(two).troubles == ()

    publish(two, version="1.1.0")
    publish(two, version="1.2.0")
    newest = rows(two, INDEX)[-2].seq
    statement = text("DELETE FROM outbox WHERE seq = :seq")
    two.write(lambda session: session.execute(statement, {"seq": newest}).close())
    assert any("never hears" in each for each in verify_store(two).troubles)


def test_the_end_of_a_waiver_is_told_as_well(two, clock):
    """Whoever reads the product wants to know what it is excused from."""
    delivery.drain(two)
    cdo = person(RoleName.AGENCY_CDO)
    until = clock().date()
    waivers.grant(two, cdo, BEDS, "0123456789abcdef", reason="Secret.", until=until)
    clock.advance(days=2)
    waivers.expire(two)
    delivery.drain(two)

    assert [each.partition(" on ")[0] for each in told(two)[2:]] == [
        "Somebody answers for a finding",
        "A waiver",
    ]
