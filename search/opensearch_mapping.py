"""What does an OpenSearch index look like? Analyzers and fields as data, and what fills them.

Words are cut and folded by ``search.words`` for every engine, so the server only parts them at
spaces and stems them. A server that knows ``combined_fields`` gets one field for each weight; an
older one gets a single text in which a word of a weighty field stands several times.
"""

import hashlib
import json
from collections import defaultdict
from typing import Any

from search.asking import MAX_LIMIT
from search.document import SearchDocument
from search.fields import fields_of, within
from search.query import FACETS, MAX_OFFSET, TEXT_FIELDS
from search.relevance import FIELD_WEIGHTS
from search.texts import (
    BOUNDARY,
    digest,
    encoded,
    factor,
    main_texts,
    text_of,
)

WEIGHTED = {"heading": 3, "labels": 2, "text": 1}
"""The fields that ``combined_fields`` reads together, and how often a word counts in each."""

CATCH_ALL = "words"
"""The one field of servers that lack ``combined_fields``."""

STEMS = "stems"
"""The part of a text field that holds its stems."""

CURSOR, GONE, REFUSED = "cursor", "gone", "refused"
"""Kinds of bookkeeping documents. They have no audience, so no search can reach them."""

_LONGEST_KEYWORD = 8_000  # characters; Lucene refuses terms of more than 32,766 bytes
_LONGEST_ID = 500  # bytes; OpenSearch refuses more than 512

_TEXT = {
    "type": "text",
    "analyzer": "words",
    "fields": {STEMS: {"type": "text", "analyzer": STEMS, "index_options": "freqs"}},
}
_BEGUN = {
    "type": "text",
    "analyzer": "words",
    "index_options": "docs",
    "index_prefixes": {"min_chars": 2, "max_chars": 15},
}
_KEYWORD = {"type": "keyword", "ignore_above": _LONGEST_KEYWORD}

SETTINGS: dict[str, Any] = {
    "number_of_shards": 1,  # scores of one shard are comparable; a million products are one's work
    "auto_expand_replicas": "0-1",
    "refresh_interval": "-1",  # a batch is shown as a whole, by who has sent it
    "max_result_window": MAX_OFFSET + MAX_LIMIT,
    "analysis": {
        "filter": {"english_stems": {"type": "stemmer", "language": "porter2"}},
        "analyzer": {
            "words": {"type": "custom", "tokenizer": "whitespace"},
            STEMS: {"type": "custom", "tokenizer": "whitespace", "filter": ["english_stems"]},
        },
    },
}


def mapping(*, combines: bool) -> dict[str, Any]:
    """Return the fields of an index; *combines* where the server knows ``combined_fields``."""
    texts = [*WEIGHTED] if combines else [CATCH_ALL]
    return {
        "dynamic": "strict",
        "_source": {"includes": ["id", "kind", "revision", "digest", "cursor", "document"]},
        "properties": {
            "id": {"type": "keyword"},
            "kind": {"type": "keyword"},
            "revision": {"type": "long"},
            "digest": {"type": "keyword", "index": False, "doc_values": False},
            "cursor": {"type": "long"},
            "document": {"type": "keyword", "index": False, "doc_values": False},
            "audience": _KEYWORD,
            **dict.fromkeys(FACETS, _KEYWORD),
            **dict.fromkeys((*texts, "columns"), _TEXT),
            **{within(field): {"type": "text", "analyzer": STEMS} for field in TEXT_FIELDS},
            **dict.fromkeys(("title_words", "agency_words", "label_words"), _BEGUN),
            "joined": {"type": "text", "analyzer": "words", "index_options": "docs"},
            "vocabulary": _KEYWORD,
            "name": _KEYWORD,
            "agency_name": _KEYWORD,
            "other_name": _KEYWORD,
            "newest": {"type": "long"},
            "title_key": {"type": "keyword"},
            "factor": {"type": "double"},
        },
    }


def layout(*, combines: bool) -> str:
    """Return what an index was made by; another value means that it is of another time."""
    made = (SETTINGS, mapping(combines=combines), FIELD_WEIGHTS, LAYOUT)
    return hashlib.sha256(json.dumps(made, sort_keys=True).encode()).hexdigest()[:10]


LAYOUT = 2
"""Count up when the same document would be indexed otherwise under the same mapping."""


def key_of(product: str) -> str:
    """Return under which key *product* is stored: its id, or a digest of a very long one."""
    encoded_id = product.encode()
    if len(encoded_id) <= _LONGEST_ID:
        return product
    return hashlib.sha256(encoded_id).hexdigest()


def cursor_fields(cursor: int) -> dict[str, Any]:
    """Return the bookkeeping document that holds *cursor*."""
    return {"kind": CURSOR, "cursor": cursor}


def bookkeeping_fields(kind: str, product: str, revision: int) -> dict[str, Any]:
    """Return what stands in the place of a product that is not found, so that nothing older is."""
    return {"kind": kind, "id": product, "revision": revision, "digest": ""}


def product_fields(document: SearchDocument, *, combines: bool) -> dict[str, Any]:
    """Return the fields of *document*."""
    main = [(text, FIELD_WEIGHTS[field]) for field, text in main_texts(document)]
    fields = fields_of(document)
    columns = fields.pop("column_words")
    stored = encoded(document)
    fields |= {
        "digest": digest(stored),
        "document": stored.decode(),
        "columns": columns,
        "factor": factor(document, fields["id"]),
    }
    if combines:
        of_weight: dict[int, list[str]] = defaultdict(list)
        for text, weight in main:
            of_weight[weight].append(text)
        fields |= {field: text_of(of_weight[weight]) for field, weight in WEIGHTED.items()}
        texts = " ".join(fields[field] for field in WEIGHTED)
    else:
        texts = fields[CATCH_ALL] = text_of(t for t, weight in main for _ in range(weight))
    fields["vocabulary"] = sorted({*texts.split(" "), *columns.split(" ")} - {"", BOUNDARY})
    return fields
