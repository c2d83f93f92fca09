"""Each change rule lives: in a real contract there is a change that this rule alone tells."""

import pytest
import yaml

from contracts.compat.catalogue import CHANGE_RULES
from contracts.compat.compare import compare
from contracts.compat.judge import judge
from tests.contracts.compat.real_contracts import contract, edited, written
from tests.contracts.compat.rule_folders import DATA, FOLDERS

MUTATIONS = yaml.safe_load((DATA / "mutations.yaml").read_text(encoding="utf-8"))
WITH_CONTEXT = [path.name for path in FOLDERS if (path / "context.yaml").exists()]


def _versions(code):
    row = MUTATIONS[code]
    before = edited(contract(row["contract"]).tree, row.get("given", {}))
    return written(before), written(edited(before, row))


def _told(code):
    before, after = _versions(code)
    is_judged = MUTATIONS[code].get("judged", False)
    return judge(after, [before]).findings if is_judged else compare(before, after)


def test_every_rule_has_a_mutation():
    """A rule that no real change wakes is a promise that nobody keeps.

    What needs a clock, a history or consumers shows it in its folder, whose context has them.
    """
    assert sorted({*MUTATIONS, *WITH_CONTEXT}) == sorted(rule.code for rule in CHANGE_RULES)


@pytest.mark.parametrize("code", MUTATIONS)
def test_a_rule_alone_catches_its_mutation(code):
    """Were the rule gone, the change would pass in silence."""
    told = sorted(finding.rule for finding in _told(code))

    assert told == sorted([code, *MUTATIONS[code].get("also", {})])


@pytest.mark.parametrize("code", MUTATIONS)
def test_what_makes_a_version_ready_is_no_change(code):
    """The mutation is the difference, and nothing else is."""
    before, after = _versions(code)

    assert before.digest != after.digest
    assert compare(before, before) == ()
    assert compare(after, after) == ()


def test_what_else_speaks_has_a_reason():
    """A second voice is the exception."""
    reasons = [each for row in MUTATIONS.values() for each in row.get("also", {}).values()]

    assert all(reason.endswith(".") for reason in reasons)
