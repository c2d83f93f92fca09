"""Does the ranking pass its gate, and does the gate fail where it should?"""

import pytest

from search.evaluate import mark
from tests.relevance.engines import under_test
from tests.relevance.gate import apart, below_plain, missed
from tests.relevance.golden import golden
from tests.relevance.measuring import Measured, measure
from tests.relevance.scoreboard import fallen, reached, stored
from tests.relevance.searched import ACORDAR, GOLDEN, POOL, acordar, asked

HELD_OUT = next(question for question in golden() if question.split == "held_out")
TUNING = next(question for question in golden() if question.split == "tuning")


def test_the_golden_questions_pass():
    """Every product is found, and nothing is worse than plain search, or than it was."""
    name, engine = under_test()
    runs = {GOLDEN: {name: measure(engine, asked())}}

    assert [*below_plain(runs), *missed(runs), *fallen(runs, stored())] == []


@pytest.mark.corpora
def test_the_judged_pool_passes():
    """Tuning buys little, but nothing we do may cost: the gate is the simplest search."""
    pool = acordar()
    if pool is None:
        pytest.skip(f"the judged pool {POOL} is not here")
    name, engine = under_test()
    runs = {ACORDAR: {name: measure(engine, pool)}}

    assert [*below_plain(runs), *fallen(runs, stored())] == []


def test_a_ranking_below_the_plain_one_fails():
    """Score, condensed score and the share without a hit are judged each by itself."""
    runs = {ACORDAR: {"bad": measured(ours=[], plain=["right"])}}

    assert list(below_plain(runs)) == [
        "ACORDAR, all, bad: nDCG@10 0.0000 is below 1.0000",
        "ACORDAR, all, bad: condensed nDCG@10 0.0000 is below 1.0000",
        "ACORDAR, all, bad: 100.0% without a hit, against 0.0%",
    ]


def test_a_kind_that_is_lost_beyond_chance_fails():
    """A good mean must not hide that columns are not found."""
    questions = [question for question in golden() if question.kind == "column"]
    right, wrong = mark(["right"], {"right": 1}), mark(["x"], {"right": 1})
    others = {question.query: right for question in golden() if question.kind != "column"}
    columns = [question.query for question in questions]
    runs = {
        GOLDEN: {
            "bad": Measured(
                ours={**others, **dict.fromkeys(columns, wrong)},
                plain={**dict.fromkeys(others, wrong), **dict.fromkeys(columns, right)},
            )
        }
    }

    assert list(below_plain(runs)) == [
        "golden, column, bad: nDCG@10 0.0000 is below 1.0000 (p 0.0001)"
    ]


def test_a_missed_product_is_named_unless_its_question_is_held_out():
    """Who reads the failures tunes by them."""
    lost = mark(["x"], {"right": 1})
    marks = {TUNING.query: lost, HELD_OUT.query: lost}
    runs = {GOLDEN: {"bad": Measured(ours=marks, plain=marks)}}

    assert list(missed(runs)) == [
        f"golden, bad: {TUNING.kind} '{TUNING.query}' does not find {TUNING.product}",
        f"golden, bad: 1 held out do not find theirs (1 {HELD_OUT.kind})",
    ]


def test_engines_that_differ_fail():
    """Who moves to a cluster must find what they found before."""
    same, other = measured(ours=["right"], plain=[]), measured(ours=["x", "right"], plain=[])

    assert list(apart({ACORDAR: {"one": same, "two": same}})) == []
    assert list(apart({ACORDAR: {"one": same, "two": other}})) == [
        "ACORDAR: the engines are too far apart: one 1.0000, two 0.6309"
    ]


def test_a_fall_below_the_scoreboard_fails():
    """What was reached once is kept."""
    before = {GOLDEN: {"one": measured(ours=["right"], plain=[])}}
    after = {GOLDEN: {"one": measured(ours=[], plain=[])}}

    assert list(fallen(before, reached(before))) == []
    assert list(fallen(after, reached(before))) == [
        "golden, tuning, one: nDCG@10 fell from 1.0000 to 0.0000",
        "golden, tuning, one: without a hit rose to 100.0% of the questions",
    ]


def measured(ours, plain):
    """Return two rankings of one question, that of a golden one."""
    grades = {"right": 1}
    return Measured(
        ours={TUNING.query: mark(ours, grades)}, plain={TUNING.query: mark(plain, grades)}
    )
