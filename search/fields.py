"""Which fields does every engine keep of a product, and what is in each?"""

from typing import Any

from search.document import SearchDocument, facet_values
from search.synonyms import group_keys
from search.texts import (
    BOUNDARY,
    agency_names,
    compounds_of,
    joined_of,
    names,
    newest,
    text_of,
    title_key,
)
from search.words import clean, words


def within(field: str) -> str:
    """Return the name in the index of what one of `search.query.TEXT_FIELDS` holds."""
    return f"in_{field}"


def fields_of(document: SearchDocument) -> dict[str, Any]:
    """Return the fields of *document* that are the same for every engine.

    ``column_words`` holds all words of columns; ``in_column`` those of their names, and neighbours
    written as one word, as ``in_title``, ``in_tag`` and ``in_term`` do. ``joined`` has those of all
    short texts, and every compound. ``label_words`` are what a completion may begin with.
    """
    product = clean(document.id)
    columns = [text for c in document.columns for text in (c.name, c.business_name) if text]
    fields = {
        "column": columns,
        "title": [document.title],
        "tag": list(document.tags),
        "term": list(document.terms),
    }
    spelt = {field: text_of(texts) for field, texts in fields.items()}
    joined = {field: joined_of(texts) for field, texts in fields.items()}
    descriptions = [c.description for c in document.columns if c.description]
    labels = {*spelt["column"].split(" "), *spelt["term"].split(" ")} - {"", BOUNDARY}
    return {
        "id": product,
        "revision": document.revision,
        "audience": [clean(token) for token in document.audience],
        "column_words": _apart([spelt["column"], text_of(descriptions)]),
        "joined": " ".join(_all_joined(document, descriptions).union(*joined.values())),
        "name": names(document),
        "agency_name": agency_names(document),
        "other_name": group_keys(document),
        "title_words": spelt["title"],
        "agency_words": text_of([document.agency_name, document.agency_acronym]),
        "label_words": " ".join(sorted(labels)),
        "newest": newest(document, product),
        "title_key": title_key(document, product),
        **{within(field): _apart([spelt[field], *sorted(joined[field])]) for field in fields},
        **{facet: list(values) for facet, values in facet_values(document).items()},
    }


def _all_joined(document: SearchDocument, descriptions: list[str]) -> set[str]:
    """Return what is written as one word outside of title, tags, terms and names of columns."""
    short = joined_of([document.summary, document.agency_name, *document.identifiers])
    long = compounds_of([document.description, document.purpose, *descriptions])
    return {"".join(words(document.title)), *short, *long}


def _apart(texts: list[str]) -> str:
    return f" {BOUNDARY} ".join(text for text in texts if text)
