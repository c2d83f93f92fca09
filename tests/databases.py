"""Where does a registry under test keep its state? In SQLite, or in PostgreSQL where asked for.

Its search index is where `tests.engines_of_search` says.

`TEST_DATABASE=postgresql` moves every registry that a test opens at a home to a database of its own
on a server of the tests' own, cloned from a template. Without it, the home holds an SQLite file.
"""

import os
import uuid
from functools import cache
from pathlib import Path

from msgspec import structs

from registry.runtime import open_runtime
from registry.settings import Settings
from tests.engines_of_search import ON_OPENSEARCH, cluster

ON_POSTGRES = os.environ.get("TEST_DATABASE", "sqlite") == "postgresql"

_TEMPLATE = "charter_template"
_urls: dict[Path, str] = {}


def settings_at(home: Path) -> Settings:
    """Return the settings of the registry at *home*: the same database and index at every call."""
    settings = Settings(home=home, database_url=database_url(home))
    if ON_OPENSEARCH:
        server = cluster(home / "index")
        return structs.replace(settings, search_url=server.url, search_index=server.index)
    return settings


def environment_at(home: Path) -> dict[str, str]:
    """Return the settings of the registry at *home*, for a process of its own."""
    settings = settings_at(home)
    given = {
        "CHARTER_HOME": str(home),
        "CHARTER_DATABASE_URL": settings.database_url,
        "CHARTER_SEARCH_URL": settings.search_url,
        "CHARTER_SEARCH_INDEX": settings.search_index,
    }
    return {name: value for name, value in given.items() if value}


def database_url(home: Path) -> str | None:
    """Return the address of the database of *home*, None where it is a file there."""
    if not ON_POSTGRES:
        return None
    if home not in _urls:
        _urls[home] = fresh_database()
    return _urls[home]


def fresh_database() -> str:
    """Return the address of a database on the server that has its tables and no rows."""
    from tests.postgres_server import shared  # noqa: PLC0415 # only where it is used

    server, name = shared(), f"t_{uuid.uuid4().hex}"
    server.execute(f"CREATE DATABASE {name} TEMPLATE {_template()}")
    return server.url(name)


@cache
def _template() -> str:
    from tests.postgres_server import shared  # noqa: PLC0415 # as above

    server = shared()
    server.execute(f"CREATE DATABASE {_TEMPLATE}")
    open_runtime(Settings(home=server.folder / "home", database_url=server.url(_TEMPLATE))).close()
    return _TEMPLATE
