"""Is the database what the tables say, and does Charter say so when it is not?"""

import os
import signal
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from registry import relay
from registry.runtime import open_runtime
from registry.settings import MEANINGS, SECRETS, Settings, SettingsError, StartError, load
from registry.store import lock, schema
from registry.store.engine import open_writer
from registry.store.metadata import METADATA


def test_the_migrations_make_the_tables(settings):
    """Otherwise a fresh home and an upgraded one would differ."""
    engine = open_writer(settings.database)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, METADATA)
        newest = ScriptDirectory.from_config(schema.config(connection)).get_current_head()
    engine.dispose()

    assert differences == []
    assert newest == schema.HEAD


def test_an_empty_home_is_prepared(tmp_path):
    """Zero settings work."""
    open_runtime(Settings(home=tmp_path / "deep" / "var")).close()

    assert (tmp_path / "deep" / "var" / "charter.db").exists()


@pytest.mark.sqlite
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


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("damage", "word"),
    [
        (lambda file: file.write_bytes(b"not a database at all" * 300), "no SQLite file"),
        (lambda file: file.write_bytes(file.read_bytes()[:5000]), "damaged"),
        (lambda file: (file.unlink(), file.mkdir()), "is a folder"),
    ],
    ids=["garbage", "truncated", "folder"],
)
@pytest.mark.parametrize("serve", [True, False])
def test_a_file_that_is_no_database_is_refused_in_words(settings, damage, word, serve):
    """Somebody who restores a backup at night needs a sentence."""
    damage(settings.home / "charter.db")

    with pytest.raises(StartError, match=word):
        open_runtime(settings, serve=serve)


@pytest.mark.sqlite
@pytest.mark.parametrize(
    ("statement", "word"),
    [
        ("DELETE FROM alembic_version", "does not say which schema"),
        ("UPDATE alembic_version SET version_num = 'ae1027a6acf'", "does not say which schema"),
        ("DROP TABLE alembic_version", "not those of Charter"),
    ],
)
def test_a_database_of_something_else_is_left_alone(settings, statement, word):
    """Charter must not put its tables beside those of another program."""
    path = settings.home / "charter.db"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)
    before = path.read_bytes()

    with pytest.raises(StartError, match=word):
        open_runtime(settings, migrate=True)
    assert path.read_bytes() == before


def test_nothing_is_put_beside_a_file_that_is_no_database(tmp_path):
    """A typing error must not leave locks in other people's folders."""
    (tmp_path / "passwd").write_text("root:x:0:0:root:/root:/bin/sh\n")
    settings = Settings(home=tmp_path / "var", database_url=f"sqlite:///{tmp_path / 'passwd'}")

    with pytest.raises(StartError, match="no SQLite file"):
        open_runtime(settings, serve=True)
    assert [each.name for each in tmp_path.iterdir()] == ["passwd"]


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_what_a_registry_keeps_is_for_its_owner_alone(tmp_path, umask):
    """Hidden products and the secret that signs cookies are in these files."""
    before = os.umask(umask)
    try:
        with open_closing(Settings(home=tmp_path / "var"), serve=True) as opened:
            relay.rebuild(opened)
            modes = {
                each.name: stat.S_IMODE(each.stat().st_mode)
                for each in (tmp_path / "var", *(tmp_path / "var").iterdir())
            }
    finally:
        os.umask(before)

    assert modes == {
        "var": 0o700,
        "index": 0o700,
        "charter.db": 0o600,
        "charter.db-wal": 0o600,
        "charter.db-shm": 0o600,
        "charter.db.lock": 0o600,
        "server.lock": 0o600,
    }


def test_a_home_is_served_once(settings):
    """A second server would fight over the index."""
    with open_closing(settings, serve=True):
        with pytest.raises(lock.AlreadyServedError, match=f"server .process {os.getpid()}. runs"):
            open_runtime(settings, serve=True)
        other = open_runtime(settings)  # a command may still read and write small things
        other.close()
    open_runtime(settings, serve=True).close()


@pytest.mark.sqlite
def test_a_database_is_served_once_whatever_the_home(settings, tmp_path):
    """Two servers would settle each other's changes, each in an index of its own."""
    (tmp_path / "link.db").symlink_to(settings.home / "charter.db")
    other = Settings(home=tmp_path / "other", database_url=f"sqlite:///{tmp_path / 'link.db'}")
    with (
        open_closing(settings, serve=True),
        pytest.raises(lock.AlreadyServedError, match=r"charter.db already.*CHARTER_DATABASE_URL"),
    ):
        open_runtime(other, serve=True)
    open_runtime(other, serve=True).close()


def test_a_command_that_works_alone_is_named(settings):
    """Nobody should look for a server that does not run."""
    with (
        open_closing(settings, alone=True),
        pytest.raises(lock.AlreadyServedError, match=r"A command \(process"),
    ):
        open_runtime(settings, alone=True)


def test_a_lock_ends_with_its_process(settings):
    """After a kill nobody has to remove a file by hand."""
    code = (
        "import os, sys; from pathlib import Path; from registry.store import lock;"
        "from registry.settings import Settings;"
        "lock.hold(Settings(home=Path(sys.argv[1])), 'server'); os.kill(os.getpid(), 9)"
    )
    killed = subprocess.run([sys.executable, "-c", code, settings.home], check=False, timeout=60)

    assert killed.returncode == -signal.SIGKILL
    lock.hold(settings, "server").release()


def test_many_processes_open_a_new_home_at_once(tmp_path):
    """Pipelines start together; who comes second waits until the tables are there."""
    code = (
        "import sys; from pathlib import Path; from registry.runtime import open_runtime;"
        "from registry.settings import Settings;"
        "sys.stdin.read(); open_runtime(Settings(home=Path(sys.argv[1]))).close()"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, tmp_path / "var"], stdin=subprocess.PIPE)
        for _ in range(4)
    ]
    for each in running:
        each.stdin.close()

    assert [each.wait(timeout=60) for each in running] == [0, 0, 0, 0]


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
    files = {f"{name}_FILE" for name in SECRETS}
    named = {f"CHARTER_{field.upper()}" for field in Settings.__struct_fields__}

    assert set(MEANINGS) == named | files | {"CHARTER_OPENSEARCH_PORT"}  # the development node's
