"""An empty page leads on: without a filter, or by words that exist."""

import pytest

from search.results import Loosened


@pytest.fixture
def products(a_product):
    """Return products of two agencies, one of them hidden."""
    return [
        a_product("beds", title="Hospital beds", status="active"),
        a_product("roads", agency="dot", title="Road closures", status="active"),
        a_product("more", agency="dot", title="Road hospitality", status="draft"),
        a_product("secret", agency="deq", title="Hospital roads", audience=("hidden:deq",)),
    ]


def test_each_filter_says_what_is_found_without_it(search, products):
    """Whoever chose too much learns which choice to take back."""
    results = search("beds", *products, filters={"agency": ("dot",), "status": ("active",)})

    assert (results.total, results.relaxed) == (0, ())
    assert results.loosened == (Loosened(facet="agency", total=1),)


def test_where_no_single_filter_helps_all_are_dropped(search, products):
    """Two wrong choices still lead somewhere."""
    results = search("beds", *products, filters={"agency": ("dot",), "status": ("retired",)})

    assert results.loosened == (Loosened(facet="", total=1),)


def test_a_typed_filter_is_loosened_too(search, products):
    """It was a filter all the same."""
    results = search("beds agency:nowhere", *products)

    assert results.loosened == (Loosened(facet="agency", total=1),)


def test_nothing_is_loosened_where_something_is_found(search, products):
    """The ladder begins below the last result."""
    results = search("beds", *products, filters={"agency": ("doh",)})

    assert (results.total, results.loosened, results.nearest) == (1, (), ())


def test_words_that_look_alike_are_offered_where_nothing_is_found(search, products):
    """Too far for a correction, near enough for a hint."""
    results = search("hospices", *products)

    assert (results.total, results.nearest) == (0, ("hospital",))


def test_no_word_that_says_little_is_offered_instead(search, a_product):
    """`fore` looks like `for`, which would lead to everything."""
    results = search("fore", a_product("x", title="Fees for form", description="Data files."))

    assert (results.total, results.nearest) == (0, ("form",))


def test_words_of_hidden_products_are_never_offered(search, a_product):
    """A hint may tell nothing that the caller could not read."""
    hidden = a_product("x", title="Xyloquartz", audience=("state",))

    assert search("xyloquest", hidden).nearest == ()
    assert search("xyloquest", audience=("state",)).nearest == ("xyloquartz",)


@pytest.mark.parametrize("text", ["", "€", "zz", "-beds", "the of", 'column:"zz"'])
def test_what_leads_nowhere_is_no_error(search, text):
    """An empty index has nothing to offer."""
    results = search(text, filters={"agency": ("doh",)})

    assert (results.total, results.loosened, results.nearest) == (0, (), ())
