r"""What does a page of search results cost, and how does that grow with the number of products?

    BENCHMARK_PRODUCTS=10000,100000,1000000 python -m pytest -m benchmark -n 0 -s \
        tests/benchmarks/test_search_speed.py

and TEST_OPENSEARCH_URL=http://127.0.0.1:9200 with it, where `make opensearch` runs.

A page is 20 hits with their reasons, one filter in force and eight facets. Milliseconds depend on
the machine and are printed; what is asserted are ratios of processor time: to a peer that answers
the same questions from the same index, and of ten times the products. The peer is as simple as can
be: any of the words in one field, BM25, the best twenty and their number, read with `json`.
"""

import gc
import json
import os
import resource
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import pairwise
from math import log
from pathlib import Path
from statistics import mean, median

import msgspec
import pytest
import tantivy

from search.asking import answer
from search.backend import Backend
from search.embedded import EmbeddedBackend, open_embedded
from search.embedded_search import Search
from search.opensearch import open_opensearch
from search.opensearch_client import Link, Server
from search.query import Query
from search.words import words
from tests.benchmarks.products import products
from tests.benchmarks.questions import PAGE, questions

pytestmark = pytest.mark.benchmark

SIZES = [int(size) for size in os.environ.get("BENCHMARK_PRODUCTS", "10000").split(",")]
ROUNDS = 3
PUBLISHED = 100
MOST_BESIDE_PEER = 12  # times the peer's median; a page has filters, facets and reasons besides
MOST_GROWTH = 4.0  # of the median, for ten times the products; 3 is the goal


def _open_opensearch(folder: Path) -> Backend:
    return open_opensearch(Server(url=SEARCH_URL, index=f"bench-{folder.name}"))


SEARCH_URL = os.environ.get("TEST_OPENSEARCH_URL", "")
ENGINES: dict[str, Callable[[Path], Backend]] = {"embedded": open_embedded}
if SEARCH_URL:
    ENGINES["opensearch"] = _open_opensearch
"""How each engine is opened, empty. An engine that only counts to some size says so in MOST."""

MOST = {"opensearch": 100_000}


class Row(msgspec.Struct, kw_only=True):
    """What was measured at one size. Milliseconds, unless the name says otherwise."""

    products: int
    rebuilt_per_s: float
    rebuilt_cpu_us: float  # for one product, its invention included
    bytes_each: float
    resident_mb: float
    page: list[float]  # in order, as all lists
    cpu: list[float]  # of the thread that asks, for each page
    engine_cpu: float = 0.0  # of it inside the engine, for search and counts: the mean
    own_cpu: float = 0.0  # of it outside, for taking apart, reading documents, marking: the mean
    calls: float = 0.0  # of the engine for one page, the mean
    peer_cpu: list[float] = []
    searchable: list[float] = []


@pytest.mark.parametrize("engine", ENGINES)
def test_the_cost_of_a_page(engine, tmp_path, capsys):
    """Whoever searches a large catalog waits as little as in a small one."""
    rows = [
        _measured(engine, tmp_path / str(size), size)
        for size in SIZES
        if size <= MOST.get(engine, size)
    ]

    with capsys.disabled():
        print("\n".join(_table(engine, rows)))  # noqa: T201 (the table is what the benchmark is for)
    for row in rows:
        if row.peer_cpu:
            assert median(row.cpu) <= MOST_BESIDE_PEER * median(row.peer_cpu)
    for smaller, larger in pairwise(rows):
        assert _growth(smaller, larger) <= MOST_GROWTH


def _growth(smaller: Row, larger: Row) -> float:
    """Return how many times more a page costs, for ten times the products."""
    return (median(larger.cpu) / median(smaller.cpu)) ** log(10, larger.products / smaller.products)


def _table(engine: str, rows: list[Row]):
    yield f"\n{engine}; milliseconds, a page of {PAGE} with a filter, eight facets and reasons"
    yield (
        f"{'products':>10}{'p50':>8}{'p95':>8}{'p99':>8}{'CPU p50':>9}{'mean':>8}{'engine':>8}"
        f"{'own':>6}{'calls':>7}{'peer':>7}{'ratio':>7}{'found p99':>11}{'built/s':>9}"
        f"{'CPU us':>8}{'B each':>8}{'MB':>6}"
    )
    for row in rows:
        cpu, peer = median(row.cpu), median(row.peer_cpu or [0.0])
        yield (
            f"{row.products:10,}{median(row.page):8.2f}{_share(row.page, 95):8.2f}"
            f"{_share(row.page, 99):8.2f}{cpu:9.2f}{mean(row.cpu):8.2f}{row.engine_cpu:8.2f}"
            f"{row.own_cpu:6.2f}{row.calls:7.1f}{peer:7.2f}{cpu / peer if peer else 0:6.1f}x"
            f"{_share(row.searchable, 99):11.1f}{row.rebuilt_per_s:9,.0f}"
            f"{row.rebuilt_cpu_us:8,.0f}{row.bytes_each:8,.0f}{row.resident_mb:6,.0f}"
        )
    for smaller, larger in pairwise(rows):
        yield (
            f"from {smaller.products:,} to {larger.products:,}: a page costs "
            f"{_growth(smaller, larger):.1f} times as much for ten times the products"
        )


