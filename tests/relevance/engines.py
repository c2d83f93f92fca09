"""Which engines are measured, and what is the simplest search that each of them offers?"""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import msgspec
import tantivy

from search.backend import Backend
from search.document import SearchDocument
from search.embedded import open_embedded
from tests.relevance.golden import texts

DEEPEST = 50
"""Hits that are looked at. Beyond the first ten they count where what nobody judged is left out."""

Plain = Callable[[Iterable[SearchDocument], Mapping[str, str]], dict[str, list[str]]]
"""Rank documents for questions by any word in one field: BM25, unstemmed and untuned."""


class Engine(msgspec.Struct, frozen=True, kw_only=True):
    """An engine: Charter on it, opened with an empty folder, and the plain search on it."""

    open: Callable[[Path], Backend]
    plain: Plain


def plain_tantivy(
    documents: Iterable[SearchDocument], questions: Mapping[str, str]
) -> dict[str, list[str]]:
    """Rank by tantivy's own default text field, with its default analyzer."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("text")
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(50_000_000, 1)
    for document in documents:
        writer.add_document(tantivy.Document(id=document.id, text=" ".join(texts(document))))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    simple = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    analyzer = simple.filter(tantivy.Filter.lowercase()).build()
    rankings = {}
    for question, text in questions.items():
        terms = (tantivy.Query.term_query(schema, "text", w) for w in analyzer.analyze(text))
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        found = searcher.search(query, DEEPEST).hits
        rankings[question] = [searcher.doc(address)["id"][0] for _, address in found]
    return rankings


ENGINES: dict[str, Engine] = {"tantivy": Engine(open=open_embedded, plain=plain_tantivy)}
"""Every engine that can be opened here."""
