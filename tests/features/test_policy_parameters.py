"""Can a request talk the registry out of what its policy says? Not by any parameter or header."""

import pytest
from api_server import a_contract, serving

from registry import policies
from registry.identity import SYSTEM

BEDS = "/api/v1/products/doh/beds"
YAML = {"content_type": "application/yaml"}
BREAKING = a_contract("1.1.0").replace(b"name: staffed", b"name: manned")


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    """Return a registry where 1.0.0 is active under a strict policy of its agency."""
    with serving(tmp_path_factory.mktemp("home")) as running:
        running.signed("PUT", f"{BEDS}/contract", a_contract(), **YAML)
        policies.set_policy(running.runtime, SYSTEM, "doh", None, b"profile: strict")
        yield running


QUERIES = (
    "policy=draft",
    "profile=draft",
    "mode=NONE",
    "force=true",
    "waive=PROP-04",
    "rules[PROP-04]=info",
    "fail-on=invalid",
    "compatibility=NONE",
    "skip-checks=1",
    "status=draft",
)
HEADERS = {
    "X-Charter-Policy": "draft",
    "X-Charter-Mode": "NONE",
    "X-Charter-Force": "true",
    "Prefer": "handling=lenient",
}


@pytest.mark.parametrize("query", QUERIES)
def test_no_parameter_of_a_request_weakens_it(api, query):
    """What a request may say is in the description of the API; nothing of it is a switch."""
    checked = api.signed("POST", f"{BEDS}/checks?{query}", BREAKING, **YAML)
    published = api.signed("PUT", f"{BEDS}/contract?{query}", BREAKING, **YAML)

    assert checked.status == 400 or checked.json["report"]["outcome"] == "rejected"
    assert published.status in {400, 422}
    assert api.signed("GET", f"{BEDS}/versions/1.1.0").status == 404


@pytest.mark.parametrize("name", list(HEADERS))
def test_no_header_of_a_request_weakens_it(api, name):
    """Proxies let headers pass."""
    asked = YAML | {name: HEADERS[name]}
    checked = api.signed("POST", f"{BEDS}/checks", BREAKING, **asked)

    assert checked.json["report"]["outcome"] == "rejected"
    assert api.signed("PUT", f"{BEDS}/contract", BREAKING, **asked).status == 422
