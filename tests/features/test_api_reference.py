"""Does the API describe itself rightly, to machines and to people?"""

from html.parser import HTMLParser
from itertools import pairwise

import pytest
from api_examples import record
from api_server import serving

from registry.api import openapi
from registry.api.examples import answers

VOID = {"meta", "link", "br"}


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    """A registry that answers on a real port."""
    with serving(tmp_path_factory.mktemp("reference")) as running:
        yield running


@pytest.fixture(scope="module")
def document(api):
    """The OpenAPI document, as a client gets it."""
    reply = api.call("GET", "/api/openapi.json")
    assert reply.headers["content-type"] == "application/json"
    return reply.json


class Outline(HTMLParser):
    """What a page is made of, and whether its elements are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.elements: list[tuple[str, dict]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Note an element that opens."""
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        """Note an element that closes; it must be the last that opened."""
        assert self.open.pop() == tag

    def of(self, *tags):
        """Return the attributes of all elements with one of these names."""
        return [attrs for tag, attrs in self.elements if tag in tags]


def operations(document):
    """Return every operation with its path and method."""
    return [
        (path, method, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]


def test_every_operation_says_what_it_does(document):
    """People read this page instead of the source."""
    for path, method, operation in operations(document):
        assert operation["summary"], path
        assert not operation["summary"].endswith("."), path
        assert len(operation["tags"]) == 1, path
        assert operation["operationId"].isalnum(), path
        assert method in {"get", "put", "post", "delete"}, path
        for parameter in operation.get("parameters", ()):
            assert parameter["description"].endswith("."), (path, parameter["name"])
        for status, response in operation["responses"].items():
            assert response["description"], (path, status)


def test_operation_ids_stay(document):
    """Clients are generated from them: a name that changes breaks somebody's build."""
    assert sorted(operation["operationId"] for _, _, operation in operations(document)) == [
        "activateVersion",
        "askForData",
        "checkContract",
        "checkNamedContract",
        "completeSearch",
        "declareUse",
        "deprecateVersion",
        "endAgencyPolicy",
        "endProductPolicy",
        "endRegistryPolicy",
        "endUse",
        "followProduct",
        "getAgency",
        "getAgencyPolicy",
        "getContract",
        "getContractById",
        "getDiff",
        "getDraft",
        "getHealth",
        "getLive",
        "getProduct",
        "getProductPolicy",
        "getReady",
        "getRegistryPolicy",
        "getRule",
        "getSubscription",
        "getVersion",
        "getVersionBytes",
        "giveAgencyRole",
        "giveStateRole",
        "grantWaiver",
        "issueToken",
        "listAgencies",
        "listAgencyRoles",
        "listDemands",
        "listNotices",
        "listProducts",
        "listRules",
        "listSavedSearches",
        "listStateRoles",
        "listTokens",
        "listUses",
        "listVersions",
        "listWaivers",
        "markAllNoticesRead",
        "markNoticeRead",
        "publishContract",
        "publishNamedContract",
        "removeSavedSearch",
        "retireVersion",
        "revokeToken",
        "rotateToken",
        "saveSearch",
        "search",
        "setAgencyPolicy",
        "setProductPolicy",
        "setRegistryPolicy",
        "unfollowProduct",
        "withdrawAgencyRole",
        "withdrawStateRole",
        "withdrawVersion",
        "withdrawWaiver",
    ]


def test_every_error_is_described_as_a_problem(document):
    """A generated client reads errors by their description."""
    for path, _, operation in operations(document):
        for status, response in operation["responses"].items():
            if int(status) >= 400 and not path.startswith("/api/health"):
                (media_type,) = response["content"]
                assert media_type == "application/problem+json", (path, status)


def test_every_shape_is_described(document):
    """Each shape has its sentence, and each reference leads to one."""
    for name, shape in document["components"]["schemas"].items():
        assert shape["description"], name
        assert "Page_" not in name


def test_examples_are_what_a_registry_really_answers(api, document):
    """An example that was true once is worse than none. `api_examples.py` records them anew."""
    described = {operation["operationId"]: operation for _, _, operation in operations(document)}

    recorded = record(api)

    assert recorded == answers()
    for name, bodies in recorded.items():
        for status in bodies:
            (media,) = described[name]["responses"][status]["content"].values()
            assert media["example"] == bodies[status]


def test_the_page_is_one_document_that_everyone_can_read(api):
    """One title, landmarks, headings in order, links that lead somewhere, no script."""
    reply = api.call("GET", "/api/docs", accept="text/html,*/*;q=0.8")
    page = Outline(reply.body.decode())

    assert reply.status == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert not page.open
    assert len(page.of("h1")) == 1
    assert (len(page.of("main")), len(page.of("nav")), len(page.of("header"))) == (1, 1, 1)
    assert not page.of("script", "style", "img", "iframe")
    anchors = [attrs["id"] for _, attrs in page.elements if "id" in attrs]
    assert len(anchors) == len(set(anchors))
    for link in page.of("a"):
        address = link["href"]
        assert address.startswith("/") or address.removeprefix("#") in anchors, address
    levels = [int(tag[1]) for tag, _ in page.elements if tag in {"h1", "h2", "h3", "h4"}]
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_page_holds_every_operation_and_every_shape(api, document):
    """What is described for machines is described for people."""
    text = api.call("GET", "/api/docs").body.decode()

    for _, _, operation in operations(document):
        assert f'id="{operation["operationId"]}"' in text
    for name in document["components"]["schemas"]:
        assert f'id="shape-{name}"' in text


def test_the_description_is_made_once():
    """It is the same for everybody and costs a quarter of a second."""
    assert openapi.document() is openapi.document()
