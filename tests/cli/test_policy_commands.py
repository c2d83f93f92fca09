"""Can an agency try a policy, set it, and answer for what it refuses, from the command line?"""

from datetime import UTC, datetime, timedelta

import pytest

from registry import directory, publishing
from registry.identity import SYSTEM, RoleName
from registry.publishing import Ref
from registry.runtime import open_runtime
from tests.databases import settings_at
from tests.registry.hospital import WIDER, a_contract

BEDS = Ref(agency="doh", product="hospital-beds")
MAIL = "cdo@doh.example"


@pytest.fixture
def home(tmp_path):
    """Return the folder of a registry with two versions and a chief data officer."""
    runtime = open_runtime(settings_at(tmp_path / "var"))
    directory.create_agency(runtime, SYSTEM, slug="doh", acronym="DOH", name="Health")
    person = directory.create_person(runtime, SYSTEM, name="Ann Lee", email=MAIL, agency="doh")
    directory.assign(runtime, SYSTEM, person.id, RoleName.AGENCY_CDO, "doh")
    publishing.publish(runtime, SYSTEM, BEDS, a_contract())
    publishing.publish(runtime, SYSTEM, BEDS, a_contract(version="1.1.0", columns=WIDER))
    runtime.close()
    return tmp_path


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

    assert (stranger.exit_code, granted.exit_code) == (2, 0)
    assert listed.stdout == f"0123456789abcdef  until {until}  Ann Lee  A typo.\n"
