"""Does everything that goes wrong over HTTP end in a problem that says what to do?"""

import http.client
import logging

import pytest
from api_server import a_contract, serving, the_problem

from registry.errors import problem_types

PRODUCT = "/api/v1/products/doh/beds"


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    """A registry that answers on a real port."""
    with serving(tmp_path_factory.mktemp("problems")) as running:
        yield running


@pytest.mark.parametrize(
    "path", ["/nowhere", "/api", "/api/v2/products", "/api/v1/products/doh/beds/nothing", "/api/v1"]
)
def test_an_unknown_address_is_not_found(api, path):
    """A mistyped address answers like everything else, not with a page of the framework."""
    problem = the_problem(api.call("GET", path), 404, "not-found")

    assert problem["detail"] == f"There is nothing at '{path}'."
    assert problem["instance"] == path


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("DELETE", "/api/v1/products", {"GET", "HEAD", "OPTIONS"}),
        ("POST", "/api/v1/rules", {"GET", "HEAD", "OPTIONS"}),
        ("GET", f"{PRODUCT}/checks", {"OPTIONS", "POST"}),
        ("PATCH", "/api/health", {"GET", "HEAD", "OPTIONS"}),
        ("TRACE", f"{PRODUCT}/contract", {"GET", "HEAD", "OPTIONS", "PUT"}),
    ],
)
def test_a_wrong_method_names_the_right_ones(api, method, path, allowed):
    """RFC 9110 wants the Allow header, and so does everybody who guesses."""
    reply = api.call(method, path)

    the_problem(reply, 405, "method-not-allowed")
    assert set(reply.headers["allow"].split(", ")) == allowed


@pytest.mark.parametrize(
    ("query", "detail"),
    [
        ("limit=0", "The parameter 'limit' does not fit: Expected `int` >= 1."),
        ("limit=201", "The parameter 'limit' does not fit: Expected `int` <= 200."),
        ("limit=-1", "The parameter 'limit' does not fit: Expected `int` >= 1."),
        ("limit=many", "The parameter 'limit' does not fit: Expected `int`, got `str`."),
        (
            "limit=99999999999999999999",
            "The parameter 'limit' does not fit: Expected `int` <= 200.",
        ),
    ],
)
def test_a_parameter_that_does_not_fit_is_named(api, query, detail):
    """Apicurio answers 404 to a bad query value, which sends people looking in the wrong place."""
    problem = the_problem(api.call("GET", f"/api/v1/products?{query}"), 400, "invalid-request")

    assert problem["detail"] == detail


def test_a_parameter_is_named_as_the_caller_wrote_it(api):
    """`from` is a word of the address; what the function calls it is nobody's business."""
    problem = the_problem(api.call("GET", f"{PRODUCT}/diff?to=1.0.0"), 400, "invalid-request")

    assert "'from'" in problem["detail"]


@pytest.mark.parametrize("path", ["/api/v1/products/DOH/beds", "/api/v1/agencies/%C3%A4", PRODUCT])
def test_an_address_that_cannot_exist_is_simply_not_found(api, path):
    """Nobody can tell from the answer why there is nothing: that would leak what is hidden."""
    the_problem(api.call("GET", path), 404, "not-found")


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/agencies/%ff",
        "/api/v1/agencies/a%00b",
        "/api/v1/search?q=%C3%28",
        "/api/v1/search?q=%00",
        "/api/v1/products?cursor=%ED%A0%80",
    ],
)
def test_what_is_not_text_is_refused(api, path):
    """A NUL or half a character reaches no database and no index."""
    the_problem(api.call("GET", path), 400, "invalid-request")


def test_a_caller_who_cannot_read_the_answer_hears_so(api):
    """A client that asks for XML should not have to guess why JSON came."""
    reply = api.call("GET", "/api/v1/rules", accept="application/xml")

    problem = the_problem(reply, 406, "not-acceptable")
    assert problem["detail"] == "This answers in application/json only."


@pytest.mark.parametrize("media_type", ["application/xml", "multipart/form-data; boundary=x"])
def test_a_body_that_is_no_contract_is_refused_by_its_name(api, media_type):
    """A form or an XML file was sent by mistake; it is not read as YAML."""
    reply = api.signed("POST", f"{PRODUCT}/checks", b"a: b", content_type=media_type)

    the_problem(reply, 415, "unsupported-media-type")


