"""`charter db`: is the database ready for this version of Charter, and is all of it there?"""

import os

import click

from registry import relay, upkeep, verifying
from registry import settings as environment
from registry.cli import console
from registry.cli.console import Exit
from registry.cli.opening import explained, opened
from registry.runtime import Runtime
from registry.settings import StartError
from registry.store import lock, schema
from registry.store.engine import is_file, open_writer


@click.group(name="db")
def command() -> None:
    """Prepare and verify the database."""


@command.command()
def upgrade() -> None:
    """Bring the database up to date with this version of Charter.

    An empty or missing database is made. Run `charter backup` first: there is no way back.
    """
    with explained():
        settings = environment.load(os.environ)
        with lock.hold(settings, "command"):
            schema.prepare(settings.database, migrate=True)
    console.tell(f"The database has schema {schema.HEAD}, which this Charter needs.")


@command.command()
@click.argument("role")
def grant(role: str) -> None:
    """Let a PostgreSQL role run the service, and neither change the schema nor rewrite history.

    Run it as the owner of the tables, after each `charter db upgrade`; let the server connect as
    ROLE. The role reads and adds audit events, contracts and reports, and cannot change or remove
    one.
    """
    with explained():
        settings = environment.load(os.environ)
        if is_file(settings.database):
            console.stop(
                "An SQLite file has no roles.",
                next_step="Set CHARTER_DATABASE_URL to a PostgreSQL database.",
            )
        schema.require(settings.database)
        from registry.store import postgres  # a driver that most do without

        engine = open_writer(settings.database)
        try:
            with engine.begin() as connection:
                postgres.grant(connection, role)
        finally:
            engine.dispose()
    console.say_plainly(f"{role} may run the service, and rewrites nothing.")


@command.command()
def verify() -> int:
    """Read everything in the registry, and say what is not whole.

    Looks at the digest of every contract, at references, states, the trail and the outbox, and
    compares the search index, unless a server has it. Changes nothing. Exit code 1: something is
    wrong, and each line says what.
    """
    with opened() as runtime:
        found = verifying.verify_store(runtime)
        troubles = [*found.troubles, *_of_index(runtime)]
    for trouble in troubles:
        console.say_plainly(trouble)
    counted = ", ".join(f"{count} {what}" for what, count in found.counted.items())
    if troubles:
        console.tell(f"charter: {len(troubles)} troubles in {counted}.")
        return Exit.INCOMPATIBLE
    console.say(f"All is whole: {counted}.")
    return Exit.FINE


def _of_index(runtime: Runtime) -> list[str]:
    try:
        held = lock.hold(runtime.settings, "command")
    except StartError:
        console.tell("A server runs here, so its search index was not compared.")
        return []
    with held:
        if relay.is_behind(runtime) or relay.lag(runtime)[0]:
            console.tell("The search index has yet to be filled; the start of a server does it.")
            return []
        drift = upkeep.verify(runtime)
    return [
        f"The search index {what}: {ref}"
        for what, refs in (
            ("lacks", drift.missing),
            ("is out of date", drift.stale),
            ("has too much", drift.surplus),
        )
        for ref in refs
    ]
