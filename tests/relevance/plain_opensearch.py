"""What does OpenSearch find by any word in one text field, with its own analyzer and scores?"""

import uuid

from opensearchpy import OpenSearch
from opensearchpy.helpers import bulk

from tests.relevance.golden import texts
from tests.relevance.searched import Collection

_PATIENCE_S = 60.0
_MAPPING = {
    "settings": {"number_of_shards": 1, "number_of_replicas": 0},
    "mappings": {"properties": {"text": {"type": "text"}}},
}


def rank(url: str, collection: Collection) -> dict[str, list[str]]:
    """Return the ids of the best documents for each question. Leaves no index behind."""
    name = f"plain-{uuid.uuid4().hex}"
    client = OpenSearch(url, timeout=_PATIENCE_S)
    try:
        client.indices.create(index=name, body=_MAPPING)
        actions = (
            {"_index": name, "_id": document.id, "text": "\n".join(texts(document))}
            for document in collection.documents
        )
        bulk(client, actions, refresh=True)
        rankings = {}
        for question, text in collection.questions.items():
            body = {
                "query": {"match": {"text": text}},
                "size": collection.depth,
                "_source": False,
            }
            hits = client.search(index=name, body=body)["hits"]["hits"]
            rankings[question] = [hit["_id"] for hit in hits]
        return rankings
    finally:
        client.indices.delete(index=name, ignore_unavailable=True)
        client.close()
