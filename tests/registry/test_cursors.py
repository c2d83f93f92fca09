"""A cursor leads on in its own question, and nothing else is taken for one."""

import pytest

from registry import cursors
from registry.cursors import Place
from registry.errors import InvalidRequestError
from registry.questions import Question

BEDS = Question(text="beds", filters={"agency": ("doh", "dot")})


def at(asked, **changes):
    """Return a cursor of the question that was *asked*."""
    place = cursors.read(None, asked)
    fields = {"offset": 20, "after": "", "question": place.question} | changes
    return cursors.written(Place(**fields))


@pytest.mark.parametrize("after", ["", "x", "xx", "xxx", '[0.5,"ü"]'])
def test_a_cursor_carries_the_place_and_the_token_of_the_engine(after):
    """The token is the engine's own, whatever it holds."""
    place = cursors.read(at(BEDS, offset=40, after=after), BEDS)

    assert (place.offset, place.after) == (40, after)


def test_the_order_of_filters_in_an_address_does_not_matter():
    """It is the same question."""
    turned = Question(text="beds", filters={"agency": ("dot", "doh")})

    assert cursors.read(at(BEDS), turned).offset == 20


@pytest.mark.parametrize(
    "other",
    [
        Question(text="bed", filters=BEDS.filters),
        Question(text="beds"),
        Question(text="beds", filters={"domain": ("doh", "dot")}),
        Question(text="beds", filters=BEDS.filters, sort="title"),
    ],
)
def test_a_cursor_leads_nowhere_in_another_question(other):
    """Twenty hits further on of what?"""
    with pytest.raises(InvalidRequestError, match="not one that Charter gave out"):
        cursors.read(at(BEDS), other)


@pytest.mark.parametrize(
    "cursor",
    [
        *("", "!", "o20", "AAAA", "\ud800", "\0", "=", "kwCg", "A" * 9_999),
        at(BEDS, offset=-1),
        at(BEDS, offset=2**63),
        at(BEDS, question=""),
        at(BEDS)[:-2],
        at(BEDS) + "\n",
    ],
)
def test_anything_else_is_refused(cursor):
    """A mistake of the caller's, told as one."""
    with pytest.raises(InvalidRequestError, match="not one that Charter gave out"):
        cursors.read(cursor, BEDS)


@pytest.mark.parametrize(
    "fields", [{"sort": "upwards"}, {"sort": ""}, {"filters": {"audience": ("hidden",)}}]
)
def test_a_question_has_known_filters_and_orders(fields):
    """Least of all may anybody filter by who sees what."""
    with pytest.raises(InvalidRequestError, match="There is no"):
        Question(**fields)
