"""How does a test get a registry that answers over HTTP? A real server, in a thread of its own."""

import http.client
import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import uvicorn
from litestar import Litestar
from litestar.datastructures import State

from registry import directory
from registry.addresses import Ref
from registry.api.problems import exception_handlers
from registry.api.routes import routes
from registry.identity import SYSTEM, RoleName
from registry.products import set_product
from registry.runtime import Runtime, open_runtime
from registry.views import Visibility
from tests.databases import settings_at
from ui.session import COOKIE, Signer


class Reply(msgspec.Struct, frozen=True, kw_only=True):
    """What came back."""

    status: int
    headers: dict[str, str]  # names in lower case
    body: bytes

    @property
    def json(self):
        """The body as a JSON value."""
        return json.loads(self.body)


class Api:
    """A running registry and a caller of it."""

    def __init__(self, runtime: Runtime, port: int) -> None:
        self.runtime = runtime
        self.port = port
        self.url = f"http://127.0.0.1:{port}"
        self.token = self.token_of("doh")

    def token_of(self, agency: str) -> str:
        """Return a token of *agency* that may publish."""
        issued = directory.issue_token(
            self.runtime, SYSTEM, agency, scopes=("publish", "read"), days=30, name="ci"
        )
        return issued.token

    def browser(
        self, role: RoleName, scope: str = "doh", *, agency: str = "doh", name: str = ""
    ) -> dict[str, str]:
        """Return the headers of somebody with *role*: their cookie, and a token of their forms."""
        person = directory.create_person(
            self.runtime, SYSTEM, name=name or role.value, agency=agency
        )
        directory.assign(self.runtime, SYSTEM, person.id, role, scope)
        signer = Signer(directory.cookie_secret(self.runtime))
        session = signer.begin(person.id, now_s=self.runtime.clock().timestamp())
        return {
            "cookie": f"{COOKIE}={signer.sign(session)}",
            "x_csrf_token": signer.form_token(session),
        }

    def call(self, method: str, path: str, body=None, **headers: str) -> Reply:
        """Send a request; underscores in the names of *headers* stand for hyphens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request(method, path, body=body, headers=named)
            response = connection.getresponse()
            names = {name.lower(): value for name, value in response.getheaders()}
            return Reply(status=response.status, headers=names, body=response.read())
        finally:
            connection.close()

    def signed(self, method: str, path: str, body=None, **headers: str) -> Reply:
        """Send a request with the token of the agency `doh`."""
        return self.call(method, path, body, authorization=f"Bearer {self.token}", **headers)


def bare(runtime: Runtime) -> Litestar:
    """Return an application with the API and nothing else."""
    return Litestar(
        route_handlers=routes(),
        exception_handlers=exception_handlers(),
        openapi_config=None,
        state=State({"runtime": runtime}),
    )


@contextmanager
def serving(home: Path, build: Callable[[Runtime], Litestar] = bare) -> Iterator[Api]:
    """Serve an empty registry of two agencies at *home*."""
    runtime = open_runtime(settings_at(home), migrate=True)
    for slug, name in (("doh", "Department of Health"), ("dot", "Department of Transportation")):
        directory.create_agency(
            runtime, SYSTEM, slug=slug, acronym=slug.upper(), name=name, domain="meridian"
        )
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        bound.listen()  # callers wait in line until the server is up
        server = uvicorn.Server(_config(build(runtime)))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            yield Api(runtime, bound.getsockname()[1])
        finally:
            server.should_exit = True
            thread.join()
            runtime.close()


def _config(application: Litestar) -> uvicorn.Config:
    return uvicorn.Config(application, log_config=None, access_log=False, lifespan="off")


def make_public(runtime: Runtime, agency: str, product: str) -> None:
    """Let everybody see a product."""
    ref = Ref(agency=agency, product=product)
    set_product(runtime, SYSTEM, ref, visibility=Visibility.PUBLIC)


def a_contract(version: str = "1.0.0", *, more: str = "", name: str = "beds", **changes) -> bytes:
    """Return a valid contract of `doh`; *more* adds columns, *changes* replace top-level texts."""
    fields = {
        "apiVersion": "v3.1.0",
        "kind": "DataContract",
        "id": f"urn:doh:{name}",
        "name": name,
        "version": version,
        "status": "active",
        "domain": "health",
    } | changes
    head = "".join(f"{key}: {value}\n" for key, value in fields.items())
    return f"""{head}description:
  purpose: Beds by hospital, for dispatchers.
schema:
  - name: beds
    logicalType: object
    description: One row for each hospital.
    properties:
      - name: hospital_id
        logicalType: string
        description: The hospital's number.
        primaryKey: true
        required: true
        classification: public
      - name: staffed
        logicalType: integer
        description: Beds with staff.
        required: true
        classification: public
{more}""".encode()


A_COLUMN = """\
      - name: updated_at
        logicalType: timestamp
        description: When the hospital reported.
        classification: public
"""


def the_problem(reply: Reply, status: int, slug: str) -> dict:
    """Assert that *reply* is a problem as every problem looks, and return it."""
    assert reply.status == status, reply.body[:500]
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert reply.headers["cache-control"] == "no-store"
    problem = reply.json
    assert set(problem) == {
        "type",
        "title",
        "status",
        "detail",
        "instance",
        "next_step",
        "findings",
        "report",
    }
    assert (problem["type"], problem["status"]) == (f"/problems/{slug}", status)
    assert problem["title"]
    assert problem["detail"].endswith((".", "?"))
    assert problem["instance"].startswith("/")
    for finding in problem["findings"]:
        assert finding["rule"]
        assert finding["message"]
        assert {"path", "pointer", "line", "column", "fix"} <= set(finding)
    assert "Traceback" not in reply.body.decode()
    return problem
