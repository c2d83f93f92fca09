"""How good is a ranking, by what people judged?

The gain of a grade g is 2^g - 1: Burges et al., Learning to Rank using Gradient Descent (ICML
2005). Discount and name are those of Järvelin and Kekäläinen, Cumulated gain-based evaluation of
IR techniques (TOIS 2002), who take g itself as the gain; with it, an ideal dataset would count only
twice as much as one of some use.
"""

import math
from collections.abc import Mapping, Sequence

import msgspec

from search.words import is_weak, words

DEPTH = 10

Rankings = Mapping[str, Sequence[str]]
"""Question -> ids, the best first."""

Judgements = Mapping[str, Mapping[str, int]]
"""Question -> id -> grade from 0."""


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """How one ranking did with one question. Shares are between 0 and 1."""

    ndcg: float  # what nobody judged counts as irrelevant
    condensed_ndcg: float  # what nobody judged is left out of the ranking
    first: bool  # the first is relevant, however much
    found: bool  # something relevant is among the first ten
    returned: int  # how many came back, ten at most
    judged: int  # how many of them somebody judged


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """How one way of ranking did over many questions. All are shares between 0 and 1."""

    ndcg: float
    condensed_ndcg: float
    precision_at_1: float
    found: float
    judged: float  # of all that came back among the first ten
    no_hit: float


def marks(rankings: Rankings, judgements: Judgements) -> dict[str, Mark]:
    """Return the mark of each question."""
    return {question: mark(ranking, judgements[question]) for question, ranking in rankings.items()}


def mark(ranking: Sequence[str], grades: Mapping[str, int]) -> Mark:
    """Judge one *ranking* by *grades*, id -> grade."""
    top = ranking[:DEPTH]
    return Mark(
        ndcg=ndcg(ranking, grades),
        condensed_ndcg=ndcg([item for item in ranking if item in grades], grades),
        first=any(grades.get(item, 0) for item in top[:1]),
        found=any(grades.get(item, 0) for item in top),
        returned=len(top),
        judged=sum(item in grades for item in top),
    )


def score(marked: Mapping[str, Mark]) -> Score:
    """Return the means over all questions. Raises: ZeroDivisionError without a question."""
    every, count = marked.values(), len(marked)
    return Score(
        ndcg=sum(each.ndcg for each in every) / count,
        condensed_ndcg=sum(each.condensed_ndcg for each in every) / count,
        precision_at_1=sum(each.first for each in every) / count,
        found=sum(each.found for each in every) / count,
        judged=sum(each.judged for each in every) / (sum(each.returned for each in every) or 1),
        no_hit=sum(not each.returned for each in every) / count,
    )


def ndcg(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return the discounted gain of the first ten, as a share of the best possible."""
    best = _gain(sorted(grades.values(), reverse=True)[:DEPTH])
    return _gain([grades.get(item, 0) for item in ranking[:DEPTH]]) / best if best else 0.0


LENGTHS = (("1", 1), ("2", 2), ("3-5", 5), ("6+", math.inf))
"""The classes of questions by their number of content words, with the highest of each."""


def length(question: str) -> str:
    """Return the class of *question*; one of weak words alone counts as one word."""
    count = sum(not is_weak(word) for word in words(question))
    return next(name for name, highest in LENGTHS if count <= highest)


def _gain(grades: Sequence[int]) -> float:
    return sum(((1 << grade) - 1) / math.log2(place + 2) for place, grade in enumerate(grades))
