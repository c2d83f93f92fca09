"""What is described and used is preferred a little, within bounds."""

import pytest

from registry.completeness import quality
from search.document import Column
from search.relevance import QUALITY

BARE = {"is_active": False, "summary": "", "columns": (), "users": 0}
TOLD, UNTOLD = Column(name="a", description="What it holds."), Column(name="b")


def test_nothing_known_is_the_lowest_and_everything_the_highest():
    """The bounds are reached, and never passed."""
    full = quality(is_active=True, summary="Beds.", columns=(TOLD,), users=10_000)

    assert (quality(**BARE), full) == QUALITY


@pytest.mark.parametrize(
    ("worse", "better"),
    [
        ({}, {"is_active": True}),
        ({}, {"summary": "Beds."}),
        ({"columns": (UNTOLD,)}, {"columns": (TOLD,)}),
        ({"columns": (TOLD, UNTOLD)}, {"columns": (TOLD, TOLD)}),
        ({}, {"users": 1}),
        ({"users": 3}, {"users": 4}),
    ],
)
def test_each_fact_counts(worse, better):
    """More of each is better, whatever the rest."""
    assert quality(**BARE | worse) < quality(**BARE | better)


def test_the_first_users_count_most():
    """One agency that relies on a product says more than the twentieth."""
    steps = [quality(**BARE | {"users": number}) for number in (0, 1, 19, 20)]

    assert steps[1] - steps[0] > steps[3] - steps[2]
