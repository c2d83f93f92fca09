"""What does a test of the registry start from? A fresh home with three agencies."""

from datetime import UTC, datetime, timedelta

import pytest

from registry import directory
from registry.identity import SYSTEM
from registry.runtime import open_runtime
from registry.settings import Settings
from tests.databases import ON_POSTGRES, settings_at


class FrozenClock:
    """A clock that stands still until it is told to go on."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the moment."""
        return self.moment

    def advance(self, **duration) -> None:
        """Go on by that much."""
        self.moment += timedelta(**duration)


@pytest.fixture(scope="session")
def empty_home(tmp_path_factory):
    """Return a home whose database has its tables, made once and copied by each test."""
    home = tmp_path_factory.mktemp("home")
    open_runtime(Settings(home=home)).close()
    return home


@pytest.fixture
def settings(empty_home, tmp_path):
    """Return settings for a home of the test's own."""
    home = tmp_path / "var"
    home.mkdir()
    if not ON_POSTGRES:
        (home / "charter.db").write_bytes((empty_home / "charter.db").read_bytes())
    return settings_at(home)


@pytest.fixture
def clock():
    """Return a clock at 21 November 2026."""
    return FrozenClock()


@pytest.fixture
def runtime(settings, clock):
    """Return an open registry with the agencies doh, memd and dot."""
    opened = open_runtime(settings, clock=clock)
    for slug, name in (
        ("doh", "Department of Health"),
        ("memd", "Department of Emergency Management"),
        ("dot", "Department of Transportation"),
    ):
        directory.create_agency(opened, SYSTEM, slug=slug, acronym=slug.upper(), name=name)
    yield opened
    opened.close()
