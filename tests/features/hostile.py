"""What is sent to a server that wants no good, and who sends it?"""

import contextlib
import http.client
import json
import os
import time
from collections import Counter
from itertools import islice
from pathlib import Path

from served import served

from registry import directory
from registry.identity import SYSTEM, RoleName
from registry.runtime import open_runtime
from tests.databases import settings_at
from tests.registry.hospital import WIDER, a_contract
from ui.session import COOKIE, Signer

BAD = Path(__file__).parents[3] / "shared" / "corpora" / "bad"
NAUGHTY = BAD / "minimaxir__big-list-of-naughty-strings" / "blns.json"
ALL = os.environ.get("HOSTILE") == "1"
ODD = (
    "\0",
    "a\0b",
    "%00",
    "\ud800",
    "a\udfffb",
    "..",
    "../../etc/passwd",
    "a" * 5000,
    "9" * 400,
    "-1",
    "18446744073709551616",
    "9223372036854775808",
    "1e999",
    "NaN",
    "o9223372036854775808",
    "',(SELECT 1)--",
    "\u202e",
    "\U0001f4a9" * 50,
    "\r\nx: y",
)
MOST_GROWTH_MB = 250


def strings():
    """Return odd strings, and those of the corpus that this run sends."""
    naughty = json.loads(NAUGHTY.read_text(encoding="utf-8"))
    return [*ODD, *islice(naughty, 0, None, 1 if ALL else 131)]


class Target:
    """A server with a product, and a caller who is signed in both ways."""

    def __init__(self, runtime, server) -> None:
        self.runtime = runtime
        self.server = server
        self.token = directory.issue_token(
            runtime, SYSTEM, "doh", scopes=("publish", "read"), days=1, name="ci"
        ).token
        person = directory.create_person(
            runtime, SYSTEM, name="Ada", email="ada@doh.example", agency="doh"
        )
        for role in (RoleName.AGENCY_CDO, RoleName.PRODUCT_OWNER):
            directory.assign(runtime, SYSTEM, person.id, role, "doh")
        directory.assign(runtime, SYSTEM, person.id, RoleName.REGISTRY_ADMIN, "*")
        signer = Signer(directory.cookie_secret(runtime))
        session = signer.begin(person.id, now_s=time.time())
        self.cookie = f"{COOKIE}={signer.sign(session)}"
        self.form_token = signer.form_token(session)
        for version, columns in (("1.0.0", WIDER[:2]), ("1.1.0", WIDER[:3]), ("2.0.0", WIDER[:1])):
            told = server.publish(self.token, "beds", a_contract(version=version, columns=columns))
            assert told.status == 201, told.body
        self.counts: Counter[int] = Counter()
        self.failures: list[str] = []
        self._line = self._connect()

    def bearer(self):
        """Return the headers of a pipeline."""
        return {"authorization": f"Bearer {self.token}"}

    def browser(self):
        """Return the headers of a browser."""
        return {"cookie": self.cookie, "accept": "text/html"}

    def person(self, media_type):
        """Return the headers of a person whose browser changes something."""
        return {
            "cookie": self.cookie,
            "x-csrf-token": self.form_token,
            "content-type": media_type,
        }

    def close(self):
        """End the connection."""
        self._line.close()

    def send(self, method, path, body=None, headers=None) -> None:
        """Send a request; a 5xx, or no answer, is a failure."""
        for attempt in range(2):
            try:
                self._line.request(method, path, body, headers or {})
                response = self._line.getresponse()
                answered = response.read()
            except (http.client.HTTPException, ConnectionError) as error:
                self._line.close()
                self._line = self._connect()
                if attempt:
                    self.failures.append(f"{method} {path[:200]} {error!r}")
            else:
                self.counts[response.status] += 1
                if response.status >= 500:
                    self.failures.append(
                        f"{method} {path[:200]} {body and body[:200]!r} {response.status} "
                        f"{answered[:300]!r}"
                    )
                return

    def verdict(self, what):
        """Print the counts and return the failures."""
        print(f"\n{what}: {self.counts.total()} requests, {dict(self.counts)}")  # noqa: T201 (shown with -s)
        found, self.failures = self.failures, []
        self.counts.clear()
        assert self.server.call("GET", "/api/health", self.token).status == 200
        return found

    def _connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=60)


@contextlib.contextmanager
def hostile_to(home):
    """Serve a registry; its memory is bounded over all that is sent."""
    settings = settings_at(home)
    runtime = open_runtime(settings)
    directory.create_agency(runtime, SYSTEM, slug="doh", acronym="DOH", name="Health")
    with served(settings) as server:
        asked = Target(runtime, server)
        before = server.memory_mb()
        yield asked
        asked.close()
        after = server.memory_mb()
        print(f"\n{before:.0f} MB resident before, {after:.0f} MB after")  # noqa: T201 (shown with -s)
        assert after - before < MOST_GROWTH_MB
    runtime.close()
