"""What one direction loosens the other tightens: each rule has its mirror, or a reason why not."""

import pytest
import yaml

from contracts.compat.catalogue import CHANGE_RULES
from contracts.compat.compare import compare
from contracts.findings import worst
from tests.contracts.compat.rule_folders import DATA, documents

MIRRORS = yaml.safe_load((DATA / "mirrors.yaml").read_text(encoding="utf-8"))


def _rules_and_impacts(before, after, *codes):
    found = [finding for finding in compare(before, after) if finding.rule in codes]
    return (
        {finding.rule for finding in found},
        worst(*(finding.reads for finding in found)),
        worst(*(finding.writes for finding in found)),
    )


@pytest.mark.parametrize(("code", "other"), MIRRORS["mirrored"].items())
def test_the_other_direction_hurts_the_other_side(code, other):
    """Whoever undoes a change must be told about those whom the undoing hurts."""
    before, after = documents(DATA / code)
    _, reads, writes = _rules_and_impacts(before, after, code)

    assert _rules_and_impacts(after, before, other) == ({other}, writes, reads)


@pytest.mark.parametrize("code", MIRRORS["same"])
def test_both_directions_weigh_the_same(code):
    """A change that hurts both sides does so whichever way it goes."""
    before, after = documents(DATA / code)

    assert _rules_and_impacts(before, after, code) == _rules_and_impacts(after, before, code)


def test_every_rule_has_a_mirror_or_a_reason():
    """A hole in the table is intended or it is a mistake."""
    told = [*MIRRORS["mirrored"], *MIRRORS["same"], *MIRRORS["holes"]]

    assert sorted(told) == sorted(rule.code for rule in CHANGE_RULES)


@pytest.mark.parametrize(("code", "reason"), MIRRORS["holes"].items())
def test_a_hole_is_still_one(code, reason):
    """A reason that no longer holds must go."""
    before, after = documents(DATA / code)
    forth = _rules_and_impacts(before, after, code)

    assert reason.endswith(".")
    assert _rules_and_impacts(after, before, code) != forth or not forth[0]
