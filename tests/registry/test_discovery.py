"""What is asked of the search engine, and how is it told to people?"""

from itertools import pairwise

import pytest

from registry import discovery, publishing, questions, relay
from registry.addresses import Ref
from registry.errors import InvalidRequestError
from registry.products import set_product
from registry.questions import Question
from registry.views import Visibility
from tests.registry.hospital import NARROWER, OWNER, a_contract

BEDS = Ref(agency="doh", product="hospital-beds")


def test_search_finds_a_column_and_says_so(runtime):
    """One looks for data by what is in it."""
    publishing.publish(runtime, OWNER, BEDS, a_contract(columns=NARROWER))
    relay.drain(runtime)

    question = Question(text="free_beds", filters={"agency": ("doh", "none")})
    page = discovery.search(runtime, OWNER, question)

    assert ("column", "free_beds") in [(why.field, why.label) for why in page.items[0].why]
    agencies = next(facet for facet in page.facets if facet.name == "agency")
    assert [(each.value, each.label, each.count, each.chosen) for each in agencies.values] == [
        ("doh", "Department of Health", 1, True),
        ("none", "None", 0, True),
    ]


@pytest.mark.parametrize("text", ["", "\0", "\ud800", '"', "x" * 10_000, "audience:hidden", "*"])
def test_no_text_breaks_a_search(runtime, text):
    """Whatever people type."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    relay.drain(runtime)

    for filters in ({}, {"agency": (text,)}, {"status": (text, text)}):
        question = Question(text=text, filters=filters)
        assert discovery.search(runtime, OWNER, question).total in {0, 1}


@pytest.fixture
def shelf(runtime):
    """Return a registry with five products."""
    for number in range(5):
        ref = Ref(agency="doh", product=f"beds-{number}")
        source = a_contract(identifier=f"id-{number}", name=f"doh-beds-{number}")
        publishing.publish(runtime, OWNER, ref, source)
    relay.drain(runtime)
    return runtime


@pytest.mark.parametrize("sort", ["relevance", "newest", "title"])
def test_pages_lead_forth_to_every_product_once_and_back_again(shelf, sort):
    """In each order, by the cursors alone."""
    question = Question(text="beds", sort=sort)
    pages = [discovery.search(shelf, OWNER, question, limit=2)]
    while pages[-1].cursor:
        pages.append(discovery.search(shelf, OWNER, question, cursor=pages[-1].cursor, limit=2))

    slugs = [hit.product.slug for page in pages for hit in page.items]
    assert sorted(slugs) == [f"beds-{number}" for number in range(5)]
    assert [page.offset for page in pages] == [0, 2, 4]
    assert {page.total for page in pages} == {5}
    assert pages[0].previous is None
    for before, page in pairwise(pages):
        back = discovery.search(shelf, OWNER, question, cursor=page.previous, limit=2)
        assert back.items == before.items


def test_a_cursor_of_another_question_is_refused(shelf):
    """It would lead into the middle of something else."""
    cursor = discovery.search(shelf, OWNER, Question(text="beds"), limit=2).cursor

    with pytest.raises(InvalidRequestError, match="for this search"):
        discovery.search(shelf, OWNER, Question(text="beds", sort="title"), cursor=cursor)


def test_new_products_come_first_in_the_order_of_change(shelf, clock):
    """A change of who may see it is one."""
    clock.advance(days=1)
    set_product(shelf, OWNER, Ref(agency="doh", product="beds-2"), visibility=Visibility.PUBLIC)
    relay.drain(shelf)

    page = discovery.search(shelf, OWNER, Question(text="beds", sort="newest"))

    assert page.items[0].product.slug == "beds-2"


def test_a_filter_without_a_value_is_none():
    """A form sends it for a field that nobody touched."""
    assert questions.parse("q=beds&agency=") == questions.parse("q=beds")
