"""Pages lead through everything, in the order that was asked for."""

import pytest

from search.backend import AfterError
from search.query import Query, Sort
from tests.engines_of_search import open_index, remove_index
from tests.search.conftest import a_product as a_bed

MANY = 2_500
PAGE = 100


@pytest.fixture(scope="module")
def crowded(tmp_path_factory):
    """Yield an index of products that are all alike, written in several parts."""
    folder = tmp_path_factory.mktemp("crowded") / "index"
    backend = open_index(folder)
    products = [a_bed(f"beds-{n:04}", title=f"Beds {n % 7}") for n in range(MANY)]
    for start in range(0, MANY, 500):
        backend.apply(products[start : start + 500])
    yield backend
    backend.close()
    remove_index(folder)


def walked(backend, **question):
    """Return the ids of all pages, as a caller follows them."""
    found, after, offset = [], "", 0
    while True:
        query = Query(limit=PAGE, offset=offset, after=after, **question)
        results = backend.search(query)
        if not results.hits:
            return found
        found += [hit.id for hit in results.hits]
        offset, after = offset + PAGE, results.after


@pytest.mark.parametrize("text", ["", "beds"])
@pytest.mark.parametrize("sort", list(Sort))
def test_the_pages_together_hold_each_product_once(crowded, text, sort):
    """Equal scores, equal times and equal titles: none comes twice, none is passed over."""
    found = walked(crowded, text=text, sort=sort)

    assert len(found) == MANY
    assert len(set(found)) == MANY


def test_nothing_lies_behind_the_last_page(crowded):
    """The total stays true, and the engine makes no room for what does not exist."""
    results = crowded.search(Query(offset=10**15))

    assert (results.hits, results.total) == ((), MANY)


def test_titles_come_by_alphabet_and_equal_ones_by_id(ids, a_product):
    """Case and accents are no order that people know."""
    products = [
        a_product("d", title="Zoning"),
        a_product("c", title="école"),
        a_product("b", title="apples"),
        a_product("a", title="Apples"),
    ]

    assert ids("", *products, sort=Sort.TITLE) == ["a", "b", "c", "d"]


def test_the_newest_come_first_whatever_matches_best(ids, a_product):
    """A reader of a feed asks what is new."""
    products = [
        a_product("best", title="Beds", hours=1),
        a_product("newest", title="Rooms", description="With beds.", hours=3),
        a_product("middle", title="Beds and rooms", hours=2),
    ]

    assert ids("beds", *products) == ["best", "middle", "newest"]
    assert ids("beds", sort=Sort.NEWEST) == ["newest", "middle", "best"]
    assert ids("beds", sort=Sort.TITLE) == ["best", "middle", "newest"]


def test_a_page_in_another_order_still_says_why(search, a_product):
    """Reasons belong to the words, and not to the order."""
    hit = search("beds", a_product("x", title="Hospital beds"), sort=Sort.TITLE).hits[0]

    assert (hit.score, hit.why[0].field) == (0.0, "title")


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("after", ["x", "1", "1.", "-1.0", "99999999999999999999.1", "\ud800"])
def test_a_token_that_no_engine_gave_is_refused(crowded, sort, after):
    """It would lead anywhere."""
    with pytest.raises(AfterError):
        crowded.search(Query(sort=sort, after=after))


@pytest.mark.parametrize("limit", [1, 2, 3, 200])
def test_titles_lead_on_in_their_order(index, a_product, limit):
    """Those that begin alike as well, and after a page that was reached by its offset."""
    names = [f"{word} {n}" for word in ("Bed", "Department of health", "Roads") for n in range(4)]
    index.apply([a_product(f"p-{n}", title=name) for n, name in enumerate(names)])
    everything = [hit.id for hit in index.search(Query(sort=Sort.TITLE)).hits]

    for first in range(len(names)):
        found, after, offset = [], "", first
        while hits := (
            page := index.search(Query(sort=Sort.TITLE, limit=limit, offset=offset, after=after))
        ).hits:
            assert page.total == len(names)
            found += [hit.id for hit in hits]
            offset, after = offset + limit, page.after
        assert found == everything[first:]
