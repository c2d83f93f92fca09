"""How often has something happened here, and how long did it take? Numbers since the start.

Plain sums in memory: what is counted costs less than a microsecond, and nobody who does not ask for
the numbers (`registry.api.metrics`) loads a library for them. Labels come from closed sets (routes,
problems, outcomes), never from what a caller wrote, so that the memory for them has an end.
"""

import threading
from bisect import bisect_left
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

import msgspec

P = ParamSpec("P")
T = TypeVar("T")

Labels = tuple[str, ...]

BOUNDS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper ends of the classes of durations."""


class Durations(msgspec.Struct):
    """How long something took: how many times up to each of `BOUNDS_S`, and all together."""

    counts: list[int]  # one more than the bounds, for what took longer
    sum_s: float = 0.0


class Tally:
    """The numbers of one process. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, dict[Labels, int]] = {}
        self._durations: dict[str, dict[Labels, Durations]] = {}

    def add(self, name: str, *labels: str) -> None:
        """Count one more of *name*."""
        with self._lock:
            counts = self._counts.setdefault(name, {})
            counts[labels] = counts.get(labels, 0) + 1

    def time(self, name: str, seconds: float, *labels: str) -> None:
        """Count one more of *name*, which took so many seconds."""
        place = bisect_left(BOUNDS_S, seconds)
        with self._lock:
            known = self._durations.setdefault(name, {})
            found = known.get(labels)
            if found is None:
                found = known[labels] = Durations([0] * (len(BOUNDS_S) + 1))
            found.counts[place] += 1
            found.sum_s += seconds

    def counts(self, name: str) -> dict[Labels, int]:
        """Return how often each of *name* happened."""
        with self._lock:
            return dict(self._counts.get(name, {}))

    def durations(self, name: str) -> dict[Labels, Durations]:
        """Return how long each of *name* took."""
        with self._lock:
            return {
                labels: Durations(list(each.counts), each.sum_s)
                for labels, each in self._durations.get(name, {}).items()
            }


class HasTally(Protocol):
    """Whatever a service function is called with that counts."""

    @property
    def tally(self) -> Tally:
        """Where it counts."""
        ...


R = TypeVar("R", bound=HasTally)


def tallied(
    name: str, outcome: Callable[[T], str]
) -> Callable[[Callable[Concatenate[R, P], T]], Callable[Concatenate[R, P], T]]:
    """Count the calls of a service function by their *outcome*, or by the slug of its error."""

    def decorate(function: Callable[Concatenate[R, P], T]) -> Callable[Concatenate[R, P], T]:
        @wraps(function)
        def counted(runtime: R, /, *args: P.args, **kwargs: P.kwargs) -> T:
            try:
                result = function(runtime, *args, **kwargs)
            except Exception as error:
                runtime.tally.add(name, getattr(error, "slug", "internal-error"))
                raise
            runtime.tally.add(name, outcome(result))
            return result

        return counted

    return decorate
