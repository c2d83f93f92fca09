"""What is searched when relevance is measured, and by which questions?

ACORDAR is a pool of open data that people judged. The golden questions are asked of the demo state
amid noise, and, where the pool is there, amid the pool as well.
"""

import json
import tempfile
from collections import defaultdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import msgspec

from registry.demo.load import load
from registry.indexing import documents
from registry.runtime import open_runtime
from registry.settings import Settings
from search.document import SearchDocument
from search.evaluate import DEPTH, Judgements
from tests.relevance.golden import Holders, golden
from tests.relevance.noise import noise

POOL = Path("../shared/corpora/search/derived-acordar-judged-pool")
"""ACORDAR 1.0 (SIGIR 2022): questions, datasets and grades, beside the repository if at all."""


class Collection(msgspec.Struct, frozen=True, kw_only=True):
    """Documents, questions by their names, and which documents answer them."""

    documents: tuple[SearchDocument, ...]
    questions: dict[str, str]
    judgements: Judgements
    depth: int
    """Hits that are looked at. Where many are judged, those beyond the first ten move up in the
    condensed ranking; at twice this depth its score differs by less than .001."""


ACORDAR, GOLDEN, AMID_POOL = "ACORDAR", "golden", "golden amid ACORDAR"


def collections() -> dict[str, Collection]:
    """Return what can be searched here, by its name."""
    pool = acordar()
    if pool is None:
        return {GOLDEN: asked()}
    return {ACORDAR: pool, GOLDEN: asked(), AMID_POOL: asked(pool.documents)}


def asked(others: tuple[SearchDocument, ...] = ()) -> Collection:
    """Return the golden questions that have a definite answer amid *others* as well."""
    everything = (*demo(), *noise(demo()), *others)
    holders = Holders(everything)
    definite = [question for question in golden() if holders.are_few(question.words)]
    return Collection(
        documents=everything,
        questions={question.query: question.query for question in definite},
        judgements={question.query: {question.product: 1} for question in definite},
        depth=DEPTH,
    )


@cache
def demo() -> tuple[SearchDocument, ...]:
    """Return the products of the State of Meridian as the registry hands them to an engine."""
    with tempfile.TemporaryDirectory() as home:
        runtime = open_runtime(Settings(home=Path(home)))
        try:
            load(runtime, lambda _line: None)
            with runtime.read() as session:
                return tuple(documents(session))
        finally:
            runtime.close()


def acordar() -> Collection | None:
    """Return the judged pool, ``None`` where it is not beside the repository."""
    if not POOL.exists():
        return None
    pool = tuple(map(_pooled, _lines("docs.jsonl")))
    known = {document.id for document in pool}
    judgements: dict[str, dict[str, int]] = defaultdict(dict)
    for line in _lines("qrels.txt"):
        question, _, document, grade = line.split()
        if document in known:
            judgements[question][document] = int(grade)
    questions = dict(line.split("\t")[:2] for line in _lines("queries.tsv"))
    return Collection(documents=pool, questions=questions, judgements=judgements, depth=100)


def _pooled(line: str) -> SearchDocument:
    document = json.loads(line)
    return SearchDocument(
        id=document["id"],
        revision=1,
        audience=("public",),
        title=document["title"],
        description=document["description"],
        tags=tuple(document["tags"]),
        agency="",
        agency_name="",
        agency_acronym="",
        updated_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def _lines(name: str) -> list[str]:
    return (POOL / name).read_text(encoding="utf-8").rstrip("\n").split("\n")
