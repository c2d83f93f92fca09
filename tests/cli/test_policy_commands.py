"""Can an agency try a policy, set it, and answer for what it refuses, from the command line?"""

import re
from datetime import UTC, datetime, timedelta

import pytest

from registry.publishing import Ref
from tests.registry.hospital import WIDER, a_contract

BEDS = Ref(agency="doh", product="hospital-beds")
MAIL = "cdo@doh.example"


@pytest.fixture
def home(published):
    """Return the folder of a registry with two versions and a chief data officer."""
    return published(a_contract(), a_contract(version="1.1.0", columns=WIDER))


def test_a_policy_is_tried_set_and_shown(charter, home):
    """Nobody should find out what a policy refuses by being refused."""
    (home / "policy.yaml").write_text("rules: {property-added: error}")

    tried = charter("simulate", "--policy", "policy.yaml", "--agency", "doh")
    done = charter("policy", "set", "doh", "policy.yaml")
    shown = charter("policy", "show", "doh/hospital-beds")

    assert tried.stdout == (
        "doh/hospital-beds: 1 more refused, of 2 versions\n"
        "  1.1.0 goes out today; then it is refused by VER-03 version-bump-too-small, "
        "PROP-01 property-added, and 2.0.0 would do\n"
        "2 versions of 1 product replayed: 1 more refused, in 1 of them.\n"
    )
    assert (tried.exit_code, done.exit_code, shown.exit_code) == (0, 0, 0)
    assert shown.stdout.splitlines()[:3] == [
        "doh/hospital-beds: FORWARD_TRANSITIVE (protect consumers of every version in force)",
        "role offer, a risk for a protected side is a warning",
        "PROP-01   error",
    ]


def test_a_policy_that_cannot_be_taken_is_told_and_not_set(charter, home):
    """By a line, not by a trace."""
    (home / "policy.yaml").write_text("mode: compatible")

    assert charter("policy", "set", "doh", "policy.yaml").exit_code == 2
    assert "means two things" in charter("simulate", "--policy", "policy.yaml").stderr


def test_a_waiver_is_granted_by_a_person_and_listed(charter, home):
    """A waiver without a name would be nobody's."""
    until = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    words = ["waiver", "grant", "doh/hospital-beds", "0123456789abcdef", "--reason", "A typo."]

    stranger = charter(*words, "--until", until, "--approver", "nobody@doh.example")
    granted = charter(*words, "--until", until, "--approver", MAIL)
    listed = charter("waiver", "list", "doh/hospital-beds")
    words = ["waiver", "revoke", "doh/hospital-beds", "0123456789abcdef", "--approver", MAIL]
    revoked = [charter(*words, "--reason", "It was none.") for _ in range(2)]
    ended = charter("waiver", "list", "doh/hospital-beds").stdout

    assert (stranger.exit_code, granted.exit_code) == (2, 0)
    assert listed.stdout == f"0123456789abcdef  until {until}  Ann Lee  A typo.\n"
    assert [each.exit_code for each in revoked] == [0, 2]
    assert re.fullmatch(
        r"0123456789abcdef  taken back [-0-9]+ by Ann Lee  Ann Lee  A typo.\n", ended
    )


def test_what_the_registry_fixes_is_shown_and_held(charter, home):
    """An agency learns of it before it writes a policy of its own."""
    (home / "registry.yaml").write_text(
        "rules: {property-added: error}\nfixed: [PROP-01, mode]\n"
        "watch: {zone: {rule: SRV-12, on: [server, contract]}, scale: SEM-10}"
    )
    (home / "own.yaml").write_text("mode: NONE\nrules: {property-added: info}")

    first = charter("policy", "set", "*", "registry.yaml")
    refused = charter("policy", "set", "doh", "own.yaml")
    shown = charter("policy", "show", "doh")

    assert (first.exit_code, refused.exit_code) == (0, 2)
    assert "stands on fixes mode, PROP-01" in refused.stderr
    assert shown.stdout.splitlines()[2:-1] == [
        "PROP-01   error, fixed",
        "SEM-10    judges 'scale'",
        "SRV-12    judges 'zone' on contract, server",
        "what ends is announced 180 days before",
        "no policy above this one softens: mode",
    ]
    assert shown.stdout.splitlines()[-1].startswith("The registry's policy was set by")
