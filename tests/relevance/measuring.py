"""How do Charter and the plain search rank a collection, on the same engine in the same run?"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

import msgspec

from search.backend import Backend
from search.document import SearchDocument
from search.evaluate import Mark, Score, marks, score
from search.query import Query
from search.significance import p_value
from tests.relevance.searched import Collection

Plain = Callable[[Collection], dict[str, list[str]]]
"""Rank for every question by any word in one field: BM25, unstemmed and untuned."""


class Engine(msgspec.Struct, frozen=True, kw_only=True):
    """An engine: Charter on it with an empty index, and the plain search on it."""

    opened: Callable[[], AbstractContextManager[Backend]]
    plain: Plain


class Comparison(msgspec.Struct, frozen=True, kw_only=True):
    """Charter beside the plain search over the same questions. ``p`` says how likely by chance."""

    count: int
    ours: Score
    plain: Score
    p_ndcg: float
    p_condensed: float


class Measured(msgspec.Struct, frozen=True, kw_only=True):
    """What one engine did with one collection: the mark of every question, twice."""

    ours: Mapping[str, Mark]
    plain: Mapping[str, Mark]

    def compare(self, wanted: Callable[[str], bool] = lambda _question: True) -> Comparison | None:
        """Compare over the questions that are *wanted*; ``None`` where there are none."""
        names = [name for name in self.ours if wanted(name)]
        if not names:
            return None
        ours = {name: self.ours[name] for name in names}
        plain = {name: self.plain[name] for name in names}
        return Comparison(
            count=len(names),
            ours=score(ours),
            plain=score(plain),
            p_ndcg=p_value(
                [mark.ndcg for mark in ours.values()], [mark.ndcg for mark in plain.values()]
            ),
            p_condensed=p_value(
                [mark.condensed_ndcg for mark in ours.values()],
                [mark.condensed_ndcg for mark in plain.values()],
            ),
        )


def measure(engine: Engine, collection: Collection) -> Measured:
    """Index *collection* twice, ask all of its questions, and mark the answers."""
    return Measured(
        ours=marks(_our_rankings(engine, collection), collection.judgements),
        plain=marks(engine.plain(collection), collection.judgements),
    )


def _our_rankings(engine: Engine, collection: Collection) -> dict[str, list[str]]:
    """Ask as somebody who may see everything: visibility has tests of its own."""
    audience = _everyone(collection.documents)
    with engine.opened() as index:
        index.rebuild(collection.documents, cursor=1)
        return {
            name: [
                hit.id
                for hit in index.search(
                    Query(text=text, limit=collection.depth, audience=audience)
                ).hits
            ]
            for name, text in collection.questions.items()
        }


def _everyone(documents: tuple[SearchDocument, ...]) -> tuple[str, ...]:
    return tuple(sorted({token for document in documents for token in document.audience}))
