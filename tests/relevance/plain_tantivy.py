"""What does tantivy find by any word in one text field, with its own analyzer and scores?"""

import tantivy

from tests.relevance.golden import texts
from tests.relevance.searched import Collection


def rank(collection: Collection) -> dict[str, list[str]]:
    """Return the ids of the best documents for each question."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("text")
    schema = builder.build()
    index = tantivy.Index(schema)
    writer = index.writer(50_000_000, 1)
    for document in collection.documents:
        writer.add_document(tantivy.Document(id=document.id, text="\n".join(texts(document))))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    simple = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    analyzer = simple.filter(tantivy.Filter.lowercase()).build()
    rankings = {}
    for question, text in collection.questions.items():
        terms = (tantivy.Query.term_query(schema, "text", w) for w in analyzer.analyze(text))
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        found = searcher.search(query, collection.depth).hits
        rankings[question] = [searcher.doc(address)["id"][0] for _, address in found]
    return rankings
