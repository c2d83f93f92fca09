"""Is everything noticed that can be wrong with what is stored?"""

import pytest
from sqlalchemy import text

from registry import publishing
from registry.publishing import Ref
from registry.verifying import verify_store
from tests.registry.hospital import OWNER, WIDER, a_contract

BEDS = Ref(agency="doh", product="hospital-beds")


@pytest.fixture
def whole(runtime):
    """Return a registry with two versions of a product."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    publishing.publish(runtime, OWNER, BEDS, a_contract(version="1.1.0", columns=WIDER))
    return runtime


def test_a_registry_that_is_whole_is_counted(whole):
    """Nothing is wrong with it, and something was looked at."""
    found = verify_store(whole)

    assert found.troubles == ()
    assert found.counted["contracts"] == found.counted["versions"] == 2
    assert found.counted["products"] == 1


@pytest.mark.parametrize(
    ("damage", "word"),
    [
        ("UPDATE content SET source = :junk", "not those it had"),
        ("UPDATE report SET candidate = (SELECT max(digest) FROM content)", "about other bytes"),
        ("UPDATE product SET version = '1.0.0'", "which is not so"),
        ("UPDATE product SET state = 'retired'", "which is not so"),
        ("DELETE FROM product_audience", "Who may know"),
        ("INSERT INTO product_audience VALUES (1, 'public')", "Who may know"),
        ("UPDATE audit_event SET type = 'x'", "says otherwise"),
        ("UPDATE audit_event SET body = :other", "says otherwise"),
        ("DELETE FROM outbox WHERE seq > 2", "never hears"),
        ("UPDATE version SET report_id = (SELECT max(id) FROM report)", "about other bytes"),
    ],
)
def test_damage_is_named(whole, damage, word):
    """Somebody wrote to the database by hand, or a disk has failed."""
    values = {"junk": b"junk", "other": b'{"id": "1", "type": "contract.activated"}'}
    given = {name: value for name, value in values.items() if f":{name}" in damage}
    whole.write(lambda session: session.execute(text(damage), given).close())

    troubles = verify_store(whole).troubles

    assert any(word in trouble for trouble in troubles), troubles
