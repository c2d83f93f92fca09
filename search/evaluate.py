"""How good is a ranking, by what people judged? nDCG@10, and the share without a hit."""

import math
from collections.abc import Mapping, Sequence

import msgspec

DEPTH = 10


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """How one way of ranking did over many questions. All are means between 0 and 1."""

    ndcg: float  # what nobody judged counts as irrelevant
    condensed_ndcg: float  # what nobody judged is left out of the ranking
    no_hit: float


def score(
    rankings: Mapping[str, Sequence[str]], judgements: Mapping[str, Mapping[str, int]]
) -> Score:
    """Score *rankings*, question -> ids, by *judgements*, question -> id -> grade from 0."""
    count = len(rankings)
    full = condensed = empty = 0.0
    for question, ranking in rankings.items():
        grades = judgements[question]
        full += ndcg(ranking, grades)
        condensed += ndcg([item for item in ranking if item in grades], grades)
        empty += not ranking
    return Score(ndcg=full / count, condensed_ndcg=condensed / count, no_hit=empty / count)


def ndcg(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """Return the discounted gain of the first ten, as a share of the best possible."""
    best = _gain(sorted(grades.values(), reverse=True)[:DEPTH])
    return _gain([grades.get(item, 0) for item in ranking[:DEPTH]]) / best if best else 0.0


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / math.log2(place + 2) for place, grade in enumerate(grades))
