"""Is what is written about Charter still true? The README's tables, the lock, the changelog."""

import re
import subprocess
import tomllib

import pytest

from contracts.examples import COLLECTED
from tests.house.readme import README, ROOT, with_tables
from tests.house.rule_examples import collected


def test_the_tables_of_the_readme_are_those_of_the_code():
    """A setting or command that is documented wrongly costs every newcomer; `make fix` mends it."""
    text = README.read_text()

    assert text == with_tables(text)


def test_the_pages_of_the_rules_show_what_the_rules_are_tried_by():
    """An example that the engine judges otherwise today would mislead; `make fix` mends it."""
    assert COLLECTED.read_bytes() == collected()


def test_every_path_that_the_readme_names_is_there():
    """A checklist that leads to a folder of yesterday is worse than none."""
    named = re.findall(
        r"`((?:contracts|registry|search|ui|tests|deploy)/[\w/.-]*)`", README.read_text()
    )

    assert [name for name in named if not (ROOT / name).exists()] == []


def test_every_make_target_that_the_readme_names_is_there():
    """The first command a newcomer types comes from here."""
    named = set(re.findall(r"\bmake ([a-z]+)", README.read_text())) - {"and", "lists"}
    made = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

    assert named <= made


@pytest.mark.parametrize(
    "name", ["requirements.lock", "requirements-dev.lock", "requirements-uv.lock"]
)
def test_the_lock_names_no_registry_and_pins_every_hash(name):
    """An agency installs from its own mirror, and from no package that nobody has looked at."""
    text = (ROOT / name).read_text()
    entries = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)

    assert not re.search(r"https?://|--index-url|--find-links", text)
    assert [entry for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_the_lock_holds_every_dependency():
    """A dependency that is not in the lock is missing on the first fresh machine."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    locked = set(
        re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    )
    wanted = {re.match(r"[a-z0-9-]+", each)[0] for each in project["dependencies"]}

    assert wanted <= locked


def test_nothing_names_a_machine():
    """A path of somebody's machine works on that machine only."""
    listed = subprocess.run(
        ["/usr/bin/env", "git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:
        pytest.skip("this is not a git checkout, so the files of the project cannot be told")
    places = re.compile(rb"(?<![\w.:/])/(?:home|Users|root|work|farm)/\w")
    names = [name for name in listed.stdout.decode().split("\0") if name and "/data/" not in name]
    files = [ROOT / name for name in names if (ROOT / name).is_file()]

    assert [file for file in files if places.search(file.read_bytes())] == []
