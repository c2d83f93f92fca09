"""Whatever somebody types or stores, a search answers."""

import json
from pathlib import Path

import pytest

from search.query import Query
from tests.search.stored import revisions

NAUGHTY = Path("../shared/corpora/bad/minimaxir__big-list-of-naughty-strings/blns.json")

AWKWARD = [
    '"',
    '""',
    '"""',
    "'",
    "-",
    "--",
    '-"',
    "+-&&||!(){}[]^~*?:\\/",
    "AND",
    "NOT",
    "a AND (b OR",
    "title:[a TO z]",
    "audience:state",
    "_id:*",
    "*:*",
    "/.*/",
    "the",
    "the the the",
    "\x00",
    "a\x00b",
    "\ud800",
    "\udfff beds",
    "\ufeff\u200b\u202e",
    "\U0001f600",
    "Zażółć gęślą jaźń",
    "ﷺ",
    "ก็็็็็",
    "a" * 100_000,
    "beds " * 20_000,
    '"' + "beds " * 20_000 + '"',
    " ".join(f"-x{n}" for n in range(5_000)),
    "_".join(str(n) for n in range(500)),
    "\t\r\n",
    "agency:",
    "agency:*",
    "agency:\x00",
    "-agency:\ud800",
    'title:"',
    'title:"" tag:"-',
    '-column:"beds',
    "column:" + "beds_" * 2_000,
    "domain:" + "x" * 100_000,
    "title:title:title:beds",
    "TERM:\u202ebeds",
    "status:active status:draft -status:active",
    "or and not - + \" ' agency: -",
    " ".join(f"tag:t{n} -term:t{n} agency:a{n}" for n in range(100)),
    " ".join(f"word{n}" for n in range(147)),
]


@pytest.fixture
def filled(index, a_product):
    """Return an index with two ordinary products."""
    index.apply([a_product("beds", title="Hospital beds"), a_product("roads")])
    return index


def test_an_awkward_question_is_an_ordinary_question(filled):
    """No text is an error, whatever query languages would make of it."""
    for text in AWKWARD:
        results = filled.search(Query(text=text))

        assert 0 <= len(results.hits) == results.total <= 2


def test_every_naughty_string_is_answered(filled):
    """The list that breaks other people's forms."""
    if not NAUGHTY.exists():
        pytest.skip(f"{NAUGHTY} is not here")
    for text in json.loads(NAUGHTY.read_text(encoding="utf-8")):
        results = filled.search(Query(text=text))

        assert 0 <= len(results.hits) == results.total <= 2


def test_awkward_products_can_be_stored_and_found(index, a_product):
    """Contracts are written by strangers."""
    products = [
        a_product(
            str(number),
            title=text,
            summary=text,
            description=text,
            tags=(text,),
            agency_name=text,
            agency_acronym=text,
            contract_id=text,
            columns=(text,),
            terms=(text,),
            identifiers=(text,),
            systems=(text,),
            domain=text,
            audience=("public", text[:1_000]),
        )
        for number, text in enumerate(AWKWARD)
    ]
    index.apply(products, cursor=1)

    assert index.search(Query()).total == len(AWKWARD)
    assert revisions(index) == {product.id: 1 for product in products}
    for text in AWKWARD:
        assert 0 <= index.search(Query(text=text)).total <= len(AWKWARD)


def test_a_leading_stop_word_and_a_lone_quote_change_nothing(ids, a_product):
    """One quote gave every product elsewhere, and one stop word none."""
    products = [a_product("water", title="Water quality"), a_product("roads")]

    for text in ('"water quality', "the water quality", "- water quality", "water +quality:"):
        assert ids(text, *products) == ["water"]


def test_a_sign_that_is_a_name_finds_its_product(ids, a_product):
    """A title need not hold a letter."""
    assert ids("€", a_product("x", title="€"), a_product("y")) == ["x"]


def test_many_words_cost_a_bounded_time(filled):
    """A pasted book is cut before it is searched."""
    results = filled.search(Query(text=" ".join(f"w{n}" for n in range(100_000))))

    assert (results.total, results.relaxed[0].kind) == (0, "length")
