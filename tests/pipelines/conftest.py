"""What does a pipeline have? A real registry over HTTP, a real git repository, the commands."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from registry.cli import main

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "features")]

from api_server import Api, serving
from forge import Forge
from repositories import QUIET_GIT, Repository


@pytest.fixture(scope="module")
def registry(tmp_path_factory) -> Iterator[Api]:
    """Serve a registry of two agencies for the tests of one file."""
    with serving(tmp_path_factory.mktemp("registry")) as api:
        yield api


@pytest.fixture
def repository(tmp_path) -> Repository:
    """Return an empty git repository."""
    return Repository(tmp_path / "repository")


@pytest.fixture
def charter(monkeypatch, repository, registry) -> Callable[..., Result]:
    """Return a function that runs a command in the repository, with a token of `doh`."""
    monkeypatch.chdir(repository.folder)
    monkeypatch.setenv("CHARTER_URL", registry.url)
    monkeypatch.setenv("CHARTER_TOKEN", registry.token)
    for name, value in QUIET_GIT.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str, stdin: bytes = b"") -> Result:
        return CliRunner().invoke(main, list(arguments), input=stdin)

    return run


@pytest.fixture
def forge() -> Iterator[Forge]:
    """Run what plays GitHub and GitLab."""
    server = Forge()
    yield server
    server.shutdown()
    server.server_close()
