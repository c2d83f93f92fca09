"""People find products by the words they have, in whatever form."""

import pytest

from search.document import Column
from search.embedded import open_embedded
from search.query import Query


def test_an_empty_text_lists_everything_newest_first(ids, a_product):
    """Browsing is a search without words."""
    assert ids("", a_product("a", hours=1), a_product("b", hours=3), a_product("c", hours=2)) == [
        "b",
        "c",
        "a",
    ]


def test_words_spread_over_fields_find_a_product(ids, a_product):
    """Requiring all words in one field is why other catalogs find nothing."""
    bed = a_product("beds", tags=("icu",), columns=("county_fips",), description="Per hospital.")

    assert ids("hospital icu county nonsense", bed, a_product("roads")) == ["beds"]


def test_more_of_the_words_rank_higher(ids, a_product):
    """Coverage is graded: nobody is left out, the fuller answer comes first."""
    one = a_product("one", title="Bridges", description="Condition.")
    two = a_product("two", title="Bridges", description="Condition by county.")

    assert ids("bridges county", one, two) == ["two", "one"]


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Zebra crossings"},
        {"summary": "Where zebras cross."},
        {"description": "Every zebra."},
        {"purpose": "Counting zebras."},
        {"tags": ("zebra",)},
        {"terms": ("zebra crossing",)},
        {"agency_name": "Zebra Office"},
        {"agency_acronym": "ZEBRA"},
        {"domain": "zebra"},
        {"systems": ("zebra-api",)},
        {"identifiers": ("OLD_ZEBRA_TBL",)},
        {"columns": ("zebra_count",)},
        {"columns": (Column(name="n", business_name="Zebra count"),)},
        {"columns": (Column(name="n", description="How many zebras."),)},
    ],
)
def test_every_text_of_a_product_is_searched(ids, a_product, changes):
    """Whatever a contract says can be what somebody remembers."""
    other = a_product("other", agency="dot", agency_name="Department of Roads")

    assert ids("zebra", a_product("found", **changes), other) == ["found"]


def test_a_title_weighs_more_than_a_mention(ids, a_product):
    """The product about beds comes before one that mentions them."""
    about = a_product("about", title="Beds", description="Something long about many other things.")
    mention = a_product("mention", title="Things", description="Something long about beds, other.")

    assert ids("beds", mention, about) == ["about", "mention"]


@pytest.mark.parametrize(
    "text",
    ["staffedBedCount", "staffed_bed_count", "staffed bed count", "staffedbedcount", "STAFFED-BED"],
)
@pytest.mark.parametrize("column", ["staffedBedCount", "staffed_bed_count", "STAFFED_BED_COUNT"])
def test_an_identifier_is_found_in_any_spelling(ids, a_product, text, column):
    """The same column is camel case in the API and snake case in the table."""
    assert ids(text, a_product("found", columns=(column,)), a_product("x"))[0] == "found"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Child care facilities", "childcare"),
        ("Childcare facilities", "child care"),
        ("COVID-19 cases", "covid19"),
        ("Covid19 cases", "covid-19"),
        ("Web site visits", "website"),
        ("Hospital bed availability", "hospitalbedavailability"),
        ("Counties", "county"),
        ("Café licences", "cafe"),
        ("Cafe licences", "café"),
        ("Children's services", "childrens"),
        ("U.S. census", "u.s."),
    ],
)
def test_forms_of_a_word_find_each_other(ids, a_product, title, text):
    """Joined or apart, singular or plural, accented or not: one idea."""
    assert ids(text, a_product("found", title=title), a_product("x", title="Roads")) == ["found"]


@pytest.mark.parametrize("place", ["title", "tags", "columns"])
@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("Child care", "childcare"),
        ("childCare", "child care"),
        ("childcare", "child-care"),
        ("Childcare", "child care"),
    ],
)
def test_words_are_found_joined_or_apart_wherever_they_stand(ids, a_product, place, written, text):
    """Titles, tags and columns are where people remember them from."""
    value = written if place == "title" else (written,)
    found = a_product("found", **{"title": "Places", place: value})

    for asked in (text, f"{text} nonsense"):
        assert ids(asked, found, a_product("x", title="Roads")) == ["found"]


def test_the_exact_form_comes_before_a_stem(ids, a_product):
    """`universal` and `universities` share a stem; the word itself is meant."""
    stemmed = a_product("stemmed", title="Universal credit")
    exact = a_product("exact", title="University credit")

    assert ids("university", stemmed, exact)[0] == "exact"


