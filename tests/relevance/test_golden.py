"""Are the golden questions what their rules make of the products, and worth asking?"""

from collections import Counter

from tests.relevance.derive import derive, encoded
from tests.relevance.golden import FILE, Kind, golden
from tests.relevance.noise import noise
from tests.relevance.searched import asked, demo


def test_the_set_is_what_the_rules_make_of_the_products():
    """Nothing is picked or left out by hand. `python -m tests.relevance.derive` writes it anew."""
    assert encoded(derive(demo())) == FILE.read_bytes()


def test_the_set_is_large_and_has_every_kind():
    """A gate over few questions, or over easy ones alone, is none."""
    kinds = Counter(question.kind for question in golden())

    assert sum(kinds.values()) >= 150
    assert {kind for kind in Kind if kinds[kind] < 20} == set()


def test_a_third_is_held_out_of_every_kind():
    """What tuning has never seen shows whether it learnt more than the questions."""
    everything = Counter(question.kind for question in golden())
    held_out = Counter(question.kind for question in golden() if question.split == "held_out")

    assert {kind: 0.2 < held_out[kind] / everything[kind] < 0.5 for kind in Kind} == dict.fromkeys(
        Kind, True
    )


def test_every_question_is_definite():
    """Where many products hold all the words, any ten of them are a good answer."""
    assert asked().questions.keys() == {question.query for question in golden()}


def test_noise_outnumbers_the_products_and_is_none_of_them():
    """A product is no find where there is nothing else."""
    products, others = demo(), noise(demo())

    assert len(others) >= 10 * len(products)
    assert not {each.id for each in products} & {each.id for each in others}
    assert not {each.title for each in products} & {each.title for each in others}
