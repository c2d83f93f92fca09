"""What does OpenSearch find by any word in one text field, with its own analyzer and scores?"""

import uuid
from collections.abc import Iterable, Mapping

from opensearchpy import OpenSearch
from opensearchpy.helpers import bulk

from search.document import SearchDocument
from tests.relevance.golden import texts
from tests.relevance.measuring import DEEPEST

_PATIENCE_S = 60.0
_MAPPING = {
    "settings": {"number_of_shards": 1, "number_of_replicas": 0},
    "mappings": {"properties": {"text": {"type": "text"}}},
}


def rank(
    url: str, documents: Iterable[SearchDocument], questions: Mapping[str, str]
) -> dict[str, list[str]]:
    """Return the ids of the best *documents* for each of *questions*. Leaves no index behind."""
    name = f"plain-{uuid.uuid4().hex}"
    client = OpenSearch(url, timeout=_PATIENCE_S)
    try:
        client.indices.create(index=name, body=_MAPPING)
        actions = (
            {"_index": name, "_id": each.id, "text": "\n".join(texts(each))} for each in documents
        )
        bulk(client, actions, refresh=True)
        return {question: _found(client, name, text) for question, text in questions.items()}
    finally:
        client.indices.delete(index=name, ignore_unavailable=True)
        client.close()


def _found(client: OpenSearch, name: str, text: str) -> list[str]:
    body = {"query": {"match": {"text": text}}, "size": DEEPEST, "_source": False}
    return [hit["_id"] for hit in client.search(index=name, body=body)["hits"]["hits"]]
