"""Is the way to the database server as safe as its URL asks for? The parameters are libpq's."""

import shutil
import subprocess
import time
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import text

from registry.runtime import open_runtime
from registry.settings import Settings, StartError
from tests.postgres_server import PostgresServer

OPENSSL = shutil.which("openssl")


@pytest.fixture(scope="module")
def server():
    """A server that speaks TLS with a certificate of its own, for 127.0.0.1."""
    if OPENSSL is None:
        pytest.skip("there is no openssl here to make a certificate")
    started = PostgresServer()
    try:
        _speak_tls(started)
        yield started
    finally:
        started.remove()


def _speak_tls(server: PostgresServer) -> None:
    key, certificate = server.folder / "key.pem", server.folder / "ca.pem"
    subprocess.run(
        [OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=db",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate],
        check=True, capture_output=True,
    )  # fmt: skip
    owner = (server.folder / "data").stat()
    shutil.chown(key, owner.st_uid, owner.st_gid)
    key.chmod(0o600)
    certificate.chmod(0o644)
    server.execute(f"ALTER SYSTEM SET ssl_cert_file = '{certificate}'")
    server.execute(f"ALTER SYSTEM SET ssl_key_file = '{key}'")
    server.execute("ALTER SYSTEM SET ssl = on")
    server.execute("SELECT pg_reload_conf()")
    end = time.monotonic() + 20
    while True:  # the server reads its settings when it gets to it
        try:
            psycopg.connect(f"{server.url()}?sslmode=require").close()
        except psycopg.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
        else:
            return


def opened(server: PostgresServer, home: Path, parameters: str):
    """Open a registry there, with *parameters* in the URL of its database."""
    return open_runtime(Settings(home=home, database_url=f"{server.url()}?{parameters}"))


def test_a_server_whose_certificate_is_known_is_talked_to_over_tls(server, tmp_path):
    """As a data centre asks for it: no word in clear, and no server in between."""
    known = server.folder / "ca.pem"

    runtime = opened(server, tmp_path, f"sslmode=verify-full&sslrootcert={known}")
    with runtime.read() as session:
        row = session.execute(text("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
        is_safe = row.scalar_one()
    runtime.close()

    assert is_safe is True


@pytest.mark.parametrize(
    ("parameters", "told"),
    [
        ("sslmode=verify-full&sslrootcert=system", "certificate verify failed"),
        ("sslmode=verify-full&sslrootcert=/nowhere.pem", "/nowhere.pem"),
        ("sslmode=verify-ful", "verify-ful"),
        ("sslmod=verify-full", "sslmod"),
    ],
)
def test_what_is_not_as_safe_as_was_asked_is_refused(server, tmp_path, parameters, told):
    """A parameter that is misspelt, or a stranger's certificate, must not pass for safe."""
    with pytest.raises(StartError, match=told) as refused:
        opened(server, tmp_path, parameters)

    assert "\n" not in str(refused.value)
