"""Can people move a version from state to state over the API, and no token?"""

import json

import pytest
from api_server import A_COLUMN, a_contract, serving, the_problem

from registry.identity import RoleName
from ui.app import application

BEDS = "/api/v1/products/doh/beds"


@pytest.fixture
def api(tmp_path):
    """The whole application, with a version in force and one that breaks its readers."""
    with serving(tmp_path, application) as running:
        for version, more in (("1.0.0", A_COLUMN), ("2.0.0", "")):
            source = a_contract(version, more=more)
            reply = running.signed(
                "PUT", f"{BEDS}/contract", source, content_type="application/yaml"
            )
            assert reply.status == 201
        yield running


@pytest.fixture
def officer(api):
    """The browser of the agency's chief data officer."""
    return api.browser(RoleName.AGENCY_CDO, name="Lena") | {"content_type": "application/json"}


def step(api, who, number, verb, reason="So it was decided."):
    """Ask for a step of a version."""
    body = json.dumps({"reason": reason})
    return api.call("POST", f"{BEDS}/versions/{number}/{verb}", body, **who)


def states(api):
    """Return number -> state."""
    listed = api.signed("GET", f"{BEDS}/versions").json["items"]
    return {each["version"]: each["state"] for each in listed}


def test_a_proposal_is_withdrawn(api, officer):
    """Once, and asking again changes nothing."""
    first, again = (step(api, officer, "2.0.0", "withdraw") for _ in range(2))

    assert (first.status, first.json["state"], first.json["created"]) == (200, "withdrawn", True)
    assert (again.status, again.json["created"]) == (200, False)
    assert states(api) == {"1.0.0": "active", "2.0.0": "withdrawn"}
    assert the_problem(step(api, officer, "1.0.0", "withdraw"), 409, "conflict")


def test_a_version_is_deprecated_and_retired(api, officer):
    """In that order."""
    assert the_problem(step(api, officer, "1.0.0", "retire"), 409, "conflict")
    assert step(api, officer, "1.0.0", "deprecate").json["state"] == "deprecated"
    assert step(api, officer, "1.0.0", "retire").json["state"] == "retired"


@pytest.mark.parametrize("verb", ["withdraw", "deprecate", "retire"])
def test_no_token_and_no_stranger_takes_a_step(api, officer, verb):
    """Robots propose; people decide."""
    robot = {"authorization": f"Bearer {api.token}", "content_type": "application/json"}
    before = states(api)

    assert the_problem(step(api, robot, "2.0.0", verb), 403, "not-allowed")
    nobody = {"content_type": "application/json"}
    assert the_problem(step(api, nobody, "2.0.0", verb), 401, "not-signed-in")
    for reason in ("", " ", "x" * 1001, None):
        assert the_problem(step(api, officer, "2.0.0", verb, reason), 400, "invalid-request")
    assert the_problem(step(api, officer, "9.9.9", verb), 404, "not-found")
    assert states(api) == before
