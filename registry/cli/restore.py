"""`charter restore`: can what was put aside be had again?"""

import os
from pathlib import Path

import click

from registry import settings as environment
from registry.cli import console
from registry.cli.opening import explained
from registry.store import archive, lock
from registry.store.engine import open_writer


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def command(file: Path) -> None:
    """Read a backup into an empty place, and bring it up to date with this Charter.

    Set CHARTER_HOME (or CHARTER_DATABASE_URL) to where the registry shall be. Every table and every
    contract is compared with its digest; where one differs, nothing is restored. The search index
    is built at the next start of the server.
    """
    with explained():
        settings = environment.load(os.environ)
        with lock.hold(settings, "command"):
            engine = open_writer(settings.database)
            try:
                with engine.begin() as connection:
                    manifest = archive.read(
                        connection,
                        file,
                        progress=lambda name, rows: console.tell(f"  {name}: {rows}"),
                    )
            finally:
                engine.dispose()
    rows = sum(member.rows for member in manifest.tables.values())
    console.say(f"{rows} rows of {manifest.at:%d %B %Y, %H:%M} UTC are restored.")
    console.tell("Check them with 'charter db verify', then start the server.")
