"""Does the registry know who refers to a contract, and whom it may tell?"""

import pytest

from contracts.findings import Outcome
from registry import catalog, lifecycle, products, publishing
from registry.identity import ANONYMOUS, RoleName
from registry.publishing import Ref
from registry.views import Visibility
from tests.registry.hospital import COLUMNS, NARROWER, OWNER, a_contract, person

BEDS = Ref(agency="doh", product="hospital-beds")
ROADS = person(RoleName.PRODUCT_OWNER, "dot", agency="dot")
BEDS_ID = "e7b7ab23-3c99-5f0a-a7b2-b41a72d15a83"
NOTE = f"{BEDS_ID}.odcs.yaml#/schema/beds/properties/note"


def referring(to, identifier, version="1.0.0"):
    """Return a contract whose only column leads to another contract."""
    column = "{name: note, logicalType: string, description: A remark., classification: internal, "
    column += f"relationships: [{{to: '{to}'}}]}}"
    return a_contract(version=version, columns=[column], identifier=identifier, name=identifier)


@pytest.fixture
def pointed(runtime):
    """Return a registry in which a product refers to the beds, and another one to that."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    publish(runtime, ROADS, "dot/roads", referring(NOTE, "roads"))
    publish(
        runtime, OWNER, "doh/visits", referring("roads.yaml#/schema/beds/properties/note", "visits")
    )
    return runtime


def publish(runtime, actor, at, source):
    """Publish *source* at an address."""
    return publishing.publish(runtime, actor, publishing.parse_ref(at), source)


def lost(runtime, version="1.1.0", columns=NARROWER):
    """Return the report on a new version of the beds, and what it says of lost targets."""
    source = a_contract(version=version, columns=columns)
    report = publishing.review(runtime, OWNER, BEDS, source).report
    return report, [each.message for each in report.findings if each.rule == "REL-06"]


def test_who_refers_to_a_column_is_told_before_it_goes(pointed):
    """The owner would break a contract of another agency and never know."""
    report, told = lost(pointed)

    assert told == ["dot/roads leads to beds.note, which is no longer there."]
    assert report.outcome is Outcome.REJECTED


def test_a_check_says_what_the_publish_stores(pointed):
    """One function judges; the registry remembers what it was told."""
    expected, _ = lost(pointed, "2.0.0")

    receipt = publish(pointed, OWNER, str(BEDS), a_contract(version="2.0.0", columns=NARROWER))

    assert receipt.report == expected
    assert receipt.state == "proposed"


def test_a_change_that_leaves_the_column_meets_nobody(pointed):
    """Who refers to another column is left in peace."""
    report, told = lost(pointed, "2.0.0", COLUMNS[1:])

    assert told == []
    assert [each.hit for each in report.consumers] == [False, False]


def test_whom_a_change_reaches_through_others_is_told_with_the_way(pointed):
    """The second in the chain hears of it from nobody else."""
    report, _ = lost(pointed)

    assert [(each.agency, each.purpose, each.columns, each.hit) for each in report.consumers] == [
        ("dot", "dot/roads, which refers to it", ("beds.note",), True),
        ("doh", "doh/visits, through dot/roads, which refers to it", ("beds.note",), True),
    ]


def test_a_ring_of_references_ends(pointed):
    """Nobody waits for ever for two contracts that refer to each other."""
    back = referring("visits.yaml#/schema/beds/properties/note", "roads", "2.0.0")
    publish(pointed, ROADS, "dot/roads", back)
    lifecycle.activate(pointed, ROADS, Ref(agency="dot", product="roads"), "2.0.0")

    ways = [each.purpose for each in lost(pointed)[0].consumers]

    assert len(ways) == 2


def test_a_contract_is_named_once_over_its_versions(pointed):
    """A list of the same product ten times would help nobody."""
    again = referring(NOTE, "roads", "1.0.1").replace(b"A remark.", b"A remark of somebody.")
    publish(pointed, ROADS, "dot/roads", again)

    assert names(pointed, OWNER) == ["roads"]
    assert lost(pointed)[1] == ["dot/roads leads to beds.note, which is no longer there."]


def test_a_hidden_product_is_named_to_nobody_who_may_not_see_it(pointed):
    """The owner is warned that somebody is there, and does not learn who."""
    hide(pointed, "hidden")

    report, told = lost(pointed)

    assert told == [
        "A contract that not everybody here may see leads to beds.note, which is no longer there."
    ]
    assert report.consumers == ()
    assert catalog.product(pointed, OWNER, "doh", "hospital-beds").referrers == ()
    assert names(pointed, ROADS) == ["roads"]


def test_the_public_sees_public_contracts_alone(pointed):
    """The list on the page is asked of the caller's own view."""
    products.set_product(pointed, OWNER, BEDS, visibility=Visibility.PUBLIC)
    assert names(pointed, ANONYMOUS) == []

    hide(pointed, "public")

    assert names(pointed, ANONYMOUS) == ["roads"]


def hide(runtime, visibility):
    """Say who may see the roads."""
    ref = Ref(agency="dot", product="roads")
    products.set_product(runtime, ROADS, ref, visibility=Visibility(visibility))


def names(runtime, actor):
    """Return which products the page of the beds names to somebody."""
    return [each.slug for each in catalog.product(runtime, actor, "doh", "hospital-beds").referrers]
