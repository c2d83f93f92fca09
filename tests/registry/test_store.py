"""Is the database what the tables say, and does Charter say so when it is not?"""

import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from registry.runtime import open_runtime
from registry.settings import MEANINGS, Settings, SettingsError, StartError, load
from registry.store import lock, schema
from registry.store.engine import open_writer
from registry.store.tables import metadata


def test_the_migrations_make_the_tables(settings):
    """Otherwise a fresh home and an upgraded one would differ."""
    engine = open_writer(settings.database)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata())
        newest = ScriptDirectory.from_config(schema.config(connection)).get_current_head()
    engine.dispose()

    assert differences == []
    assert newest == schema.HEAD


def test_an_empty_home_is_prepared(tmp_path):
    """Zero settings work."""
    open_runtime(Settings(home=tmp_path / "deep" / "var")).close()

    assert (tmp_path / "deep" / "var" / "charter.db").exists()


@pytest.mark.parametrize(("revision", "word"), [("0000", "charter db upgrade"), ("9999", "newer")])
def test_another_schema_is_refused_with_what_to_do(settings, revision, word):
    """A server never changes or misreads a database by surprise."""
    path = settings.home / "charter.db"
    connection = sqlite3.connect(path)
    connection.execute("UPDATE alembic_version SET version_num = ?", [revision])
    connection.commit()
    connection.close()

    with pytest.raises(StartError, match=word):
        open_runtime(settings)


def test_a_home_is_served_once(settings):
    """A second server would fight over the index."""
    with open_closing(settings, serve=True):
        with pytest.raises(lock.AlreadyServedError):
            open_runtime(settings, serve=True)
        other = open_runtime(settings)  # a command may still read and write small things
        other.close()
    assert lock.holder(settings.home) is None


def test_a_lock_ends_with_its_process(settings):
    """After a kill nobody has to remove a file by hand."""
    code = (
        "import os, sys; from pathlib import Path; from registry.store import lock;"
        "lock.hold(Path(sys.argv[1])); os.kill(os.getpid(), 9)"
    )
    subprocess.run([sys.executable, "-c", code, str(settings.home)], check=False, timeout=60)

    assert lock.holder(settings.home) is None
    lock.hold(settings.home).release()


def open_closing(settings, **options):
    """Return a runtime as a context."""
    return closing(open_runtime(settings, **options))


def test_settings_come_from_the_environment():
    """Under the names that the README has."""
    found = load(
        {
            "CHARTER_HOME": "/srv/charter",
            "CHARTER_PORT": "9000",
            "CHARTER_AGENCY": "doh",
            "CHARTER_OPENSEARCH_PORT": "9200",
            "CHARTER_TOKEN": "",
            "PATH": "/bin",
        }
    )

    assert (str(found.home), found.port, found.url) == (
        "/srv/charter",
        9000,
        "http://127.0.0.1:9000",
    )
    assert (found.agency, found.token, found.database) == (
        "doh",
        None,
        "sqlite:////srv/charter/charter.db",
    )


@pytest.mark.parametrize(
    ("environ", "word"),
    [
        ({"CHARTER_PROT": "1"}, "CHARTER_PORT"),
        ({"CHARTER_X": "1"}, "CHARTER_X"),
        ({"CHARTER_PORT": "http"}, "port number"),
        ({"CHARTER_PORT": "99999999999"}, "port number"),
        ({"CHARTER_PORT": "-1"}, "port number"),
        ({"CHARTER_URL": "localhost"}, "http://"),
    ],
    ids=str,
)
def test_a_wrong_setting_is_named(environ, word):
    """A typing error must not pass for a default."""
    with pytest.raises(SettingsError, match=word):
        load(environ)


@pytest.mark.parametrize("address", ["nonsense", "postgresql://x/y", "sqlite://", "oracle:x"])
def test_a_database_that_charter_cannot_use_is_named(tmp_path, address):
    """Before anything is opened."""
    with pytest.raises(StartError):
        open_runtime(Settings(home=tmp_path, database_url=address))


@pytest.mark.parametrize(
    ("host", "base_url", "has"),
    [
        ("127.0.0.1", None, True),
        ("0.0.0.0", None, False),  # noqa: S104 # compared, not bound
        ("127.0.0.1", "https://registry.example", False),
    ],
)
def test_local_sign_in_ends_where_others_can_reach_the_server(host, base_url, has):
    """Choosing a name from a list is for one machine."""
    assert Settings(host=host, base_url=base_url).has_local_sign_in is has


def test_every_setting_has_a_meaning():
    """One list for the code and for the README."""
    assert len(MEANINGS) == len(Settings.__struct_fields__) + 1  # the port of the development node
