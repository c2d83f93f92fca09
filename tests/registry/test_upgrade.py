"""Is a registry of an older Charter whole after an upgrade, and does it go on? On both databases.

What an older Charter has written is written here by itself, through the tables as they were then:
the services of today would write as today.
"""

import hashlib
from datetime import UTC, datetime

import msgspec
import pytest
from sqlalchemy import MetaData, insert, text

from contracts.compat.judge import judge
from contracts.document import load
from registry import catalog, json_text, publishing, relay, upkeep, verifying
from registry.publishing import Ref
from registry.runtime import open_runtime
from registry.settings import Settings, StartError
from registry.store import schema
from registry.store.engine import open_writer
from registry.store.rows import Moment
from tests.databases import ON_POSTGRES, fresh_database
from tests.registry.hospital import NARROWER, OWNER, WIDER, a_contract

BEDS = Ref(agency="doh", product="hospital-beds")
AT = datetime(2026, 10, 1, 9, 0, tzinfo=UTC)
EDITIONS = (("1.0.0", WIDER, "superseded"), ("1.1.0", WIDER, "active"))


@pytest.fixture
def older(tmp_path):
    """Return settings of a registry as the fourth schema had it, with two versions of a product."""
    url = None
    if ON_POSTGRES:
        url = fresh_database()
        empty(url)
    settings = Settings(home=tmp_path, database_url=url)
    engine = open_writer(settings.database)
    with engine.begin() as connection:
        schema.migrate(connection, "0004")
        fill(connection)
    engine.dispose()
    return settings


def empty(url):
    """Take the tables away that the template has."""
    engine = open_writer(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def fill(connection):
    """Write what that Charter wrote."""
    metadata = MetaData()
    metadata.reflect(connection)
    for table in metadata.tables.values():
        for column in table.columns:
            if column.name.endswith("_at") or column.name == "at":
                column.type = Moment()

    def add(table, **values):
        connection.execute(insert(metadata.tables[table]).values(**values))

    add("agency", id=1, slug="doh", acronym="DOH", name="Health", domain="", created_at=AT)
    newest = a_contract(version="1.1.0", columns=WIDER)
    add(
        "product", id=1, agency_id=1, slug="hospital-beds", title="Hospital beds", is_titled=False,
        sort_key="hospital beds", summary="", domain="", classification="", visibility="state",
        shared_with=[], version="1.1.0", state="active", digest=hashlib.sha256(newest).hexdigest(),
        revision=4, created_at=AT, updated_at=AT,
    )  # fmt: skip
    add("product_audience", product_id=1, token="state")  # noqa: S106 # of an audience
    add("contract", id=1, product_id=1, odcs_id=load(newest).tree["id"], created_at=AT)
    for number, (version, columns, state) in enumerate(EDITIONS, start=1):
        source = a_contract(version=version, columns=columns)
        digest = hashlib.sha256(source).hexdigest()
        add(
            "content", digest=digest, source=source, media_type="application/yaml",
            size_bytes=len(source), created_at=AT,
        )  # fmt: skip
        add(
            "report", id=number, contract_id=1, candidate=digest, baselines=[], policy="",
            engine="0.0.9", outcome="accepted", created_at=AT,
            body=json_text.encode(judge(load(source), [])),
        )  # fmt: skip
        add(
            "version", id=number, contract_id=1, number=version, sort_key=f"{number:040}", major=1,
            state=state, digest=digest, size_bytes=len(source), report_id=number, bump="none",
            previous="1.0.0" if number > 1 else None, published_by="person:1",
            published_by_name="Amara Nwosu", published_at=AT, changed_at=AT,
        )  # fmt: skip
        event = {"id": f"event-{number}", "type": "contract.activated", "after_digest": digest}
        add(
            "audit_event", seq=number, id=event["id"], at=AT, type=event["type"],
            actor_id="person:1", subject_kind="contract", subject_id="doh/hospital-beds",
            body=msgspec.json.encode(event),
        )  # fmt: skip
        add("outbox", sink="index", audit_seq=number, product_id=1, created_at=AT, settled_at=AT)
    if connection.dialect.name != "sqlite":
        numbered = ("agency.id", "product.id", "contract.id", "report.id", "version.id")
        for name in (*numbered, "audit_event.seq"):
            table, column = name.split(".")
            connection.execute(
                text(f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'), 100)")
            )


def test_a_server_names_the_command_and_changes_nothing(older):
    """Nobody's database is changed by surprise."""
    with pytest.raises(StartError, match="charter db upgrade"):
        open_runtime(older)
    engine = open_writer(older.database)
    with engine.connect() as connection:
        assert schema.revision(connection) == "0004"
    engine.dispose()


def test_an_older_registry_is_whole_after_the_upgrade_and_goes_on(older):
    """Its bytes, its states; what it published before counts for what comes."""
    runtime = open_runtime(older, migrate=True)
    relay.drain(runtime)

    assert verifying.verify_store(runtime).troubles == ()
    assert upkeep.verify(runtime).is_clean
    for version, columns, state in EDITIONS:
        original = catalog.original(runtime, OWNER, "doh", "hospital-beds", version)
        assert original.source == a_contract(version=version, columns=columns)
        found = catalog.version(runtime, OWNER, "doh", "hospital-beds", version)
        assert found.version.state == state
    broken = publishing.review(runtime, OWNER, BEDS, a_contract(version="1.2.0", columns=NARROWER))
    assert broken.refusal is not None
    receipt = publishing.publish(runtime, OWNER, BEDS, a_contract(version="1.2.0", columns=WIDER))
    assert (receipt.created, receipt.state) == (True, "active")
    relay.drain(runtime)
    assert verifying.verify_store(runtime).troubles == ()
    assert upkeep.verify(runtime).is_clean
    runtime.close()
