"""Does an older database learn what its versions dropped before Charter remembered it?"""

import pytest
from alembic import command
from sqlalchemy import delete, select
from sqlmodel import col

from contracts.findings import Outcome
from registry import lifecycle, publishing
from registry.publishing import Ref
from registry.runtime import open_runtime
from registry.store import schema
from registry.store.engine import open_writer
from registry.store.tables import FormerPropertyRow
from tests.registry.hospital import COLUMNS, OWNER, a_contract

BEDS = Ref(agency="doh", product="hospital-beds")
OTHER = (*COLUMNS[:2], "{name: note, logicalType: integer, description: The number of notes.}")
FLOORS = (*COLUMNS[:2], "{name: floor, logicalType: integer, description: The floor.}")


@pytest.fixture
def history(runtime, settings, clock):
    """Return the settings of a closed registry whose versions dropped two columns in turn."""
    for version, columns in (("1.0.0", COLUMNS), ("2.0.0", FLOORS), ("3.0.0", COLUMNS[:2])):
        publishing.publish(runtime, OWNER, BEDS, a_contract(version=version, columns=columns))
        if version != "1.0.0":
            lifecycle.activate(runtime, OWNER, BEDS, version)
        clock.advance(days=1)
    runtime.close()
    return settings


def back(settings, revision, *, forgetting=()):
    """Take the database back to *revision*, without the memories at the places *forgetting*."""
    engine = open_writer(settings.database)
    with engine.begin() as connection:
        rows = connection.scalars(select(col(FormerPropertyRow.id)).order_by("id")).all()
        gone = [rows[place] for place in forgetting]
        connection.execute(delete(FormerPropertyRow).where(col(FormerPropertyRow.id).in_(gone)))
        command.downgrade(schema.config(connection), revision)
    engine.dispose()


def remembered(settings):
    """Bring the database up to date, and return what is remembered, in its order."""
    schema.prepare(settings.database, migrate=True)
    engine = open_writer(settings.database)
    with engine.connect() as connection:
        bodies = connection.scalars(select(col(FormerPropertyRow.body)).order_by("id")).all()
    engine.dispose()
    return list(bodies)


@pytest.mark.parametrize(
    ("revision", "forgetting"),
    [
        ("0005", ()),
        ("0005", (0,)),
        ("0005", (1,)),
        ("0005", (0, 1)),
        ("0004", (0, 1)),
        ("0003", ()),
    ],
)
def test_an_upgrade_remembers_what_a_publish_would_have(history, revision, forgetting):
    """From whichever schema, whatever is known already, and as often as one likes."""
    wanted = remembered(history)
    back(history, revision, forgetting=forgetting)
    once = remembered(history)
    back(history, "0005")

    assert len(wanted) == 2
    assert once == wanted
    assert remembered(history) == wanted


def test_a_name_from_before_the_upgrade_is_not_reused_unnoticed(history):
    """What readers remember is older than what Charter did."""
    back(history, "0003")
    schema.prepare(history.database, migrate=True)
    reopened = open_runtime(history)
    report = publishing.review(
        reopened, OWNER, BEDS, a_contract(version="3.1.0", columns=OTHER)
    ).report
    reopened.close()

    assert report.outcome is Outcome.REJECTED
    assert "HIST-01" in [each.rule for each in report.findings]


def test_what_no_stored_text_shows_stays_remembered(history):
    """A proposal that was judged again may have followed another version at first."""
    engine = open_writer(history.database)
    with engine.begin() as connection:
        first = connection.execute(select(FormerPropertyRow).order_by("id")).first()
        body = first.body.replace(b"note", b"lost")
        extra = {"contract_id": first.contract_id, "body": body}
        connection.execute(FormerPropertyRow.__table__.insert(), [extra])
    engine.dispose()
    before = remembered(history)
    back(history, "0005")

    assert remembered(history) == [body, *before[:2]]
