"""Which words, names and numbers is a product found and ordered by? The same for every engine.

Texts hold words that ``search.words`` has already cut and folded, joined by spaces.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import msgspec

from search.document import SearchDocument
from search.relevance import DEPRECATED, DEPRECATED_STATUSES, MAX_QUERY_CHARS, QUALITY
from search.words import BREAK, clean, compounds_joined, key, spaced, words

BOUNDARY = "\u241f"
"""Stands between texts, so that no phrase crosses from one into the next. It is in no word."""

_SHORTEST_JOINED = 4


def encoded(document: SearchDocument) -> bytes:
    """Return *document* as JSON, to be highlighted later."""
    try:
        return msgspec.json.encode(document)
    except UnicodeEncodeError:  # lone surrogates
        return msgspec.json.encode(_cleaned(msgspec.to_builtins(document)))


def digest(stored: bytes) -> str:
    """Return what an encoded document is compared by with what the registry would index now."""
    return hashlib.blake2b(stored, digest_size=16).hexdigest()


def decoded(stored: bytes) -> SearchDocument:
    """Return the document that *encoded* stored."""
    return _decoder.decode(stored)


_decoder = msgspec.json.Decoder(SearchDocument)


def main_texts(document: SearchDocument) -> Iterator[tuple[str, str]]:
    """Yield field and text of everything but columns."""
    yield "title", document.title
    yield "agency", document.agency_name
    yield "agency", document.agency_acronym
    yield from (("tags", tag) for tag in document.tags)
    yield from (("terms", term) for term in document.terms)
    yield from (("identifiers", name) for name in document.identifiers)
    yield "identifiers", document.id
    yield "domain", document.domain
    yield "summary", document.summary
    yield "description", document.description
    yield "purpose", document.purpose
    yield from (("systems", system) for system in document.systems)


def text_of(texts: Iterable[str]) -> str:
    """Return the words of *texts* in one text, with a boundary between any two."""
    return spaced(_side_by_side(texts)).replace(BREAK, BOUNDARY)


def joined(document: SearchDocument) -> set[str]:
    """Return neighbours and compounds of *document* written as one word."""
    names = [name for c in document.columns for name in (c.name, c.business_name)]
    named = (document.title, document.summary, document.agency_name, *document.tags, *names)
    long = (document.description, document.purpose, *(c.description for c in document.columns))
    together = _joined((*named, *document.terms, *document.identifiers))
    together |= compounds_joined(_side_by_side(long))
    together.add("".join(words(document.title)))
    return {word for word in together if len(word) >= _SHORTEST_JOINED and BREAK not in word}


def _joined(texts: Iterable[str]) -> set[str]:
    """Return neighbours and compounds of *texts* written as one word."""
    text = _side_by_side(texts)
    pairs = pairwise(spaced(text).split(" "))
    return compounds_joined(text) | {a + b for a, b in pairs if a != BREAK != b}


def _side_by_side(texts: Iterable[str]) -> str:
    """Return *texts* as one, so that it is taken apart in one go."""
    return BREAK.join(text for text in texts if text)


def field_texts(document: SearchDocument) -> dict[str, str]:
    """Return the words of each field of `TEXT_FIELDS`, neighbours written as one word included."""
    columns = [text for c in document.columns for text in (c.name, c.business_name) if text]
    texts: dict[str, Sequence[str]] = {
        "column": columns,
        "title": [document.title],
        "tag": document.tags,
        "term": document.terms,
    }
    between = f" {BOUNDARY} "
    return {
        field: between.join([text_of(found), *sorted(_joined(found))]) if found else ""
        for field, found in texts.items()
    }


def column_texts(document: SearchDocument) -> Iterator[str]:
    """Yield the texts of the columns."""
    for column in document.columns:
        yield from (
            text for text in (column.name, column.business_name, column.description) if text
        )


def names(document: SearchDocument) -> list[str]:
    """Return what *document* is found by as a whole."""
    return _keys((document.id, document.contract_id, document.title, *document.identifiers))


def agency_names(document: SearchDocument) -> list[str]:
    """Return what the agency of *document* is found by as a whole."""
    return _keys((document.agency, document.agency_acronym, document.agency_name))


def _keys(given: Iterable[str]) -> list[str]:
    """Return the keys of names, as far as somebody could type them."""
    found = {key(name) for name in given if len(name) <= MAX_QUERY_CHARS}
    return sorted(found - {""})


def newest(document: SearchDocument, product: str) -> int:
    """Return a number that grows with the time of change and differs between products."""
    microseconds = max(0, int(document.updated_at.timestamp() * 1_000_000))
    return microseconds << 12 | _spread(product) >> 20


def title_key(document: SearchDocument, product: str) -> str:
    """Return what orders *document* by title: its words, then the product, so that none is equal.

    Titles that begin alike over `_LONGEST_TITLE` characters are ordered by id.
    """
    return f"{key(document.title)[:_LONGEST_TITLE]}\t{product}"  # before every letter and space


_LONGEST_TITLE = 200


def factor(document: SearchDocument, product: str) -> float:
    """Return what the score of *document* is multiplied by, `LOWEST_FACTOR` at least.

    On top of its share comes up to a thousandth that depends on the product alone: equal scores
    always come in the same order.
    """
    share = DEPRECATED if document.status in DEPRECATED_STATUSES else 1.0
    share *= min(max(document.quality, QUALITY[0]), QUALITY[1])
    return share * (1.0 + _spread(product) / 2**32 / 1_000)


LOWEST_FACTOR = DEPRECATED * QUALITY[0]


def _spread(product: str) -> int:
    """Return 32 bits that depend on *product* alone."""
    return int.from_bytes(hashlib.blake2b(product.encode(), digest_size=4).digest(), "big")


def _cleaned(value: Any) -> Any:  # JSON: any shape
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, dict):
        return {name: _cleaned(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    return value
