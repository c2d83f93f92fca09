"""Can an operator see how a server is, and does it stop, refuse and log as one expects?"""

import contextlib
import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.databases import environment_at

CONTRACT = b"""\
apiVersion: v3.1.0
kind: DataContract
id: beds
name: beds
version: 1.0.0
status: draft
"""


@contextlib.contextmanager
def serving(home, *options, **settings):
    """Start a server as people do; give its process and port. What it logs is in `process.log`."""
    outer = {name: value for name, value in os.environ.items() if name[:8] != "CHARTER_"}
    process = subprocess.Popen(
        [sys.executable, "-m", "registry", "serve", "--upgrade", *options],
        env=outer | environment_at(home) | {"CHARTER_PORT": "0"} | settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    process.log = []
    port = None
    while port is None:
        line = process.stderr.readline()
        assert line, process.log
        process.log.append(line)
        if found := re.search(r"Charter is at \S+?:(\d+)\s", line):
            port = int(found.group(1))
        elif "Charter is at" in line:
            port = 0
    reader = threading.Thread(target=lambda: process.log.extend(process.stderr))
    reader.start()
    try:
        yield process, port
    finally:
        process.kill()
        process.wait()
        reader.join()
        process.stderr.close()


def asked(port, method, path, body=None, **headers):
    """Send a request; return status, headers and body."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        reply = connection.getresponse()
        return reply.status, {k.lower(): v for k, v in reply.getheaders()}, reply.read()


def logged(process):
    """Return the log lines that are JSON."""
    return [json.loads(line) for line in process.log if line.startswith("{")]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server that several tests may ask; it logs requests as JSON."""
    home = tmp_path_factory.mktemp("home")
    with serving(home, "--log", CHARTER_LOG="json") as started:
        yield started


def test_live_and_ready_say_so(server):
    """Whoever restarts and whoever routes ask different things."""
    _, port = server
    assert json.loads(asked(port, "GET", "/api/health/live")[2]) == {"live": True}
    status, _, body = asked(port, "GET", "/api/health/ready")
    assert status == 200
    assert json.loads(body) == {
        "ready": True, "hindrance": None, "search_lag": 0, "search_lag_s": 0.0,
    }  # fmt: skip


def test_a_request_keeps_its_id_in_answer_and_log(server):
    """A caller who complains can say which request it was."""
    process, port = server
    given = asked(port, "GET", "/api/v1/agencies?secret=abc", x_request_id="my-1")[1]
    odd = asked(port, "GET", "/nowhere", x_request_id="a b\t<script>")[1]

    assert given["x-request-id"] == "my-1"
    assert re.fullmatch("[0-9a-f]{32}", odd["x-request-id"])
    end = time.monotonic() + 5
    while not any(each.get("request_id") == odd["x-request-id"] for each in logged(process)):
        assert time.monotonic() < end
        time.sleep(0.02)
    line = next(each for each in logged(process) if each.get("request_id") == "my-1")
    assert (line["method"], line["route"], line["status"]) == ("GET", "/api/v1/agencies", 200)
    assert line["actor"] == "anonymous"
    assert "abc" not in "".join(process.log)


def test_metrics_are_those_of_prometheus(server):
    """Counted by route, not by address, so that their number has an end."""
    _, port = server
    for number in range(3):
        asked(port, "GET", f"/products/doh/p{number}")
    status, headers, body = asked(port, "GET", "/metrics")
    families = {each.name: each for each in text_string_to_metric_families(body.decode())}

    assert status == 200
    assert headers["content-type"].startswith("text/plain")
    routes = {sample.labels["route"] for sample in families["charter_http_requests"].samples}
    assert not any("p1" in route for route in routes)
    assert families["charter_database_up"].samples[0].value == 1
    assert {
        "charter_http_request_seconds", "charter_search_lag_changes", "charter_change_seconds",
        "charter_notices_waiting", "charter_notices_wait_seconds", "charter_notices_dead",
        "charter_database_connections_in_use", "process_resident_memory_bytes",
    } <= set(families)  # fmt: skip


def test_every_answer_has_its_headers_once(server):
    """Errors, refusals and files as well."""
    _, port = server
    for path in (
        "/",
        "/nowhere",
        "/api/health/live",
        "/metrics",
        "/static/charter.css",
        "/api/v1/x",
    ):
        headers = asked(port, "GET", path)[1]
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["content-security-policy"].startswith("default-src 'none'"), path
        assert "strict-transport-security" not in headers


def test_a_server_behind_a_proxy_knows_its_name_and_its_callers(tmp_path):
    """Links lead to the public name, cookies and headers ask for TLS, callers are told apart."""
    port, public = a_free_port(), "https://data.example"
    settings = {"CHARTER_BASE_URL": public, "CHARTER_READS_PER_S": "2", "CHARTER_PORT": str(port)}
    with serving(tmp_path, **settings):
        _, headers, _ = asked(port, "GET", "/", host="evil.example", x_forwarded_for="203.0.113.7")
        assert headers["strict-transport-security"].startswith("max-age=")
        assert "evil.example" not in str(headers)
        busy = [
            asked(port, "GET", "/api/v1/agencies", x_forwarded_for="203.0.113.8") for _ in range(12)
        ]
        statuses = [status for status, _, _ in busy]
        assert statuses.count(429) >= 2
        refused = next(each for each in busy if each[0] == 429)
        assert int(refused[1]["retry-after"]) >= 1
        assert refused[1]["content-type"] == "application/problem+json"
        assert json.loads(refused[2])["type"].endswith("/problems/too-many-requests")
        assert "ratelimit" in refused[1]
        other = asked(port, "GET", "/api/v1/agencies", x_forwarded_for="203.0.113.9")
        assert other[0] == 200
        assert asked(port, "GET", "/metrics", x_forwarded_for="203.0.113.9")[0] == 404
        assert asked(port, "GET", "/api/health/ready")[0] == 200


def a_free_port():
    """Return a port on which nothing listens, for a server whose public name says none."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return bound.getsockname()[1]


def test_metrics_of_a_server_for_others_need_their_token(tmp_path):
    """Numbers about the registry are not for everybody."""
    secret = tmp_path / "token"
    secret.write_text("open-sesame\n")
    with serving(tmp_path / "home", CHARTER_METRICS_TOKEN_FILE=str(secret), CHARTER_LOG="json") as (
        _,
        port,
    ):
        assert asked(port, "GET", "/metrics")[0] == 401
        assert asked(port, "GET", "/metrics", authorization="Bearer wrong")[0] == 401
        assert asked(port, "GET", "/metrics", authorization="Bearer open-sesame")[0] == 200


def test_a_server_that_is_stopped_finishes_what_it_has_begun(tmp_path):
    """No new connection, the request in flight is answered, and the exit code is 0."""
    with serving(tmp_path) as (process, port):
        with socket.create_connection(("127.0.0.1", port), timeout=20) as slow:
            slow.sendall(
                b"PUT /api/v1/products/doh/beds/contract HTTP/1.1\r\nHost: x\r\n"
                b"Content-Type: application/yaml\r\nContent-Length: %d\r\n\r\n"
                % len(CONTRACT)
                + CONTRACT[:20]
            )
            time.sleep(0.3)
            process.send_signal(signal.SIGTERM)
            end = time.monotonic() + 5
            while True:
                try:
                    socket.create_connection(("127.0.0.1", port), timeout=1).close()
                except OSError:
                    break
                assert time.monotonic() < end, "it goes on listening"
                time.sleep(0.05)
            slow.sendall(CONTRACT[20:])
            assert slow.recv(4096).startswith(b"HTTP/1.1 401 ")
        assert process.wait(15) == 0


def test_a_body_that_never_ends_is_given_up(tmp_path):
    """A hundred of them would keep everybody else out."""
    script = (
        "import sys; from registry.cli import protocol; protocol.BODY_TIMEOUT_S = 1.0; "
        "from registry.cli import main; sys.argv = ['charter', 'serve', '--upgrade']; main()"
    )
    outer = {name: value for name, value in os.environ.items() if name[:8] != "CHARTER_"}
    environment = outer | environment_at(tmp_path) | {"CHARTER_PORT": "0"}
    with subprocess.Popen(
        [sys.executable, "-c", script], env=environment, stderr=subprocess.PIPE, text=True
    ) as process:
        port = 0
        while not port:
            found = re.search(r"Charter is at \S+?:(\d+)\s", process.stderr.readline())
            port = int(found.group(1)) if found else 0
        with socket.create_connection(("127.0.0.1", port), timeout=20) as slow:
            slow.sendall(
                b"POST /api/v1/checks HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nab"
            )
            answer = slow.recv(4096)
        process.kill()
        process.stderr.read()
    assert answer.startswith(b"HTTP/1.1 408 ")
