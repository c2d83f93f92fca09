"""Does the service start what there is, and does systemd understand it?"""

import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from registry.cli import main
from registry.settings import MEANINGS
from tests.house.readme import ROOT

TEXT = (ROOT / "deploy" / "charter.service").read_text()


def _values(key: str) -> list[str]:
    return [line.partition("=")[2] for line in TEXT.splitlines() if line.startswith(f"{key}=")]


def test_the_service_starts_a_command_that_there_is():
    """A renamed option would be noticed at the first restart, by the users."""
    (line,) = _values("ExecStart")
    program, name, *options = line.split()
    command = main.get_command(click.Context(main), name)

    assert Path(program).name == "charter"
    assert set(options) <= {option for each in command.params for option in each.opts}


def test_the_service_sets_settings_alone():
    """Charter refuses a CHARTER_ variable that it does not know."""
    assert {value.partition("=")[0] for value in _values("Environment")} <= set(MEANINGS)


def test_systemd_understands_the_service(tmp_path):
    """It ignores what it does not know, and so would the protection be."""
    verify = shutil.which("systemd-analyze")
    if verify is None:
        pytest.skip("there is no systemd here to ask")
    (line,) = _values("ExecStart")
    unit = tmp_path / "charter.service"
    unit.write_text(TEXT.replace(line.split()[0], sys.executable))

    done = subprocess.run([verify, "verify", unit], capture_output=True, text=True, check=False)

    assert [each for each in done.stderr.splitlines() if unit.name in each] == []
