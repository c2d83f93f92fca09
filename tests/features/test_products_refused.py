"""What does the registry say to a data product? It keeps contracts, and says what to do instead."""

import pytest
from api_server import serving, the_problem

PRODUCT = b"apiVersion: v1.1.0\nkind: DataProduct\nid: beds\nname: beds\nstatus: active\n"
NAMELESS = PRODUCT.replace(b"name: beds\n", b"").replace(b"status: active", b"status: draft")
KINDLESS = PRODUCT.replace(b"kind: DataProduct\n", b"") + b"outputPorts: [{name: beds}]\n"


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    """A registry that answers on a real port."""
    with serving(tmp_path_factory.mktemp("products")) as running:
        yield running


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PUT", "/api/v1/products/doh/beds/contract"),
        ("POST", "/api/v1/products/doh/beds/checks"),
        ("POST", "/api/v1/contracts"),
        ("POST", "/api/v1/checks"),
    ],
)
@pytest.mark.parametrize("body", [PRODUCT, NAMELESS, KINDLESS])
def test_a_data_product_is_a_clear_problem(api, method, path, body):
    """Whoever has a product has its contracts as well, and those are what is published."""
    problem = the_problem(api.signed(method, path, body), 422, "invalid-contract")

    assert problem["detail"] == (
        "This is a data product (`kind: DataProduct`), and the registry keeps contracts."
    )
    assert problem["next_step"] == (
        "Publish the contract of each output port by itself. `charter lint` and `charter diff` "
        "judge the product."
    )
    assert [each["rule"] for each in problem["findings"]] == ["SCH-07"]
    assert api.signed("GET", "/api/v1/products/doh/beds").status == 404
