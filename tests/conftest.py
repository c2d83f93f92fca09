"""What holds for every test? No setting from outside, and no test that fails for being slow."""

import os
import uuid
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import ON_POSTGRES
from tests.engines_of_search import ON_OPENSEARCH, remove_index

for name in [name for name in os.environ if name.startswith("CHARTER_")]:
    del os.environ[name]

settings.register_profile("charter", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("charter")


def pytest_collection_modifyitems(config, items):
    """Leave out what is about an engine that the tests do not run on."""
    absent = [
        mark
        for mark, is_absent in (("sqlite", ON_POSTGRES), ("embedded", ON_OPENSEARCH))
        if is_absent
    ]
    left_out = [item for item in items if any(map(item.get_closest_marker, absent))]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture
def lose():
    """Take an index away at once, whatever its owner's threads are writing into it meanwhile."""

    def away(folder: Path) -> None:
        if ON_OPENSEARCH:
            remove_index(folder)
            return
        folder.rename(folder.with_name(f"{folder.name}-lost-{uuid.uuid4().hex}"))

    return away
