"""Can whoever runs Charter see what was not delivered, and mend it, from the command line?"""

import re

import pytest
from sqlalchemy import text

from registry import delivery, directory, outbox, publishing
from registry.identity import SYSTEM
from registry.publishing import Ref
from registry.runtime import open_runtime
from tests.databases import ON_POSTGRES, environment_at, settings_at
from tests.registry.hospital import a_contract

BEDS = Ref(agency="doh", product="hospital-beds")


@pytest.fixture
def home(charter, tmp_path, monkeypatch):
    """Return the folder of a registry with one dead letter; commands find it on either database."""
    for name, value in environment_at(tmp_path / "var").items():
        monkeypatch.setenv(name, value)
    runtime = open_runtime(settings_at(tmp_path / "var"))
    directory.create_agency(runtime, SYSTEM, slug="doh", acronym="DOH", name="Health")
    publishing.publish(runtime, SYSTEM, BEDS, a_contract())
    damaged = "UPDATE audit_event SET body = :body WHERE type = 'contract.activated'"
    runtime.write(lambda session: session.execute(text(damaged), {"body": b"{}"}).close())
    monkeypatch.setattr(outbox, "ATTEMPTS", 1)
    delivery.drain(runtime)
    runtime.close()
    return tmp_path


def number(charter):
    """Return the number of the dead letter."""
    return re.match(r"\d+", charter("outbox", "list").stdout)[0]


def test_a_dead_letter_is_listed(charter, home):
    """With what is wrong with it."""
    found = charter("outbox", "list")

    assert found.exit_code == 0
    assert re.fullmatch(
        r"\d+  dead since \S+ \S+  doh/hospital-beds  contract.activated"
        r"  tried 1 times: ValidationError: .*\n",
        found.stdout,
    )
    assert found.stderr == "0 to be delivered, 1 dead.\n"


def test_a_dead_letter_is_tried_again(charter, home):
    """By its number, or with all others; not both, and not neither."""
    letter = number(charter)

    assert charter("outbox", "retry").exit_code == 2
    assert charter("outbox", "retry", letter, "--all").exit_code == 2
    assert charter("outbox", "retry", letter).stderr == "1 will be tried again.\n"
    assert charter("outbox", "list").stderr == "1 to be delivered, 0 dead.\n"
    assert charter("outbox", "retry", "--all").stderr == "0 will be tried again.\n"


def test_a_dead_letter_is_dropped_with_a_reason(charter, home):
    """And is then no longer there."""
    letter = number(charter)

    assert charter("outbox", "drop", letter).exit_code == 2
    assert charter("outbox", "drop", letter, "--reason", "Damaged.").exit_code == 0
    assert charter("outbox", "list").stderr == "0 to be delivered, 0 dead.\n"
    again = charter("outbox", "drop", letter, "--reason", "Damaged.")
    assert (again.exit_code, "waits to be delivered" in again.stderr) == (2, True)


@pytest.mark.skipif(ON_POSTGRES, reason="there a worker works")
@pytest.mark.parametrize("command", [("worker",), ("serve", "--no-worker")])
def test_an_sqlite_file_needs_no_worker_and_says_so(charter, home, command):
    """One machine needs neither flag nor second process."""
    told = charter(*command)

    assert told.exit_code == 2
    assert "SQLite file" in told.stderr
    assert "PostgreSQL" in told.stderr
