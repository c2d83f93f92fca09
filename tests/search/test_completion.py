"""What was begun is gone on with, in the words of what the caller may see."""

import pytest

from search.document import Column


@pytest.fixture
def complete(index, a_product):
    """Return a function that completes a text among a few products."""
    index.apply(
        [
            a_product(
                "hospital-beds",
                title="Hospital bed availability",
                terms=("Surge bed",),
                columns=["county_fips", Column(name="stfBedCnt", business_name="Staffed beds")],
            ),
            a_product("births", columns=["birth_date", "county_fips"]),
            a_product(
                "deaths",
                agency="dot",
                agency_name="Department of Transportation",
                columns=["birth_date", "death_date"],
            ),
            a_product(
                "secret",
                audience=("hidden:doh",),
                title="Hospital xylographs",
                agency="xyz",
                agency_name="Xylograph Office",
                terms=("Xylography",),
                columns=["xylo_count"],
            ),
        ]
    )

    def ask(text, *, audience=("public",), limit=8):
        return [(each.kind, each.value) for each in index.complete(text, audience, limit)]

    return ask


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hosp", [("title", "Hospital bed availability")]),
        ("Hospital-bed AV", [("title", "Hospital bed availability")]),
        ("surge", [("term", "Surge bed")]),
        ("birth d", [("column", "birth_date")]),
        ("birth_d", [("column", "birth_date")]),
        ("birthD", [("column", "birth_date")]),
        ("county f", [("column", "county_fips")]),
        ("staf", [("column", "Staffed beds")]),
        ("do", [("agency", "DOH"), ("agency", "DOT")]),
        ("department of t", [("agency", "Department of Transportation")]),
    ],
)
def test_names_of_every_kind_go_on_like_the_text(complete, text, found):
    """Whole words but the last; identifiers are taken apart as everywhere."""
    assert complete(text) == found


@pytest.mark.parametrize(
    "text",
    ["bir d", "birth b", "date x", "", " ", "d", "\ud800", "\0", "(", ".*", '"', "a" * 5_000, "é"],
)
def test_what_nothing_goes_on_with_is_answered_with_nothing(complete, text):
    """Only the last word may be unfinished, and one word does not count twice."""
    assert complete(text) == []


def test_signs_of_regular_expressions_are_no_expressions(complete):
    """A text is words, whatever else it holds."""
    assert complete("ho.*l") == []
    assert complete("(hosp") == [("title", "Hospital bed availability")]


@pytest.mark.parametrize("text", ["xyl", "hospital x", "xyz"])
def test_nothing_is_suggested_of_what_the_caller_may_not_know(complete, text):
    """Neither title, agency, term nor column."""
    assert complete(text) == []
    assert complete(text, audience=()) == []
    assert complete(text, audience=("hidden:doh",))


def test_what_stands_in_most_comes_first(complete):
    """`date` opens no name; births and deaths hold it."""
    assert complete("date") == [("column", "birth_date"), ("column", "death_date")]


def test_one_kind_does_not_crowd_out_the_others(index, a_product):
    """A hundred products on beds, and one agency for them."""
    index.apply(
        [
            *(a_product(f"beds-{n}", title=f"Beds {n:03}") for n in range(100)),
            a_product("x", agency="bed", agency_name="Bedding Office", columns=["bed_count"]),
        ]
    )

    kinds = [each.kind for each in index.complete("bed", ["public"], 8)]

    assert len(kinds) == 8
    assert {"title", "agency", "column"} <= set(kinds)


def test_a_suggestion_says_where_it_stands(index, a_product):
    """A column of which product, a title of which agency."""
    index.apply([a_product("births", title="Births", columns=["birth_date"])])

    found = {each.value: each.detail for each in index.complete("birth", ["public"])}

    assert found == {"Births": "Department of Health", "birth_date": "Births"}
