"""The search page: its address is its whole state, and every choice works without a script."""

import html
import re

import pytest

from registry.search_views import FacetValueView, FacetView
from ui.pages.search import SHOWN_VALUES, choices_of


def titles(html):
    """Return the addresses of the products that a page lists, in order."""
    return re.findall(r'<h2><a href="(/products/[^"]+)"', html)


def test_an_order_is_chosen_in_the_form_and_kept_in_every_link(owner):
    """A select with a button; the links carry it on."""
    page = owner.get("/search?q=beds&sort=title&agency=doh")

    assert '<option value="title" selected>' in page
    assert titles(page) == sorted(titles(page))
    assert 'href="/search?q=beds&amp;sort=title">Remove all filters' in page
    assert 'href="/api/v1/search?q=beds&amp;agency=doh&amp;sort=title"' in page


def orders(html):
    """Return the orders that a page offers, each with its words."""
    select = html.partition('<select id="sort"')[2].partition("</select>")[0]
    return re.findall(r'value="([a-z]+)"[^>]*>([^<]+)<', select)


def test_every_order_says_what_comes_first(owner):
    """Without words there is no best match; words that follow are ordered by it all the same."""
    titled = ("title", "Title")

    assert orders(owner.get("/search?q=beds")) == [
        ("relevance", "Best match"),
        ("newest", "Last changed"),
        titled,
    ]
    assert orders(owner.get("/search")) == [("relevance", "Last changed"), titled]
    assert orders(owner.get("/search?sort=newest")) == [("newest", "Last changed"), titled]


@pytest.mark.embedded
def test_a_search_that_gets_no_answer_is_kept_to_be_sent_again(unindexed):
    """With its words and filters, the reason, and the agencies to look through."""
    page = unindexed.get("/search?q=%3Cbeds%3E&agency=doh&sort=title", 503)

    assert 'type="search" id="q" name="q" value="&lt;beds&gt;"' in page
    assert '<input type="hidden" name="agency" value="doh">' in page
    assert '<input type="hidden" name="sort" value="title">' in page
    assert "The search index is being built anew." in page
    assert '<a href="/agencies/doh"><bdi>Department of Health</bdi></a>' in page


@pytest.mark.parametrize("query", ["cursor=o20", "cursor=%00", "cursor=", "sort=upwards"])
def test_an_address_that_charter_did_not_make_is_told_as_such(visitor, query):
    """A bad cursor is a mistake of whoever wrote it, and no fault of ours."""
    assert "Search data products" in visitor.get(f"/search?q=beds&{query}", 400)


def test_filters_speak_the_words_of_people(owner):
    """Not the slugs of machines."""
    page = owner.get("/search")

    for words in ("Department of Health", "Everyone", "Hourly or more often", "Kind of access"):
        assert words in page


def test_a_filter_narrows_by_what_is_promised(owner):
    """Each of the new filters is a choice."""
    for query in ("cadence=hourly", "format=api", "access=public"):
        assert "Remove all filters" in owner.get(f"/search?{query}")
    assert "/products/doh/strange" not in owner.get("/search?format=api")


def a_facet(count, chosen=()):
    """Return a facet of *count* values, the most frequent first."""
    return FacetView(
        name="term",
        label="Standard or term",
        values=tuple(
            FacetValueView(value=f"t{n}", label=f"T{n}", count=count - n, chosen=n in chosen)
            for n in range(count)
        ),
    )


def test_ten_values_are_in_sight_with_those_chosen_and_the_rest_is_folded():
    """Nobody scrolls past a hundred terms, and nobody loses what they chose."""
    choices = choices_of(a_facet(30, chosen={3, 25}))

    often = [f"t{n}" for n in range(SHOWN_VALUES)]
    assert [each.value for each in choices.shown] == [*often, "t25"]
    assert len(choices.more) == 30 - SHOWN_VALUES - 1
    assert "t25" not in [each.value for each in choices.more]


def test_the_form_offers_what_its_text_may_become_without_a_script(visitor, owner):
    """A list that browsers show; nobody needs it."""
    page = owner.get("/search?q=county")

    assert 'list="completions"' in page
    assert '<option value="county_fips">Column in' in page
    assert "<script" not in page
    assert "completions" not in visitor.get("/search")


def test_a_product_shows_what_is_about_the_same(owner):
    """Two products of one shape lead to each other, and say what they share."""
    page = owner.get("/products/doh/hospital-beds")

    _, _, section = page.partition('<h2 id="similar">Similar products</h2>')
    listed, _, _ = section.partition("</ul>")
    assert 'href="/products/doh/clinic-beds"' in listed
    assert "It shares" in listed
    assert 'href="/products/doh/hospital-beds"' not in listed
    assert 'id="similar"' not in owner.get("/products/doh/strange")


@pytest.mark.parametrize(
    "query",
    [
        "q=beds",
        "q=beds&sort=title",
        "q=beds&agency=doh&access=public",
        "sort=newest&limit=2",
        "q=beds&limit=1&sort=newest&cadence=hourly",
        "q=xylophone",
    ],
)
def test_page_and_api_answer_alike(owner, query):
    """The same address, the same products in the same order, the same pages to the end."""
    cursor = ""
    while cursor is not None:
        address = f"/search?{query}{cursor and '&cursor='}{cursor}"
        found = owner.client.get(f"/api/v1{address}").json()
        page = owner.get(address)

        products = [hit["product"] for hit in found["items"]]
        assert titles(page) == [f"/products/{p['agency']}/{p['slug']}" for p in products]
        number = str(found["total"]) if found["total"] else "No"
        assert f"<h1>{number} data product" in page
        cursor = found["cursor"]
        assert ('rel="next"' in page) is (cursor is not None)
        assert cursor is None or f"cursor={cursor}" in page


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=500", "limit=-1&q=beds", "q=be%00ds&agency=d%00oh"]
)
def test_what_a_page_reads_past_is_not_in_its_links(owner, query):
    """The API would refuse it: a page that was answered leads to no answer that is a mistake."""
    page = owner.get(f"/search?{query}")

    assert "\0" not in page
    found = set(re.findall(r'href="((?:/api/v1)?/search[^"]*)"', page))
    assert any(address.startswith("/api/v1/search") for address in found)
    for address in found:
        assert owner.reply(html.unescape(address)).status_code == 200, address
