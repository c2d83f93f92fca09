"""Can anything that is sent to a whole server, pages and all, cost it an answer or its memory?

One of 131 strings and one of 41 files are sent; `HOSTILE=1` sends all of them, to every parameter
of every route. Counts are printed with -s.
"""

import base64
import contextlib
import http.client
import json
import os
import re
import socket
import threading
import time
from collections import Counter
from itertools import islice
from pathlib import Path
from urllib.parse import quote, urlencode

import msgspec
import pytest
from served import served

from registry import directory
from registry.identity import SYSTEM, RoleName
from registry.runtime import open_runtime
from tests.databases import settings_at
from tests.registry.hospital import WIDER, a_contract
from ui.app import application
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

pytestmark = pytest.mark.skipif(
    not BAD.is_dir(), reason="the corpus ../shared/corpora/bad is not on this machine"
)


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


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    """A server that several tests may ask; its memory is bounded over all of them."""
    settings = settings_at(tmp_path_factory.mktemp("home"))
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


PLACES = {
    "agency": "doh",
    "product": "beds",
    "version": "1.0.0",
    "contract_id": "e7b7ab23-3c99-5f0a-a7b2-b41a72d15a83",
}
NOT_ASKED = {"runtime", "actor", "ref", "request", "visitor", "body", "data", "wanted"}
SEARCHED = ("q", "agency", "domain", "classification", "status", "cursor", "limit")


def addresses(target):
    """Return (method, address with one {} in it) for every parameter of every route."""
    app = application(target.runtime)
    found = set()
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            names = re.findall(r"\{(\w+)(?::\w+)?\}", route.path_format)
            filled = {name: PLACES.get(name, "x") for name in names}
            base = re.sub(r"\{(\w+)(?::\w+)?\}", r"{\1}", route.path_format)
            queries = set(handler.parsed_fn_signature.parameters) - NOT_ASKED - set(names)
            if "search" in base:
                queries |= set(SEARCHED)
            queries |= {"from", "to"} if "before" in queries else set()
            for method in handler.http_methods - {"OPTIONS", "HEAD"}:
                for name in names:
                    found.add((method, base.format(**filled | {name: "{}"})))
                for name in queries:
                    found.add((method, base.format(**filled) + f"?{name}={{}}"))
    return sorted(found)


def test_no_string_breaks_an_address(target):
    """In each part of every path, and in every query, of the API and of the pages."""
    texts = [quote(text, safe="", errors="surrogatepass") for text in strings()]
    for number, (method, address) in enumerate(addresses(target)):
        headers = target.bearer() if address.startswith("/api") else target.browser()
        some = texts if ALL else texts[number % 6 :: 6]
        for text in some:
            target.send(
                method, address.replace("{}", text), b"" if method != "GET" else None, headers
            )

    assert target.verdict("strings in addresses") == []


FIELDS = (
    "id",
    "name",
    "version",
    "status",
    "domain",
    "dataProduct",
    "tenant",
    "apiVersion",
    "kind",
)
FORMS = {
    "/sign-in": ("person", "next"),
    "/products/doh/beds/waivers": ("fingerprint", "message", "reason", "until"),
    "/agencies/doh/policy/edit": ("reason", "policy", "revision", "do"),
    "/policy/edit": ("reason", "policy", "revision", "do"),
    "/products/doh/beds/versions/2.0.0/activate": ("reason",),
}


