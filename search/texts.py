"""Which words, names and numbers is a product found and ordered by? The same for every engine.

Texts hold words that ``search.words`` has already cut and folded, joined by spaces.
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import msgspec

from search.document import SearchDocument
from search.relevance import DEPRECATED, DEPRECATED_STATUSES, MAX_QUERY_CHARS, QUALITY
from search.words import BREAK, clean, compounds_joined, key, spaced

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


def joined_of(texts: Iterable[str]) -> set[str]:
    """Return neighbours and compounds of *texts* written as one word, but for short ones."""
    text = _side_by_side(texts)
    pairs = pairwise(spaced(text).split(" "))
    together = {left + right for left, right in pairs if left != BREAK != right}
    return {word for word in together | compounds_joined(text) if len(word) >= _SHORTEST_JOINED}


def compounds_of(texts: Iterable[str]) -> set[str]:
    """Return compounds of *texts* written as one word, but for short ones."""
    found = compounds_joined(_side_by_side(texts))
    return {word for word in found if len(word) >= _SHORTEST_JOINED}


def _side_by_side(texts: Iterable[str]) -> str:
    """Return *texts* as one, so that it is taken apart in one go."""
    return BREAK.join(text for text in texts if text)


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
