"""Can people set, question and take back policies and waivers over the API, and nobody else?"""

from datetime import timedelta

import pytest
from api_server import A_COLUMN, a_contract, serving, the_problem

from registry import audit
from registry.identity import SYSTEM, RoleName
from ui.app import application

AGENCY = "/api/v1/agencies/doh/policy"
BEDS = "/api/v1/products/doh/beds"
STRICT = b"{risks: error, fixed: [risks]}"
YAML = {"content_type": "application/yaml"}
JSON = {"content_type": "application/json"}
FINDING = "0123456789abcdef"


@pytest.fixture
def api(tmp_path):
    """The whole application, with one product and its next version that breaks readers."""
    with serving(tmp_path, application) as running:
        first = running.signed("PUT", f"{BEDS}/contract", a_contract(more=A_COLUMN), **YAML)
        assert first.status == 201
        yield running


@pytest.fixture
def officer(api):
    """The chief data officer of the agency."""
    return api.browser(RoleName.AGENCY_CDO)


def a_waiver(api, **changes) -> str:
    """Return the body of a request for a waiver, for a month."""
    until = api.runtime.clock().date() + timedelta(days=30)
    fields = {"fingerprint": FINDING, "reason": "Nobody reads it.", "until": until.isoformat()}
    told = ", ".join(f'"{name}": "{text}"' for name, text in (fields | changes).items())
    return "{" + told + "}"


def test_an_officer_sets_the_policy_of_their_agency(api, officer):
    """With the ETag of what they looked at, and a line in the audit trail."""
    seen = api.call("GET", AGENCY).headers["etag"]
    reply = api.call("PUT", AGENCY, STRICT, **officer, **YAML, if_match=seen)
    late = api.call("PUT", AGENCY, b"{}", **officer, **YAML, if_match=seen)

    assert (reply.status, reply.json["risks"], reply.json["fixed"]) == (200, "error", ["risks"])
    assert reply.json["agency_policy"]["set_by"] == "agency_cdo"
    assert reply.headers["etag"] != seen
    the_problem(late, 412, "precondition-failed")
    assert api.call("GET", AGENCY).json == reply.json
    assert audit.events(api.runtime, SYSTEM, "doh").items[0].type == "policy.changed"


def test_a_policy_is_taken_back(api, officer):
    """What the registry insists on holds again; to take back nothing is told apart."""
    made = api.call("PUT", AGENCY, STRICT, **officer, **YAML)
    reply = api.call("DELETE", AGENCY, **officer, if_match=made.headers["etag"])

    assert (reply.status, reply.json["agency_policy"]) == (200, None)
    the_problem(api.call("DELETE", AGENCY, **officer), 404, "not-found")


def test_an_owner_asks_more_of_their_product_and_no_more_of_the_agency(api, officer):
    """The same roles as everywhere."""
    owner = api.browser(RoleName.PRODUCT_OWNER, "doh/beds")
    reply = api.call("PUT", f"{BEDS}/policy", b"risks: error", **owner, **YAML)

    assert (reply.status, reply.json["product_policy"]["adds_only"]) == (200, True)
    the_problem(api.call("PUT", AGENCY, b"{}", **owner, **YAML), 403, "not-allowed")
    the_problem(api.call("PUT", "/api/v1/policy", b"{}", **officer, **YAML), 403, "not-allowed")


def test_the_administrator_sets_the_policy_of_the_registry(api, officer):
    """What it fixes no agency softens, and it is told what is fixed."""
    admin = api.browser(RoleName.REGISTRY_ADMIN, "*")
    reply = api.call("PUT", "/api/v1/policy", STRICT, **admin, **YAML)
    softer = api.call("PUT", AGENCY, b"risks: warning", **officer, **YAML)

    assert (reply.status, reply.json["subject"]) == (200, "*")
    assert "fixes risks" in the_problem(softer, 400, "invalid-request")["detail"]


def test_a_mistake_in_a_policy_is_told_with_its_line(api, officer):
    """All mistakes at once, as an editor shows them, and what to do."""
    source = b"risks: error\nrules:\n  no-such-rule: error\nmode: compatible\n"
    problem = the_problem(
        api.call("PUT", AGENCY, source, **officer, **YAML), 400, "invalid-request"
    )

    first, second = problem["detail"].splitlines()
    assert first.startswith("Line 3, column 3: There is no rule 'no-such-rule'.")
    assert second.startswith("Line 4, column 1: 'compatible' means two things")
    assert problem["next_step"].startswith("Mend these lines")


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
@pytest.mark.parametrize("path", ["/api/v1/policy", AGENCY, f"{BEDS}/policy"])
def test_robots_and_strangers_set_no_policy(api, officer, method, path):
    """A pipeline that could weigh its own work would be judged by nobody."""
    foreign = {"cookie": officer["cookie"]}

    the_problem(api.signed(method, path, b"{}", **YAML), 403, "not-allowed")
    the_problem(api.call(method, path, b"{}", **YAML), 401, "not-signed-in")
    the_problem(api.call(method, path, b"{}", **YAML, **foreign), 401, "not-signed-in")


def test_an_officer_waives_a_finding_and_withdraws_that(api, officer):
    """By its fingerprint, in their own name, with a reason and an end."""
    reader = {"authorization": f"Bearer {api.token}"}
    made = api.call("POST", f"{BEDS}/waivers", a_waiver(api), **officer, **JSON)
    ended = api.call("DELETE", f"{BEDS}/waivers/{FINDING}?reason=Mended", **officer)
    again = api.call("DELETE", f"{BEDS}/waivers/{FINDING}?reason=Mended", **officer)

    assert (made.status, made.json["state"], made.json["approver"]) == (
        201,
        "in force",
        "agency_cdo",
    )
    assert (ended.status, ended.json["state"], ended.json["ended_by"]) == (
        200,
        "withdrawn",
        "agency_cdo",
    )
    the_problem(again, 404, "not-found")
    assert api.call("GET", f"{BEDS}/waivers", **reader).json["items"] == [ended.json]
    the_problem(api.call("GET", f"{BEDS}/waivers"), 404, "not-found")


@pytest.mark.parametrize(
    "changes",
    [
        {"until": "tomorrow"},
        {"until": "2199-01-01"},
        {"reason": ""},
        {"fingerprint": "XYZ"},
        {"approver": "somebody else"},
    ],
)
def test_a_waiver_that_cannot_be_is_refused(api, officer, changes):
    """Above all none without an end, and none in another's name."""
    reply = api.call("POST", f"{BEDS}/waivers", a_waiver(api, **changes), **officer, **JSON)

    the_problem(reply, 400, "invalid-request")


def test_nobody_else_waives(api):
    """Neither an owner, who would be judged by themselves, nor a robot, nor a stranger."""
    owner = api.browser(RoleName.PRODUCT_OWNER, "doh/beds")
    body = a_waiver(api)

    the_problem(api.call("POST", f"{BEDS}/waivers", body, **owner, **JSON), 403, "not-allowed")
    the_problem(api.signed("POST", f"{BEDS}/waivers", body, **JSON), 403, "not-allowed")
    the_problem(api.call("POST", f"{BEDS}/waivers", body, **JSON), 401, "not-signed-in")