def test_no_string_breaks_a_body(target):
    """As texts of contracts, policies and waivers, and in the fields of forms."""
    whole = {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": "x",
        "version": "1.0.0",
        "status": "active",
        "name": "x",
        "description": {"purpose": "x"},
    }
    json_type = target.bearer() | {"content-type": "application/json"}
    as_person = target.person("application/json")
    form_type = target.browser() | {"content-type": "application/x-www-form-urlencoded"}
    for number, text in enumerate(strings()):
        for name in FIELDS:
            body = json.dumps(whole | {"id": f"urn:{number}:{name}", name: text}).encode()
            target.send("PUT", f"/api/v1/products/doh/body-{number}/contract", body, json_type)
        body = json.dumps(whole | {"id": text, "name": text, "schema": [{"name": text}]}).encode()
        target.send("PUT", f"/api/v1/products/doh/all-{number}/contract", body, json_type)
        target.send("POST", "/api/v1/contracts", body, json_type)
        body = json.dumps({"profile": text, "rules": {text: text}, "watch": {text: text}}).encode()
        target.send("PUT", "/api/v1/agencies/doh/policy", body, as_person)
        for name in ("fingerprint", "reason", "until"):
            body = json.dumps(
                {"fingerprint": "a", "reason": "b", "until": "c", name: text}
            ).encode()
            target.send("POST", "/api/v1/products/doh/beds/waivers", body, as_person)
        for address, names in FORMS.items():
            fields = {"token": target.form_token} | dict.fromkeys(names, text)
            body = urlencode(fields, errors="surrogatepass").encode()
            target.send("POST", address, body, form_type)

    assert target.verdict("strings in bodies") == []


def test_no_string_breaks_a_header(target):
    """Headers and cookies are bytes from outside as well."""
    names = ("if-match", "if-none-match", "accept", "content-type", "cookie", "authorization")
    names += ("x-csrf-token", "x-request-id", "traceparent", "x-forwarded-for", "accept-encoding")
    for text in strings()[:: 1 if ALL else 3]:
        raw = text.encode("utf-8", "surrogatepass").replace(b"\r", b"").replace(b"\n", b"")
        for name in names:
            for value in (raw, COOKIE.encode() + b"=" + raw):
                target.send("GET", "/products/doh/beds", headers=target.browser() | {name: value})
            sent = target.bearer() | {name: raw}
            target.send("GET", "/api/v1/products/doh/beds/contract", headers=sent)
            target.send("PUT", "/api/v1/products/doh/beds/contract", a_contract(), sent)

    assert target.verdict("strings in headers") == []


def test_no_file_breaks_what_reads_documents(target):
    """JSON and YAML that broke other parsers, to every door that takes a document."""
    files = sorted(path for path in BAD.rglob("*") if path.is_file())
    yaml_type = target.bearer() | {"content-type": "application/yaml"}
    json_type = target.bearer() | {"content-type": "application/json"}
    as_person = target.person("application/json")
    for number, file in enumerate(islice(files, 0, None, 1 if ALL else 41)):
        body = file.read_bytes()
        target.send("PUT", f"/api/v1/products/doh/file-{number}/contract", body, yaml_type)
        target.send("POST", "/api/v1/products/doh/beds/checks", body, yaml_type)
        target.send("POST", "/api/v1/checks?agency=doh", body, json_type)
        target.send("PUT", "/api/v1/agencies/doh/policy", body, as_person)
        target.send("POST", "/api/v1/products/doh/beds/waivers", body, as_person)

    assert target.verdict("files as documents") == []


def test_no_cursor_breaks_a_list(target):
    """A cursor is ours, and anybody can make one."""
    numbers = (-1, 0, 2**31, 2**53, 2**63 - 1, 2**63, 2**64 - 1)
    keys = ("", "\0", "a\0", "\U0010ffff", "x" * 3000, "'")
    for number in numbers:
        for key in keys:
            packed = msgspec.msgpack.encode({"key": key, "id": number})
            cursor = base64.urlsafe_b64encode(packed).decode().rstrip("=")
            for path in ("/api/v1/products", "/agencies/doh", "/api/v1/search", "/search"):
                target.send("GET", f"{path}?cursor={cursor}", headers=target.bearer())
        for text in (f"o{number}", str(number), str(number) * 30):
            target.send("GET", f"/api/v1/search?cursor={text}", headers=target.bearer())
            target.send("GET", f"/api/v1/products?limit={text}&cursor={text}")

    assert target.verdict("cursors") == []


DEEP = 10_000


