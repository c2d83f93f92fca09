"""Does the registry remember names that two versions cannot show?"""

import pytest

from contracts.findings import Outcome
from registry import lifecycle, publishing
from registry.publishing import Ref
from tests.registry.hospital import COLUMNS, OWNER, a_contract

BEDS = Ref(agency="doh", product="hospital-beds")
FEWER = COLUMNS[:2]
SAME = (*FEWER, COLUMNS[2])
TOLD = (
    "Readers who remember 'beds.note' from version 1.0.0 will take 'beds.note' for the same, "
    "and it is not."
)
OTHER = (*FEWER, "{name: note, logicalType: integer, description: The number of notes.}")


@pytest.fixture
def dropped(runtime):
    """Return a registry whose second major version dropped the column `note`."""
    publishing.publish(runtime, OWNER, BEDS, a_contract(columns=COLUMNS))
    publishing.publish(runtime, OWNER, BEDS, a_contract(version="2.0.0", columns=FEWER))
    lifecycle.activate(runtime, OWNER, BEDS, "2.0.0")
    return runtime


def reused(runtime, version, columns):
    """Return the outcome, and the messages of HIST-01."""
    source = a_contract(version=version, columns=columns)
    report = publishing.review(runtime, OWNER, BEDS, source).report
    return report.outcome, [each.message for each in report.findings if each.rule == "HIST-01"]


def test_a_name_that_comes_back_for_something_else_is_told(dropped):
    """Code of the first version would read numbers where it knew remarks."""
    assert reused(dropped, "2.1.0", OTHER) == (
        Outcome.REJECTED,
        [TOLD],
    )
    assert reused(dropped, "3.0.0", OTHER)[0] is Outcome.PROPOSED


def test_a_name_that_comes_back_as_it_was_is_welcome(dropped):
    """Whoever remembers it finds what they knew."""
    assert reused(dropped, "2.1.0", SAME) == (Outcome.ACCEPTED, [])


def test_a_name_that_is_there_is_told_once(dropped):
    """From its return on, two versions can tell."""
    publishing.publish(dropped, OWNER, BEDS, a_contract(version="3.0.0", columns=OTHER))
    lifecycle.activate(dropped, OWNER, BEDS, "3.0.0")

    assert reused(dropped, "3.0.1", OTHER)[1] == []
    assert reused(dropped, "1.0.1", COLUMNS)[1] == []
