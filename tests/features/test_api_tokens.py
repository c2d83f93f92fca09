"""Can officers issue, rotate and revoke tokens over the API, and nobody else?"""

import json

import pytest
from api_server import serving, the_problem

from registry import tokens
from registry.identity import SYSTEM, RoleName
from ui.app import application

TOKENS = "/api/v1/agencies/doh/tokens"


@pytest.fixture
def api(tmp_path):
    """The whole application."""
    with serving(tmp_path, application) as running:
        yield running


def browser(api, role: RoleName, scope: str = "doh") -> dict[str, str]:
    """Return the headers of somebody's browser."""
    return api.browser(role, scope) | {"content_type": "application/json"}


def issue(api, who, address=TOKENS, **changes):
    """Ask for a token."""
    body = {"name": "nightly", "scopes": ["read"], "days": 30} | changes
    return api.call("POST", address, json.dumps(body), **who)


@pytest.mark.parametrize("role", [RoleName.AGENCY_CDO, RoleName.PRODUCT_OWNER])
def test_a_token_lives_its_life(api, role):
    """Issued, used, listed, rotated, revoked; shown once, and in no list."""
    who = browser(api, role)
    made = issue(api, who)
    assert (made.status, made.headers["cache-control"]) == (201, "no-store")
    first = made.json
    mine = {"authorization": f"Bearer {first['token']}"}
    assert api.call("GET", "/api/v1/products", **mine).status == 200
    tokens.write_uses(api.runtime)
    rotated = api.call("POST", f"{TOKENS}/{first['id']}/rotate?overlap_hours=0", **who)
    assert (rotated.status, rotated.headers["cache-control"]) == (201, "no-store")
    assert api.call("GET", "/api/v1/products", **mine).status == 401
    second = rotated.json
    assert (second["name"], second["scopes"]) == ("nightly", ["read"])
    listed = api.call("GET", TOKENS, **who)
    assert first["token"] not in listed.body.decode()
    by_id = {each["id"]: each for each in listed.json["items"]}
    assert by_id[first["id"]]["last_used_at"] is not None
    assert by_id[second["id"]]["last_used_at"] is None
    gone = [api.call("DELETE", f"{TOKENS}/{second['id']}", **who).status for _ in range(2)]
    assert gone == [204, 204]
    mine = {"authorization": f"Bearer {second['token']}"}
    assert api.call("GET", "/api/v1/products", **mine).status == 401


def test_who_may_not_issue_sees_none(api):
    """No token makes another one, and no officer one of another agency."""
    robot = {"authorization": f"Bearer {api.token}", "content_type": "application/json"}
    other = browser(api, RoleName.AGENCY_CDO, "dot")
    reader = browser(api, RoleName.CONSUMER)
    (mine,) = tokens.tokens(api.runtime, SYSTEM, "doh")
    for who in (robot, other, reader):
        for reply in (
            api.call("GET", TOKENS, **who),
            issue(api, who),
            api.call("POST", f"{TOKENS}/{mine.id}/rotate", **who),
            api.call("DELETE", f"{TOKENS}/{mine.id}", **who),
        ):
            assert the_problem(reply, 403, "not-allowed")
    assert the_problem(api.call("GET", TOKENS), 401, "not-signed-in")
    assert [each.revoked_at for each in tokens.tokens(api.runtime, SYSTEM, "doh")] == [None]


@pytest.mark.parametrize(
    "changes",
    [
        {"days": 0},
        {"days": 366},
        {"scopes": []},
        {"scopes": ["admin"]},
        {"name": ""},
        {"name": "a\0b"},
        {"more": 1},
    ],
)
def test_a_token_without_bounds_is_not_issued(api, changes):
    """The rules of the page."""
    assert the_problem(
        issue(api, browser(api, RoleName.AGENCY_CDO), **changes), 400, "invalid-request"
    )


def test_what_is_not_there_or_too_long_is_told(api):
    """A token, an agency, an overlap."""
    who = browser(api, RoleName.AGENCY_CDO)
    made = issue(api, who).json["id"]
    assert the_problem(api.call("DELETE", f"{TOKENS}/nothing", **who), 404, "not-found")
    long = api.call("POST", f"{TOKENS}/{made}/rotate?overlap_hours=721", **who)
    assert the_problem(long, 400, "invalid-request")
    admin = browser(api, RoleName.REGISTRY_ADMIN, "*")
    nowhere = "/api/v1/agencies/nowhere/tokens"
    assert the_problem(api.call("GET", nowhere, **admin), 404, "not-found")
