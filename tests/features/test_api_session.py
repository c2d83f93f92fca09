"""What may somebody do over the API who has signed in to the pages of the same registry?"""

import pytest
from api_server import A_COLUMN, a_contract, serving, the_problem

from registry.identity import RoleName
from ui.app import application

BEDS = "/api/v1/products/doh/beds"
ACTIVATE = f"{BEDS}/versions/2.0.0/activate"


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    """The whole application, with a breaking change that waits for its owner."""
    with serving(tmp_path_factory.mktemp("session"), application) as running:
        for source in (a_contract(more=A_COLUMN), a_contract("2.0.0")):
            running.signed("PUT", f"{BEDS}/contract", source, content_type="application/yaml")
        yield running


@pytest.fixture(scope="module")
def owner(api):
    """The browser of the product's owner: its cookie, and a token of its forms."""
    headers = api.browser(RoleName.PRODUCT_OWNER, "doh/beds", name="Amara")
    return {"cookie": headers["cookie"]}, headers["x_csrf_token"]


def test_a_person_reads_what_they_may_see(api, owner):
    """Who is signed in opens a link to the API and sees what the page shows."""
    cookie, _ = owner

    assert api.call("GET", BEDS).status == 404
    assert api.call("GET", BEDS, **cookie).status == 200


@pytest.mark.parametrize("token", [None, "", "AAAA", "\xe4"])
def test_a_foreign_page_cannot_act_through_a_browser(api, owner, token):
    """The browser sends the cookie along whoever asks; only our own pages know the token."""
    cookie, _ = owner
    headers = cookie if token is None else cookie | {"x_csrf_token": token}

    the_problem(api.call("POST", ACTIVATE, **headers), 401, "not-signed-in")


def test_an_owner_activates_what_waits_for_them(api, owner):
    """With the token of a form, the person of the session does what only a person may do."""
    cookie, token = owner

    receipt = api.call("POST", ACTIVATE, **cookie, x_csrf_token=token)

    assert receipt.status == 200
    assert (receipt.json["version"], receipt.json["state"]) == ("2.0.0", "active")


def test_a_person_saves_searches_and_removes_them(api, owner):
    """With a form's token; a robot keeps none, and what is no search is none."""
    cookie, token = owner
    mine = cookie | {"x_csrf_token": token, "content_type": "application/json"}
    path = "/api/v1/saved-searches"
    body = b'{"name": "Beds", "query": "q=beds&sort=newest"}'

    kept = api.call("POST", path, body, **mine)

    assert kept.status == 200, kept.body
    assert [each["query"] for each in api.call("GET", path, **cookie).json["items"]] == [
        "q=beds&sort=newest"
    ]
    the_problem(api.call("POST", path, body, **cookie), 401, "not-signed-in")
    the_problem(api.signed("GET", path), 403, "not-allowed")
    wrong = b'{"name": "Beds", "query": "audience=hidden"}'
    the_problem(api.call("POST", path, wrong, **mine), 400, "invalid-request")
    one = f"{path}/{kept.json['id']}"
    assert api.call("DELETE", one, **mine).status == 204
    the_problem(api.call("DELETE", one, **mine), 404, "not-found")
    assert api.call("GET", path, **cookie).json["items"] == []
