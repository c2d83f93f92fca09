"""Which engines are measured, and what is the simplest search that each of them offers?"""

import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from search.backend import Backend
from search.embedded import open_embedded
from tests.engines_of_search import ON_OPENSEARCH, server_url
from tests.relevance import plain_opensearch, plain_tantivy
from tests.relevance.measuring import Engine

TANTIVY, OPENSEARCH = "tantivy", "opensearch"


def under_test() -> tuple[str, Engine]:
    """Return the engine that the tests run on, with its name. Skips where it cannot be started."""
    if ON_OPENSEARCH:
        return OPENSEARCH, _on_opensearch(server_url())
    return TANTIVY, _ON_TANTIVY


@contextmanager
def all_engines() -> Iterator[tuple[dict[str, Engine], str]]:
    """Give every engine that can be started here, and why one cannot, "" where all can."""
    if url := os.environ.get("TEST_OPENSEARCH_URL"):
        yield {TANTIVY: _ON_TANTIVY, OPENSEARCH: _on_opensearch(url)}, ""
        return
    from tests.opensearch_server import (  # noqa: PLC0415 # only where one is started
        NoServerError,
        OpenSearchServer,
    )

    try:
        server = OpenSearchServer()
    except NoServerError as error:
        yield {TANTIVY: _ON_TANTIVY}, " ".join(str(error).split())
        return
    try:
        yield {TANTIVY: _ON_TANTIVY, OPENSEARCH: _on_opensearch(server.url)}, ""
    finally:
        server.remove()


@contextmanager
def _opened_tantivy() -> Iterator[Backend]:
    with tempfile.TemporaryDirectory() as folder:
        backend = open_embedded(Path(folder))
        try:
            yield backend
        finally:
            backend.close()


@contextmanager
def _opened_opensearch(url: str) -> Iterator[Backend]:
    from search.opensearch import open_opensearch  # noqa: PLC0415 # only where it is used
    from search.opensearch_client import Link, Server  # noqa: PLC0415 # as above

    server = Server(url=url, index=f"relevance-{uuid.uuid4().hex}")
    backend = open_opensearch(server)
    try:
        yield backend
    finally:
        backend.close()
        with closing(Link(server)) as link:
            link.client.indices.delete(index=f"{server.index}-*")


def _on_opensearch(url: str) -> Engine:
    return Engine(
        opened=partial(_opened_opensearch, url), plain=partial(plain_opensearch.rank, url)
    )


_ON_TANTIVY = Engine(opened=_opened_tantivy, plain=plain_tantivy.rank)
