"""How does a command open the registry on this machine, and what if a server has it?"""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError

from registry import settings as environment
from registry.cli.console import stop
from registry.errors import CharterError
from registry.runtime import Runtime, open_runtime
from registry.settings import StartError
from registry.store import schema
from registry.store.engine import is_file, trouble
from search.backend import BackendUnavailableError


@contextmanager
def opened(*, alone: bool = False, begin: bool = False, index: bool = False) -> Iterator[Runtime]:
    """Give the open registry, and turn what goes wrong into one line and an exit code.

    *begin* makes a registry where there is none; without it that is told, because whoever asks for
    something in a registry stands in the wrong folder then.
    *alone* refuses where a server, or another such command, runs on the same registry: for whatever
    writes many rows or files. A single row, such as a token, may be written beside a server: SQLite
    makes it wait its turn.
    *index* is *alone* for whatever tells the search index: one that servers share takes turns.
    """
    with explained():
        settings = environment.load(os.environ)
        if not begin and not schema.exists(settings.database):
            stop(
                f"There is no registry in {settings.home.absolute()}."
                if settings.database_url is None
                else "There is no registry in the database of CHARTER_DATABASE_URL.",
                next_step="Set CHARTER_HOME to its folder, or begin one with 'charter serve'.",
            )
        takes_turns = settings.search_url is not None and not is_file(settings.database)
        runtime = open_runtime(settings, alone=alone or (index and not takes_turns))
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
    except BackendUnavailableError as error:
        stop(f"{str(error).rstrip('.')}.")
    except DBAPIError as error:
        stop(trouble(error))
    except OSError as error:
        stop(f"{error.filename or 'The home of the registry'} cannot be used: {error.strerror}.")
