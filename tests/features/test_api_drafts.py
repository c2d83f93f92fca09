"""Can an agency read its draft back, byte by byte, and nobody else?"""

import hashlib

import pytest
from api_server import A_COLUMN, a_contract, make_public, serving, the_problem

from registry import publishing
from registry.addresses import Ref
from registry.identity import SYSTEM, RoleName
from ui.app import application

BEDS = "/api/v1/products/doh/beds"
DRAFT = a_contract("1.1.0", status="draft", more=A_COLUMN)
REF = Ref(agency="doh", product="beds")


@pytest.fixture
def api(tmp_path):
    """The whole application, with a public product that has a version and a draft."""
    with serving(tmp_path, application) as running:
        for source in (a_contract(), DRAFT):
            publishing.publish(running.runtime, SYSTEM, REF, source)
        make_public(running.runtime, "doh", "beds")
        yield running


def browser(api, role: RoleName, scope: str, agency: str) -> dict[str, str]:
    """Return the headers of somebody's browser."""
    return {"cookie": api.browser(role, scope, agency=agency)["cookie"]}


def test_its_agency_reads_the_bytes_with_their_digest(api):
    """What came in comes out, and is not sent twice."""
    reply = api.signed("GET", f"{BEDS}/draft")

    assert (reply.status, reply.body) == (200, DRAFT)
    digest = hashlib.sha256(DRAFT).hexdigest()
    assert reply.headers["etag"] == f'"{digest}"'
    assert reply.headers["cache-control"] == "private, no-cache"
    assert reply.headers["content-type"].startswith("application/yaml")
    again = api.signed("GET", f"{BEDS}/draft", if_none_match=reply.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    head = api.signed("HEAD", f"{BEDS}/draft")
    assert (head.status, head.headers["content-length"]) == (200, str(len(DRAFT)))


def test_for_everybody_else_it_is_not_there(api):
    """The same answer as for a product without a draft, and the same page."""
    others = [
        {},
        {"authorization": f"Bearer {api.token_of('dot')}"},
        browser(api, RoleName.AUDITOR, "*", "dot"),
        browser(api, RoleName.REGISTRY_ADMIN, "*", "dot"),
    ]
    with_draft = [api.call("GET", f"{BEDS}/draft", **who) for who in others]
    pages = [
        api.call("GET", "/products/doh/beds/draft", accept="text/html", **who) for who in others
    ]
    publishing.publish(api.runtime, SYSTEM, REF, a_contract("1.1.0", more=A_COLUMN))
    without = [api.call("GET", f"{BEDS}/draft", **who) for who in others]

    assert [each.status for each in pages] == [404] * len(others)
    for before, after in zip(with_draft, without, strict=True):
        assert the_problem(before, 404, "not-found") == the_problem(after, 404, "not-found")
    assert the_problem(api.signed("GET", f"{BEDS}/draft"), 404, "not-found")


def test_its_people_read_it_on_a_page(api):
    """With the lines of the source, whatever role they hold."""
    who = browser(api, RoleName.CONSUMER, "doh", "doh")
    page = api.call("GET", "/products/doh/beds/draft", accept="text/html", **who)

    assert page.status == 200
    html = page.body.decode()
    assert '<li id="L1"><code>apiVersion' in html
    assert "draft <bdi>1.1.0</bdi>" in html
    product = api.call("GET", "/products/doh/beds", accept="text/html", **who).body.decode()
    assert 'href="/products/doh/beds/draft"' in product


def test_a_draft_that_cannot_be_published_is_read_as_well(api):
    """That is what drafts are for."""
    broken = DRAFT.replace(b"    properties:", b"    propertys:", 1)
    publishing.publish(api.runtime, SYSTEM, REF, broken)

    assert api.signed("GET", f"{BEDS}/draft").body == broken
    who = browser(api, RoleName.STEWARD, "doh", "doh")
    assert api.call("GET", "/products/doh/beds/draft", accept="text/html", **who).status == 200
