"""Can programs and people read what happened to what they follow, over the API?"""

import pytest
from api_server import A_COLUMN, a_contract, serving, the_problem

from registry import delivery, products
from registry.addresses import Ref
from registry.identity import SYSTEM, RoleName
from registry.views import UseView
from ui.app import application

BEDS = "/api/v1/products/doh/beds"
SUBSCRIPTION = f"{BEDS}/subscription"
NOTICES = "/api/v1/notices"
REF = Ref(agency="doh", product="beds")


@pytest.fixture
def api(tmp_path):
    """The whole application, with a product that its own agency uses."""
    with serving(tmp_path, application) as running:
        running.signed("PUT", f"{BEDS}/contract", a_contract(), content_type="application/yaml")
        use = UseView(agency="doh", agency_name="", purpose="Plans", columns=(), major=1)
        products.declare_use(running.runtime, SYSTEM, REF, use)
        yield running


@pytest.fixture
def reader(api):
    """The browser of somebody of the agency, with the token of its forms."""
    return api.browser(RoleName.STEWARD, name="Rafael")


def publish(api, version):
    """Publish a version with one more column, and deliver the notices."""
    source = a_contract(version, more=A_COLUMN)
    api.signed("PUT", f"{BEDS}/contract", source, content_type="application/yaml")
    delivery.drain(api.runtime)


def test_a_person_follows_reads_and_stops(api, reader):
    """With a session, as the pages have it."""
    made = api.call("PUT", SUBSCRIPTION, **reader)
    assert (made.status, made.json) == (
        200,
        {"product": "doh/beds", "following": True, "agency_following": False},
    )
    publish(api, "1.1.0")

    (notice,) = api.call("GET", f"{NOTICES}?unread=true", **reader).json["items"]
    assert notice["version"] == "1.1.0"
    assert notice["link"] == "/products/doh/beds/versions/1.1.0"
    assert api.call("GET", notice["link"], accept="text/html", **reader).status == 200
    one = f"{NOTICES}/{notice['id']}/read"
    assert [api.call("POST", one, **reader).json for _ in range(2)] == [{"read": 1}, {"read": 0}]
    assert api.call("GET", f"{NOTICES}?unread=true", **reader).json["items"] == []
    assert api.call("POST", f"{NOTICES}/read", **reader).json == {"read": 0}

    assert not api.call("DELETE", SUBSCRIPTION, **reader).json["following"]
    assert not api.call("GET", SUBSCRIPTION, **reader).json["following"]


def test_an_agency_follows_through_who_may_say_so(api, reader):
    """As a steward may."""
    made = api.call("PUT", f"{SUBSCRIPTION}?for_agency=true", **reader)

    assert (made.json["following"], made.json["agency_following"]) == (False, True)


def test_a_token_reads_what_its_agency_was_told(api):
    """And marks nothing as read, nor follows anything."""
    publish(api, "1.1.0")
    publish(api, "1.2.0")

    first = api.signed("GET", f"{NOTICES}?limit=1")
    assert [each["version"] for each in first.json["items"]] == ["1.2.0"]
    assert first.json["items"][0]["for_agency"]
    rest = api.signed("GET", f"{NOTICES}?cursor={first.json['cursor']}")
    assert [each["version"] for each in rest.json["items"]] == ["1.1.0"]
    for method, path in (
        ("POST", f"{NOTICES}/read"),
        ("POST", f"{NOTICES}/{first.json['items'][0]['id']}/read"),
        ("PUT", SUBSCRIPTION),
        ("DELETE", SUBSCRIPTION),
    ):
        the_problem(api.signed(method, path), 403, "not-allowed")


def test_nobody_in_particular_is_asked_to_sign_in(api):
    """A foreign page neither: it has the cookie, and no token of a form."""
    for method, path in (("GET", NOTICES), ("POST", f"{NOTICES}/read"), ("PUT", SUBSCRIPTION)):
        the_problem(api.call(method, path), 401, "not-signed-in")


def test_a_foreign_page_follows_nothing(api, reader):
    """The browser sends the cookie along whoever asks."""
    cookie = {"cookie": reader["cookie"]}
    for method in ("PUT", "DELETE"):
        the_problem(api.call(method, SUBSCRIPTION, **cookie), 401, "not-signed-in")


@pytest.mark.parametrize("path", [f"{NOTICES}/0/read", f"{NOTICES}/2147483647/read"])
def test_what_is_not_theirs_is_not_there(api, reader, path):
    """Not even that somebody else has it."""
    the_problem(api.call("POST", path, **reader), 404, "not-found")
    the_problem(api.call("GET", f"{NOTICES}?cursor=x", **reader), 400, "invalid-request")
