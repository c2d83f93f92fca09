"""Does a PostgreSQL server keep what was acknowledged, whoever else writes, and whatever fails?"""

import os
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, OperationalError

from registry import catalog, directory, publishing, recording, relay, upkeep
from registry.audit import Event
from registry.errors import UnavailableError
from registry.identity import SYSTEM
from registry.publishing import Ref
from registry.runtime import open_runtime
from registry.settings import Settings, StartError
from registry.store.engine import open_writer
from registry.store.postgres import APPEND_ONLY, grant
from registry.store.tables import SettingRow
from tests.databases import fresh_database
from tests.postgres_server import PostgresServer, shared
from tests.registry.hospital import OWNER, WIDER, a_contract

BEDS = Ref(agency="doh", product="hospital-beds")


@pytest.fixture
def settings(tmp_path):
    """Return settings for a database of the test's own."""
    return Settings(home=tmp_path, database_url=fresh_database())


@pytest.fixture
def runtime(settings):
    """Return an open registry with the agency doh."""
    opened = open_runtime(settings)
    directory.create_agency(opened, SYSTEM, slug="doh", acronym="DOH", name="Health")
    yield opened
    opened.close()


def remember(name, value="x"):
    """Return a change that stores *name*."""

    def work(session):
        session.add(SettingRow(name=name, value=value))
        return name

    return work


def remembered(runtime):
    """Return every name that the tests have stored."""
    with runtime.read() as session:
        return {name for name in session.scalars(select(SettingRow.name)) if name[0] == "n"}


def empty_database(options=""):
    """Return the URL of a database without tables."""
    name = f"e_{threading.get_native_id()}_{len(options)}"
    shared().execute(f"DROP DATABASE IF EXISTS {name}")
    shared().execute(f"CREATE DATABASE {name} {options}")
    return shared().url(name)


def test_readers_cannot_write(runtime):
    """A page can never change anything, whatever its code does."""
    with runtime.read() as session, pytest.raises(DBAPIError, match="read-only"):
        session.execute(text("DELETE FROM setting"))


def test_readers_see_one_moment(runtime):
    """What a page shows belongs together."""
    with runtime.read() as session:
        before = session.scalars(select(SettingRow.name)).all()
        runtime.write(remember("n"))
        assert session.scalars(select(SettingRow.name)).all() == before


def test_servers_that_start_together_prepare_the_database_once(tmp_path):
    """Replicas start at the same moment."""
    url = empty_database()
    homes = [Settings(home=tmp_path / str(number), database_url=url) for number in range(4)]
    with ThreadPoolExecutor(4) as pool:
        for opened in pool.map(open_runtime, homes):
            opened.close()


@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("UPDATE alembic_version SET version_num = '0000'", "charter db upgrade"),
        ("UPDATE alembic_version SET version_num = '9999'", "newer"),
        ("DROP TABLE alembic_version", "not those of Charter"),
        ("DELETE FROM alembic_version", "does not say which schema"),
    ],
)
def test_another_schema_is_refused_with_what_to_do(settings, statement, word):
    """A server never changes or misreads a database by surprise."""
    shared().execute(statement, settings.database.rpartition("/")[2])

    with pytest.raises(StartError, match=word):
        open_runtime(settings)


def test_a_server_that_is_not_there_is_told_in_a_line(tmp_path):
    """Not a page of stack."""
    address = "postgresql://charter@127.0.0.1:1/charter"

    with pytest.raises(StartError, match="cannot be used") as told:
        open_runtime(Settings(home=tmp_path, database_url=address))
    assert "\n" not in str(told.value)


def test_a_network_that_is_cut_is_noticed_within_a_minute(settings):
    """It says nothing, and whoever waits for it would wait for hours."""
    engine = open_writer(settings.database)
    with engine.connect() as connection:
        pgconn = connection.connection.driver_connection.pgconn
        with socket.socket(fileno=os.dup(pgconn.socket)) as line:
            assert line.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)
            silent_s = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE)
            asked_s = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPINTVL)
            asked = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPCNT)
            unsent_ms = line.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT)
    engine.dispose()

    assert silent_s + asked_s * asked <= 60
    assert 0 < unsent_ms <= 60_000


def test_versions_are_ordered_by_code_point_whatever_the_collation(tmp_path):
    """A collation for people sorts 1.0.0-rc.1 and 1.0.0 as words."""
    url = empty_database("LOCALE_PROVIDER icu ICU_LOCALE 'en' TEMPLATE template0")
    opened = open_runtime(Settings(home=tmp_path, database_url=url))
    names = ["nA", "na", "nB", "n~", "n!", "n0", "n-1", "n.1"]
    for name in names:
        opened.write(remember(name))

    with opened.read() as session:
        query = select(SettingRow.name).where(SettingRow.name.in_(names))
        ordered = session.scalars(query.order_by(SettingRow.name)).all()
    opened.close()

    assert ordered == sorted(names)


def test_two_that_store_the_same_at_once_are_one_after_the_other(runtime):
    """The second runs again, and sees what the first has stored."""
    both = threading.Barrier(2)
    runs = []

    def work(session):
        found = session.get(SettingRow, "n")
        runs.append(found is not None)
        if found is None:
            if len(runs) <= 2:
                both.wait(10)
            session.add(SettingRow(name="n", value="x"))
            return "stored"
        return "found"

    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(lambda _: runtime.write(work), range(2)))

    assert results == ["found", "stored"]
    assert runs == [False, False, True]


