"""`charter demo`: fill the registry with the State of Meridian."""

import click

from registry.cli import console
from registry.cli.opening import opened
from registry.demo.load import is_wanted, load


@click.command()
def command() -> None:
    """Load the State of Meridian, an invented state to try things with.

    Thirteen agencies, their people, and 41 data products with earlier versions, all published the
    way any contract is. Loading it again adds what is missing and changes nothing else. The
    database is that of CHARTER_HOME; no server may run on it meanwhile.
    """
    with opened(alone=True, begin=True) as runtime:
        load(runtime, console.tell)


def load_where_empty() -> None:
    """Load the demo into an empty registry, or go on where an earlier loading stopped."""
    with opened(alone=True, begin=True) as runtime:
        if is_wanted(runtime):
            load(runtime, console.tell)
