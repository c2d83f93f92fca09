"""How does a command open the registry on this machine, and what if a server has it?"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from registry import settings as environment
from registry.cli.console import stop
from registry.errors import CharterError
from registry.runtime import Runtime, open_runtime
from registry.settings import Settings, StartError
from registry.store.lock import holder


@contextmanager
def opened(*, alone: bool = False, migrate: bool = False) -> Iterator[Runtime]:
    """Give the open registry, and turn what goes wrong into one line and an exit code.

    *alone* refuses where a server runs on the same home: for whatever writes many rows or files.
    A single row, such as a token, may be written beside a server: SQLite makes it wait its turn.
    """
    with explained():
        settings = environment.load(os.environ)
        if alone:
            require_no_server(settings)
        runtime = open_runtime(settings, migrate=migrate)
        try:
            yield runtime
        finally:
            runtime.close()


@contextmanager
def explained() -> Iterator[None]:
    """Turn what the registry refuses, or cannot start with, into the end of a command."""
    try:
        yield
    except StartError as error:
        stop(str(error))
    except CharterError as error:
        stop(error.message, next_step=error.next_step)
    except OSError as error:
        stop(f"{error.filename or 'The home of the registry'} cannot be used: {error.strerror}.")


def require_no_server(settings: Settings) -> None:
    """End the command where a server runs on the home."""
    process = holder(settings.home)
    if process is not None:
        stop(
            f"A server (process {process or 'unknown'}) runs on {settings.home}.",
            next_step="Stop it first, or set CHARTER_HOME to another folder.",
        )
