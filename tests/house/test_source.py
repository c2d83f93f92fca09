"""Is the source as the house wants it? What no linter looks at."""

import ast
import re

import pytest

from tests.house.readme import ROOT

SOURCES = sorted(
    file
    for folder in ("contracts", "deploy", "registry", "search", "ui", "tests")
    for file in (ROOT / folder).rglob("*.py")
    if "__pycache__" not in file.parts
)
OURS = [file for file in SOURCES if "migrations" not in file.parts]
LONGEST = 400
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "base", "impl", "misc"}


def test_no_file_is_long():
    """One file answers one question; beyond a few screens it answers several."""
    lengths = {file: len(file.read_text().splitlines()) for file in SOURCES}

    assert {file: length for file, length in lengths.items() if length > LONGEST} == {}


def test_no_module_has_a_vague_name():
    """`utils` is where things go that nobody will find again."""
    assert [file for file in OURS if VAGUE & set(file.stem.split("_"))] == []


def test_every_exception_to_a_rule_has_its_reason_beside_it():
    """A bare noqa tells the next reader nothing about whether it still holds."""
    found = []
    for file in SOURCES:
        above = ""
        for number, line in enumerate(file.read_text().splitlines(), start=1):
            if _has_bare_exception(line) and not above.strip().startswith("# "):
                found.append(f"{file.relative_to(ROOT)}:{number}")
            above = line

    assert found == []


def _has_bare_exception(line: str) -> bool:
    marked = re.search(r"#\s*(noqa: [A-Z0-9, ]+|noqa|type: ignore\[[\w, -]+\]|type: ignore)", line)
    if marked is None or '"' in line[: marked.start()][-1:]:
        return False
    rest = line[marked.end() :].strip(" #()")
    return not re.search(r"\w", rest)


@pytest.mark.parametrize("name", ["contracts", "registry"])
def test_the_package_itself_imports_nothing(name):
    """Whatever a package's own file imports, every command pays for."""
    tree = ast.parse((ROOT / name / "__init__.py").read_text())

    assert [type(node) for node in tree.body] == [ast.Expr]


def test_no_template_has_a_script():
    """Pages work without JavaScript, under a policy that forbids it."""
    script = re.compile(r"<script|javascript:|\son[a-z]+=")
    templates = sorted((ROOT / "ui" / "templates").rglob("*.html"))
    text = {file.name: file.read_text() for file in templates}

    assert templates
    assert {name: found for name, each in text.items() if (found := script.findall(each))} == {}


def test_every_template_is_used():
    """A template that nothing renders rots unseen."""
    templates = sorted((ROOT / "ui" / "templates").rglob("*.html"))
    pages = "\n".join(file.read_text() for file in sorted((ROOT / "ui").rglob("*.py")))
    pages += "\n".join(file.read_text() for file in templates)

    assert [file.name for file in templates if f"{file.name}" not in pages] == []
