"""`charter db`: is the database ready for this version of Charter?"""

import os

import click

from registry import settings as environment
from registry.cli import console
from registry.cli.opening import explained
from registry.store import lock, schema


@click.group(name="db")
def command() -> None:
    """Prepare the database."""


@command.command()
def upgrade() -> None:
    """Bring the database up to date with this version of Charter.

    An empty or missing database is made. Take a copy of CHARTER_HOME first: there is no way back.
    """
    with explained():
        settings = environment.load(os.environ)
        with lock.hold(settings, "command"):
            schema.prepare(settings.database, migrate=True)
    console.tell(f"The database has schema {schema.HEAD}, which this Charter needs.")