@pytest.mark.parametrize(
    "text",
    [
        "doh-hospital-bed-availability",
        "DOH Hospital Bed Availability",
        "doh/bed-availability",
        "e7b7ab23-3c99-5f0a-a7b2-b41a72d15a83",
        "Bed capacity today",
    ],
)
def test_an_exact_name_always_wins(ids, a_product, text):
    """Pasting a name or number leads to that product, however well others match its words."""
    named = a_product(
        "bed-availability",
        title="Bed capacity today",
        identifiers=("doh-hospital-bed-availability",),
        contract_id="e7b7ab23-3c99-5f0a-a7b2-b41a72d15a83",
        columns=tuple(f"column_{number}" for number in range(300)),
    )
    words = "doh hospital bed availability capacity today e7b7ab23 3c99 5f0a a7b2 b41a72d15a83"
    rivals = [
        a_product(f"rival-{n}", agency="dot", title=f"{words} {n}", tags=tuple(words.split()))
        for n in range(5)
    ]

    assert ids(text, *rivals, named)[0] == "bed-availability"


def test_an_exact_name_inside_a_question_is_noticed(ids, a_product):
    """People paste an identifier and add a word."""
    named = a_product("x", title="Claims", identifiers=("HR_EMP_TBL",))
    rival = a_product("y", title="HR columns", tags=("emp", "columns", "hr"), summary="tbl columns")

    assert ids("HR_EMP_TBL columns", rival, named)[0] == "x"


def test_an_acronym_finds_the_products_of_the_agency_first(ids, a_product):
    """`DOH` is the agency, not a product that mentions it."""
    own = a_product("own", title="Births")
    mention = a_product("mention", agency="dot", agency_name="Roads", title="DOH DOH traffic")

    assert ids("DOH", mention, own) == ["own", "mention"]


def test_weak_words_are_never_required_and_never_enough(ids, a_product):
    """`the data about beds` is a question about beds."""
    beds = a_product("beds", title="Beds")
    data = a_product("data", title="The data table", description="Data about the dataset.")

    assert ids("the data about beds", beds, data) == ["beds"]


def test_weak_words_alone_still_find(ids, a_product):
    """Somebody may look for the dataset called `Table`."""
    assert ids("table", a_product("x", title="Table"), a_product("y", title="Beds")) == ["x"]


def test_a_phrase_must_stand_as_it_is(ids, a_product):
    """Quotes are a demand."""
    phrase = a_product("phrase", description="Daily air quality in cities.")
    apart = a_product("apart", description="Air and water quality.")

    assert ids('"air quality"', phrase, apart) == ["phrase"]


def test_no_phrase_crosses_from_one_text_into_the_next(search, a_product):
    """Two tags that stand side by side are not a phrase."""
    found = search('"air quality"', a_product("x", tags=("air", "quality")))

    assert found.relaxed[0].kind == "phrase"


def test_a_phrase_finds_a_column(ids, a_product):
    """`"county fips"` is the column `county_fips`."""
    assert ids('"county fips"', a_product("x", columns=("county_fips",))) == ["x"]


def test_other_words_beside_a_phrase_are_not_required(ids, a_product):
    """`"air quality" ohio` is answered although no product says Ohio."""
    assert ids('"air quality" ohio', a_product("x", title="Air quality")) == ["x"]


def test_excluded_words_and_phrases_leave_products_out(ids, a_product):
    """A minus narrows."""
    products = [
        a_product("a", title="Beds"),
        a_product("b", title="Beds", tags=("covid-19",)),
        a_product("c", title="Beds", columns=("long_stay",)),
    ]

    assert ids('beds -covid -"long stay"', *products) == ["a"]


def test_only_an_exclusion_lists_the_rest(ids, a_product):
    """`-roads` is everything but roads."""
    assert ids("-roads", a_product("beds"), a_product("roads")) == ["beds"]


def test_a_deprecated_product_comes_after_its_equal(ids, a_product):
    """What is on its way out is found, but not first."""
    old = a_product("old", title="Beds", status="deprecated")
    live = a_product("live", title="Beds", status="active", description="More words than that.")

    assert ids("beds", old, live) == ["live", "old"]


def test_a_better_kept_product_comes_before_its_equal(ids, a_product):
    """Of two that say the same, people want the one that is described and used."""
    worse = a_product("worse", title="Beds", quality=0.85)
    better = a_product("better", title="Beds", quality=1.15)

    assert ids("beds", worse, better) == ["better", "worse"]


