"""Can one caller keep the server from everybody else, or from stopping?"""

import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import time

import pytest

BEGUN = b"POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\nab"


@contextlib.contextmanager
def serving(home):
    """Start a server as people do; give it and its port."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("CHARTER_")
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "registry", "serve", "--upgrade"],
        env=environment | {"CHARTER_HOME": str(home), "CHARTER_PORT": "0"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        port = next(
            int(found.group(1))
            for line in process.stdout
            if (found := re.search(r"Charter is at http://[^:]+:(\d+)", line))
        )
        yield process, port
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server that several tests may ask, and its port."""
    with serving(tmp_path_factory.mktemp("home")) as started:
        yield started


def answer_to(port: int, sent: bytes) -> bytes:
    """Send *sent*; return the beginning of what comes back."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        with contextlib.suppress(ConnectionError):  # an answer may come before all is sent
            connection.sendall(sent)
        with contextlib.suppress(ConnectionError):
            return connection.recv(4096)
    return b""


def test_a_head_without_end_is_refused(server):
    """A header of 150 MB took three times that of memory."""
    process, port = server
    head = b"GET /api/health HTTP/1.1\r\nHost: localhost\r\nX-Long: "

    refused = answer_to(port, head + b"a" * (8 << 20))
    answered = answer_to(port, head + b"a" * 50_000 + b"\r\nConnection: close\r\n\r\n")

    assert refused == b"" or refused.startswith(b"HTTP/1.1 431 ")
    assert answered.startswith(b"HTTP/1.1 200 ")
    assert process.poll() is None


@pytest.mark.parametrize("host", ["127.0.0.1:abc", "evil.example:99999", "[", "[::1", "a b"])
def test_an_odd_host_is_no_mistake_of_ours(server, host):
    """Whatever a caller writes there, a page comes, and none repeats it."""
    _, port = server
    for address in ("/", "/nowhere", "/sign-in"):
        reply = answer_to(
            port,
            f"GET {address} HTTP/1.1\r\nHost: {host}\r\nAccept: text/html\r\n"
            "Connection: close\r\n\r\n".encode(),
        )

        assert re.match(rb"HTTP/1.1 [24]\d\d ", reply), reply
        assert b"evil.example" not in reply


def test_a_request_that_never_ends_does_not_keep_the_server(tmp_path):
    """An operator can stop and start it whoever is connected."""
    with (
        serving(tmp_path) as (process, port),
        socket.create_connection(("127.0.0.1", port)) as connection,
    ):
        connection.sendall(BEGUN)
        time.sleep(0.3)

        process.send_signal(signal.SIGTERM)

        assert process.wait(timeout=30) in {0, -signal.SIGTERM}
