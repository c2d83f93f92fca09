"""Can programs read who holds which role, and people change it, over the API?"""

import json

import pytest
from api_server import serving, the_problem

from registry import audit, directory
from registry.identity import SYSTEM, RoleName
from ui.app import application

ROLES = "/api/v1/agencies/doh/roles"
STATE = "/api/v1/roles"
AMARA = "amara@doh.example"


@pytest.fixture
def api(tmp_path):
    """The whole application, with somebody who holds no role."""
    with serving(tmp_path, application) as running:
        directory.create_person(running.runtime, SYSTEM, name="Amara", email=AMARA, agency="doh")
        yield running


@pytest.fixture
def officer(api):
    """The chief data officer of the agency."""
    return api.browser(RoleName.AGENCY_CDO, "doh")


def give(api, who, address=ROLES, **fields):
    """Ask for a role for Amara."""
    body = json.dumps({"email": AMARA} | fields)
    return api.call("POST", address, body, content_type="application/json", **who)


def test_an_officer_appoints_reads_and_withdraws(api, officer):
    """The three calls, and what the trail says of them."""
    made = give(api, officer, role="product_owner", product="beds", until="2099-12-31")

    assert made.status == 201
    role = made.json
    assert (role["name"], role["role"], role["scope"], role["until"], role["removable"]) == (
        "Amara",
        "product_owner",
        "doh/beds",
        "2100-01-01T00:00:00Z",
        True,
    )
    listed = api.signed("GET", ROLES).json["items"]
    assert [(each["name"], each["role"], each["removable"]) for each in listed] == [
        ("agency_cdo", "agency_cdo", False),
        ("Amara", "product_owner", False),
    ]
    gone = api.call("DELETE", f"{ROLES}/{role['id']}", **officer)
    assert (gone.status, gone.body) == (204, b"")
    assert api.call("DELETE", f"{ROLES}/{role['id']}", **officer).status == 204
    assert len(api.signed("GET", ROLES).json["items"]) == 1
    types = [each.type for each in audit.events(api.runtime, SYSTEM, "doh").items[:2]]
    assert types == ["role.removed", "role.assigned"]


def test_the_administrator_appoints_for_the_state_and_stays_while_alone(api, officer):
    """The last one is not withdrawn, over the API as on the page."""
    admin = api.browser(RoleName.REGISTRY_ADMIN, "*")
    (alone,) = api.signed("GET", STATE).json["items"]
    problem = the_problem(api.call("DELETE", f"{STATE}/{alone['id']}", **admin), 409, "conflict")
    assert "Nobody else" in problem["detail"]
    assert the_problem(give(api, officer, STATE, role="auditor"), 403, "not-allowed")
    assert give(api, admin, STATE, role="registry_admin").status == 201
    assert api.call("DELETE", f"{STATE}/{alone['id']}", **admin).status == 204
    assert [each["name"] for each in api.signed("GET", STATE).json["items"]] == ["Amara"]


def test_neither_strangers_nor_robots_nor_others_appoint(api, officer):
    """And nobody learns who is known here by asking."""
    assert api.call("GET", ROLES).status == 401
    assert api.call("GET", STATE).status == 401
    nobody = {"email": "nobody@doh.example"}
    robot = {"authorization": f"Bearer {api.token}"}
    consumer = api.browser(RoleName.CONSUMER, "doh")
    for who, status in (({}, 401), (robot, 403), (consumer, 403)):
        for fields in ({}, nobody):
            assert give(api, who, role="steward", **fields).status == status
        assert api.call("DELETE", f"{ROLES}/1", **who).status == status
    assert give(api, officer, role="agency_cdo").status == 403
    assert give(api, officer, "/api/v1/agencies/memd/roles", role="steward").status == 403


@pytest.mark.parametrize(
    "fields",
    [
        {"role": "king"},
        {"role": "registry_admin"},
        {"role": "steward", "until": "9999-12-31"},
        {"role": "steward", "until": "2001-01-01"},
        {"role": "steward", "product": "A/B"},
        {"role": "steward", "more": 1},
        {"role": "steward", "email": ""},
    ],
)
def test_what_cannot_be_is_a_400(api, officer, fields):
    """And nothing is stored."""
    assert the_problem(give(api, officer, **fields), 400, "invalid-request")
    assert len(api.signed("GET", ROLES).json["items"]) == 1


def test_what_is_not_there_is_a_404(api, officer):
    """A person, a role, an agency."""
    assert the_problem(
        give(api, officer, role="steward", email="nobody@doh.example"), 404, "not-found"
    )
    for role in ("999999", str(2**31 - 1), str(10**30), "x"):
        assert the_problem(api.call("DELETE", f"{ROLES}/{role}", **officer), 404, "not-found")
    assert the_problem(api.signed("GET", "/api/v1/agencies/nowhere/roles"), 404, "not-found")
