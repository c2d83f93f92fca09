"""Can whoever runs the registry appoint its people from the command line?"""

import re

import pytest

from registry import directory
from registry.identity import SYSTEM
from registry.runtime import open_runtime
from tests.databases import settings_at

MAIL = "ada@doh.example"


@pytest.fixture
def home(tmp_path):
    """Return the folder of a registry with one agency and nobody in it."""
    runtime = open_runtime(settings_at(tmp_path / "var"))
    directory.create_agency(runtime, SYSTEM, slug="doh", acronym="DOH", name="Health")
    runtime.close()
    return tmp_path


def test_the_first_people_of_a_registry_are_appointed(charter, home):
    """Entered with their name, given a role, listed, and withdrawn."""
    made = charter("role", "give", "*", MAIL, "registry_admin", "--name", "Ada Byron")
    also = charter("role", "give", "doh/beds", MAIL, "product_owner", "--until", "2099-12-31")

    assert (made.exit_code, also.exit_code) == (0, 0), made.stderr + also.stderr
    assert made.stderr == "Ada Byron is registry administrator of *, without an end.\n"
    assert also.stderr == "Ada Byron is product owner of doh/beds, until 2099-12-31.\n"
    (line,) = charter("role", "list", "doh").stdout.splitlines()
    found = re.fullmatch(
        r" *(\d+)  product_owner  doh/beds  Ada Byron <ada@doh\.example>  since [\d-]+  "
        r"until 2099-12-31",
        line,
    )
    assert charter("role", "withdraw", "doh", found[1]).exit_code == 0
    assert charter("role", "list", "doh").stdout == ""
    assert "registry_admin  *  Ada Byron" in charter("role", "list", "*").stdout


def test_what_cannot_be_is_told_and_not_stored(charter, home):
    """A stranger without a name, a role for the wrong thing, and one that is not there."""
    stranger = charter("role", "give", "doh", MAIL, "steward")
    assert stranger.exit_code == 2
    assert "--name" in stranger.stderr
    wrong = charter("role", "give", "doh", MAIL, "registry_admin", "--name", "Ada Byron")
    assert wrong.exit_code == 2
    assert "Nobody is registry administrator for an agency" in wrong.stderr
    assert charter("role", "withdraw", "doh", "7").exit_code == 2
    assert charter("role", "give", "doh", MAIL, "steward").exit_code == 2
