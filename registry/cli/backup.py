"""`charter backup`: can all of it be put aside?"""

import os
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import click

from registry import settings as environment
from registry.cli import console
from registry.cli.opening import explained
from registry.store import archive, schema
from registry.store.engine import open_reader


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def command(file: Path) -> None:
    """Write everything in the registry to one file, while it is running.

    Every contract is compared with its digest on the way. The file holds one moment, on any
    database, and `charter restore` reads it into SQLite and PostgreSQL alike. It holds what signs
    sessions as well: keep it as safe as the database. The search index is not in it.
    """
    with explained():
        settings = environment.load(os.environ)
        schema.require(settings.database)
        engine = open_reader(settings.database)
        try:
            with engine.connect() as connection:
                manifest = archive.write(
                    connection,
                    file,
                    charter=version("charter"),
                    at=datetime.now(UTC),
                    progress=lambda name, rows: console.tell(f"  {name}: {rows}"),
                )
        finally:
            engine.dispose()
    rows = sum(member.rows for member in manifest.tables.values())
    console.say(f"{rows} rows are in the backup, of schema {manifest.schema}.")
