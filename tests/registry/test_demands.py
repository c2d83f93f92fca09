"""Somebody who finds nothing says what they look for, and those who could offer it read it."""

import msgspec
import pytest
from sqlalchemy import select

from registry import demands
from registry.errors import InvalidRequestError, NotAllowedError, NotSignedInError
from registry.identity import ANONYMOUS, RoleName
from registry.store.tables import AuditEventRow
from tests.registry.hospital import OWNER, person, robot

CONSUMER = person(RoleName.CONSUMER, "memd", agency="memd")
READERS = (
    person(RoleName.STEWARD),
    person(RoleName.AGENCY_CDO),
    person(RoleName.STATE_CDO, "*"),
    person(RoleName.REGISTRY_ADMIN, "*"),
)


def test_a_demand_is_written_down_once_with_its_event(runtime):
    """A form may be sent twice. The trail says that somebody asked, and not for what."""
    first = demands.demand(runtime, CONSUMER, " Bus stops ", "To plan shelters.")
    again = demands.demand(runtime, CONSUMER, "bus STOPS", "")

    assert again == first
    assert (first.wanted, first.purpose, first.agency) == ("Bus stops", "To plan shelters.", "memd")
    with runtime.read() as session:
        [row] = session.scalars(select(AuditEventRow).where(AuditEventRow.subject_kind == "demand"))
    assert (row.type, row.actor_id) == ("demand.recorded", CONSUMER.id)
    assert "Bus" not in str(msgspec.json.decode(row.body))


@pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.name)
def test_those_who_could_offer_data_read_all_demands(runtime, reader):
    """The newest first, page by page."""
    for number in range(5):
        demands.demand(runtime, CONSUMER, f"data {number}")
    first = demands.demands(runtime, reader, limit=3)
    second = demands.demands(runtime, reader, limit=3, cursor=first.cursor)

    wanted = [each.wanted for each in (*first.items, *second.items)]
    assert (wanted, second.cursor) == ([f"data {n}" for n in (4, 3, 2, 1, 0)], None)


def test_everybody_else_reads_their_own(runtime):
    """What somebody looks for may say much about their work."""
    demands.demand(runtime, CONSUMER, "bus stops")
    mine = demands.demand(runtime, OWNER, "roads")

    assert demands.demands(runtime, OWNER).items == (mine,)


def test_strangers_and_robots_ask_for_nothing(runtime):
    """A demand has somebody who can be asked back."""
    with pytest.raises(NotSignedInError) as refused:
        demands.demand(runtime, ANONYMOUS, "bus stops")
    assert "Sign in" in refused.value.next_step
    with pytest.raises(NotSignedInError):
        demands.demands(runtime, ANONYMOUS)
    with pytest.raises(NotAllowedError):
        demands.demand(runtime, robot("publish"), "bus stops")


@pytest.mark.parametrize(
    ("wanted", "purpose"), [("", ""), (" \0", ""), ("a" * 1001, ""), ("a", "b" * 2001)]
)
def test_a_demand_has_bounds(runtime, wanted, purpose):
    """It is a wish, not a file."""
    with pytest.raises(InvalidRequestError):
        demands.demand(runtime, CONSUMER, wanted, purpose)

    assert demands.demands(runtime, CONSUMER).items == ()


def test_any_text_can_be_wanted(runtime):
    """Whatever a database would refuse is replaced."""
    kept = demands.demand(runtime, CONSUMER, "病院 \ud800 \0 <b>", "\udfff")

    assert demands.demands(runtime, CONSUMER).items == (kept,)


@pytest.mark.parametrize("cursor", ["", "x", "-1", "9" * 30, "²"])
def test_a_cursor_is_one_that_charter_gave(runtime, cursor):
    """Anything else is a mistake of the caller, and no failure of ours."""
    with pytest.raises(InvalidRequestError):
        demands.demands(runtime, CONSUMER, cursor=cursor)
