"""Each hit says why it is there, in text that is safe to show."""

import re

import pytest

from search.document import Column


@pytest.fixture
def why(search):
    """Return a function that asks for one product and returns its reasons."""

    def ask(text, product):
        (hit,) = search(text, product).hits
        return [(match.field, match.label, match.html) for match in hit.why]

    return ask


def test_the_words_are_marked_in_every_form(why, a_product):
    """People recognise their own words."""
    assert why("hospitals bed", a_product(title="Beds per Hospital")) == [
        ("title", "", "<mark>Beds</mark> per <mark>Hospital</mark>")
    ]


@pytest.mark.parametrize(
    ("text", "column", "html"),
    [
        ("fips", "county_fips", "county_<mark>fips</mark>"),
        ("countyfips", "county_fips", "<mark>county_fips</mark>"),
        ("county_fips", "county_fips", "<mark>county_fips</mark>"),
        ("bed", "staffedBedCount", "staffed<mark>Bed</mark>Count"),
        ("staffedbedcount", "staffedBedCount", "<mark>staffedBedCount</mark>"),
        ("emp", "HR_EMP_TBL", "HR_<mark>EMP</mark>_TBL"),
    ],
)
def test_a_column_is_named_and_its_part_is_marked(why, a_product, text, column, html):
    """`Matched column county_fips` tells more than a score."""
    assert why(text, a_product("x", columns=("id", column))) == [("column", column, html)]


def test_a_column_found_by_its_description_is_named_too(why, a_product):
    """The technical name alone would not explain the match."""
    column = Column(name="cnt", business_name="Count", description="Number of zebras.")

    assert why("zebra", a_product(columns=(column,))) == [
        ("column", "cnt", "Number of <mark>zebras</mark>.")
    ]


def test_the_columns_that_hold_most_words_come_first_and_few_are_shown(why, a_product):
    """A contract of a thousand columns gets three lines, not a thousand."""
    product = a_product("x", columns=("bed_a", "bed_b", "bed_c", "bed_d", "icu_bed"))

    assert [label for _, label, _ in why("icu bed", product)] == ["icu_bed", "bed_a", "bed_b"]


def test_reasons_come_strongest_first(why, a_product):
    """Title before column before prose."""
    product = a_product(
        "x",
        title="Zebra",
        description="All zebras.",
        summary="Zebras here.",
        columns=("zebra",),
        tags=("zebra",),
        terms=("zebra",),
    )

    assert [field for field, _, _ in why("zebra", product)] == [
        "title",
        "column",
        "term",
        "tag",
        "summary",
        "description",
    ]


def test_a_typed_identifier_is_the_first_reason(why, a_product):
    """A pasted name is answered with the name."""
    product = a_product("x", contract_id="e7b7ab23-3c99", title="Beds")

    assert why("E7B7AB23-3C99", product)[0] == (
        "identifier",
        "",
        "<mark>e7b7ab23-3c99</mark>",
    )


def test_the_same_sentence_is_not_shown_twice(why, a_product):
    """Many contracts repeat the summary as the description."""
    product = a_product("x", summary="All zebras.", description="All zebras.")

    assert [field for field, _, _ in why("zebra", product)] == ["summary"]


def test_a_long_text_is_cut_around_the_word(why, a_product):
    """The reader sees the sentence that matched."""
    text = "Nothing of interest is here. " * 40 + "Then zebras come. " + "And they leave. " * 40
    ((_, _, html),) = why("zebra", a_product("x", description=text))

    assert "<mark>zebras</mark> come" in html
    assert html.startswith("… ")
    assert html.endswith(" …")
    assert len(html) < 300


def test_a_text_of_one_endless_word_is_cut_too(why, a_product):
    """A snippet is short whatever a text holds."""
    ((_, _, html),) = why(
        "zebra", a_product("x", description="x" * 9_000 + " zebra " + "y" * 9_000)
    )

    assert "<mark>zebra</mark>" in html
    assert len(html) < 400


@pytest.mark.parametrize("field", ["title", "summary", "description", "purpose", "domain"])
def test_only_our_own_marks_are_markup(search, a_product, field):
    """Whatever a contract holds is text on the page."""
    hostile = "<script>alert('zebra')</script> & <mark>zebra</mark> \"zebra\" onclick=zebra"
    results = search("zebra script mark", a_product("x", **{field: hostile}))

    for hit in results.hits:
        for match in hit.why:
            assert re.sub(r"</?mark>", "", match.html).count("<") == 0
            assert "&lt;script&gt;" in match.html.replace("<mark>", "").replace("</mark>", "")


def test_marks_are_balanced_where_words_overlap(why, a_product):
    """Joined and single words may claim the same letters."""
    for text in ("child care childcare", "childcare child", "care_child childcare"):
        for _, _, html in why(text, a_product("x", title="Child care child-care childcare")):
            assert re.sub(r"<mark>[^<>]*</mark>", "", html).count("<") == 0


def test_letters_that_fold_are_marked_whole(why, a_product):
    """Folding an accent must not shift a mark."""
    assert why("cafe strasse", a_product("x", title="Das Café, Große Straße ﬁn")) == [
        ("title", "", "Das <mark>Café</mark>, Große <mark>Straße</mark> ﬁn")
    ]


def test_browsing_gives_no_reasons(why, a_product):
    """There was no question."""
    assert why("", a_product("x")) == []


@pytest.mark.parametrize(
    ("text", "title", "html"),
    [
        ("die", "The dying", "The <mark>dying</mark>"),
        ("cry", "Cries", "<mark>Cries</mark>"),
        ("visibility", "Visibly so", "<mark>Visibly</mark> so"),
        ("childcare", "A child care", "A <mark>child care</mark>"),
        ("child care", "Some childcare", "Some <mark>childcare</mark>"),
        ("email", "By e-mail", "By <mark>e-mail</mark>"),
        ("oclock", "Five o'Clock", "Five <mark>o&#x27;Clock</mark>"),
        ("facilitybedcapacity", "Facility, bed: capacity", "<mark>Facility, bed: capacity</mark>"),
        ("data_set", "Dataset", "<mark>Dataset</mark>"),
        ("ecole", "\u00c9coles", "<mark>\u00c9coles</mark>"),
    ],
)
def test_no_form_of_a_word_is_passed_over(why, a_product, text, title, html):
    """Only what may hold a word is looked at closely; nothing may be overlooked by that."""
    assert why(text, a_product("x", title=title))[-1] == ("title", "", html)