def test_changes_to_different_products_do_not_wait_for_each_other(runtime):
    """One product is locked, not the registry."""
    other = Ref(agency="doh", product="clinic-beds")
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    publishing.publish(runtime, OWNER, other, a_contract(identifier="clinics"))
    inside, free = threading.Event(), threading.Event()

    def hold(session):
        publishing.Standing(session, BEDS, None)
        inside.set()
        free.wait(10)

    holder = threading.Thread(target=runtime.write, args=(hold,))
    holder.start()
    inside.wait(10)
    text_of_other = a_contract(identifier="clinics", version="1.1.0", columns=WIDER)
    assert publishing.publish(runtime, OWNER, other, text_of_other).created
    free.set()
    holder.join()


def test_a_change_whose_connection_ends_is_not_acknowledged(runtime):
    """The server ends it in the middle; nothing of it is there."""

    def work(session):
        session.add(SettingRow(name="n", value="x"))
        session.flush()
        session.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    with pytest.raises(UnavailableError):
        runtime.write(work)
    assert remembered(runtime) == set()
    runtime.write(remember("n2"))
    assert remembered(runtime) == {"n2"}


def test_a_commit_that_is_refused_acknowledges_nothing(runtime):
    """A constraint that is checked at the commit, as replication or a full disk would be."""
    database = runtime.settings.database.rpartition("/")[2]
    shared().execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'no space left' USING ERRCODE = '53100'; END $$;"
        " CREATE CONSTRAINT TRIGGER refused AFTER INSERT ON version"
        " DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION refuse()",
        database,
    )

    with pytest.raises(UnavailableError):
        publishing.publish(runtime, OWNER, BEDS, a_contract())
    shared().execute("DROP TRIGGER refused ON version", database)

    assert publishing.publish(runtime, OWNER, BEDS, a_contract()).created
    assert len(catalog.versions(runtime, OWNER, "doh", "hospital-beds")) == 1


def test_what_commits_late_under_a_lower_number_is_found_as_well(runtime):
    """A sequence says who asked first, not who was done first."""
    slow = Ref(agency="doh", product="slow-beds")
    inside, free = threading.Event(), threading.Event()
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    publishing.publish(runtime, OWNER, slow, a_contract(identifier="slow"))
    relay.drain(runtime)

    def late(session):
        standing = publishing.Standing(session, slow, None)
        standing.product.title = "Late"
        recording.announce(
            session,
            SYSTEM,
            runtime.clock(),
            standing.product,
            Event(type="product.updated", kind="product", subject=str(slow)),
        )
        inside.set()
        free.wait(10)

    holder = threading.Thread(target=runtime.write, args=(late,))
    holder.start()
    inside.wait(10)
    publishing.publish(runtime, OWNER, BEDS, a_contract(version="1.1.0", columns=WIDER))
    relay.drain(runtime)
    free.set()
    holder.join()
    relay.drain(runtime)

    assert relay.lag(runtime)[0] == 0
    assert upkeep.verify(runtime).is_clean


def test_the_role_of_the_service_publishes_and_rewrites_nothing(settings, tmp_path):
    """Whoever takes the service over cannot change what it has written."""
    database = settings.database.rpartition("/")[2]
    engine = open_writer(settings.database)
    with engine.begin() as connection:
        connection.execute(text("DROP ROLE IF EXISTS service"))
        connection.execute(text("CREATE ROLE service LOGIN"))
        grant(connection, "service")
    engine.dispose()
    served = Settings(home=tmp_path, database_url=shared().url(database, user="service"))
    runtime = open_runtime(served)
    directory.create_agency(runtime, SYSTEM, slug="doh", acronym="DOH", name="Health")
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    publishing.publish(runtime, OWNER, BEDS, a_contract(version="1.1.0", columns=WIDER))
    relay.drain(runtime)

    for statement in (
        *(f"DELETE FROM {table}" for table in APPEND_ONLY),  # noqa: S608 # our own names
        *(f"TRUNCATE {table} CASCADE" for table in APPEND_ONLY),
        "UPDATE audit_event SET type = 'x'",
        "UPDATE content SET source = ''",
        "UPDATE report SET outcome = 'accepted'",
        "DROP TABLE audit_event",
        "ALTER TABLE audit_event ADD x int",
        "UPDATE alembic_version SET version_num = '0001'",
        "CREATE TRIGGER t BEFORE INSERT ON audit_event FOR EACH ROW EXECUTE FUNCTION now()",
    ):
        with pytest.raises(UnavailableError) as refused:
            runtime.write(lambda session, each=statement: session.execute(text(each)).close())
        assert "permission denied" in str(refused.value.__cause__) or "must be owner" in str(
            refused.value.__cause__
        ), statement
    runtime.close()
    shared().execute("DROP OWNED BY service; DROP ROLE service", database)


def test_a_server_that_is_killed_takes_nothing_acknowledged_with_it(tmp_path):
    """Refused while it is away, as before once it is back; the same process goes on."""
    server = PostgresServer()
    try:
        runtime = open_runtime(Settings(home=tmp_path, database_url=server.url()))
        directory.create_agency(runtime, SYSTEM, slug="doh", acronym="DOH", name="Health")
        publishing.publish(runtime, OWNER, BEDS, a_contract())
        server.kill()
        with pytest.raises(UnavailableError):
            runtime.write(remember("n1"))
        with pytest.raises(OperationalError):
            remembered(runtime)
        server.start()

        publishing.publish(runtime, OWNER, BEDS, a_contract(version="1.1.0", columns=WIDER))
        relay.drain(runtime)

        found = catalog.versions(runtime, OWNER, "doh", "hospital-beds")
        assert [each.version for each in found] == ["1.1.0", "1.0.0"]
        assert upkeep.verify(runtime).is_clean
        runtime.close()
    finally:
        server.remove()
