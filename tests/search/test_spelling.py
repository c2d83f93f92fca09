"""Only a word that stands nowhere is respelt, and the answer says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.results import Relaxed, RelaxedKind
from search.spelling import allowed_edits, correction, distance, likest


@pytest.mark.parametrize(
    ("asked", "used"),
    [
        ("hospitel", "hospital"),
        ("hopsital", "hospital"),
        ("hospitl", "hospital"),
        ("hospitaal", "hospital"),
        ("enrolmlent", "enrollment"),
        ("availabilty", "availability"),
    ],
)
def test_a_misspelt_word_finds_the_nearest_known_one(search, a_product, asked, used):
    """One or two slips in a long word are forgiven, and named."""
    product = a_product("x", title="Hospital enrollment", columns=("availability",))
    results = search(asked, product, a_product("y"))

    assert results.hits[0].id == "doh/x"
    assert results.relaxed == (Relaxed(kind=RelaxedKind.SPELLING, asked=asked, used=used),)


def test_nothing_is_corrected_while_something_matches(search, a_product):
    """A rare word that exists is what somebody meant."""
    results = search("hospitel", a_product("x", title="Hospitel"), a_product("y", title="Hospital"))

    assert ([hit.id for hit in results.hits], results.relaxed) == (["doh/x"], ())


def test_a_misspelt_word_beside_others_is_corrected_too(search, a_product):
    """What the other words find is kept; what was meant joins it, and comes first."""
    meant = a_product("meant", title="Benefit participation by county")
    other = a_product("other", title="Roads", description="By county.")
    results = search("participftion by county", other, meant)

    assert [hit.id for hit in results.hits] == ["doh/meant", "doh/other"]
    assert results.relaxed == (
        Relaxed(kind=RelaxedKind.SPELLING, asked="participftion", used="participation"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "hospitel county",  # it exists, though rarely
        "hospitels county",  # and so does its stem
        "county hospitelward",  # and in one word with its neighbour
        "county hospitel_ward",
        "county hospitel2",  # a number is not misspelt
    ],
)
def test_a_word_that_exists_is_not_corrected_for_others(search, a_product, text):
    """Rare is not wrong."""
    rare = a_product("rare", title="Hospitel ward")
    results = search(text, rare, a_product("x", title="Hospital by county"))

    assert results.relaxed == ()


def test_a_word_that_exists_on_another_page_is_not_corrected(search, a_product):
    """A page shows twenty; the word may stand on the next."""
    products = [a_product(f"p{n}", title="County county") for n in range(30)]
    late = a_product("late", description="Hospitel " * 50, status="deprecated")
    results = search("county hospitel", *products, late, a_product("x", title="Hospital"), limit=1)

    assert (results.total, results.relaxed) == (31, ())


def test_every_page_looks_for_the_same_words(search, a_product):
    """A correction does not depend on what a page holds."""
    products = [a_product(f"p{n}", title="County hospital") for n in range(5)]
    pages = [search("county hospitel", *products, limit=2, offset=n) for n in (0, 2, 4, 8)]

    assert [(p.total, p.relaxed[0].used) for p in pages] == [(5, "hospital")] * 4


@pytest.mark.parametrize("text", ["tach", "lech", "xospital", "hxspital"])
def test_short_words_and_other_beginnings_are_not_corrected(search, a_product, text):
    """`tech` must not become `team`, and a correction keeps the first two letters."""
    results = search(text, a_product("x", title="Tech hospital"))

    assert (results.total, results.relaxed) == (0, ())


def test_a_correction_keeps_what_was_excluded(ids, a_product):
    """Easing the spelling does not ease the rest."""
    products = [a_product("x", title="Hospital"), a_product("y", title="Hospital", tags=("icu",))]

    assert ids("hospitel -icu", *products) == ["x"]


def test_a_corrected_word_is_highlighted(search, a_product):
    """The page shows why the product is there."""
    results = search("hospitel", a_product("x", title="Hospital"))

    assert results.hits[0].why[0].html == "<mark>Hospital</mark>"


def test_a_phrase_that_nobody_wrote_is_searched_as_words(search, a_product):
    """Better the words apart than an empty page, as long as it says so."""
    results = search('"quality of air"', a_product("x", title="Air quality"))

    assert [hit.id for hit in results.hits] == ["doh/x"]
    assert results.relaxed == (
        Relaxed(kind=RelaxedKind.PHRASE, asked="quality of air", used="quality of air"),
    )


def test_a_question_cut_short_says_so(search, a_product):
    """Nobody should wonder why the fortieth word had no effect."""
    results = search(" ".join(f"w{n}" for n in range(40)), a_product("x", title="w3"))

    assert results.relaxed == (Relaxed(kind=RelaxedKind.LENGTH, asked="", used="32"),)


@pytest.mark.parametrize(
    ("left", "right", "edits"),
    [("", "", 0), ("a", "", 1), ("ab", "ba", 1), ("kitten", "sitting", 3), ("same", "same", 0)],
)
def test_a_swap_of_neighbours_is_one_edit(left, right, edits):
    """Fingers swap letters more often than they miss them."""
    assert distance(left, right) == edits


def test_of_equally_near_words_the_more_frequent_wins():
    """The likelier meaning."""
    assert correction("bedsx", {"bedss": 1, "bedst": 7, "bed": 90}) == "bedst"


@given(word=st.text("abcde", min_size=5, max_size=9), other=st.text("abcde", max_size=9))
def test_no_word_that_is_near_enough_is_passed_over(word, other):
    """What is left out before edits are counted would have had too many."""
    assert (correction(word, {other: 1}) == other) is (distance(word, other) <= allowed_edits(word))
    assert (likest(word, {other: 1}) == [other]) is (distance(word, other) <= (len(word) + 1) // 3)
