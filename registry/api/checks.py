"""What would publishing do? The same judgement as publishing, and nothing is stored."""

from litestar.di import NamedDependency
from litestar.params import RawBody

from registry import publishing
from registry.addresses import Ref
from registry.api.admission import document_body
from registry.api.operation import write
from registry.api.parameters import OneAgency, named_ref
from registry.identity import Actor
from registry.runtime import Runtime
from registry.views import Review


@write(
    "/products/{agency:str}/{product:str}/checks",
    tags=["Publishing"],
    problems=[403, 404, 409, 413, 415, 422],
    guards=[document_body],
)
def check_contract(
    ref: NamedDependency[Ref],
    body: RawBody,
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> Review:
    """Check a contract before it goes out.

    Send the contract as YAML or JSON. The answer is what publishing it would do: what lint finds,
    every change against what is in force, whom it hurts, and the version number it would need.
    Nothing is stored. The answer is 200 whatever the verdict; only bytes that cannot be read as a
    contract at all are a 422.
    """
    return publishing.review(runtime, actor, ref, body)


@write(
    "/checks",
    tags=["Publishing"],
    problems=[403, 404, 409, 413, 415, 422],
    guards=[document_body],
)
def check_named_contract(
    body: RawBody,
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    agency: OneAgency = None,
) -> Review:
    """Check a contract that names its product.

    The same check for the product that the contract itself names, by `dataProduct`, else by `name`.
    It is looked for in `agency`; left out, in the agency of your token.
    """
    return publishing.review(runtime, actor, named_ref(actor, body, agency), body)
