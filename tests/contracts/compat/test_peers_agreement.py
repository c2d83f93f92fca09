"""Where do peers and the publishers of open standards judge otherwise, and which rule says why?"""

import re

import pytest

from contracts.compat.catalogue import CHANGE_RULES
from tests.contracts.compat.peer_suites import CORPORA, SUITES, cases, explanations, table

pytestmark = [
    pytest.mark.corpora,
    pytest.mark.skipif(not CORPORA.is_dir(), reason="the suites are not beside this repository"),
]
_EXPLAINED = [suite for suite in SUITES if suite != "pairs"]  # those have a test of their own
_CODES = {rule.code for rule in CHANGE_RULES}


def test_the_agreement_is_told_in_one_table(capsys):
    """Whoever chooses an engine wants to see how it does beside the others, suite by suite."""
    told = table()
    with capsys.disabled():
        print(f"\n{told}")  # noqa: T201 - the table is for the reader of the test run

    assert [line.split()[-1] for line in told.splitlines()[1:]] == ["0"] * len(SUITES)


@pytest.mark.parametrize(
    ("suite", "size"),
    [
        ("datacontract-cli", 82),
        ("odcs-translated", 128),
        ("pairs", 93),
        ("gbfs", 80),
        ("ocds", 9),
        ("wzdx", 2),
    ],
)
def test_every_case_of_a_suite_is_judged(suite, size):
    """A suite that is read in part agrees too easily."""
    assert len(cases(suite)) == size


@pytest.mark.parametrize("suite", _EXPLAINED)
def test_what_differs_is_explained_and_nothing_else_is(suite):
    """A difference without a reason is a fault of ours; a reason without a difference is stale."""
    differ = {
        case.name: {"ours": f"{case.ours['reads']} {case.ours['writes']}", "rules": [*case.rules]}
        for case in cases(suite)
        if not case.agrees
    }
    told = {
        name: {"ours": each["ours"], "rules": each["rules"]}
        for name, each in explanations(suite).items()
    }

    assert told == differ


@pytest.mark.parametrize("suite", _EXPLAINED)
def test_an_explanation_is_about_a_rule(suite):
    """That others judge otherwise is no reason."""
    for name, told in explanations(suite).items():
        cited = set(re.findall(r"\b[A-Z]+-\d\d\b", told["reason"]))

        assert cited <= _CODES, name
        assert cited >= set(told["rules"]), name
        assert cited or re.match(r"2\.\d+: ", told["reason"]), name
        assert told["reason"].endswith("."), name


def test_most_minor_releases_of_a_feed_pass():
    """A gate that stops every release is switched off.

    Version 1.1 rebuilt every schema of 1.0 and is a break by any reading, whatever its number
    says; from then on fewer than one release in ten is stopped. Its lost bound lies years ahead,
    and is a promise all the same: no document says of a number that it is a time already past, and
    an end that is planned may lie beyond the bound tomorrow.
    """
    minor = [case for case in cases("gbfs") if case.bump == "minor"]
    later = [case for case in minor if not case.name.endswith("v1.0__v1.1")]
    stopped = [case.name for case in minor if case.ours["reads"] == "break"]

    assert (len(minor), len(stopped)) == (59, 11)
    assert len(set(stopped) & {case.name for case in later}) < len(later) / 10
