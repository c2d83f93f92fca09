"""Where do contracts lie? In a git repository that a test changes step by step."""

import os
import subprocess
from pathlib import Path

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
