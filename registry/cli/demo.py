"""`charter demo`: fill the registry with the State of Meridian."""

import click

from registry.cli import console
from registry.cli.opening import opened
from registry.demo.load import is_loaded, load


@click.command()
def command() -> None:
    """Load the State of Meridian, an invented state to try things with.

    Thirteen agencies, their people, and 41 data products with earlier versions, all published the
    way any contract is. Loading it again adds what is missing and changes nothing else. The
    database is that of CHARTER_HOME; no server may run on it meanwhile.
    """
    with opened(alone=True) as runtime:
        load(runtime, console.tell)


def load_where_empty() -> None:
    """Load the demo unless it is there."""
    with opened(alone=True) as runtime:
        if not is_loaded(runtime):
            load(runtime, console.tell)
