"""Whoever begins a product hears of what is there already, as far as they may know of it."""

import pytest

from registry import publishing, relay
from registry.addresses import Ref
from registry.identity import RoleName
from registry.products import set_product
from registry.runtime import Runtime
from registry.views import Visibility
from search.backend import BackendUnavailableError
from tests.registry.hospital import COLUMNS, OWNER, a_contract, person

BEDS = Ref(agency="doh", product="beds")
AGAIN = Ref(agency="doh", product="ward-census")
SOURCE = a_contract(identifier="another", name="ward-census")
STRANGER = person(RoleName.PRODUCT_OWNER, "memd", agency="memd")


@pytest.fixture
def beds(runtime):
    """Return a registry with one product, which only its agency and state staff may see."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    set_product(runtime, OWNER, BEDS, visibility=Visibility.STATE)
    relay.drain(runtime)
    return runtime


def test_a_first_version_is_told_what_there_is_already(beds):
    """By the check and by the publish, in the same words."""
    review = publishing.review(beds, OWNER, AGAIN, SOURCE)
    receipt = publishing.publish(beds, OWNER, AGAIN, SOURCE)

    (found,) = review.similar
    assert found.ref == "doh/beds"
    assert found.title == "Hospital beds"
    assert found.why.startswith("It shares the columns ")
    assert receipt.similar == review.similar
    assert (review.refusal, receipt.created) == (None, True)


def test_the_next_version_is_told_nothing(beds):
    """By then people know what they keep, and the product is not like itself."""
    assert publishing.publish(beds, OWNER, AGAIN, SOURCE).similar
    relay.drain(beds)

    again = publishing.publish(beds, OWNER, AGAIN, SOURCE)
    following = a_contract(identifier="another", name="ward-census", version="1.0.1")

    assert again.similar == ()
    assert publishing.review(beds, OWNER, AGAIN, following).similar == ()


def test_nothing_is_told_of_what_one_may_not_see(beds):
    """Another agency begins the like, and learns nothing of a hidden product."""
    theirs = Ref(agency="memd", product="ward-census")
    assert publishing.review(beds, STRANGER, theirs, SOURCE).similar

    set_product(beds, OWNER, BEDS, visibility=Visibility.HIDDEN)
    relay.drain(beds)

    assert publishing.review(beds, STRANGER, theirs, SOURCE).similar == ()


def test_a_silent_engine_keeps_nobody_from_publishing(beds, monkeypatch):
    """It is a hint, and no more."""

    class Silent:
        def similar(self, *_arguments):
            raise BackendUnavailableError

    monkeypatch.setattr(Runtime, "search", Silent())

    assert publishing.publish(beds, OWNER, AGAIN, SOURCE).similar == ()


def test_something_else_is_not_similar(beds):
    """Most products are."""
    source = a_contract(
        identifier="roads",
        name="road-closures",
        purpose="Closed roads.",
        columns=[COLUMNS[0].replace("facility", "road").replace("hospital", "road")],
    )

    assert publishing.review(beds, OWNER, Ref(agency="doh", product="roads"), source).similar == ()
