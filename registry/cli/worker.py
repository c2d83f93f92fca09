"""`charter worker`: deliver notices in a process of its own, beside servers that leave it to it."""

import signal
import threading

import click

from registry.cli import console, logs
from registry.cli.opening import opened
from registry.delivery import Worker
from registry.store.engine import is_file


@click.command()
def command() -> None:
    """Deliver notices, for servers that run with --no-worker.

    Any number of workers share the work on a PostgreSQL database: each product is told in order,
    and nothing twice, whichever of them is killed. Stops on Ctrl-C. An SQLite file needs none:
    its one server delivers by itself.
    """
    with opened() as runtime:
        if is_file(runtime.settings.database):
            console.stop(
                "The database is an SQLite file, whose one server delivers notices by itself.",
                next_step="Run 'charter serve' alone, or set CHARTER_DATABASE_URL to a PostgreSQL "
                "database that servers and workers share.",
            )
        logs.configure(runtime.settings.log, requests=False)
        stopping = threading.Event()
        for each in (signal.SIGTERM, signal.SIGINT):
            signal.signal(each, lambda *_: stopping.set())
        worker = Worker(runtime).start()
        console.tell("Charter delivers notices. Stop it with Ctrl-C.")
        stopping.wait()
        worker.stop()
    console.tell("Charter has stopped delivering.")
