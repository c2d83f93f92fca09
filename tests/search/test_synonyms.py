"""Whoever uses one name for a thing finds what is written under another, as products tell."""

import pytest

from search.query import Query
from search.relevance import MAX_SYNONYMS
from search.results import Relaxed, RelaxedKind


@pytest.fixture
def telling(a_product):
    """Return a product that says what food stamps are called."""
    return a_product(
        "cases", title="Benefit cases", alternatives=(("SNAP", "food stamps", "food assistance"),)
    )


def test_another_name_is_searched_as_well(search, a_product, telling):
    """`food stamps` is what people say; SNAP is what agencies write."""
    other = a_product("other", agency="dot", title="SNAP shops")
    results = search("food stamps", telling, other, a_product("x", title="Roads"))

    assert [hit.id for hit in results.hits] == ["dot/other"]
    assert results.relaxed == (
        Relaxed(kind=RelaxedKind.SYNONYM, asked="food stamps", used="SNAP"),
        Relaxed(kind=RelaxedKind.SYNONYM, asked="food stamps", used="food assistance"),
    )
    assert results.hits[0].why[0].html == "<mark>SNAP</mark> shops"


def test_the_name_that_was_asked_comes_first(ids, a_product, telling):
    """An alternative is a help, not what was meant."""
    asked = a_product("asked", title="Food stamps by county")
    other = a_product("other", title="SNAP by county")

    assert ids("food stamps", telling, other, asked) == ["asked", "other"]


def test_another_name_is_looked_for_as_a_whole(ids, a_product, telling):
    """`food assistance` is not any kind of assistance."""
    assert ids("SNAP", telling, a_product("x", title="Assistance with food, by road")) == []


def test_an_acronym_and_the_name_of_an_agency_find_each_other(search, a_product):
    """Also where another agency's product mentions only one of them."""
    own = a_product("own", title="Beds")
    mention = a_product(
        "mention", agency="dot", agency_name="Roads", description="With the Department of Health."
    )
    short = a_product("short", agency="deq", agency_name="Water", description="With DOH.")

    found = {
        text: sorted(hit.id for hit in search(text, own, mention, short).hits)
        for text in ("doh", "department of health")
    }
    assert found["doh"] == ["deq/short", "doh/own", "dot/mention"]
    assert "deq/short" in found["department of health"]


def test_a_name_within_a_longer_name_is_not_widened(search, a_product, telling):
    """In `food stamps office` there is no stamp."""
    stamps = a_product("stamps", title="Letters", alternatives=(("stamps", "postage"),))
    results = search("food stamps office", telling, stamps)

    assert {each.used for each in results.relaxed} == {"SNAP", "food assistance"}


def test_what_is_quoted_is_meant_as_it_stands(search, a_product, telling):
    """Quotes and fields are demands."""
    shops = a_product("other", title="SNAP shops, food stamps")

    for text in ('"food stamps"', 'title:"food stamps"'):
        assert search(text, telling, shops).relaxed == ()


def test_a_question_is_widened_within_bounds(search, a_product):
    """A contract with a hundred synonyms does not make a hundred questions of one."""
    names = tuple(f"name {n}" for n in range(100))
    results = search("name 1", a_product("x", alternatives=(names,)))

    assert len(results.relaxed) == MAX_SYNONYMS


def test_a_corrected_word_is_widened_too(search, a_product, telling):
    """A misspelt name is a name."""
    results = search("food stampps", telling, a_product("y", title="SNAP stamps"))

    assert [each.kind for each in results.relaxed] == ["spelling", "synonym", "synonym"]


def test_a_synonym_that_only_a_hidden_product_gives_stays_hidden(index, a_product):
    """What an agency calls a thing may be as secret as the thing."""
    product = a_product("open", title="Project Falcon shops")
    hidden = a_product("secret", audience=("hidden:doh",), alternatives=(("moonbase", "Falcon"),))
    index.apply([product, hidden])

    assert index.search(Query(text="moonbase")).hits == ()
    assert index.search(Query(text="moonbase")).relaxed == ()
    seen = index.search(Query(text="moonbase", audience=("public", "hidden:doh")))
    assert [hit.id for hit in seen.hits] == ["doh/open"]
