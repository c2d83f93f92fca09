"""What does a connection get that says nothing sensible, says it too slowly, or never listens?

The bounds are those of a server, made short: the very protocol that `charter serve` hands uvicorn.
"""

import contextlib
import http.client
import socket
import threading
import time
from io import BytesIO

import pytest
import uvicorn
from api_server import Reply, the_problem

from registry.cli import protocol
from registry.cli.protocol import BoundedProtocol

LARGE = 64 << 20


async def application(scope, receive, send):
    """Answer with as many bytes as the path says, once the body is there."""
    while (await receive()).get("more_body"):
        pass
    size = int(scope["path"].strip("/") or 0)
    headers = [(b"content-length", str(size).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    for sent in range(0, size, 1 << 16):
        part = b"x" * min(1 << 16, size - sent)
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def port(monkeypatch):
    """The port of a server whose patience is a second."""
    monkeypatch.setattr(protocol, "HEAD_TIMEOUT_S", 1.0)
    monkeypatch.setattr(protocol, "BODY_TIMEOUT_S", 1.0)
    monkeypatch.setattr(protocol, "READ_TIMEOUT_S", 1.0)
    config = uvicorn.Config(
        application,
        http=BoundedProtocol,
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_keep_alive=1,
    )
    server = uvicorn.Server(config)
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        yield bound.getsockname()[1]
        server.should_exit = True
        thread.join()


@contextlib.contextmanager
def connected(port):
    """Give a connection."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        yield connection


def rest(connection) -> bytes:
    """Return what comes until the server closes the connection; it must."""
    found = b""
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(1 << 16):
            found += part
    return found


class _Told:
    def __init__(self, raw: bytes) -> None:
        self.raw = raw

    def makefile(self, *_):
        return BytesIO(self.raw)


def parsed(raw: bytes) -> Reply:
    """Return the one answer in *raw*."""
    response = http.client.HTTPResponse(_Told(raw))
    response.begin()
    headers = {name.lower(): value for name, value in response.getheaders()}
    reply = Reply(status=response.status, headers=headers, body=response.read())
    assert b"\r\nHTTP/1.1 " not in raw
    return reply


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: abc\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    ],
)
def test_what_is_no_http_is_a_problem_with_an_id(port, sent):
    """Whoever reports it can name it, and whoever reads it is a program."""
    with connected(port) as connection:
        connection.sendall(sent)
        reply = parsed(rest(connection))

    the_problem(reply, 400, "invalid-request")
    assert len(reply.headers["x-request-id"]) == 32
    assert reply.headers["connection"] == "close"
    assert "default-src 'none'" in reply.headers["content-security-policy"]


def test_a_head_that_is_too_large_is_a_431(port):
    """With the address, as far as it was said."""
    with connected(port) as connection:
        with contextlib.suppress(ConnectionError):
            connection.sendall(b"GET /beds?x=1 HTTP/1.1\r\nX-Request-Id: mine\r\n")
            for _ in range(40):
                connection.sendall(b"X-Long: " + b"a" * 8000 + b"\r\n")
                time.sleep(0.005)
        reply = parsed(rest(connection))

    assert the_problem(reply, 431, "head-too-large")["instance"] == "/beds"
    assert reply.headers["x-request-id"] == "mine"


@pytest.mark.parametrize(
    ("sent", "instance"),
    [
        (b"", "/"),
        (b"\r\n\r\n", "/"),
        (b"GET /a%20b HTTP/1.1\r\n", "/a%20b"),
        (b"PUT /beds HTTP/1.1\r\nContent-Length: 9\r\n\r\nab", "/beds"),
    ],
)
def test_what_does_not_come_to_its_end_is_a_408(port, sent, instance):
    """A connection that was only opened, a head and a body."""
    began = time.monotonic()
    with connected(port) as connection:
        connection.sendall(sent)
        reply = parsed(rest(connection))

    assert the_problem(reply, 408, "too-slow")["instance"] == instance
    assert 0.9 < time.monotonic() - began < 6


@pytest.mark.parametrize("then", [b"", b"\r\n", b"\r\n\r\n\r\n", b"GET / HT"])
def test_a_connection_that_goes_idle_after_an_answer_is_closed(port, then):
    """Whatever it sends that is no request."""
    began = time.monotonic()
    with connected(port) as connection:
        connection.sendall(b"GET /2 HTTP/1.1\r\nHost: x\r\n\r\n")
        assert connection.recv(4096).startswith(b"HTTP/1.1 200 ")
        connection.sendall(then)
        rest(connection)

    assert 0.9 < time.monotonic() - began < 6


def test_a_caller_who_does_not_read_is_given_up(port):
    """The answer waits for nobody for ever."""
    began = time.monotonic()
    with connected(port) as connection:
        connection.sendall(b"GET /%d HTTP/1.1\r\nHost: x\r\n\r\n" % LARGE)
        time.sleep(2.5)
        received = rest(connection)

    assert len(received) < LARGE
    assert time.monotonic() - began < 10


def test_a_caller_who_reads_slowly_gets_everything(port):
    """As long as they read at all."""
    with connected(port) as connection:
        connection.sendall(b"GET /%d HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n" % LARGE)
        received = 0
        for number in range(4000):
            part = connection.recv(1 << 16)
            received += len(part)
            if not part:
                break
            if number < 20:
                time.sleep(0.03)
        received += len(rest(connection))

    assert received > LARGE


def test_nonsense_behind_a_request_is_not_its_answer(port):
    """A caller must not take the refusal of one for that of the other."""
    with connected(port) as connection:
        connection.sendall(b"GET /65536 HTTP/1.1\r\nHost: x\r\n\r\n\x00\x00\x00nonsense\r\n\r\n")
        received = rest(connection)

    assert not received.startswith(b"HTTP/1.1 4")
