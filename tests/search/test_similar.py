"""What is about the same is shown, with what it shares, and never what the caller may not see."""

import pytest

BEDS = ["facility_id", "county_fips", "staffed_beds", "occupied_beds"]


@pytest.fixture
def similar(index):
    """Return a function that stores products and asks what is like a document."""

    def ask(document, *products, audience=("public",), limit=5):
        index.apply(products)
        return index.similar(document, audience, limit)

    return ask


def test_the_same_under_another_name_is_found_by_its_columns(similar, a_product):
    """Two agencies count beds, and call it otherwise."""
    mine = a_product("census-of-wards", title="Ward census", columns=BEDS)
    theirs = a_product("beds", agency="memd", title="Hospital beds", columns=[*BEDS, "as_of"])
    other = a_product("roads", title="Road closures", columns=["road_id", "county_fips"])

    (hit,) = similar(mine, theirs, other)

    assert hit.id == "memd/beds"
    assert 0.3 <= hit.score < 1.0
    assert {match.label for match in hit.why} == set(BEDS)


def test_the_same_title_is_enough(similar, a_product):
    """A first version may have other columns."""
    (hit,) = similar(a_product("a", title="Hospital beds"), a_product("b", title="Beds, hospital"))

    assert (hit.id, hit.score) == ("doh/b", 1.0)
    assert hit.why[0].field == "title"


def test_spelling_of_columns_does_not_matter(similar, a_product):
    """`staffedBedCount` is `STAFFED_BED_COUNT`."""
    mine = a_product("a", title="", columns=["staffedBedCount", "countyFips"])
    (hit,) = similar(mine, a_product("b", columns=["STAFFED_BED_COUNT", "COUNTY_FIPS"]))

    assert hit.score == 1.0


def test_a_product_is_not_similar_to_itself(similar, a_product):
    """It is indexed, and asked about."""
    mine = a_product("a", title="Hospital beds", columns=BEDS)

    assert similar(mine, mine) == ()


def test_what_everything_shares_makes_nothing_similar(similar, a_product):
    """Each product has an id and a day."""
    everywhere = ["id", "updated_at", "county_fips"]
    crowd = [
        a_product(f"p{n}", title=f"Kind{n} of thing{n}", columns=[*everywhere, f"c{n}", f"d{n}"])
        for n in range(30)
    ]
    mine = a_product("mine", title="Hospital beds", columns=[*everywhere, *BEDS])

    assert similar(mine, *crowd) == ()


def test_nothing_is_said_of_what_the_caller_may_not_know(similar, a_product):
    """Not even that somebody has the like."""
    mine = a_product("a", title="Hospital beds", columns=BEDS)
    secret = a_product("b", title="Hospital beds", columns=BEDS, audience=("hidden:doh",))

    assert similar(mine, secret) == ()
    assert similar(mine, audience=()) == ()
    assert [hit.id for hit in similar(mine, audience=("hidden:doh",))] == ["doh/b"]


def test_the_most_similar_come_first_and_no_more_than_asked_for(similar, a_product):
    """Equals come by id."""
    mine = a_product("a", title="Hospital beds", columns=BEDS)
    products = [
        a_product("z", title="Hospital beds", columns=BEDS),
        a_product("c", title="Hospital beds", columns=BEDS[:2]),
        a_product("b", title="Hospital beds", columns=BEDS[:2]),
    ]

    assert [hit.id for hit in similar(mine, *products)] == ["doh/z", "doh/b", "doh/c"]
    assert len(similar(mine, limit=2)) == 2
    assert similar(mine, limit=0) == ()


@pytest.mark.parametrize("title", ["", " ", "the", "\ud800", "\0", "€", '"', "x" * 5_000])
def test_any_document_can_be_asked_about(similar, a_product, title):
    """Whatever somebody wants to publish."""
    mine = a_product("a", title=title, columns=["\ud800", "", "€", "y" * 5_000])

    assert similar(mine, a_product("b", title="Beds")) == ()


def test_thousands_of_columns_make_one_short_question(similar, a_product):
    """Some contracts are that wide."""
    wide = [f"column_{n}" for n in range(5_000)]

    (hit,) = similar(a_product("a", title="", columns=wide), a_product("b", columns=wide))

    assert hit.score == 1.0


def test_reasons_are_escaped(similar, a_product):
    """Names are written by people."""
    name = "<b>&amp;"
    mine, theirs = (a_product(slug, title=name, columns=[name]) for slug in "ab")
    (hit,) = similar(mine, theirs)

    assert [match.html for match in hit.why] == [
        "&lt;b&gt;&amp;amp;",
        "<mark>&lt;b&gt;&amp;amp;</mark>",
    ]
