"""How does a test get a server in a process of its own? As people start it: `charter serve`."""

import contextlib
import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec

from registry.settings import Settings

UNLIMITED = {
    "CHARTER_READS_PER_S": "0",
    "CHARTER_WRITES_PER_S": "0",
    "CHARTER_IN_FLIGHT": "0",
}
"""No caller is kept waiting: a test is about something else."""


class Told(msgspec.Struct, frozen=True):
    """What a server answered."""

    status: int
    body: bytes

    @property
    def json(self):
        """The body as a JSON value."""
        return json.loads(self.body)

    @property
    def slug(self) -> str:
        """Return the name of the problem, "" where the answer is none."""
        return self.json["type"].rpartition("/")[2] if self.status >= 400 else ""


class Server:
    """A running server."""

    def __init__(self, process: subprocess.Popen[bytes], port: int) -> None:
        self.process = process
        self.port = port

    def publish(self, token: str, product: str, source: bytes, **headers: str) -> Told:
        """Publish *source* to a product of doh. Raises OSError, HTTPException."""
        path = f"/api/v1/products/doh/{product}/contract"
        return self.call("PUT", path, token, source, **headers)

    def call(self, method: str, path: str, token: str, body=None, **headers: str) -> Told:
        """Send a request over a connection of its own; underscores in *headers* are hyphens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named |= {"authorization": f"Bearer {token}", "content-type": "application/yaml"}
        with contextlib.closing(connection):
            connection.request(method, path, body, named)
            response = connection.getresponse()
            return Told(response.status, response.read())

    def memory_mb(self) -> float:
        """Return how much of the process is in memory."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0]) / 1024


@contextlib.contextmanager
def served(settings: Settings, *options: str) -> Iterator[Server]:
    """Run a server on a registry that is there, with *options*; kill it in the end."""
    environment = {name: value for name, value in os.environ.items() if name[:8] != "CHARTER_"}
    environment |= {"CHARTER_HOME": str(settings.home), "CHARTER_PORT": "0"} | UNLIMITED
    if settings.database_url:
        environment["CHARTER_DATABASE_URL"] = settings.database_url
    if settings.search_url:
        environment["CHARTER_SEARCH_URL"] = settings.search_url
        environment["CHARTER_SEARCH_INDEX"] = settings.search_index
    command = [sys.executable, "-m", "registry", "serve", *options]
    log = settings.home / "log"
    with log.open("ab") as out:
        began = out.tell()
        process = subprocess.Popen(command, env=environment, stdout=out, stderr=out)
    try:
        yield Server(process, _port(process, log, began))
    finally:
        process.kill()
        process.wait()


def _port(process: subprocess.Popen[bytes], log: Path, began: int) -> int:
    """Return the port, once the server has said it. Raises: RuntimeError where it ends instead."""
    while process.poll() is None:
        found = re.search(rb"Charter is at http://[^:]+:(\d+)", log.read_bytes()[began:])
        if found:
            return int(found.group(1))
        time.sleep(0.05)
    raise RuntimeError(log.read_text())
