"""Nothing of a product shows to a caller who may not know of it: no hit, count, word or snippet."""

import msgspec
import pytest

from search.query import FACETS

HIDDEN_WORD = "Xyloquartz"


@pytest.fixture
def catalog(a_product):
    """Return one public product and hidden ones that hold one word everywhere."""
    hidden = [
        a_product(
            f"hidden-{n}",
            audience=audience,
            title=f"{HIDDEN_WORD} {n}",
            summary=HIDDEN_WORD,
            description=f"{HIDDEN_WORD} hospital",
            tags=(HIDDEN_WORD, "hospital"),
            agency=HIDDEN_WORD.lower(),
            agency_name=HIDDEN_WORD,
            domain=HIDDEN_WORD,
            classification=HIDDEN_WORD,
            status=HIDDEN_WORD,
            contract_id=HIDDEN_WORD * 2,
            identifiers=(f"{HIDDEN_WORD}_TBL",),
            columns=(f"{HIDDEN_WORD}_count",),
            terms=(HIDDEN_WORD,),
        )
        for n, audience in enumerate([("state",), ("agency:doh",), ("hidden:doh",), ()])
    ]
    return [*hidden, a_product("open", title="Hospital beds")]


QUESTIONS = [
    "",
    "hospital",
    "xyloquartz",
    "xyloquarz",  # misspelt
    "xyloqaurtz",  # letters swapped
    "xyloquartzs",
    f'"{HIDDEN_WORD}"',
    f'"{HIDDEN_WORD} hospital"',
    f"{HIDDEN_WORD}_TBL",
    HIDDEN_WORD * 2,
    f"hospital {HIDDEN_WORD}",
    f"-{HIDDEN_WORD}",
    "-hospital",
    "audience:state",
    "kind:cursor",
    "cursor",
    "*",
    "hospitel",
    "hospital xyloquarz",
    f"hospitel {HIDDEN_WORD}",
    "xyloquartz_beds hospital",
    f"title:{HIDDEN_WORD}",
    "column:xyloquartz_count hospital",
    f"hospital -tag:{HIDDEN_WORD}",
    f"agency:{HIDDEN_WORD}",
    f"hospital -domain:{HIDDEN_WORD}",
]


@pytest.mark.parametrize(
    "filters", [{}, {"domain": (HIDDEN_WORD,)}, {"agency": (HIDDEN_WORD.lower(),)}]
)
def test_an_answer_is_the_same_as_if_hidden_products_did_not_exist(search, index, catalog, filters):
    """Whoever may not see a product cannot tell that it exists, but for scores' last digits."""
    index.apply(catalog)
    with_hidden = [_without_scores(search(text, filters=filters)) for text in QUESTIONS]
    index.apply([], {product.id: 2 for product in catalog[:-1]})
    without = [_without_scores(search(text, filters=filters)) for text in QUESTIONS]

    assert with_hidden == without


def test_no_words_of_hidden_products_come_back(search, catalog):
    """Corrections are made of words the caller could have read."""
    for text in ("xyloquarz", "hospitel", ""):
        assert HIDDEN_WORD.lower() not in str(search(text, *catalog)).lower()


def test_a_caller_sees_what_shares_a_token(ids, catalog):
    """Audiences are sets; one shared token is enough."""
    seen = ids("xyloquartz", *catalog, audience=("public", "state", "agency:doh"))

    assert sorted(seen) == ["hidden-0", "hidden-1"]


def test_a_caller_without_a_token_sees_nothing(search, catalog):
    """Default deny."""
    results = search("", *catalog, audience=())

    assert (results.total, [facet.values for facet in results.facets]) == (0, [()] * len(FACETS))


def test_a_product_whose_audience_shrinks_disappears_at_once(ids, a_product):
    """Hiding a product is a change like any other."""
    ids("", a_product("x"))

    assert ids("", a_product("x", revision=2, audience=("state",))) == []


def _without_scores(results):
    hits = tuple(msgspec.structs.replace(hit, score=0.0) for hit in results.hits)
    return msgspec.structs.replace(results, hits=hits)
