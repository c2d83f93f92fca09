"""The folder of the search index is lost, garbled, a file, or read-only: what do callers learn?"""

import contextlib
import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest
from served import served

from registry import directory
from registry.identity import SYSTEM
from registry.runtime import open_runtime
from tests.databases import settings_at
from tests.registry.hospital import WIDER, a_contract

PATIENCE_S = 20


@pytest.fixture
def registry(tmp_path):
    """Return settings and a token of a registry with the agency doh."""
    settings = settings_at(tmp_path)
    opened = open_runtime(settings)
    directory.create_agency(opened, SYSTEM, slug="doh", acronym="DOH", name="Health")
    token = directory.issue_token(
        opened, SYSTEM, "doh", scopes=("publish", "read"), days=1, name="ci"
    ).token
    opened.close()
    return settings, token


@contextlib.contextmanager
def lost(folder):
    """Somebody has taken it away."""
    folder.rename(folder.with_name("away"))
    yield


@contextlib.contextmanager
def garbled(folder):
    """A disk has lost what was in its files."""
    for file in folder.rglob("*"):
        if file.is_file():
            size = file.stat().st_size
            file.unlink()  # the server has the old one in memory: writing into that would end it
            file.write_bytes(os.urandom(size + 10))
    yield


@contextlib.contextmanager
def a_file(folder):
    """Something else has its place."""
    folder.rename(folder.with_name("away"))
    folder.write_text("no index")
    yield
    folder.unlink()


@contextlib.contextmanager
def read_only(folder):
    """Nobody may write there."""
    if os.getuid() != 0:
        for each in (folder, *folder.rglob("*")):
            each.chmod(0o555 if each.is_dir() else 0o444)
        yield
        for each in (folder, *folder.rglob("*")):
            each.chmod(0o755 if each.is_dir() else 0o644)
        return
    mount = shutil.which("mount")
    if not mount or subprocess.run([mount, "--bind", folder, folder], check=False).returncode:
        pytest.skip("root may write everywhere, and cannot mount here")
    try:
        subprocess.run([mount, "-o", "remount,ro,bind", folder], check=True)
        yield
    finally:
        subprocess.run([Path(mount).with_name("umount"), "--lazy", folder], check=True)


def found(server, token):
    """Return (status, versions) of a search for the product."""
    told = server.call("GET", "/api/v1/search?q=beds", token)
    versions = [] if told.slug else [each["product"]["version"] for each in told.json["items"]]
    return told, versions


def wait_until_found(server, token, version):
    """Wait until the search knows a version, as it does after every trouble."""
    end = time.monotonic() + PATIENCE_S
    while found(server, token)[1] != [version]:
        assert time.monotonic() < end, server.call("GET", "/api/health", token).body
        time.sleep(0.05)


@pytest.mark.embedded
@pytest.mark.parametrize("harm", [lost, garbled, a_file, read_only])
def test_publishing_goes_on_and_the_search_comes_back(registry, harm):
    """A publish is stored; a search answers what it knows, or says that it cannot."""
    settings, token = registry
    folder = settings.home / "index"
    with served(settings) as server:
        assert server.publish(token, "beds", a_contract()).status == 201
        wait_until_found(server, token, "1.0.0")
        with harm(folder):
            told = server.publish(token, "beds", a_contract(version="1.1.0", columns=WIDER))
            assert told.status == 201
            for _ in range(10):
                answer, versions = found(server, token)
                assert answer.status in {200, 503}
                assert versions in (["1.0.0"], ["1.1.0"]) or answer.status == 503
                time.sleep(0.05)
            assert server.call("GET", "/api/health", token).status == 200
        wait_until_found(server, token, "1.1.0")
        assert server.call("GET", "/api/health", token).json["search"] == "ok"


@pytest.mark.embedded
def test_a_server_starts_with_an_index_that_is_garbage(registry):
    """It is built anew, whatever was there."""
    settings, token = registry
    with served(settings) as server:
        assert server.publish(token, "beds", a_contract()).status == 201
        wait_until_found(server, token, "1.0.0")
    folder = settings.home / "index"
    for file in folder.rglob("*"):
        if file.is_file():
            file.write_bytes(os.urandom(100))
    with served(settings) as server:
        wait_until_found(server, token, "1.0.0")
    shutil.rmtree(folder)
    with served(settings) as server:
        wait_until_found(server, token, "1.0.0")
