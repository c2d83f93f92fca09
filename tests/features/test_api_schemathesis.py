"""Does the API keep every promise of its own description, whatever is sent to it?"""

import os

import pytest
import schemathesis
from api_server import a_contract, serving
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks as promises

from registry.api import openapi

CHECKS = [
    not_a_server_error,
    promises.status_code_conformance,
    promises.content_type_conformance,
    promises.response_headers_conformance,
    promises.response_schema_conformance,
    promises.negative_data_rejection,
    promises.unsupported_method,
]
BOUNDED = settings(
    max_examples=int(os.environ.get("EXAMPLES", "8")),
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    """A registry with two versions of one product, that answers on a real port."""
    with serving(tmp_path_factory.mktemp("promises")) as running:
        for version in ("1.0.0", "1.1.0"):
            running.signed(
                "PUT",
                "/api/v1/products/doh/beds/contract",
                a_contract(version),
                content_type="application/yaml",
            )
        yield running


promised = schemathesis.openapi.from_dict(openapi.document())


@promised.parametrize()
@BOUNDED
def test_a_stranger_gets_what_the_description_promises(case, api):
    """No 5xx; status, media type, headers and shape as described; what does not fit is refused."""
    case.call_and_validate(checks=CHECKS, base_url=api.url)


@promised.parametrize()
@BOUNDED
def test_an_agency_gets_what_the_description_promises(case, api):
    """The same with a token that may publish, so that the writing half is reached as well."""
    bearer = {"Authorization": f"Bearer {api.token}"}
    case.call_and_validate(checks=CHECKS, base_url=api.url, headers=bearer)
