"""What does a pipeline have? A real registry over HTTP, a real git repository, the commands."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from registry.cli import main

sys.path += [str(Path(__file__).parent), str(Path(__file__).parents[1] / "features")]

from api_server import Api, serving
from forge import Forge

QUIET_GIT = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_SYSTEM": os.devnull,
    "GIT_AUTHOR_NAME": "A clerk",
    "GIT_AUTHOR_EMAIL": "clerk@agency.example",
    "GIT_COMMITTER_NAME": "A clerk",
    "GIT_COMMITTER_EMAIL": "clerk@agency.example",
}
"""Git as on a machine where nobody has set anything."""


class Repository:
    """A git repository that a test changes step by step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        """Run git in the repository, and return what it says."""
        outer = {name: value for name, value in os.environ.items() if name[:4] != "GIT_"}
        return subprocess.run(
            ["/usr/bin/env", "git", *arguments],
            cwd=self.folder,
            env=outer | QUIET_GIT,
            capture_output=True,
            check=True,
            text=True,
        ).stdout.strip()

    def write(self, name: str, source: bytes) -> Path:
        """Write a file, with the folders it needs."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(source)
        return path

    def commit(self) -> str:
        """Commit everything as it lies there; return the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=A change")
        return self.git("rev-parse", "HEAD")


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