@pytest.mark.parametrize(
    "body",
    [
        b"[" * DEEP + b"]" * DEEP,
        b'{"a":' * DEEP + b"1" + b"}" * DEEP,
        b"".join(b" " * level + b"a:\n" for level in range(1500)),
        b"- " * DEEP,
        b"? " * DEEP,
        b"a: &a [*a]\n" * 1000,
        b"&a " * DEEP,
        b"!!python/object/apply:os.system ['id']",
        "\ufeff".encode("utf-16") + "a: b".encode("utf-16"),
        "a: b".encode("utf-32"),
        b"a: \xff\xfe",
        b'{"reason": "\xff"}',
        b"\0" * 4_000_000,
        b"a" * 4_000_000,
        b'{"id": "\\ud800", "name": "\\u0000", "version": "1.0.0", "status": "active"}',
    ],
    ids=range(15),
)
def test_no_body_breaks_a_check_or_a_publish(target, body):
    """Levels without end, endless references, other encodings, NUL and halves of characters."""
    for kind in ("application/yaml", "application/json; charset=utf-16", "text/plain; charset=x"):
        headers = target.bearer() | {"content-type": kind}
        target.send("POST", "/api/v1/products/doh/beds/checks", body, headers)
        target.send("PUT", "/api/v1/products/doh/odd/contract", body, headers)
        target.send("PUT", "/api/v1/agencies/doh/policy", body, target.person(kind))
        target.send("POST", "/api/v1/products/doh/beds/waivers", body, target.person(kind))

    assert target.verdict("odd bodies") == []


def test_endless_bodies_are_refused_and_fill_no_memory(target):
    """100 MB, with its length said before and in chunks, to doors of the API and of the pages."""
    before = target.server.memory_mb()
    for path in ("/api/v1/products/doh/beds/contract", "/sign-in", "/api/v1/agencies/doh/policy"):
        for chunked in (False, True):
            assert _poured(target, path, chunked=chunked) in {
                b"",
                b"413",
                b"400",
                b"401",
                b"404",
                b"405",
            }

    grown = target.server.memory_mb() - before
    print(f"\n600 MB of bodies: {grown:.0f} MB more resident")  # noqa: T201 (shown with -s)
    assert grown < 60
    assert target.verdict("endless bodies") == []


def _poured(target, path, *, chunked):
    method = b"POST" if path == "/sign-in" else b"PUT"
    piece = b"x" * 1_000_000
    length = b"Transfer-Encoding: chunked" if chunked else b"Content-Length: 100000000"
    head = b"%s %s HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer %s\r\n%s\r\n\r\n"
    with socket.create_connection(("127.0.0.1", target.server.port), timeout=20) as line:
        line.sendall(head % (method, path.encode(), target.token.encode(), length))
        with contextlib.suppress(ConnectionError):  # an answer may come before all is sent
            for _ in range(100):
                line.sendall(b"f4240\r\n%s\r\n" % piece if chunked else piece)
            if chunked:
                line.sendall(b"0\r\n\r\n")
        with contextlib.suppress(ConnectionError):
            return b"".join(line.recv(4096).split(b" ", 2)[1:2])
    return b""


def test_slow_bodies_keep_nobody_out(target):
    """Sixty callers who never finish what they began, while others are answered."""
    head = b"PUT /api/v1/products/doh/beds/contract HTTP/1.1\r\nHost: x\r\nContent-Length: 999\r\n"
    head += b"Authorization: Bearer " + target.token.encode() + b"\r\n\r\na"
    with contextlib.ExitStack() as stack:
        lines = [
            stack.enter_context(socket.create_connection(("127.0.0.1", target.server.port)))
            for _ in range(60)
        ]
        for line in lines:
            line.sendall(head)
        began = time.perf_counter()
        for _ in range(20):
            target.send("GET", "/api/v1/products/doh/beds/contract", headers=target.bearer())
            target.send("PUT", "/api/v1/products/doh/beds/contract", a_contract(), target.bearer())
        assert time.perf_counter() - began < 10

    assert target.verdict("beside slow bodies") == []


