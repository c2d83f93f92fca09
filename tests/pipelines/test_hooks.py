"""Do the hooks hold a commit back? Run by git itself, with files named as strangers name them."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from api_server import a_contract
from jobs import ROOT
from repositories import QUIET_GIT

HOOKS = {each["id"]: each for each in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())}

RUNNER = """\
#!{python}
import re, subprocess, sys
staged = subprocess.run(
    ["git", "diff", "--cached", "--name-only", "-z", "--diff-filter=ACMR"],
    capture_output=True, text=True, check=True,
).stdout.split("\\0")[:-1]
files = [name for name in staged if re.search({files!r}, name)]
sys.exit(subprocess.run({command!r} + files).returncode if files else 0)
"""
"""What pre-commit does, in small: the entry, its arguments, and the staged files that match."""


@pytest.fixture
def commit(repository, registry):
    """Return a function that installs a hook of ours in git and commits what is there."""

    def start(name: str) -> subprocess.CompletedProcess[str]:
        hook = HOOKS[name]
        command = [*shlex.split(hook["entry"]), *hook["args"]]
        script = RUNNER.format(python=sys.executable, files=hook["files"], command=command)
        path = repository.write(".git/hooks/pre-commit", script.encode())
        path.chmod(0o755)
        repository.git("add", "--all")
        commands = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
        server = {"CHARTER_URL": registry.url, "CHARTER_TOKEN": registry.token}
        return subprocess.run(
            ["/usr/bin/env", "git", "commit", "--message=A change"],
            cwd=repository.folder,
            env={"PATH": commands, "HOME": str(repository.folder), **QUIET_GIT, **server},
            capture_output=True,
            text=True,
            check=False,
        )

    return start


@pytest.mark.parametrize("hook", ["charter-lint", "charter-check"])
def test_good_contracts_are_committed_whatever_their_names(commit, repository, hook):
    """A hook that stumbles over a file name is switched off within the day."""
    for name in ("beds.odcs.yaml", "-rf.odcs.yml", "a b.ODCS.YAML", "two\nlines.odcs.yaml"):
        repository.write(name, a_contract())
    repository.write("broken.yaml", b"a: [")

    result = commit(hook)

    assert result.returncode == 0, result.stderr
    assert repository.git("log", "--format=%s") == "A change"


@pytest.mark.parametrize("hook", ["charter-lint", "charter-check"])
def test_a_broken_contract_is_held_back(commit, repository, hook):
    """That is what it is for."""
    repository.write("-beds.odcs.yaml", b"a: [")

    result = commit(hook)

    assert result.returncode == 1
    assert "READ-04" in result.stdout + result.stderr


def test_a_hook_takes_contracts_and_nothing_else():
    """Every other YAML file belongs to somebody else."""
    for hook in HOOKS.values():
        assert re.search(hook["files"], "a/b.odcs.yaml")
        assert not re.search(hook["files"], "a/odcs.yaml")
        assert not re.search(hook["files"], "a/b.odcs.yaml.bak")
        assert hook["args"] == ["--"]  # else a file `-x` would be an option


def test_a_data_product_is_linted_and_not_sent_to_the_registry():
    """The registry keeps contracts."""
    assert re.search(HOOKS["charter-lint"]["files"], "a/b.odps.yaml")
    assert not re.search(HOOKS["charter-check"]["files"], "a/b.odps.yaml")


def test_a_hook_installs_what_it_runs():
    """Its first word is a command that the package brings."""
    assert {hook["entry"].split()[0] for hook in HOOKS.values()} == {"charter"}
    assert {hook["language"] for hook in HOOKS.values()} == {"python"}
