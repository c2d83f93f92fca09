"""Which documents of a tantivy index may be about the same as one? Asked inside an audience."""

from collections.abc import Sequence

import tantivy

from search.document import SearchDocument
from search.embedded_queries import MUST, MUST_NOT, SHOULD, Clauses, all_of
from search.similarity import CANDIDATES, Clues
from search.texts import decoded
from search.words import clean, stem


def candidates(
    index: tantivy.Index,
    searcher: tantivy.Searcher,
    audience: Sequence[str],
    product: str,
    asked: Clues,
) -> list[SearchDocument]:
    """Return the documents that fit *asked* best, without *product* itself."""

    def term(field: str, value: str) -> tantivy.Query:
        return tantivy.Query.term_query(index.schema, field, value)

    places = [term("stems", stem(word)) for word in asked.words]
    places += [
        term(field, whole) for whole in asked.columns for field in ("joined", "column_words")
    ]
    if not places:
        return []
    clauses = Clauses(index.schema)
    query = all_of(
        [
            (MUST, clauses.visible(audience)),
            (MUST_NOT, clauses.product(clean(product))),
            (MUST, all_of([(SHOULD, place) for place in places])),
        ]
    )
    hits = searcher.search(query, CANDIDATES, count=False).hits
    return [decoded(searcher.doc(address)["document"][0]) for _, address in hits]