GET = b"GET /api/v1/rules/PROP-01 HTTP/1.1\r\nHost: x\r\n"
POST = b"POST /api/v1/checks HTTP/1.1\r\nHost: x\r\n"
HIDDEN = b"GET /api/v1/agencies HTTP/1.1\r\nHost: x\r\n\r\n"


@pytest.mark.parametrize(
    "sent",
    [
        POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
        POST + b"Content-Length: 5, 6\r\n\r\nabcdef",
        POST + b"Content-Length: +5\r\n\r\nabcde",
        POST + b"Content-Length: 0x5\r\n\r\nabcde",
        POST + b"Content-Length: 99999999999999999999999\r\n\r\nabcde",
        POST + b"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + HIDDEN,
        POST + b"Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + HIDDEN,
        POST + b"Transfer-Encoding: xchunked\r\nContent-Length: 4\r\n\r\nabcd" + HIDDEN,
        POST + b"Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n5;a=b;c\r\nabcde\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n5;" + b"a" * 60_000 + b"\r\nabcde\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFF\r\nabcde\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n-1\r\nabcde\r\n0\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n0\r\nX: y\r\nContent-Length: 9\r\n\r\n",
        POST + b"Transfer-Encoding: chunked\r\n\r\n5\nabcde\n0\n\n",
        GET + b"X: a\r\n b\r\n\tc\r\n\r\n",
        GET + b" X: a\r\n\r\n",
        GET + b"X\0: a\r\n\r\n",
        GET + b"X: a\0b\r\n\r\n",
        GET + b"X: a\rb\r\n\r\n",
        GET + b"X y: a\r\n\r\n",
        GET + b": a\r\n\r\n",
        GET + b"Host: y\r\n\r\n",
        GET + b"Expect: 100-continue\r\n\r\n",
        GET + b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: x\r\n\r\n",
        GET + b"Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: x\r\n\r\n",
        GET + b"Content-Length: 3\r\n\r\nabc" + HIDDEN,
        b"GET http://x/api/v1/agencies HTTP/1.1\r\nHost: y\r\n\r\n",
        b"GET //x/api/v1/agencies HTTP/1.1\r\nHost: y\r\n\r\n",
        b"GET /api/v1/agencies\tHTTP/1.1\r\nHost: y\r\n\r\n",
        b"GET /api/v1/agencies HTTP/9.9\r\nHost: y\r\n\r\n",
        b"GET /api/v1/agencies\r\n\r\n",
        b"CONNECT x:443 HTTP/1.1\r\nHost: x\r\n\r\n",
        b"TRACE /api/v1/agencies HTTP/1.1\r\nHost: x\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"\r\n\r\n\r\n" + GET + b"\r\n",
        b"GET /api/v1/agencies?a=\x00 HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
    ids=range(40),
)
def test_no_bytes_on_the_line_break_the_server(target, sent):
    """What proxies and servers read in two ways is refused or read in one; the next is answered."""
    with socket.create_connection(("127.0.0.1", target.server.port), timeout=10) as line:
        line.sendall(sent)
        line.shutdown(socket.SHUT_WR)
        answers = b""
        with contextlib.suppress(ConnectionError):
            while more := line.recv(1 << 16):
                answers += more
    statuses = re.findall(rb"HTTP/1\.1 (\d\d\d) ", answers)
    target.counts.update(int(status) for status in statuses)

    assert [status for status in statuses if status >= b"500"] == []
    if b"Transfer-Encoding" in sent and b"Content-Length: 4" in sent:
        assert len(statuses) <= 1  # what the body hides is no request of its own
    assert target.verdict("bytes on the line") == []


def test_a_reader_who_goes_away_costs_nothing(target):
    """Connections that end in the midst of a request or an answer."""

    def leave(number):
        with socket.create_connection(("127.0.0.1", target.server.port)) as line:
            line.sendall((GET + b"\r\n")[: 5 + number])

    threads = [threading.Thread(target=leave, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert target.verdict("connections that end") == []
