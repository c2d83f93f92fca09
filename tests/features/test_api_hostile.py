"""Can anything that a stranger sends cost the registry an answer? Counts are printed with -s."""

import http.client
import json
import random
import socket
from collections import Counter
from pathlib import Path
from urllib.parse import quote

import pytest
from api_server import a_contract, serving

CORPORA = Path(__file__).parents[3] / "shared" / "corpora"
BAD = CORPORA / "bad"
WILD = CORPORA / "odcs"
NAUGHTY = BAD / "minimaxir__big-list-of-naughty-strings" / "blns.json"

pytestmark = pytest.mark.skipif(
    not BAD.is_dir(), reason="the corpus ../shared/corpora/bad is not on this machine"
)


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    """A registry with one product, that answers on a real port."""
    with serving(tmp_path_factory.mktemp("hostile")) as running:
        running.signed(
            "PUT",
            "/api/v1/products/doh/beds/contract",
            a_contract(),
            content_type="application/yaml",
        )
        yield running


class Stranger:
    """Somebody who sends one request after the other over one connection, and counts."""

    def __init__(self, api) -> None:
        self.connection = http.client.HTTPConnection("127.0.0.1", api.port, timeout=20)
        self.headers = {"Authorization": f"Bearer {api.token}", "Content-Type": "text/yaml"}
        self.counts: Counter[int] = Counter()
        self.failures: list[str] = []

    def send(self, method: str, path: str, body: bytes | None = None, **headers: str) -> None:
        """Send a request; a 5xx, or no answer, is a failure."""
        self.connection.request(method, path, body=body, headers=self.headers | headers)
        response = self.connection.getresponse()
        answered = response.read()
        self.counts[response.status] += 1
        kind = response.getheader("content-type", "")
        is_problem = kind == "application/problem+json"
        if response.status >= 500 or (response.status >= 400) != is_problem:
            self.failures.append(f"{method} {path[:200]} {response.status} {answered[:300]!r}")

    def verdict(self, what: str) -> list[str]:
        """Print the counts and return the failures."""
        self.connection.close()
        print(f"\n{what}: {self.counts.total()} requests, {dict(self.counts)}")  # noqa: T201 (shown with -s)
        return self.failures


def test_no_file_of_the_corpus_breaks_a_check(api):
    """JSON and YAML that broke other parsers, as whole contracts: an answer each, never a 5xx."""
    stranger = Stranger(api)
    for file in sorted(path for path in BAD.rglob("*") if path.is_file()):
        stranger.send("POST", "/api/v1/products/doh/beds/checks", file.read_bytes())

    assert stranger.verdict("files as contracts") == []
    assert stranger.counts.total() > 500


def test_no_file_of_the_corpus_breaks_publishing(api):
    """The same through the door that writes."""
    stranger = Stranger(api)
    files = sorted(path for path in BAD.rglob("*.json") if path.is_file())
    for file in files:
        stranger.send("PUT", "/api/v1/products/doh/hostile/contract", file.read_bytes())

    assert stranger.verdict("files published") == []


@pytest.mark.skipif(
    not WILD.is_dir(), reason="the corpus ../shared/corpora/odcs is not on this machine"
)
def test_no_wild_contract_breaks_a_check_or_its_pages(api):
    """Real contracts of many makers: judged all, and every fourth published and read back."""
    stranger = Stranger(api)
    for number, file in enumerate(sorted(path for path in WILD.rglob("*") if path.is_file())):
        source = file.read_bytes()
        stranger.send("POST", f"/api/v1/products/doh/wild-{number}/checks", source)
        if number % 4 == 0:
            stranger.send("PUT", f"/api/v1/products/doh/wild-{number}/contract", source)
            stranger.send("GET", f"/api/v1/products/doh/wild-{number}")
            stranger.send("GET", f"/api/v1/products/doh/wild-{number}/versions/1.0.0")
    stranger.send("GET", "/api/v1/products?limit=200")

    assert stranger.verdict("wild contracts") == []