def test_quality_beyond_its_bounds_does_nothing_more(search, a_product):
    """No number makes up for words."""
    about = a_product("about", title="Beds", description="Beds in hospitals.", quality=-9.0)
    mention = a_product("mention", title="Roads", description="To beds, too.", quality=1e9)

    assert [hit.id for hit in search("beds", mention, about).hits] == ["doh/about", "doh/mention"]


def test_an_exact_name_wins_whatever_the_quality(ids, a_product):
    """Somebody who types a name wants that product, even an old one that nobody described."""
    named = a_product(
        "old", title="Old", identifiers=("HR_EMP_TBL",), status="deprecated", quality=0.85
    )
    rivals = [
        a_product(
            f"rival-{n}",
            title=f"HR EMP TBL {n}",
            tags=("hr emp tbl", "emp", "tbl"),
            columns=("hr_emp_tbl",),
            terms=("HR EMP TBL",),
            quality=1.15,
        )
        for n in range(5)
    ]

    assert ids("HR_EMP_TBL", *rivals, named)[0] == "old"


def test_a_wide_contract_is_not_punished_for_its_columns(ids, a_product):
    """A contract of 3,000 columns whose title says it beats one that mentions it."""
    wide = a_product("wide", title="Hospital beds", columns=tuple(f"c{n}_x" for n in range(3_000)))
    mention = a_product("mention", title="Roads", description="Not about hospital beds at all.")

    assert ids("hospital beds", mention, wide) == ["wide", "mention"]


def test_words_that_are_one_column_beat_the_same_words_apart(ids, a_product):
    """Whoever types a column's name, or most of it, means that column."""
    column = a_product("column", title="Closures", columns=("id", "expected_end_at", "reason"))
    rivals = [
        a_product(f"rival-{n}", title="Expected goods", description="They end at the border.")
        for n in range(5)
    ]
    plain = [a_product(f"plain-{n}", title="Roads") for n in range(20)]

    for text in ("expected end at", "expected end", "expectedEndAt"):
        assert ids(text, column, *rivals, *plain)[0] == "column"


def test_two_columns_are_not_one(ids, a_product):
    """A word at the end of one name and a word at the beginning of the next are strangers."""
    one = a_product("one", columns=("birth_date",))
    two = a_product("two", columns=("birth", "date"))

    assert ids("birth date", two, one) == ["one", "two"]


def test_pages_follow_each_other_without_gap_or_repeat(ids, a_product):
    """Equal scores keep one order, so that page two is not page one again."""
    products = [a_product(f"beds-{n}", title="Beds", hours=n % 3) for n in range(57)]
    ids("", *products)

    for text in ("", "beds"):
        pages = [name for start in range(0, 60, 10) for name in ids(text, offset=start, limit=10)]

        assert sorted(pages) == sorted(f"beds-{n}" for n in range(57))


def test_the_order_of_equals_does_not_depend_on_when_they_came(tmp_path, a_product):
    """A rebuild must not shuffle the pages people linked to."""
    products = [a_product(f"beds-{n}", title="Beds") for n in range(12)]
    one, other = open_embedded(tmp_path / "one"), open_embedded(tmp_path / "other")
    for product in products:
        one.apply([product])
    other.rebuild(reversed(products), cursor=1)
    orders = [[h.id for h in b.search(Query(text="beds", limit=40)).hits] for b in (one, other)]
    one.close()
    other.close()

    assert orders[0] == orders[1]


@pytest.mark.parametrize(
    "query", [{"limit": 0}, {"limit": -3}, {"offset": 10_001}, {"offset": 10**12}]
)
def test_a_page_that_nobody_reads_is_empty_but_the_total_is_true(search, a_product, query):
    """Deep paging is bounded, not an error."""
    results = search("", a_product("a"), a_product("b"), **query)

    assert (results.hits, results.total) == ((), 2)


def test_a_negative_offset_is_the_first_page(ids, a_product):
    """Addresses are typed by hand."""
    assert ids("", a_product("a"), offset=-5) == ["a"]


def test_one_page_is_never_larger_than_its_bound(search, a_product):
    """A limit from an address cannot make one answer expensive."""
    results = search("", *(a_product(f"p{n}") for n in range(230)), limit=10**9)

    assert (len(results.hits), results.total) == (200, 230)
