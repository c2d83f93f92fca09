"""Does the randomisation test give the probabilities that can be counted by hand?"""

import pytest

from search.significance import p_value


@pytest.mark.parametrize(
    ("ours", "theirs", "exact"),
    [
        ([1, 1, 1], [0, 0, 0], 2 / 8),  # only all or none exchanged differ as much
        ([0, 0, 0], [1, 1, 1], 2 / 8),  # two-sided
        ([1, 0], [0, 1], 1.0),  # no difference in the mean
        ([3, 1], [0, 0], 2 / 4),
        ([3, 1, 5], [0, 0, 5], 2 / 4),  # a question without a difference decides nothing
        ([1] * 8, [0] * 8, 2 / 256),
        ([2, 1, 1], [0, 0, 0], 2 / 8),
        ([2, 1, 0], [0, 0, 1], 6 / 8),  # sums 2+1-1: as large unless 2-1-1 or its mirror
    ],
)
def test_p_is_the_share_of_exchanges_that_differ_as_much(ours, theirs, exact):
    """With so few questions every exchange can be counted."""
    assert p_value(ours, theirs) == pytest.approx(exact, abs=0.02)


def test_p_is_never_zero_and_always_the_same():
    """Ten thousand permutations cannot show a smaller p than one in ten thousand and one."""
    ours, theirs = [0.9] * 100, [0.1] * 100

    assert p_value(ours, theirs) == p_value(ours, theirs) == 1 / 10_001


def test_the_same_ranking_twice_is_no_difference():
    """Without any difference there is nothing to exchange."""
    assert p_value([0.5, 0.7], [0.5, 0.7]) == 1.0
