"""Can an agency say over the API what it relies on, and that it no longer does?"""

import json

import pytest
from api_server import a_contract, make_public, serving, the_problem

from registry.identity import RoleName
from ui.app import application

BEDS = "/api/v1/products/doh/beds"
USES = f"{BEDS}/uses"
USE = {"by": "dot", "major": 1, "purpose": "Routing of ambulances", "columns": ["staffed"]}
THAT = "by=dot&major=1&purpose=Routing%20of%20ambulances"


@pytest.fixture
def api(tmp_path):
    """The whole application, with a public product."""
    with serving(tmp_path, application) as running:
        running.signed("PUT", f"{BEDS}/contract", a_contract(), content_type="application/yaml")
        make_public(running.runtime, "doh", "beds")
        yield running


@pytest.fixture
def consumer(api):
    """The browser of somebody who may speak for the other agency."""
    return api.browser(RoleName.CONSUMER, "dot", agency="dot", name="Rafael") | {
        "content_type": "application/json"
    }


def test_a_use_is_declared_listed_and_ended(api, consumer):
    """And ending it again finds nothing."""
    made = api.call("POST", USES, json.dumps(USE), **consumer)

    assert made.status == 201
    assert made.json == {
        "agency": "dot",
        "agency_name": "Department of Transportation",
        "purpose": "Routing of ambulances",
        "columns": ["staffed"],
        "major": 1,
    }
    assert api.signed("GET", USES).json["items"] == [made.json]
    gone = api.call("DELETE", f"{USES}?{THAT}", **consumer)
    assert (gone.status, gone.body) == (204, b"")
    assert api.signed("GET", USES).json["items"] == []
    the_problem(api.call("DELETE", f"{USES}?{THAT}", **consumer), 404, "not-found")


def test_nobody_speaks_for_another_agency(api, consumer):
    """Neither robots, nor strangers, nor people of elsewhere."""
    robot = {"authorization": f"Bearer {api.token}", "content_type": "application/json"}
    nobody = {"content_type": "application/json"}
    body, other = json.dumps(USE), json.dumps(USE | {"by": "doh"})
    the_problem(api.call("POST", USES, other, **consumer), 403, "not-allowed")
    the_problem(api.call("POST", USES, body, **robot), 403, "not-allowed")
    the_problem(api.call("POST", USES, body, **nobody), 401, "not-signed-in")
    the_problem(api.call("DELETE", f"{USES}?{THAT}", **robot), 403, "not-allowed")
    the_problem(api.call("GET", USES), 401, "not-signed-in")
    assert api.signed("GET", USES).json["items"] == []


@pytest.mark.parametrize(
    "changes", [{"major": -1}, {"major": 2**31}, {"purpose": ""}, {"columns": ["a\0"]}, {"more": 1}]
)
def test_what_cannot_be_is_a_400(api, consumer, changes):
    """And nothing is stored."""
    the_problem(
        api.call("POST", USES, json.dumps(USE | changes), **consumer), 400, "invalid-request"
    )
    assert api.signed("GET", USES).json["items"] == []


def test_no_agency_fills_the_page_of_another(api, consumer):
    """A hundred purposes are more than anybody reads; the same one again is no more."""
    body = [json.dumps(USE | {"purpose": f"Purpose {number}"}) for number in range(101)]
    answers = [api.call("POST", USES, each, **consumer) for each in body]

    assert {each.status for each in answers[:100]} == {201}
    the_problem(answers[100], 409, "conflict")
    assert api.call("POST", USES, body[0], **consumer).status == 201
