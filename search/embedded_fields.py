"""How does a product become a tantivy document? The fields, and what goes into each.

Text fields hold words that ``search.words`` has already cut and folded, joined by spaces.
"""

import hashlib
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Any

import msgspec
import tantivy

from search.document import SearchDocument
from search.query import FACETS
from search.relevance import DEPRECATED, DEPRECATED_STATUSES, FIELD_WEIGHTS, MAX_QUERY_CHARS
from search.words import clean, compounds, key, stemming_analyzer, words

LAYOUT = 2
"""Count up when the same document would be indexed otherwise: stored indexes are rebuilt then."""

CURSOR = "cursor"
GONE = "gone"
"""Kinds of bookkeeping documents. They have no audience, so no search can reach them."""

_BOUNDARY = "\x1f"  # stands between texts, so that no phrase crosses from one into the next
_SHORTEST_JOINED = 4


def schema() -> tantivy.Schema:
    """Return the fields of the index."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("kind", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("revision", stored=True, fast=True)
    builder.add_unsigned_field("cursor", stored=True)
    builder.add_bytes_field("document", stored=True)
    builder.add_text_field("audience", tokenizer_name="raw", index_option="basic")
    for facet in FACETS:
        builder.add_text_field(facet, fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("words", tokenizer_name="whitespace")
    builder.add_text_field("stems", tokenizer_name="stems", index_option="freq")
    builder.add_text_field("column_words", tokenizer_name="whitespace")
    builder.add_text_field("column_stems", tokenizer_name="stems", index_option="freq")
    builder.add_text_field("joined", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("name", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("agency_name", tokenizer_name="raw", index_option="basic")
    builder.add_unsigned_field("newest", fast=True)
    builder.add_float_field("weight", fast=True)
    return builder.build()


def register_analyzers(index: tantivy.Index) -> None:
    """Make *index* know our analyzers. Needed after every open."""
    index.register_tokenizer("stems", stemming_analyzer())


def fingerprint() -> str:
    """Return what an index was built with; another value means that it must be rebuilt."""
    engine = tantivy.__version__  # type: ignore[attr-defined]  # the stub forgets it
    layout = (LAYOUT, FACETS, FIELD_WEIGHTS, DEPRECATED, sorted(DEPRECATED_STATUSES), engine)
    return hashlib.sha256(repr(layout).encode()).hexdigest()[:16]


def cursor_document(cursor: int) -> dict[str, Any]:
    """Return the bookkeeping document that holds *cursor*."""
    return {"kind": CURSOR, "cursor": cursor}


def gone_document(product: str, revision: int) -> dict[str, Any]:
    """Return what remains of a deleted product, so that nothing older brings it back."""
    return {"kind": GONE, "id": product, "revision": revision}


def product_document(document: SearchDocument) -> dict[str, Any]:
    """Return the fields of *document*."""
    main = [(text, FIELD_WEIGHTS[field]) for field, text in _main_texts(document)]
    text = _text(text for text, weight in main for _ in range(weight))
    columns = _text(
        text for c in document.columns for text in (c.name, c.business_name, c.description) if text
    )
    product = clean(document.id)
    fields: dict[str, Any] = {
        "id": product,
        "revision": document.revision,
        "document": encoded(document),
        "audience": [clean(token) for token in document.audience],
        "words": text,
        "stems": text,
        "column_words": columns,
        "column_stems": columns,
        "joined": " ".join(_joined(document)),
        "name": _keys((document.id, document.contract_id, document.title, *document.identifiers)),
        "agency_name": _keys((document.agency, document.agency_acronym, document.agency_name)),
        "newest": _newest(document, product),
        "weight": _weight(document, product),
    }
    for facet in FACETS:
        if value := clean(getattr(document, facet)):
            fields[facet] = value
    return fields


def encoded(document: SearchDocument) -> bytes:
    """Return *document* as JSON, to be highlighted later."""
    try:
        return msgspec.json.encode(document)
    except UnicodeEncodeError:  # lone surrogates
        return msgspec.json.encode(_cleaned(msgspec.to_builtins(document)))


def decoded(stored: bytes) -> SearchDocument:
    """Return the document that *encoded* stored."""
    return _decoder.decode(stored)


_decoder = msgspec.json.Decoder(SearchDocument)


def _main_texts(document: SearchDocument) -> Iterator[tuple[str, str]]:
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


def _text(texts: Iterable[str]) -> str:
    """Return the words of *texts* in one text, with a boundary between any two."""
    return f" {_BOUNDARY} ".join(" ".join(found) for text in texts if (found := words(text)))


def _joined(document: SearchDocument) -> set[str]:
    """Return neighbours and compounds of *document* written as one word."""
    columns = [name for c in document.columns for name in (c.name, c.business_name)]
    short = (document.title, document.summary, document.agency_name, *document.tags, *columns)
    joined = {"".join(words(document.title))}
    for text in (*short, *document.terms, *document.identifiers):
        found = list(compounds(text))
        flat = [word for compound in found for word in compound]
        joined.update(map("".join, pairwise(flat)))
        joined.update("".join(compound) for compound in found if len(compound) > 1)
    for text in (
        document.description,
        document.purpose,
        *(c.description for c in document.columns),
    ):
        joined.update("".join(compound) for compound in compounds(text) if len(compound) > 1)
    return {word for word in joined if len(word) >= _SHORTEST_JOINED}


def _keys(names: Iterable[str]) -> list[str]:
    """Return what *names* are found by as a whole, as far as somebody could type it."""
    found = {key(name) for name in names if len(name) <= MAX_QUERY_CHARS}
    return sorted(found - {""})


def _newest(document: SearchDocument, product: str) -> int:
    """Return a number that grows with the time of change and differs between products."""
    microseconds = max(0, int(document.updated_at.timestamp() * 1_000_000))
    return microseconds << 12 | _spread(product) >> 20


def _weight(document: SearchDocument, product: str) -> float:
    """Return what the score is multiplied by, as tantivy reads it: factor = log2(2 + weight).

    Factors below 1 do not exist there, so a live product's is raised instead. On top comes up to a
    ten-thousandth that depends on the product alone: equal scores always come in the same order.
    """
    factor = 1.0 if document.status in DEPRECATED_STATUSES else 1.0 / DEPRECATED
    return float(2.0 ** (factor * (1.0 + _spread(product) / 2**32 / 10_000)) - 2.0)


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
