"""Which contracts does a registry refuse?"""

import pytest

from contracts.findings import Finding, Severity
from contracts.policy import DEFAULT, STATUSES, Mode, Policy, label, refusals


def finding(severity):
    """A finding of which nothing but its weight matters."""
    return Finding(rule="R-01", name="r", severity=severity, path="", pointer="", message="m")


ERROR, WARNING = finding(Severity.ERROR), finding(Severity.WARNING)


@pytest.mark.parametrize("status", ["active", "proposed", "deprecated", "retired"])
def test_a_contract_others_rely_on_must_be_valid(status):
    """A promise with an error in it is no promise."""
    assert refusals(DEFAULT, status, [WARNING, ERROR]) == (ERROR,)


@pytest.mark.parametrize("status", ["draft", "production", "Active", "", None])
def test_a_draft_and_a_word_nobody_knows_are_taken_with_their_findings(status):
    """Two in five contracts in the wild are invalid; a draft is where they are mended."""
    assert refusals(DEFAULT, status, [WARNING, ERROR]) == ()


def test_a_registry_may_take_invalid_contracts_of_any_status():
    """An agency that migrates a thousand old contracts mends them afterwards."""
    lenient = Policy(must_be_valid=())

    assert refusals(lenient, "active", [ERROR]) == ()


def test_equal_policies_have_equal_digests_and_others_do_not():
    """A stored report names the policy it was made under by this digest."""
    assert Policy().digest == DEFAULT.digest
    assert Policy(mode=Mode.FULL).digest != DEFAULT.digest
    assert Policy(must_be_valid=("active",)).digest != DEFAULT.digest


def test_every_mode_has_words_of_its_own():
    """People choose by whom it protects: "backward" means two things to two people."""
    labels = [label(mode) for mode in Mode]

    assert len(set(labels)) == len(labels)
    assert label(Mode.FORWARD) == "protect consumers"
    assert label(Mode.BACKWARD) == "protect history and suppliers"


def test_the_statuses_are_those_of_the_standard():
    """The default must name every word but draft."""
    assert set(DEFAULT.must_be_valid) == set(STATUSES) - {"draft"}
