"""Could the difference between two rankings be chance? The paired randomisation test.

After Smucker, Allan and Carterette, A Comparison of Statistical Significance Tests for Information
Retrieval Evaluation (CIKM 2007), section 3.1.
"""

import random
from collections.abc import Sequence
from operator import getitem

PERMUTATIONS = 10_000
_SEED = 2007
_EXACT = 1e-12  # sums of the same numbers in another order differ by less


def p_value(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return how often chance alone makes a mean difference as large, in either direction.

    Two values of one question are exchanged with probability one half. The observed assignment
    counts as one of the permutations, so that p is never 0 (Phipson and Smyth 2010). The same
    values always give the same p. Raises: ValueError where the lengths differ.
    """
    differences = [a - b for a, b in zip(ours, theirs, strict=True) if a != b]
    count, total = len(differences), sum(differences)
    if not count:
        return 1.0
    chance = random.Random(_SEED)  # noqa: S311 - repeatable, not secret
    sums = [_sums(differences[start : start + 8]) for start in range(0, count, 8)]
    as_large = 1
    for _ in range(PERMUTATIONS):
        kept = sum(map(getitem, sums, chance.randbytes(len(sums))))
        as_large += abs(2 * kept - total) >= abs(total) - _EXACT
    return as_large / (PERMUTATIONS + 1)


def _sums(values: Sequence[float]) -> list[float]:
    """Return the sum of each selection of up to eight *values*, by the byte that selects it."""
    return [
        sum(value for place, value in enumerate(values) if byte >> place & 1) for byte in range(256)
    ]
