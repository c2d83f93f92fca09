"""Can whoever runs the registry move a version on in the name of who decides?"""

import pytest

from registry.publishing import Ref
from tests.registry.hospital import NARROWER, a_contract

BEDS = Ref(agency="doh", product="hospital-beds")
MAIL = "cdo@doh.example"
BY = ("doh/hospital-beds", "2.0.0", "--by", MAIL)


@pytest.fixture
def home(published):
    """Return the folder of a registry with a proposal and a chief data officer."""
    return published(a_contract(), a_contract(version="2.0.0", columns=NARROWER))


def test_a_version_goes_through_its_states(charter, home):
    """Each step says what it did."""
    reason = ("--reason", "Agreed with all users.")
    done = [
        charter("version", "activate", *BY),
        charter("version", "deprecate", *BY, *reason),
        charter("version", "retire", *BY, *reason),
    ]

    assert [each.exit_code for each in done] == [0, 0, 0], done[-1].stderr
    assert [each.stderr.splitlines()[0] for each in done] == [
        f"Version 2.0.0 is {state}." for state in ("active", "deprecated", "retired")
    ]


def test_a_proposal_is_withdrawn_by_who_may(charter, home):
    """And by nobody who is not known here."""
    unknown = charter("version", "withdraw", *BY[:3], "x@doh.example", "--reason", "No.")
    assert unknown.exit_code == 2
    assert "Nobody here signs in as" in unknown.stderr
    assert charter("version", "withdraw", *BY, "--reason", " ").exit_code == 2
    assert charter("version", "withdraw", *BY, "--reason", "No.").stderr == (
        "Version 2.0.0 is withdrawn.\n"
    )


def test_a_line_in_use_is_retired_once_its_uses_have_ended(charter, home):
    """The whole way, by commands."""
    use = ("--agency", "doh", "--major", "1", "--purpose", "Plans", "--by", MAIL)
    step = ("doh/hospital-beds", "1.0.0", "--by", MAIL, "--reason", "Replaced.")
    assert charter("use", "declare", "doh/hospital-beds", *use).exit_code == 0
    assert charter("use", "list", "doh/hospital-beds").stdout == "doh  1.x  Plans\n"
    assert charter("version", "deprecate", *step).exit_code == 0
    kept = charter("version", "retire", *step)
    assert (kept.exit_code, "in use by doh" in kept.stderr) == (2, True)
    assert charter("use", "end", "doh/hospital-beds", *use).exit_code == 0
    assert charter("version", "retire", *step).exit_code == 0
    assert charter("use", "end", "doh/hospital-beds", *use).exit_code == 2
