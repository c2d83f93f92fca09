"""Which questions must find their product in the first ten? And which have one answer at all?

The set is data, `golden.jsonl`; `derive` makes it from the products.
"""

import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path

import msgspec

from search.document import SearchDocument

FILE = Path(__file__).with_name("golden.jsonl")
MOST_HOLDERS = 5
"""A question has a definite answer while no more documents than this hold all of its words."""

_PIECE = re.compile(r"[^\W_]+")
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class Kind(StrEnum):
    """What somebody has in hand who looks for a product."""

    NAME = "name"
    COLUMN = "column"
    ACRONYM = "acronym"
    TERM = "term"
    MISSPELLING = "misspelling"
    QUESTION = "question"


class Golden(msgspec.Struct, frozen=True, kw_only=True):
    """A question and its one product.

    ``words`` are those the person has in mind, spelt rightly; there are none where a whole name is
    typed, which is definite whatever else there is.
    """

    query: str
    kind: Kind
    product: str
    split: str  # `tuning`, or `held_out`: never looked at while the ranking is tuned
    words: tuple[str, ...] = ()


def golden() -> list[Golden]:
    """Return the committed set."""
    decode = msgspec.json.Decoder(Golden).decode
    return [decode(line) for line in FILE.read_bytes().splitlines()]


class Holders:
    """Which documents hold which words, by a reading of texts that no ranking has a part in."""

    def __init__(self, documents: Iterable[SearchDocument]) -> None:
        self._ids: dict[str, set[str]] = {}
        for document in documents:
            for word in {bare(word) for text in texts(document) for word in plain_words(text)}:
                self._ids.setdefault(word, set()).add(document.id)

    def of(self, words: Sequence[str]) -> set[str]:
        """Return the ids of the documents that hold every one of *words*."""
        return set.intersection(*(self._ids.get(bare(word), set()) for word in words))

    def count(self, word: str) -> int:
        """Return the number of documents that hold *word*."""
        return len(self._ids.get(bare(word), ()))

    def are_few(self, words: Sequence[str]) -> bool:
        """Tell whether a question of *words* has a definite answer here; a whole name has."""
        return not words or len(self.of(words)) <= MOST_HOLDERS


def plain_words(text: str) -> list[str]:
    """Return the words of *text*, lower, identifiers taken apart."""
    return [part.lower() for piece in _PIECE.findall(text) for part in _HUMP.split(piece)]


def bare(word: str) -> str:
    """Return *word* without the s of a plural, so that both count as the same."""
    return word[:-1] if len(word) > 3 and word.endswith("s") else word


def texts(document: SearchDocument) -> list[str]:
    """Return everything of *document* that somebody may look for."""
    return [
        document.contract_id,
        document.title,
        document.summary,
        document.description,
        document.purpose,
        document.agency_name,
        document.agency_acronym,
        document.domain,
        *document.tags,
        *document.terms,
        *document.systems,
        *document.identifiers,
        *(
            text
            for column in document.columns
            for text in (column.name, column.business_name, column.description)
        ),
    ]
