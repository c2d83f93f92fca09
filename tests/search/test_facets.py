"""Counts beside the results say what each choice would give."""

import pytest

from search.query import MAX_FACET_VALUES, Query
from search.results import Facet, FacetValue


@pytest.fixture
def counts(search):
    """Return a function that asks and returns each facet as a dictionary in order."""

    def ask(text="", *products, **query):
        facets = search(text, *products, **query).facets
        return {f.name: [(v.value, v.count) for v in f.values] for f in facets}

    return ask


@pytest.fixture
def products(a_product):
    """Return five products of three agencies."""
    return [
        a_product("a", agency="doh", status="active", domain="health", classification="public"),
        a_product("b", agency="doh", status="deprecated", domain="health"),
        a_product("c", agency="dot", status="active", domain="roads"),
        a_product("d", agency="dot", status="active", domain="roads"),
        a_product("e", agency="deq", status="draft", domain="health"),
    ]


def test_facets_come_in_a_fixed_order_with_the_most_frequent_first(search, products):
    """People scan from the top; equals are alphabetical."""
    facets = search("", *products).facets

    assert [facet.name for facet in facets] == [
        "agency",
        "domain",
        "classification",
        "access",
        "status",
        "format",
        "term",
        "cadence",
    ]
    assert facets[0] == Facet(
        name="agency",
        values=(
            FacetValue(value="doh", count=2),
            FacetValue(value="dot", count=2),
            FacetValue(value="deq", count=1),
        ),
    )


def test_a_value_that_nobody_stated_is_not_counted(counts, products):
    """An empty classification is no choice."""
    assert counts("", *products)["classification"] == [("public", 1)]


def test_a_product_counts_once_for_each_of_its_values(counts, a_product):
    """It is offered as an API and as files, and follows two standards."""
    found = counts(
        "",
        a_product("a", formats=("api", "s3"), standards=("nc:Date", "nc:Name"), cadence="daily"),
        a_product("b", formats=("api",), standards=("nc:Date", "nc:Date"), access="public"),
    )

    assert found["format"] == [("api", 2), ("s3", 1)]
    assert found["term"] == [("nc:Date", 2), ("nc:Name", 1)]
    assert found["cadence"] == [("daily", 1)]
    assert found["access"] == [("public", 1)]


def test_any_of_several_values_is_found(ids, a_product):
    """Whoever wants files does not mind that there is an API as well."""
    both, other = a_product("a", formats=("api", "s3")), a_product("b", formats=("api",))

    assert ids("", both, other, filters={"format": ("s3",)}) == ["a"]


def test_of_many_values_the_frequent_are_counted_and_the_chosen_always(counts, a_product):
    """Hundreds of terms would fill a page; what was chosen is told its true number."""
    often = [a_product(f"often-{n}", standards=("often",)) for n in range(2)]
    rare = [a_product(f"rare-{n}", standards=(f"rare-{n:03}",)) for n in range(MAX_FACET_VALUES)]

    found = counts("", *often, *rare)["term"]
    chosen = counts("", filters={"term": ("rare-099",)})["term"]

    assert len(found) == MAX_FACET_VALUES
    assert found[0] == ("often", 2)
    assert ("rare-099", 1) not in found
    assert ("rare-099", 1) in chosen


def test_a_choice_does_not_hide_its_alternatives(counts, products):
    """Having chosen DOH, people still see how many DOT would give."""
    found = counts("", *products, filters={"agency": ("doh",)})

    assert found["agency"] == [("doh", 2), ("dot", 2), ("deq", 1)]
    assert found["domain"] == [("health", 2)]


def test_each_facet_is_counted_under_the_choices_of_the_others(counts, products):
    """Two choices: each facet ignores its own and obeys the other."""
    found = counts("", *products, filters={"agency": ("dot", "doh"), "status": ("active",)})

    assert found["agency"] == [("dot", 2), ("doh", 1)]
    assert found["status"] == [("active", 3), ("deprecated", 1)]
    assert found["domain"] == [("roads", 2), ("health", 1)]


def test_one_value_of_a_facet_must_match_and_every_facet_must(ids, products):
    """Choices widen inside a facet and narrow across facets."""
    chosen = {"agency": ("doh", "dot"), "domain": ("health",)}

    assert sorted(ids("", *products, filters=chosen)) == ["a", "b"]


def test_counts_follow_the_text(counts, a_product):
    """The numbers belong to the question, not to the catalog."""
    beds, roads = a_product("beds"), a_product("roads", agency="dot")

    assert counts("beds", beds, roads)["agency"] == [("doh", 1)]


@pytest.mark.parametrize(
    "text", ["beds", '"hospital beds"', "childcare", "DOH", "beds -icu", "the"]
)
def test_counts_add_up_to_the_total(search, a_product, text):
    """What is counted is what is listed."""
    results = search(
        text,
        a_product("a", title="Hospital beds for child care", tags=("icu",)),
        a_product("b", title="The beds", description="Hospital beds."),
        a_product("c", title="Child care"),
    )

    assert sum(value.count for value in results.facets[0].values) == results.total
    assert len(results.hits) == results.total


@pytest.mark.parametrize(
    "value", ["a b", "A:b*", '"', "x\x00y", "Ünï", "-", "(", "\ud800", "a" * 5_000]
)
def test_a_value_may_be_anything(search, a_product, value):
    """Domains are written by people."""
    first = search("", a_product("x", domain=value), a_product("y", domain="other"))
    offered = next(v.value for v in first.facets[1].values if v.value != "other")

    assert [hit.id for hit in search("", filters={"domain": (offered,)}).hits] == ["doh/x"]


def test_a_value_that_does_not_exist_gives_nothing(search, a_product):
    """An old link is not an error."""
    assert search("", a_product("x"), filters={"status": ("\ud800 nonsense",)}).total == 0


def test_a_facet_without_a_choice_narrows_nothing(ids, a_product):
    """A form may send the empty list."""
    assert ids("", a_product("x"), filters={"status": ()}) == ["x"]


def test_a_filter_that_is_no_facet_is_refused():
    """Nothing else can be addressed, least of all who may see a product."""
    with pytest.raises(ValueError, match="There is no facet 'audience'"):
        Query(filters={"audience": ("hidden",)})


def test_a_filter_that_leaves_nothing_does_not_change_the_words(search, a_product):
    """The page can say that dropping a filter would help; other words would mislead."""
    results = search("hospital", a_product("x", title="Hospital"), filters={"agency": ("dot",)})

    assert (results.total, results.relaxed) == (0, ())
    assert results.facets[0].values == (FacetValue(value="doh", count=1),)
