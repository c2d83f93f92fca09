"""How does a product become a tantivy document? The fields, and what goes into each."""

import hashlib
from typing import Any

import tantivy

from search.document import SearchDocument
from search.fields import fields_of, within
from search.query import FACETS, TEXT_FIELDS
from search.relevance import DEPRECATED, DEPRECATED_STATUSES, FIELD_WEIGHTS, QUALITY
from search.texts import (
    LOWEST_FACTOR,
    encoded,
    factor,
    main_texts,
    text_of,
)
from search.words import stemming_analyzer

LAYOUT = 7
"""Count up when the same document would be indexed otherwise: stored indexes are rebuilt then."""

CURSOR = "cursor"
GONE = "gone"
"""Kinds of bookkeeping documents. They have no audience, so no search can reach them."""


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
    for field in TEXT_FIELDS:
        builder.add_text_field(within(field), tokenizer_name="stems")
    builder.add_text_field("other_name", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("joined", tokenizer_name="whitespace", index_option="basic")
    builder.add_text_field("name", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("agency_name", tokenizer_name="raw", index_option="basic")
    for names_of in ("title_words", "agency_words", "label_words"):
        builder.add_text_field(names_of, tokenizer_name="whitespace", index_option="basic")
    builder.add_unsigned_field("newest", fast=True)
    builder.add_unsigned_field("title_start", indexed=True, fast=True)
    builder.add_text_field("title_key", fast=True, tokenizer_name="raw", index_option="basic")
    builder.add_float_field("weight", fast=True)
    return builder.build()


def register_analyzers(index: tantivy.Index) -> None:
    """Make *index* know our analyzers. Needed after every open."""
    index.register_tokenizer("stems", stemming_analyzer())


def fingerprint() -> str:
    """Return what an index was built with; another value means that it must be rebuilt."""
    engine = tantivy.__version__  # type: ignore[attr-defined]  # the stub forgets it
    shares = (DEPRECATED, sorted(DEPRECATED_STATUSES), QUALITY)
    layout = (LAYOUT, FACETS, FIELD_WEIGHTS, shares, engine)
    return hashlib.sha256(repr(layout).encode()).hexdigest()[:16]


def cursor_document(cursor: int) -> dict[str, Any]:
    """Return the bookkeeping document that holds *cursor*."""
    return {"kind": CURSOR, "cursor": cursor}


def gone_document(product: str, revision: int) -> dict[str, Any]:
    """Return what remains of a deleted product, so that nothing older brings it back."""
    return {"kind": GONE, "id": product, "revision": revision}


def product_document(document: SearchDocument) -> dict[str, Any]:
    """Return the fields of *document*."""
    main = [(text, FIELD_WEIGHTS[field]) for field, text in main_texts(document)]
    text = text_of(text for text, weight in main for _ in range(weight))
    fields = fields_of(document)
    return fields | {
        "document": encoded(document),
        "words": text,
        "stems": text,
        "column_stems": fields["column_words"],
        "title_start": title_start(fields["title_key"]),
        "weight": _weight(document, fields["id"]),
    }


def title_start(key: str) -> int:
    """Return a number that orders titles like their keys, as far as eight bytes of UTF-8 tell."""
    return int.from_bytes(key.encode()[:8].ljust(8, b"\0"), "big")


def _weight(document: SearchDocument, product: str) -> float:
    """Return the factor of *document* as tantivy reads it: factor = log2(2 + weight).

    Factors below 1 do not exist there, so all are raised by as much as the lowest lies below it.
    """
    return float(2.0 ** (factor(document, product) / LOWEST_FACTOR) - 2.0)
