"""What do bytes do that no client would send: endless, slow, ambiguous, or cut off?"""

import contextlib
import re
import socket
import threading
import time

import pytest
from hostile import hostile_to

from tests.registry.hospital import a_contract


@pytest.fixture(scope="module")
def target(tmp_path_factory):
    """A server that several tests may ask."""
    with hostile_to(tmp_path_factory.mktemp("home")) as asked:
        yield asked


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