def _measured(engine: str, folder: Path, size: int) -> Row:
    backend = ENGINES[engine](folder)
    began, before = time.perf_counter(), time.process_time()
    backend.rebuild(products(size), cursor=1)
    took, cost = time.perf_counter() - began, time.process_time() - before
    asked = questions(size)
    for query in asked:
        backend.search(query)
    gc.collect()
    gc.freeze()  # as `charter serve` does
    page, cpu = _timed(backend.search, asked)
    row = Row(
        products=size,
        rebuilt_per_s=size / took,
        rebuilt_cpu_us=cost / size * 1_000_000,
        bytes_each=sum(file.stat().st_size for file in folder.rglob("*")) / size,
        resident_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        page=page,
        cpu=cpu,
        searchable=[_until_found(backend, number, size) for number in range(PUBLISHED)],
    )
    if isinstance(backend, EmbeddedBackend):
        _take_apart(backend, asked, row)
    backend.close()
    if engine == "opensearch":
        link = Link(Server(url=SEARCH_URL))
        link.client.indices.delete(index=f"bench-{folder.name}-*")
        link.close()
    return row


def _take_apart(backend: EmbeddedBackend, asked: list[Query], row: Row) -> None:
    """Fill in what the engine alone takes of a page, and what its simplest question takes."""
    searcher, clauses = backend._reading()
    watched = _Watched(searcher)
    _, cpu = _timed(lambda query: answer(query, partial(Search, watched, clauses)), asked)
    pages = ROUNDS * len(asked)
    row.engine_cpu = watched.spent_s * 1000 / pages
    row.calls = watched.calls / pages
    row.own_cpu = mean(cpu) - row.engine_cpu
    schema = backend._current().index.schema

    def peer(query: Query) -> None:
        for _, address in searcher.search(_plain(schema, query), PAGE).hits:
            json.loads(searcher.doc(address)["document"][0])

    row.peer_cpu = _timed(peer, asked)[1]


class _Watched:
    """A searcher that adds up the processor time of its questions. Documents are ours to read."""

    def __init__(self, searcher: tantivy.Searcher) -> None:
        self._searcher = searcher
        self.spent_s = 0.0
        self.calls = 0

    def __getattr__(self, name: str):
        inner = getattr(self._searcher, name)
        if name == "doc" or not callable(inner):
            return inner

        def watched(*args, **kwargs):
            began = time.thread_time()
            found = inner(*args, **kwargs)
            self.spent_s += time.thread_time() - began
            self.calls += 1
            return found

        return watched


def _plain(schema: tantivy.Schema, query: Query) -> tantivy.Query:
    return tantivy.Query.boolean_query(
        [
            (tantivy.Occur.Should, tantivy.Query.term_query(schema, "words", word))
            for word in words(query.text)
        ]
    )


def _timed(ask: Callable[[Query], object], asked: list[Query]) -> tuple[list[float], list[float]]:
    """Return how long each answer took and what it cost the processor, in order; milliseconds."""
    took, cost = [], []
    for _ in range(ROUNDS):
        for query in asked:
            began, before = time.perf_counter(), time.thread_time()
            ask(query)
            cost.append((time.thread_time() - before) * 1000)
            took.append((time.perf_counter() - began) * 1000)
    return sorted(took), sorted(cost)


def _until_found(backend: Backend, number: int, size: int) -> float:
    """Publish one product and return how many milliseconds pass until a search finds it."""
    document = next(products(1, seed=1_000 + number))
    document = msgspec.structs.replace(
        document,
        id=f"a0001/published-{number}",
        audience=("public",),
        title=f"Published zyx{number:04d}",
        updated_at=document.updated_at + timedelta(days=number),
    )
    asked = Query(text=f"zyx{number:04d}")
    began = time.perf_counter()
    backend.apply([document], cursor=2 + number)
    while not backend.search(asked).total:
        pass
    return (time.perf_counter() - began) * 1000


def _share(values: list[float], percent: int) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]
