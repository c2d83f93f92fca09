"""Does the runbook say what is so? Its commands are executed as an operator would, in order."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from registry.cli import COMMANDS
from registry.settings import MEANINGS
from tests.house.readme import ROOT
from tests.postgres_server import shared

TEXT = (ROOT / "deploy" / "RUNBOOK.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```sh run\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)


@pytest.fixture
def place(tmp_path):
    """Return the environment of an operator: a registry on SQLite, and an empty PostgreSQL."""
    server, database = shared(), f"runbook_{os.getpid()}"
    server.execute(f"DROP DATABASE IF EXISTS {database}")
    server.execute("DROP ROLE IF EXISTS charter_service")
    server.execute("CREATE ROLE charter_service LOGIN")
    server.execute(f"CREATE DATABASE {database}")
    backups = tmp_path / "backups"
    backups.mkdir()
    programs = tmp_path / "bin"
    programs.mkdir()
    charter = programs / "charter"
    charter.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m registry "$@"\n')
    charter.chmod(0o755)
    outer = {name: value for name, value in os.environ.items() if name[:8] != "CHARTER_"}
    yield outer | {
        "PATH": f"{programs}:{outer['PATH']}",
        "PYTHONPATH": str(ROOT),
        "CHARTER_HOME": str(tmp_path / "home"),
        "BACKUPS": str(backups),
        "OWNER_URL": server.url(database),
        "SERVICE_URL": server.url(database, user="charter_service"),
    }
    server.execute(f"DROP DATABASE {database} WITH (FORCE)")
    server.execute("DROP ROLE charter_service")


def test_the_commands_of_the_runbook_do_what_it_says(place):
    """Every block in one shell each, and none of them fails."""
    for block in ("charter agency add doh 'Department of Health'", *BLOCKS):
        done = subprocess.run(
            ["/bin/sh", "-eu", "-c", _with_id(block, place)],
            env=place,
            cwd=place["BACKUPS"],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, (block, done.stdout, done.stderr)
    assert len(BLOCKS) >= 8
    old, new = (Path(place["BACKUPS"], name).read_text() for name in ("token", "token-new"))
    assert old.startswith("charter_")
    assert new.startswith("charter_")
    assert old != new


def _with_id(block, place):
    """Return the block, where `$ID` stands for the token that an earlier one has named."""
    if "$ID" in block and "ID=" not in block:
        return f"ID=$(charter token list doh | head -n 1 | cut -d ' ' -f 1)\n{block}"
    return block


def test_the_runbook_names_commands_and_settings_that_there_are():
    """A renamed one would be missed in the middle of a night."""
    named = set(re.findall(r"`?charter ([a-z]+)\b", TEXT)) - {"backup"}
    assert named <= set(COMMANDS)
    assert set(re.findall(r"CHARTER_[A-Z_]+[A-Z]", TEXT)) <= set(MEANINGS)
