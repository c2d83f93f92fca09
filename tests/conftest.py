"""What holds for every test? No setting from outside, and no test that fails for being slow."""

import os
import uuid
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import ON_POSTGRES

for name in [name for name in os.environ if name.startswith("CHARTER_")]:
    del os.environ[name]

settings.register_profile("charter", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("charter")


def pytest_collection_modifyitems(config, items):
    """Leave out what is about SQLite where the tests run on another database."""
    if ON_POSTGRES:
        left_out = [item for item in items if item.get_closest_marker("sqlite")]
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("sqlite")]


@pytest.fixture
def lose():
    """Take a folder away at once, whatever its owner's threads are writing into it meanwhile."""

    def away(folder: Path) -> None:
        folder.rename(folder.with_name(f"{folder.name}-lost-{uuid.uuid4().hex}"))

    return away
