"""Does every lint rule find what it says it finds, where it is, and nothing else?

Each rule has a folder in `tests/data/lint`: `good.yaml` comes close to the fault without having it,
`bad.yaml` has it, and `expected.yaml` lists everything lint says about `bad.yaml`.
"""

from pathlib import Path

import pytest
import yaml

from contracts.document import load
from contracts.lint.catalogue import CHECKS, LINT_RULES
from contracts.lint.run import lint

FOLDER = Path(__file__).parents[2] / "data" / "lint"
CODES = [check.rule.code for check in CHECKS]
SEVERITIES = {check.rule.code: check.rule.severity.value for check in CHECKS}


def findings(path):
    """What lint says about a file, in the shape of `expected.yaml`."""
    return [
        {
            "rule": finding.rule,
            "severity": finding.severity.value,
            "line": finding.line,
            "column": finding.column,
            "message": finding.message,
        }
        for finding in lint(load(path.read_bytes()))
    ]


def test_every_rule_has_its_folder_and_every_folder_its_rule():
    """A rule without an example rots; an example whose rule was deleted must fail the build."""
    folders = {path.name for path in FOLDER.iterdir()}

    assert folders == set(CODES)
    assert len(CODES) == len(set(CODES))


@pytest.mark.parametrize("code", CODES)
def test_the_fault_is_found_where_it_is(code):
    """People mend what they are pointed at, so line, column and words are part of the rule."""
    expected = yaml.safe_load((FOLDER / code / "expected.yaml").read_text())

    found = findings(FOLDER / code / "bad.yaml")

    assert found == expected
    assert {each["rule"] for each in found} == {code}


@pytest.mark.parametrize("code", CODES)
def test_what_only_comes_close_is_left_in_peace(code):
    """Authors stop reading a tool that cries wolf."""
    assert findings(FOLDER / code / "good.yaml") == []


def test_codes_and_names_are_readable_and_unique():
    """A code or a name is what people type, search and waive."""
    keys = [key for rule in LINT_RULES for key in (rule.code, rule.name)]

    assert len(keys) == len({key.lower() for key in keys})
    assert all(rule.name == rule.name.lower().replace(" ", "-") for rule in LINT_RULES)


@pytest.mark.parametrize("rule", LINT_RULES, ids=lambda rule: rule.code)
def test_every_rule_says_what_whom_it_hurts_and_what_to_do(rule):
    """A finding that only says "invalid" sends its reader to a search engine."""
    assert rule.severity is not None
    assert not rule.judges_change
    for text in (rule.statement, rule.reason, rule.fix):
        assert text == text.strip()
        assert text.endswith(".")
