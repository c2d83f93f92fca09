"""How do the tests of the command line run it? In this process, or as a user would, in its own."""

import http.server
import os
import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from registry import directory, publishing
from registry.addresses import Ref
from registry.cli import main
from registry.identity import SYSTEM, RoleName
from registry.runtime import open_runtime
from tests.databases import settings_at

Reply = tuple[int, dict[str, str], bytes]


class Server(http.server.ThreadingHTTPServer):
    """Something that listens and answers whatever it is told to."""

    def __init__(self, replies: Callable[[http.server.BaseHTTPRequestHandler], Reply]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.replies = replies
        self.seen: list[tuple[str, str, dict[str, str]]] = []

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(http.server.BaseHTTPRequestHandler):
    def answer(self) -> None:
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.server.seen.append((self.command, self.path, dict(self.headers)))
        status, headers, body = self.server.replies(self)
        self.send_response(status)
        for name, value in {"content-length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_GET = do_POST = do_PUT = answer  # noqa: N815 (the names are those of http.server)

    def log_message(self, *_: object) -> None:
        """Be quiet."""


A_CONTRACT = """\
apiVersion: v3.1.0
kind: DataContract
id: 5d0a6f6e-9f6f-4f53-9f4e-8a8a2b1c7d11
name: food-inspections
version: 1.0.0
status: active
domain: public-health
description:
  purpose: Results of food safety inspections.
schema:
  - name: inspections
    logicalType: object
    physicalType: table
    description: One row for each inspection.
    properties:
      - name: inspection_id
        description: Number of the inspection.
        logicalType: string
        physicalType: VARCHAR(20)
        required: true
        unique: true
        primaryKey: true
        primaryKeyPosition: 1
        classification: public
      - name: grade
        description: A is the best.
        logicalType: string
        physicalType: CHAR(1)
        classification: public
servers:
  - server: inspections
    type: api
    environment: prod
    location: https://api.agency.example/inspections
team:
  name: Food safety
  members:
    - username: owner@agency.example
      role: product owner
    - username: steward@agency.example
      role: data steward
support:
  - channel: help
    tool: email
    url: mailto:owner@agency.example
"""


@pytest.fixture
def contract() -> Callable[..., bytes]:
    """Return the bytes of a small, good contract with some text replaced."""

    def made(**replaced: str) -> bytes:
        text = A_CONTRACT
        for key, value in replaced.items():
            start = text.index(f"{key}: ")
            end = text.index("\n", start)
            text = f"{text[:start]}{key}: {value}{text[end:]}"
        return text.encode()

    return made


@pytest.fixture
def charter(monkeypatch: pytest.MonkeyPatch, tmp_path) -> Callable[..., Result]:
    """Return a function that runs a command in this process, in an empty folder."""
    for name in [name for name in os.environ if name.startswith("CHARTER_")]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str, stdin: bytes = b"", **environment: str) -> Result:
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        return CliRunner().invoke(main, list(arguments), input=stdin)

    return run


@pytest.fixture
def process(tmp_path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Return a function that runs a command in a process of its own, in an empty folder."""

    def run(
        *arguments: str | bytes, stdin: bytes = b"", **environment: str
    ) -> subprocess.CompletedProcess[bytes]:
        outer = {name: value for name, value in os.environ.items() if name[:8] != "CHARTER_"}
        return subprocess.run(
            [sys.executable, "-m", "registry", *arguments],
            input=stdin,
            capture_output=True,
            cwd=tmp_path,
            env=outer | environment,
            timeout=60,
            check=False,
        )

    return run


@pytest.fixture
def serve() -> Iterator[Callable[..., Server]]:
    """Return a function that starts a server with one reply to everything."""
    started = []

    def start(status: int = 200, body: bytes = b"", **headers: str) -> Server:
        server = Server(
            lambda _: (status, {k.replace("_", "-"): v for k, v in headers.items()}, body)
        )
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        started.append(server)
        return server

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


@pytest.fixture
def filled_in() -> Callable[[str], str]:
    """Return what makes of a first contract one whose author wrote something everywhere."""

    def fill(text: str) -> str:
        numbered = re.sub(r"value: <[^>]*>", "value: 7", text)
        return re.sub(r"<enter [^>]*>", "data@agency.gov", numbered)

    return fill


@pytest.fixture
def published(tmp_path):
    """Return a function that makes a registry in `var` whose DOH has an officer and versions.

    It takes the sources to publish as hospital beds, in order, and returns the folder around it.
    """

    def made(*sources: bytes) -> Path:
        runtime = open_runtime(settings_at(tmp_path / "var"))
        directory.create_agency(runtime, SYSTEM, slug="doh", acronym="DOH", name="Health")
        person = directory.create_person(
            runtime, SYSTEM, name="Ann Lee", email="cdo@doh.example", agency="doh"
        )
        directory.assign(runtime, SYSTEM, person.id, RoleName.AGENCY_CDO, "doh")
        for source in sources:
            publishing.publish(runtime, SYSTEM, Ref(agency="doh", product="hospital-beds"), source)
        runtime.close()
        return tmp_path

    return made
