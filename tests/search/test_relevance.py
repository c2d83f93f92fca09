"""The ranking is at least as good as plain word search, by what people judged."""

import json
import sys
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

import pytest
import tantivy

from search.document import SearchDocument
from search.evaluate import Score, ndcg, score
from search.query import Query

POOL = Path("../shared/corpora/search/derived-acordar-judged-pool")


@pytest.fixture(scope="module")
def pool():
    """Return the judged documents, questions and judgements (ACORDAR)."""
    if not POOL.exists():
        pytest.skip(f"the judged pool {POOL} is not here")
    documents = [json.loads(line) for line in _lines("docs.jsonl")]
    questions = {row[0]: row[1] for row in (line.split("\t") for line in _lines("queries.tsv"))}
    known = {document["id"] for document in documents}
    judgements = defaultdict(dict)
    for line in _lines("qrels.txt"):
        question, _, document, grade = line.split()
        if document in known:
            judgements[question][document] = int(grade)
    return documents, questions, judgements


def test_the_ranking_beats_plain_word_search(pool, index, capsys):
    """Tuning buys little, but nothing we do may cost: the gate is the simplest search."""
    documents, questions, judgements = pool
    plain = score(_plain_rankings(documents, questions), judgements)
    ours = score(_our_rankings(index, documents, questions), judgements)
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(questions)} judged questions, {len(documents)} documents"
            f"\nplain words: {_shown(plain)}\nCharter:     {_shown(ours)}\n"
        )

    assert ours.ndcg >= plain.ndcg
    assert ours.condensed_ndcg >= plain.condensed_ndcg
    assert ours.no_hit <= plain.no_hit


def test_a_perfect_ranking_scores_one_and_an_empty_one_nothing():
    """The measure itself is right."""
    grades = {"a": 2, "b": 1, "c": 0}

    assert ndcg(["a", "b", "c"], grades) == 1.0
    assert ndcg(["c", "x"], grades) == 0.0
    assert 0 < ndcg(["b", "a"], grades) < 1
    assert score({"q": []}, {"q": grades}) == Score(ndcg=0.0, condensed_ndcg=0.0, no_hit=1.0)


def _lines(name):
    return (POOL / name).read_text(encoding="utf-8").rstrip("\n").split("\n")


def _our_rankings(index, documents, questions):
    index.rebuild(
        (
            SearchDocument(
                id=document["id"],
                revision=1,
                audience=("public",),
                title=document["title"],
                description=document["description"],
                tags=tuple(document["tags"]),
                agency="",
                agency_name="",
                agency_acronym="",
                updated_at=datetime(2026, 1, 1, tzinfo=UTC),
            )
            for document in documents
        ),
        cursor=1,
    )
    return {
        question: [hit.id for hit in index.search(Query(text=text, limit=50)).hits]
        for question, text in questions.items()
    }


def _plain_rankings(documents, questions):
    """Rank by one field, unstemmed, any word: the untuned baseline in the same engine."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("text")
    schema = builder.build()
    plain = tantivy.Index(schema)
    writer = plain.writer(50_000_000, 1)
    for document in documents:
        text = " ".join([document["title"], document["description"], *document["tags"]])
        writer.add_document(tantivy.Document(id=document["id"], text=text))
    writer.commit()
    writer.wait_merging_threads()
    plain.reload()
    searcher = plain.searcher()
    simple = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    analyzer = simple.filter(tantivy.Filter.lowercase()).build()
    rankings = {}
    for question, text in questions.items():
        terms = (tantivy.Query.term_query(schema, "text", w) for w in analyzer.analyze(text))
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        found = searcher.search(query, 50).hits
        rankings[question] = [searcher.doc(address)["id"][0] for _, address in found]
    return rankings


def _shown(result):
    return (
        f"nDCG@10 {result.ndcg:.4f}, condensed {result.condensed_ndcg:.4f}, "
        f"without a hit {result.no_hit:.1%}"
    )