def test_no_naughty_string_breaks_an_address(api):
    """As agency, product, version, id, rule and in every query: 2xx or 4xx, whatever it says."""
    addresses = (
        "/api/v1/agencies/{}",
        "/api/v1/products/{}/{}",
        "/api/v1/products/doh/beds/versions/{}.odcs.yaml",
        "/api/v1/contracts/{}",
        "/api/v1/rules/{}",
        "/api/v1/search?q={}&agency={}&domain={}&classification={}&status={}",
        "/api/v1/search?cursor={}",
        "/api/v1/products?cursor={}",
    )
    stranger = Stranger(api)
    for text in json.loads(NAUGHTY.read_text(encoding="utf-8")):
        encoded = quote(text, safe="", errors="replace")
        for address in addresses:
            stranger.send("GET", address.replace("{}", encoded))

    assert stranger.verdict("naughty strings in addresses") == []


def test_no_naughty_string_breaks_a_contract(api):
    """As the texts of a contract that is otherwise fine."""
    stranger = Stranger(api)
    for text in json.loads(NAUGHTY.read_text(encoding="utf-8")):
        source = a_contract(**dict.fromkeys(("id", "name", "status", "domain"), json.dumps(text)))
        stranger.send("POST", "/api/v1/products/doh/beds/checks", source)

    assert stranger.verdict("naughty strings in contracts") == []


def test_no_header_breaks_a_request(api):
    """Headers are bytes from outside as well."""
    texts = ["", " ", '"', "*", ",", ";q=", "\xff\xfe", "W/", "a" * 5000, "Bearer \xe4", '"\\"']
    names = (
        "Accept",
        "If-None-Match",
        "If-Match",
        "Content-Type",
        "Content-Encoding",
        "Cookie",
        "X-CSRF-Token",
        "Accept-Language",
    )
    stranger = Stranger(api)
    for name in names:
        for text in texts:
            for path in ("/api/v1/products/doh/beds/contract", "/api/v1/products"):
                stranger.send("GET", path, **{name: text})
            stranger.send("POST", "/api/v1/products/doh/beds/checks", a_contract(), **{name: text})

    assert stranger.verdict("strange headers") == []


@pytest.mark.parametrize(
    "sent",
    [
        b"GET /api/v1/agencies/\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /api/v1/rules/PROP-01 HTTP/1.1\r\nHost: a b/c\r\n\r\n",
        b"GET /api/v1/agencies/%2e%2e%2f%2e%2e%2fetc HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /api/v1/rules/%E0%A4%A HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /api/v1/contracts/%2F%2F HTTP/1.1\r\nHost: x\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n",
        b"FOO /api/v1/rules HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST /api/v1/checks HTTP/1.1\r\nHost: x\r\nContent-Length: -5\r\n\r\n",
        b"POST /api/v1/checks HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"GET /api/v1/search?" + b"&".join([b"a=1"] * 9000) + b" HTTP/1.1\r\nHost: x\r\n\r\n",
    ],
)
def test_no_bytes_on_the_line_break_the_server(api, sent):
    """What no client library would send is refused as well, and the next caller is answered."""
    with socket.create_connection(("127.0.0.1", api.port), timeout=10) as line:
        line.sendall(sent)
        status = line.recv(4096).split(b" ", 2)[1]

    assert status in {b"200", b"400", b"404", b"405"}
    assert api.call("GET", "/api/health").status == 200


def test_no_garbled_contract_breaks_a_check(api):
    """Bytes flipped, cut and doubled at random: what a broken network or a fuzzer sends."""
    chance = random.Random(20261125)  # noqa: S311 # reproducible, not secret
    stranger = Stranger(api)
    for _ in range(300):
        source = bytearray(a_contract())
        for _ in range(chance.randint(1, 6)):
            at = chance.randrange(len(source))
            match chance.randrange(4):
                case 0:
                    source[at] = chance.randrange(256)
                case 1:
                    del source[at : at + chance.randint(1, 40)]
                case 2:
                    source[at:at] = source[: chance.randint(1, 200)]
                case _:
                    source[at:at] = chance.choice([b"{", b"[", b"&a ", b"*a", b"!!", b"\t", b"\0"])
        stranger.send("POST", "/api/v1/products/doh/beds/checks", bytes(source))

    assert stranger.verdict("garbled contracts") == []
