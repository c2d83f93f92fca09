"""A process that dies at any moment leaves documents and cursor that agree."""

import random
import subprocess
import sys
import time

import pytest

from search.embedded import open_embedded
from search.query import Query
from tests.search.stored import revisions

WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from search.document import SearchDocument
from search.embedded import open_embedded

backend = open_embedded(Path(sys.argv[1]))
cursor = backend.cursor()
print("ready", flush=True)
while True:
    cursor += 1
    documents = [
        SearchDocument(
            id=f"doh/{name}", revision=cursor, audience=("public",), title=f"Title {cursor}",
            agency="doh", agency_name="Health", agency_acronym="DOH",
            updated_at=datetime(2026, 1, 1, tzinfo=UTC),
        )
        for name in range(5)
    ]
    if cursor % 7 == 0:
        backend.rebuild(documents, cursor=cursor)
    else:
        backend.apply(documents, cursor=cursor)
"""

pytestmark = pytest.mark.embedded


def test_after_every_kill_documents_and_cursor_agree(tmp_path):
    """The relay continues exactly where the index stands: nothing is lost, nothing repeats."""
    folder = tmp_path / "index"
    chance = random.Random(3)  # noqa: S311 - repeatable, not secret
    cursors = [0]
    for _ in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE
        )
        with writer:
            writer.stdout.readline()
            time.sleep(chance.uniform(0.02, 0.3))
            writer.kill()
        backend = open_embedded(folder)
        cursor = backend.cursor()
        found = set(revisions(backend).values())
        total = backend.search(Query(text=f'"title {cursor}"')).total

        assert (found, total) == (({cursor}, 5) if cursor else (set(), 0))
        cursors.append(cursor)

    assert cursors == sorted(cursors)
    assert cursors[-1] > 0