def test_a_compressed_body_is_refused(api):
    """A few kilobytes of gzip may hold gigabytes."""
    reply = api.signed(
        "PUT",
        f"{PRODUCT}/contract",
        b"\x1f\x8b",
        content_type="application/yaml",
        content_encoding="gzip",
    )

    the_problem(reply, 415, "unsupported-media-type")


def test_a_body_that_says_it_is_too_large_is_not_read(api):
    """100 MB must not be held in memory to be refused."""
    connection = http.client.HTTPConnection("127.0.0.1", api.port, timeout=10)
    connection.putrequest("PUT", f"{PRODUCT}/contract")
    connection.putheader("Content-Type", "application/yaml")
    connection.putheader("Content-Length", str(100 * 1024 * 1024))
    connection.endheaders(b"a: b\n")

    response = connection.getresponse()

    assert response.status == 413
    assert response.getheader("content-type") == "application/problem+json"
    connection.close()


def test_a_body_without_a_length_is_read_only_up_to_the_limit(api):
    """A stream that never ends must not fill the memory either."""
    chunks = (b"# " + b"x" * 65_533 + b"\n" for _ in range(80))

    reply = api.signed("POST", f"{PRODUCT}/checks", chunks, content_type="application/yaml")

    problem = the_problem(reply, 413, "too-large")
    assert "4 MiB" in problem["detail"]


@pytest.mark.parametrize("path", ["/api/v1/agencies", "/api/v1/search", f"{PRODUCT}/contract"])
@pytest.mark.parametrize(
    "credentials", ["Bearer charter_unknown", "Basic ZG9oOmRvaA==", "Bearer", "Bearer \xff", "x"]
)
def test_credentials_that_are_not_in_force_are_refused_everywhere(api, path, credentials):
    """Who shows a token believes to be somebody, and must not be answered as a stranger."""
    reply = api.call("GET", path, authorization=credentials)

    the_problem(reply, 401, "not-signed-in")
    assert reply.headers["www-authenticate"] == 'Bearer realm="Charter", error="invalid_token"'


def test_a_stranger_who_publishes_is_asked_who_they_are(api):
    """The answer says how to be known."""
    reply = api.call("PUT", f"{PRODUCT}/contract", a_contract(), content_type="application/yaml")

    problem = the_problem(reply, 401, "not-signed-in")
    assert "Bearer" in problem["next_step"]
    assert reply.headers["www-authenticate"] == 'Bearer realm="Charter"'


def test_a_token_of_another_agency_may_not_publish_here(api):
    """Default deny: a right at home is none abroad, and the answer says whom to ask."""
    reply = api.call(
        "PUT",
        f"{PRODUCT}/contract",
        a_contract(),
        content_type="application/yaml",
        authorization=f"Bearer {api.token_of('dot')}",
    )

    problem = the_problem(reply, 403, "not-allowed")
    assert problem["next_step"].startswith("Ask ")


def test_a_mistake_of_ours_tells_nothing_but_a_reference(api, caplog, monkeypatch):
    """The log has the traceback; the caller has what they need to ask for it."""

    def stopped():
        raise RuntimeError("the clock of room 23 has stopped")

    monkeypatch.setattr(api.runtime, "clock", stopped)
    with caplog.at_level(logging.ERROR):
        reply = api.signed("GET", "/api/v1/agencies")

    problem = the_problem(reply, 500, "internal-error")
    assert b"room 23" not in reply.body
    reference = problem["detail"].removesuffix(".").rpartition(" ")[2]
    assert f"unexpected error {reference}" in caplog.text
    assert "the clock of room 23 has stopped" in caplog.text


def test_every_kind_of_problem_has_a_page_of_its_own():
    """`type` leads somewhere: slugs are unique, and each has a title and an explanation."""
    kinds = [kind for kind in problem_types() if kind.slug != "error"]

    assert len({kind.slug for kind in kinds}) == len({kind.__name__ for kind in kinds})
    assert all(kind.title and kind.explanation for kind in kinds)
