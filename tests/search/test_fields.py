"""A word can be bound to a field, a filter be typed, and nothing else becomes syntax."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.document import Column
from search.intent import Choice, Field, read
from search.query import FACETS, TEXT_FIELDS, Query
from search.results import Relaxed, RelaxedKind
from tests.engines_of_search import open_index, remove_index
from tests.search.conftest import a_product

BOTH = {"agency": ("doh",), "status": ("active",)}


@pytest.fixture
def catalog(index):
    """Return an index of products that hold the same words in different places."""
    index.apply(
        [
            a_product("title", title="Air quality", tags=("ozone",)),
            a_product("tag", title="Sensors", tags=("air quality",), status="active"),
            a_product("term", agency="dot", title="Roads", terms=("air quality",)),
            a_product("column", title="Cities", columns=("air_quality",), domain="Public Health"),
            a_product(
                "business", title="Towns", columns=(Column(name="aq", business_name="Air quality"),)
            ),
            a_product("prose", title="Smoke", description="About air quality."),
        ]
    )
    return index


@pytest.fixture
def found(catalog):
    """Return a function that asks one question and returns the names of the hits, sorted."""

    def ask(text, **query):
        return sorted(
            h.id.partition("/")[2] for h in catalog.search(Query(text=text, **query)).hits
        )

    return ask


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ('title:"air quality"', ["title"]),
        ("TITLE:air", ["title"]),
        ('tag:"air quality"', ["tag"]),
        ("term:air-quality", ["term"]),
        ("column:air_quality", ["business", "column"]),
        ("column:airQuality", ["business", "column"]),
        ("column:airquality", ["business", "column"]),
        ("column:air_qualities", ["business", "column"]),
        ("air -title:air", ["business", "column", "prose", "tag", "term"]),
        ('air -column:"air quality"', ["prose", "tag", "term", "title"]),
        ("column:air title:cities", ["column"]),
    ],
)
def test_a_word_can_be_bound_to_a_field(found, text, names):
    """Whoever knows where a word stands need not read the rest."""
    assert found(text) == names


def test_words_of_a_field_do_not_match_across_two_columns(search):
    """Two columns are not one name."""
    results = search("column:birth_date", a_product("x", columns=("birth", "date")))

    assert results.relaxed == (Relaxed(kind=RelaxedKind.FIELD, asked="column", used="birth date"),)


@pytest.mark.parametrize(
    ("text", "rest", "filters", "names"),
    [
        ("air agency:dot", "air", {"agency": ("dot",)}, ["term"]),
        ("agency:DOT air", "air", {"agency": ("dot",)}, ["term"]),
        ("agency:dot", "", {"agency": ("dot",)}, ["term"]),
        ('air domain:"public health"', "air", {"domain": ("Public Health",)}, ["column"]),
        ("air domain:public-health", "air", {"domain": ("Public Health",)}, ["column"]),
        (
            "status:active agency:doh air",
            "air",
            {"agency": ("doh",), "status": ("active",)},
            ["tag"],
        ),
        ("air -agency:doh", "air -agency:doh", {}, ["term"]),
    ],
)
def test_a_filter_can_be_typed(catalog, found, text, rest, filters, names):
    """It acts as one that was chosen, and shows as one."""
    results = catalog.search(Query(text=text))

    assert (results.text, results.filters, found(text)) == (rest, filters, names)
    assert results.relaxed == ()


def test_a_typed_filter_joins_a_chosen_one(found):
    """One of the values of a facet must match, and every facet."""
    chosen = {"agency": ("doh",)}

    assert found("air agency:dot", filters=chosen) == sorted(
        ["business", "column", "prose", "tag", "term", "title"]
    )
    assert found("air status:active", filters=chosen) == ["tag"]


@pytest.mark.parametrize("text", ["agency:nowhere", "air agency:nowhere"])
def test_an_unknown_value_of_a_filter_is_said(catalog, text):
    """An empty page without a reason would look like an empty catalog."""
    results = catalog.search(Query(text=text))

    assert (results.total, results.filters) == (0, {"agency": ("nowhere",)})
    assert results.relaxed == (Relaxed(kind=RelaxedKind.VALUE, asked="agency:nowhere", used=""),)


def test_refusing_an_unknown_value_leaves_nothing_out(catalog, found):
    """But it is said, because somebody thought otherwise."""
    assert len(found("air -agency:nowhere")) == 6
    assert [r.kind for r in catalog.search(Query(text="air -agency:nowhere")).relaxed] == ["value"]


def test_a_value_that_only_hidden_products_have_is_unknown(search):
    """A typed filter is no way to ask what exists."""
    hidden = a_product("x", agency="secret", audience=("state",))
    asked = [search(f"agency:{value}", hidden).relaxed for value in ("secret", "nowhere")]

    assert [relaxed[0].kind for relaxed in asked] == ["value", "value"]
    assert search("agency:secret", audience=("state",)).relaxed == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("http://example.org/beds", ("http", "example", "org", "beds")),
        ("10:30", ("10", "30")),
        ("ratio:a", ("ratio", "a")),
        ("subtitle:air", ("subtitle", "air")),
        ("title: air", ("title", "air")),
        ("title:", ("title",)),
        ("status:*", ("status",)),
        ('tag:""', ("tag",)),
        ("a/title:air", ("a", "title", "air")),
        ("audience:state", ("audience", "state")),
    ],
)
def test_a_colon_alone_is_no_syntax(text, words):
    """Addresses, times and ratios are what people paste."""
    intent = read(text)

    assert (intent.words, intent.fields, intent.chosen) == (words, (), ())


def test_fields_are_read_with_their_words():
    """The words count for the order of the hits, too."""
    intent = read('beds title:"Air quality" -tag:opioids agency:doh -status:draft')

    assert intent.words == ("beds", "air", "quality")
    assert intent.fields == (Field("title", ("air", "quality")),)
    assert intent.excluded_fields == (Field("tag", ("opioids",)),)
    assert intent.chosen == (Choice("agency", "doh"),)
    assert intent.refused == (Choice("status", "draft"),)
    assert intent.name == "beds"


def test_a_misspelt_word_of_a_field_is_mended_there(catalog):
    """The correction stays in the field where the word was asked."""
    results = catalog.search(Query(text="title:qualitty"))

    assert [hit.id for hit in results.hits] == ["doh/title"]


@pytest.fixture(name="shared", scope="module")
def shared_index(tmp_path_factory):
    """Return an index that many examples may share: they only read."""
    folder = tmp_path_factory.mktemp("shared") / "index"
    opened = open_index(folder)
    opened.apply([a_product("beds"), a_product("roads")])
    yield opened
    opened.close()
    remove_index(folder)


@given(
    name=st.sampled_from([*FACETS, *TEXT_FIELDS, "other", ""]),
    before=st.text(max_size=20),
    after=st.text(max_size=40),
    value=st.text(max_size=10),
)
def test_any_text_around_a_field_is_answered(shared, name, before, after, value):
    """Whatever is pasted beside a colon, in the text and in a filter."""
    for text in (f"{before} {name}:{after}", f'{before}-{name}:"{after}', f"{name}:{name}:{after}"):
        results = shared.search(Query(text=text, filters={"agency": (value,), "status": ()}))

        assert 0 <= len(results.hits) == results.total <= 2
        assert read(results.text).chosen == ()
