"""Do the templates keep the house's promises, whatever is on a page?"""

import re
from importlib import resources
from pathlib import Path

import pytest
from jinja2 import meta

from ui.frame import Page
from ui.pages import (  # noqa: F401  # imported so that their structs are known
    agencies,
    agency,
    diff,
    draft,
    error,
    guides,
    home,
    permissions,
    policy,
    policy_form,
    problem,
    product,
    roles,
    rule,
    rules,
    search,
    sign_in,
    uses,
    version,
    waivers,
)
from ui.rendering import environment

FOLDER = Path(str(resources.files("ui") / "templates"))
TEMPLATES = sorted(str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.html"))
STYLES = (resources.files("ui") / "static" / "charter.css").read_text()


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_gets_one_variable(name):
    """Whoever reads a template must find all it can show in one struct."""
    source = (FOLDER / name).read_text()
    wanted = meta.find_undeclared_variables(environment().parse(source))
    # Names that the template gives itself at its top are seen in its blocks.
    own = set(re.findall(r"{% (?:import \S+ as|set|macro) (\w+)", source))

    assert wanted - own - set(environment().globals) <= {"page"}


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_template_holds_no_script_and_no_style(name):
    """The security policy of every page forbids them, so they would do nothing."""
    source = (FOLDER / name).read_text().lower()

    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:|\|\s*safe\b", source)


def test_every_template_is_the_page_of_one_struct():
    """A template that no struct names is dead, and one that two name is a riddle."""
    named = [kind.template for kind in Page.__subclasses__()]
    pages = [name for name in TEMPLATES if not name.startswith("_")]

    assert sorted(named) == pages


@pytest.mark.parametrize("name", [name for name in TEMPLATES if not name.startswith("_")])
def test_every_page_has_one_first_heading(name):
    """A screen reader's first question is what this page is about."""
    source = (FOLDER / name).read_text()
    branches = source.count("{% else %}\n<h1") + 1

    assert source.count("<h1") == branches


def test_every_class_of_a_template_has_a_style():
    """A class without a rule is a leftover, and a reader would search for it in vain."""
    used = set()
    for name in TEMPLATES:
        for classes in re.findall(r'class="([^"{]*)', (FOLDER / name).read_text()):
            used.update(classes.split())
    unstyled = {name for name in used if f".{name}" not in STYLES and name != "depth-"}

    assert unstyled == set()


def test_the_style_sheet_fetches_nothing():
    """Pages work on a network that reaches nothing else, and tell nobody who reads them."""
    assert "url(" not in STYLES
    assert "@import" not in STYLES
