"""Is the way to an OpenSearch as safe as its settings ask for: TLS, a password, a signature?

A front of the tests speaks TLS with a certificate of its own, looks at who asks, and hands on to
the genuine server behind it.
"""

import base64
import http.client
import shutil
import ssl
import subprocess
import threading
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest

from search.backend import BackendUnavailableError
from search.opensearch import open_opensearch
from search.opensearch_client import Link, Server
from search.query import Query
from tests.engines_of_search import server_url
from tests.search.conftest import a_product

OPENSSL = shutil.which("openssl")
BASIC = "Basic " + base64.b64encode(b"charter:p@ss/word").decode()


class Front(BaseHTTPRequestHandler):
    """Lets through what `wanted` finds right."""

    wanted = staticmethod(lambda _headers: True)
    behind = ("127.0.0.1", 0)

    def _hand_on(self):
        body = self.rfile.read(int(self.headers.get("content-length", 0)))
        if not self.wanted(self.headers):
            self._answer(401, b'{"error": {"reason": "who are you?"}}')
            return
        connection = http.client.HTTPConnection(*self.behind, timeout=30)
        kept = {
            name: value
            for name, value in self.headers.items()
            if name.lower() not in {"host", "authorization", "connection"}
        }
        connection.request(self.command, self.path, body, kept | {"accept-encoding": "identity"})
        response = connection.getresponse()
        self._answer(response.status, response.read())
        connection.close()

    def _answer(self, status, body):
        self.send_response(status)
        self.send_header("content-type", "application/json; charset=UTF-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_args):
        """Say nothing."""


for method in ("GET", "PUT", "POST", "DELETE", "HEAD"):
    setattr(Front, f"do_{method}", Front._hand_on)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Return the files of a certificate for 127.0.0.1 and of its key."""
    if OPENSSL is None:
        pytest.skip("there is no openssl here to make a certificate")
    folder = tmp_path_factory.mktemp("tls")
    key, found = folder / "key.pem", folder / "ca.pem"
    subprocess.run(
        [OPENSSL, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=os",
         "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", found],
        check=True, capture_output=True,
    )  # fmt: skip
    return found, key


@pytest.fixture
def front(certificate):
    """Return a function that opens a front and tells its port."""
    behind = urlsplit(server_url())
    running = []

    def opened(wanted):
        handler = type(
            "Front",
            (Front,),
            {"wanted": staticmethod(wanted), "behind": (behind.hostname, behind.port)},
        )
        server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        server.daemon_threads = True
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        running.append(server)
        return server.server_address[1]

    yield opened
    for server in running:
        server.shutdown()
        server.server_close()


@pytest.fixture
def name():
    """Return a name of indexes that nobody else uses; take them away afterwards."""
    found = f"t-{uuid.uuid4().hex}"
    yield found
    link = Link(Server(url=server_url()))
    with link.speaking() as client:
        client.indices.delete(index=f"{found}-*")
    link.close()


def finds(server):
    """Tell whether a product is found there after it was stored there."""
    backend = open_opensearch(server)
    try:
        backend.apply([a_product("beds")], cursor=1)
        return backend.search(Query(text="beds")).total == 1
    finally:
        backend.close()


def test_a_known_certificate_and_the_right_password_are_let_in(front, name, certificate):
    """A password may hold the signs that part an address; they are written as in every URL."""
    port = front(lambda headers: headers.get("authorization") == BASIC)
    url = f"https://charter:p%40ss%2Fword@127.0.0.1:{port}"

    assert finds(Server(url=url, index=name, ca_file=str(certificate[0])))


def test_an_unknown_certificate_is_not_trusted(front, name):
    """Else anybody in between could read and answer."""
    port = front(lambda _headers: True)

    with pytest.raises(BackendUnavailableError, match="cannot be trusted"):
        finds(Server(url=f"https://127.0.0.1:{port}", index=name))


def test_a_wrong_password_is_said_without_it(front, name, certificate):
    """The message ends in a log."""
    port = front(lambda headers: headers.get("authorization") == BASIC)
    url = f"https://charter:secret@127.0.0.1:{port}"

    with pytest.raises(BackendUnavailableError, match="who are you") as caught:
        finds(Server(url=url, index=name, ca_file=str(certificate[0])))

    assert "secret" not in str(caught.value)


def test_requests_are_signed_where_a_region_is_set(front, name, certificate, monkeypatch):
    """AWS Signature 4, with the credentials of the machine."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a secret key")
    scope = "/eu-central-1/es/aws4_request"

    def signed(headers):
        found = headers.get("authorization", "")
        return found.startswith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/") and scope in found

    port = front(signed)
    server = Server(
        url=f"https://127.0.0.1:{port}",
        index=name,
        ca_file=str(certificate[0]),
        aws_region="eu-central-1",
    )

    assert finds(server)
