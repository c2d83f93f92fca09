"""Does a log tell what went wrong, and nothing that is secret?"""

import subprocess
import sys

import pytest

A_MISTAKE = """
import logging, sys
from registry.cli import logs

logs.configure(sys.argv[1], requests=False)

def actor_for(token):
    raise KeyError("no such row")

try:
    actor_for(sys.stdin.read())
except KeyError as error:
    logging.getLogger("registry.api").error("unexpected error", exc_info=error)
"""


@pytest.mark.parametrize("form", ["json", "text"])
def test_a_traceback_names_the_place_and_no_value(form):
    """A function that looks a token up has it in a variable, and logs are read by many."""
    done = subprocess.run(
        [sys.executable, "-c", A_MISTAKE, form],
        input="charter_secret",
        capture_output=True,
        text=True,
        check=True,
    )

    assert "actor_for" in done.stderr
    assert "no such row" in done.stderr
    assert "charter_secret" not in done.stderr
