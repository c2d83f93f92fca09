"""Is a backup all of the registry, on whichever database, and is a damaged one refused?"""

import json
import stat
import zipfile
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from registry import catalog, publishing, relay, upkeep, verifying
from registry.publishing import Ref
from registry.runtime import open_runtime
from registry.settings import Settings
from registry.store import archive, schema
from registry.store.engine import open_reader, open_writer
from tests.databases import fresh_database
from tests.registry.hospital import NARROWER, OWNER, WIDER, a_contract

BEDS = Ref(agency="doh", product="hospital-beds")
AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def quiet(*_):
    """Say nothing of the progress."""


def written(settings, file):
    """Write the registry of *settings* to *file*."""
    engine = open_reader(settings.database)
    try:
        with engine.connect() as connection:
            return archive.write(connection, file, charter="test", at=AT, progress=quiet)
    finally:
        engine.dispose()


def restored(settings, file):
    """Read *file* into the place of *settings*."""
    engine = open_writer(settings.database)
    try:
        with engine.begin() as connection:
            return archive.read(connection, file, progress=quiet)
    finally:
        engine.dispose()


@pytest.fixture
def backup(runtime, settings, tmp_path):
    """Return a backup of a product with two versions and a draft."""
    publishing.publish(runtime, OWNER, BEDS, a_contract(columns=WIDER))
    publishing.publish(runtime, OWNER, BEDS, a_contract(version="1.1.0", columns=WIDER))
    publishing.publish(
        runtime, OWNER, BEDS, a_contract(version="2.0.0", status="draft", columns=NARROWER)
    )
    file = tmp_path / "backup.zip"
    written(settings, file)
    return file


@pytest.mark.parametrize("place", ["sqlite", "postgresql"])
def test_what_was_put_aside_is_had_again_on_any_database(backup, runtime, tmp_path, place):
    """Bytes, states, trail; found again, and able to go on."""
    url = fresh_database() if place == "postgresql" else None
    settings = Settings(home=tmp_path / "elsewhere", database_url=url)
    if url:
        empty_it(url)
    restored(settings, backup)
    opened = open_runtime(settings)
    relay.drain(opened)

    there = catalog.versions(opened, OWNER, "doh", "hospital-beds")
    assert there == catalog.versions(runtime, OWNER, "doh", "hospital-beds")
    for version in ("1.0.0", "1.1.0"):
        source = catalog.original(opened, OWNER, "doh", "hospital-beds", version).source
        assert source == catalog.original(runtime, OWNER, "doh", "hospital-beds", version).source
    assert verifying.verify_store(opened) == verifying.verify_store(runtime)
    assert not verifying.verify_store(opened).troubles
    assert upkeep.verify(opened).is_clean
    publishing.publish(opened, OWNER, BEDS, a_contract(version="1.2.0", columns=WIDER))
    relay.drain(opened)
    assert upkeep.verify(opened).is_clean
    again = tmp_path / "again.zip"
    written(settings, again)
    opened.close()


def empty_it(url):
    """Take the tables away that the template has."""
    engine = open_writer(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()


def test_two_backups_of_one_state_hold_the_same(backup, settings, tmp_path):
    """A backup can be compared with another."""
    second = tmp_path / "second.zip"
    manifest = written(settings, second)

    assert json.loads(zipfile.ZipFile(backup).read("manifest.json"))["tables"] == {
        name: {"rows": member.rows, "sha256": member.sha256}
        for name, member in manifest.tables.items()
    }
    assert stat.S_IMODE(second.stat().st_mode) == 0o600


def changed(backup, file, name, old, new):
    """Write a copy of *backup* with *old* replaced by *new* in a member."""
    with zipfile.ZipFile(backup) as source, zipfile.ZipFile(file, "w") as target:
        for member in source.namelist():
            content = source.read(member)
            if member == name:
                assert old in content
                content = content.replace(old, new)
            target.writestr(member, content)
    return file


@pytest.mark.parametrize(
    ("member", "old", "new", "word"),
    [
        ("version.jsonl", b'"1.0.0"', b'"1.0.9"', "not as written"),
        ("content.jsonl", b'"source":"YXBp', b'"source":"YXBq', "digest"),
        ("audit_event.jsonl", b"contract.activated", b"contract.submitted", "not as written"),
        ("manifest.json", b'"format": 1', b'"format": 9', "newer Charter"),
        ("manifest.json", b'"schema": "0', b'"schema": "9', "newer Charter"),
        ("manifest.json", b'"format": 1', b'"format": x', "no whole backup"),
        ("version.jsonl", b'"number"', b'"nmbr"', "no whole backup"),
    ],
)
def test_a_backup_that_was_changed_is_refused_whole(backup, tmp_path, member, old, new, word):
    """Nothing of it is restored."""
    file = changed(backup, tmp_path / "changed.zip", member, old, new)
    settings = Settings(home=tmp_path / "elsewhere")

    with pytest.raises(archive.ArchiveError, match=word):
        restored(settings, file)
    engine = open_writer(settings.database)
    with engine.connect() as connection:
        assert schema.revision(connection) is None
    engine.dispose()


def test_half_a_file_is_no_backup(backup, tmp_path):
    """A copy that was interrupted."""
    half = tmp_path / "half.zip"
    half.write_bytes(backup.read_bytes()[: backup.stat().st_size // 2])

    with pytest.raises(archive.ArchiveError, match="no whole backup"):
        restored(Settings(home=tmp_path / "elsewhere"), half)


def test_nothing_is_overwritten(backup, settings, tmp_path):
    """Neither another backup nor another registry."""
    with pytest.raises(archive.ArchiveError, match="exists already"):
        written(settings, backup)
    with pytest.raises(archive.ArchiveError, match="not empty"):
        restored(settings, backup)
