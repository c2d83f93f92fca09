"""Are rankings scored as the literature says? Every number here is worked out by hand."""

import math

import pytest

from search.evaluate import Mark, Score, length, mark, marks, ndcg, score

GRADES = {"a": 2, "b": 1, "c": 0}
THIRD = 1 / 2  # the discount of the third place: 1 / log2(4)
SECOND = 1 / math.log2(3)
IDEAL = 3 + SECOND  # gains 2^2 - 1 and 2^1 - 1, in the best order


@pytest.mark.parametrize(
    ("ranking", "expected"),
    [
        (["a", "b", "c"], 1.0),
        (["a", "b"], 1.0),
        (["b", "a"], (1 + 3 * SECOND) / IDEAL),
        (["x", "y", "a"], 3 * THIRD / IDEAL),
        (["c", "x"], 0.0),
        ([], 0.0),
        ([*"0123456789", "a"], 0.0),
    ],
)
def test_gain_is_exponential_and_discounted_by_place(ranking, expected):
    """An ideal answer is worth three of some use, and nothing beyond the tenth place counts."""
    assert ndcg(ranking, GRADES) == pytest.approx(expected)


def test_the_ideal_has_ten_places_as_well():
    """Eleven relevant documents do not make a full first page imperfect."""
    grades = dict.fromkeys("abcdefghijk", 1)

    assert ndcg("abcdefghij", grades) == 1.0


def test_a_question_without_a_relevant_document_scores_nothing():
    """No ranking can be right about it, so none gets a share."""
    assert ndcg(["a"], {"a": 0}) == 0.0
    assert ndcg(["a"], {}) == 0.0


def test_condensed_leaves_out_what_nobody_judged():
    """A better search finds documents that no earlier one did, and must not pay for it."""
    found = mark([*"0123456789", "a", "b"], GRADES)

    assert found == Mark(
        ndcg=0.0, condensed_ndcg=1.0, first=False, found=False, returned=10, judged=0
    )


def test_a_mark_says_what_is_first_and_what_is_found():
    """Only what is relevant counts: `c` was judged, and found useless."""
    assert mark(["c", "b"], GRADES) == Mark(
        ndcg=pytest.approx(SECOND / IDEAL),
        condensed_ndcg=pytest.approx(SECOND / IDEAL),
        first=False,
        found=True,
        returned=2,
        judged=2,
    )


def test_a_score_is_the_mean_over_questions():
    """Judged is a share of documents, all others are shares of questions."""
    rankings = {"ideal": ["a", "b", "x", "y"], "empty": []}

    assert score(marks(rankings, {"ideal": GRADES, "empty": GRADES})) == Score(
        ndcg=0.5, condensed_ndcg=0.5, precision_at_1=0.5, found=0.5, judged=0.5, no_hit=0.5
    )


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("where is the data", "1"),
        ("hospitals", "1"),
        ("the beds of hospitals", "2"),
        ("county_fips code", "3-5"),
        ("one fish two fish red fish", "6+"),
    ],
)
def test_questions_are_classed_by_their_content_words(question, expected):
    """Shares without a hit are told apart by length, for all words in one field fail with it."""
    assert length(question) == expected
