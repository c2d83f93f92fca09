"""What does a page cost: to the database, and to somebody on a slow line?"""

import gzip
from contextlib import contextmanager

import pytest
from sqlalchemy import event

BEDS = "/products/doh/hospital-beds"
BUDGET_BYTES = 60_000
"""Of a page with its style sheet, compressed."""

# Three for who is signed in (the person, their roles, their unread notices); the rest is the page.
# The products of an agency are two: those that its visibility opens, and those of one's own.
STATEMENTS = {
    "/": 3 + 19,  # what there is, the agencies, up to five searches; an empty one is made sure of
    "/search": 3 + 2,
    "/agencies": 3 + 3,
    "/agencies/doh": 3 + 5,
    BEDS: 3 + 8,  # who refers to it, whether the visitor follows it, and what is like it, are three
    f"{BEDS}/versions/1.1.0": 3 + 7,
    f"{BEDS}/diff?from=1.0.0&to=1.1.0": 3 + 13,  # judged afresh, as if it were published today
    f"{BEDS}/policy": 3 + 7 + 6,  # the product; what holds, and who decides for the agency
    f"{BEDS}/waivers": 3 + 7 + 6,  # the product; its waivers, and who may grant one
    "/rules": 3,
    "/nowhere": 3,
}


@contextmanager
def statements_of(runtime):
    """Collect what is asked of the database meanwhile."""
    asked: list[str] = []

    def listen(_connection, _cursor, statement, *_others):
        if statement != "BEGIN":
            asked.append(statement)

    event.listen(runtime._reader, "before_cursor_execute", listen)
    try:
        yield asked
    finally:
        event.remove(runtime._reader, "before_cursor_execute", listen)


@pytest.mark.parametrize("address", STATEMENTS)
def test_a_page_asks_the_database_a_fixed_number_of_times(reader, address):
    """A question for each row of a list is how pages become slow a year later."""
    with statements_of(reader.runtime) as asked:
        reader.reply(address)

    assert len(asked) <= STATEMENTS[address], "\n\n".join(asked)


@pytest.mark.parametrize("address", [*STATEMENTS, "/products/doh/strange/versions/1.0.0"])
def test_a_page_and_its_style_fit_a_slow_line(reader, address):
    """Field offices have slow lines, and phones."""
    style = reader.reply("/static/charter.css").content
    page = reader.reply(address).content

    assert len(gzip.compress(page)) + len(gzip.compress(style)) < BUDGET_BYTES
