"""Which search engine do the tests run on? The embedded one, or OpenSearch where asked for.

`TEST_SEARCH=opensearch` moves every index that a test opens to a server: `TEST_OPENSEARCH_URL`,
else one of the tests' own. Each folder has an index of its own there. Without it, it holds a file.
"""

import hashlib
import os
from pathlib import Path

ON_OPENSEARCH = os.environ.get("TEST_SEARCH", "embedded") == "opensearch"


def open_index(folder: Path):
    """Return the backend of *folder*: the same index at every call."""
    if ON_OPENSEARCH:
        from search.opensearch import open_opensearch  # noqa: PLC0415 # only where it is used

        return open_opensearch(cluster(folder))
    from search.embedded import open_embedded  # noqa: PLC0415 # as above

    return open_embedded(folder)


def cluster(folder: Path):
    """Return the server, with an index that belongs to *folder* alone."""
    from search.opensearch_client import Server  # noqa: PLC0415 # as above

    digest = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
    return Server(url=server_url(), index=f"t-{digest}")


def server_url() -> str:
    """Return the address of the server that the tests use."""
    if given := os.environ.get("TEST_OPENSEARCH_URL"):
        return given
    from tests.opensearch_server import shared  # noqa: PLC0415 # only where it is used

    return shared().url


def remove_index(folder: Path) -> None:
    """Take away what tests have left on the server for *folder*."""
    if ON_OPENSEARCH:
        from search.opensearch_client import Link  # noqa: PLC0415 # as above

        server = cluster(folder)
        with Link(server).speaking() as client:
            client.indices.delete(index=f"{server.index}-*")
