# ruff: noqa: T201 - a script that prints its answer
"""How long does a page of search results take? Prints numbers; run it by hand.

    python tests/benchmarks/search_speed.py --documents 100000

A page is 20 hits with their reasons and four facets. Texts follow Zipf's law over made-up words, so
that rare, middling and common words all occur.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from search.document import Column, SearchDocument
from search.embedded import EmbeddedBackend, open_embedded
from search.query import Query

_SYLLABLES = "ba ce di fo gu ha je ki lo mu na pe qui ro su ta ve wi xo zu".split()  # noqa: SIM905 - reads better
_WORDS = [a + b + c for a in _SYLLABLES for b in _SYLLABLES for c in _SYLLABLES]
_STATUSES = ("active", "active", "active", "deprecated", "proposed")
_CLASSES = ("public", "internal", "confidential", "restricted")
_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """Build an index, then time pages of each kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=5_000)
    parser.add_argument("--queries", type=int, default=200)
    arguments = parser.parse_args()
    chance = random.Random(7)  # noqa: S311 - repeatable, not secret
    with tempfile.TemporaryDirectory() as folder:
        backend = open_embedded(Path(folder))
        began = time.perf_counter()
        backend.rebuild(_documents(chance, arguments.documents), cursor=1)
        took = time.perf_counter() - began
        print(
            f"rebuild: {arguments.documents} documents, {took:.1f} s, {_megabytes(folder):.0f} MB"
        )
        _time_pages(backend, chance, arguments.queries)
        _time_applies(backend, chance)
        backend.close()


def _time_pages(backend: EmbeddedBackend, chance: random.Random, count: int) -> None:
    common, middling, rare = _WORDS[:20], _WORDS[100:1_000], _WORDS[2_000:]
    pick = chance.choice
    kinds = {
        "no text": Query,
        "1 common word": lambda: Query(text=pick(common)),
        "1 middling word": lambda: Query(text=pick(middling)),
        "1 rare word": lambda: Query(text=pick(rare)),
        "3 middling words": lambda: Query(text=" ".join(chance.sample(middling, 3))),
        "3 mixed, filtered": lambda: Query(
            text=f"{pick(common)} {pick(middling)} {pick(rare)}",
            filters={"agency": ("agency-3", "agency-7"), "status": ("active",)},
        ),
        "column": lambda: Query(text=f"{pick(middling)}_{pick(middling)}"),
        "misspelt": lambda: Query(text=pick(middling) + "kk"),
    }
    for name, query in kinds.items():
        print(f"{name:18s} {_milliseconds(lambda make=query: backend.search(make()), count)}")


def _time_applies(backend: EmbeddedBackend, chance: random.Random) -> None:
    def apply(size: int) -> None:
        backend.apply(list(_documents(chance, size, revision=2)), cursor=2)

    print(f"{'apply 1':18s} {_milliseconds(lambda: apply(1), 20)}")
    print(f"{'apply 100':18s} {_milliseconds(lambda: apply(100), 5)}")


def _milliseconds(call: Callable[[], object], count: int) -> str:
    times = []
    for _ in range(count):
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1_000)
    times.sort()
    last = times[min(int(count * 0.99), count - 1)]
    return f"p50 {statistics.median(times):7.2f} ms   p99 {last:7.2f} ms"


def _documents(chance: random.Random, count: int, *, revision: int = 1) -> Iterator[SearchDocument]:
    for number in range(count):
        agency = f"agency-{int(chance.paretovariate(0.7)) % 120}"
        yield SearchDocument(
            id=f"{agency}/product-{number}",
            revision=revision,
            audience=("public",) if number % 4 else ("state",),
            title=" ".join(_zipf(chance, 3)),
            summary=" ".join(_zipf(chance, 12)),
            description=" ".join(_zipf(chance, 60)),
            tags=_zipf(chance, 4),
            agency=agency,
            agency_name=f"Agency of {agency}",
            agency_acronym=agency.upper(),
            domain=f"domain-{number % 25}",
            classification=chance.choice(_CLASSES),
            status=chance.choice(_STATUSES),
            columns=tuple(
                Column(name="_".join(_zipf(chance, 2))) for _ in range(chance.randrange(5, 40))
            ),
            updated_at=_EPOCH + timedelta(seconds=number),
        )


def _zipf(chance: random.Random, count: int) -> tuple[str, ...]:
    return tuple(
        _WORDS[min(int(chance.paretovariate(0.6)), 200_000) % len(_WORDS)] for _ in range(count)
    )


def _megabytes(folder: str) -> float:
    return sum(file.stat().st_size for file in Path(folder).rglob("*")) / 1e6


if __name__ == "__main__":
    main()
