"""What do the tests of contracts share? The corpora beside the repository, where they exist."""

from pathlib import Path

import pytest
from hypothesis import settings

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"

settings.register_profile("patient", deadline=None)  # a busy machine is no bug
settings.load_profile("patient")


@pytest.fixture(scope="session")
def corpora() -> Path:
    """Return the folder of contracts from the wild; a test that needs it is skipped without."""
    if not CORPORA.is_dir():
        pytest.skip("the corpora are not beside this repository (../shared/corpora)")
    return CORPORA
