"""Each change rule has a folder with two small contracts, and finds exactly what it says there."""

import pytest

from contracts.compat.catalogue import CHANGE_RULES
from contracts.compat.compare import compare
from contracts.findings import Bump, Impact
from tests.contracts.compat.rule_folders import FOLDERS, brief, documents, expected, found

_IMPACTS = list(Impact)
_BUMPS = list(Bump)


def test_rules_and_folders_are_one_to_one():
    """A rule without an example is a promise that nobody checks."""
    assert sorted(rule.code for rule in CHANGE_RULES) == sorted(path.name for path in FOLDERS)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_folder_gives_its_findings_and_no_other(folder):
    """A change is told once, at its line, with its weight; whoever publishes acts on it."""
    findings = [brief(finding) for finding in found(folder)]

    assert findings == expected(folder)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_folder_shows_its_own_rule(folder):
    """The page of a rule shows its folder as the example."""
    assert folder.name in {finding.rule for finding in found(folder)}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_nothing_changed_gives_no_finding(folder):
    """Publishing the same text again must be silent."""
    for document in documents(folder):
        assert compare(document, document) == ()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_every_finding_speaks_to_people(folder):
    """A finding has a whole sentence, a way to mend it and a fingerprint to waive it by."""
    for finding in found(folder):
        assert finding.message.endswith(".")
        assert finding.fix.endswith(".")
        assert len(finding.fingerprint) == 16


def test_names_and_codes_are_unique():
    """Policies and addresses name a rule by either."""
    keys = [key for rule in CHANGE_RULES for key in (rule.code, rule.name)]

    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("rule", CHANGE_RULES, ids=lambda rule: rule.code)
def test_a_row_can_be_read_as_a_page(rule):
    """The table is the documentation: whole sentences for people."""
    assert all(text.endswith(".") for text in (rule.statement, rule.reason, rule.fix))
    assert rule.reads in _IMPACTS
    assert rule.writes in _IMPACTS
    assert rule.bump in _BUMPS
