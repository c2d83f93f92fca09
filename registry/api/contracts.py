"""How does a contract come in, and how is the one in force read back?"""

from typing import Any
from urllib.parse import unquote

from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import RawBody

from registry import catalog, drafts, publishing
from registry.addresses import Ref
from registry.api.admission import CONTRACT_TYPES, JSON, document_body
from registry.api.answers import Answer
from registry.api.operation import options, read, write
from registry.api.originals import serve
from registry.api.parameters import (
    ContractId,
    IfMatch,
    IfNoneMatch,
    IfNoneMatchContract,
    OneAgency,
    named_ref,
)
from registry.identity import Actor
from registry.runtime import Runtime
from registry.views import Receipt

_CONTRACT = "/products/{agency:str}/{product:str}/contract"
_DRAFT = "/products/{agency:str}/{product:str}/draft"
_BYTES = {"produces": (JSON, *CONTRACT_TYPES)}


@write(
    _CONTRACT,
    method="PUT",
    tags=["Publishing"],
    problems=[403, 404, 409, 412, 413, 415, 422],
    guards=[document_body],
)
def publish_contract(  # where to, a document, under which conditions
    ref: NamedDependency[Ref],
    body: RawBody,
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    if_match: IfMatch = None,
    if_none_match: IfNoneMatchContract = None,
) -> Response[Receipt]:
    """Publish a contract.

    Send the contract as YAML or JSON. Its own `version` and `status` say what becomes of it: an
    `active` one goes into force, a `draft` replaces the product's draft, and a breaking change
    under the right version number is stored as `proposed` until its owner activates it.

    The answer is 201 where something was stored, and 200 where the same bytes were there already.
    A contract that may not go out is a 422 with every finding at once, and nothing is stored: the
    same verdict that a check gives beforehand.
    """
    receipt = publishing.publish(
        runtime, actor, ref, body, if_match=if_match, if_none_match=if_none_match
    )
    return _receipt(receipt)


@write(
    "/contracts",
    tags=["Publishing"],
    problems=[403, 404, 409, 412, 413, 415, 422],
    guards=[document_body],
)
def publish_named_contract(  # as above
    body: RawBody,
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    agency: OneAgency = None,
    if_match: IfMatch = None,
    if_none_match: IfNoneMatchContract = None,
) -> Response[Receipt]:
    """Publish a contract that names its product.

    The same as publishing it to the product that the contract itself names, by `dataProduct`, else
    by `name`, in `agency`; left out, in the agency of your token.
    """
    ref = named_ref(actor, body, agency)
    receipt = publishing.publish(
        runtime, actor, ref, body, if_match=if_match, if_none_match=if_none_match
    )
    return _receipt(receipt)


@read(_CONTRACT, tags=["Publishing"], problems=[404], opt=_BYTES, media_type="application/yaml")
def get_contract(
    ref: NamedDependency[Ref],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    if_none_match: IfNoneMatch = None,
) -> Response[bytes]:
    """Read the contract in force, byte by byte.

    The newest active version as it was published, with its digest as ETag. Send the ETag back as
    If-Match when you publish a changed one, and nobody's work is lost in between.
    """
    original = catalog.original(runtime, actor, ref.agency, ref.product, None)
    return serve(original, name=f"{ref.agency}.{ref.product}", seen=if_none_match, fixed=False)


@read(_DRAFT, tags=["Publishing"], problems=[404], opt=_BYTES, media_type="application/yaml")
def get_draft(
    ref: NamedDependency[Ref],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    if_none_match: IfNoneMatch = None,
) -> Response[bytes]:
    """Read the draft of the contract, byte by byte.

    For the people and tokens of the product's own agency, with its digest as ETag. For everybody
    else there is none.
    """
    original = drafts.original(runtime, actor, ref)
    name = f"{ref.agency}.{ref.product}.draft"
    return serve(original, name=name, seen=if_none_match, fixed=False)


@read(
    "/contracts/{contract_id:path}",
    tags=["Versions"],
    problems=[404],
    opt=_BYTES,
    media_type="application/yaml",
)
def get_contract_by_id(
    request: Request[Any, Any, Any],
    contract_id: ContractId,
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    if_none_match: IfNoneMatch = None,
) -> Response[bytes]:
    """Read a contract by its id, byte by byte.

    The `id` in a contract is unique in a registry and leads to the version in force, whatever the
    product is called today. Percent-encode it where it holds a slash.
    """
    exact = _as_sent(request, contract_id)
    original = catalog.contract_by_id(runtime, actor, exact)
    return serve(original, name=exact, seen=if_none_match, fixed=False)


contract_options = options(_CONTRACT, "GET", "HEAD", "OPTIONS", "PUT")


def _receipt(receipt: Receipt) -> Response[Receipt]:
    return Answer(
        receipt,
        status_code=201 if receipt.created else 200,
        headers={"location": receipt.url} if receipt.created else {},
    )


def _as_sent(request: Request[Any, Any, Any], contract_id: str) -> str:
    """Return the id as the caller wrote it: routing folds double slashes, and ids are URLs too."""
    raw = request.scope.get("raw_path") or b""
    _, found, tail = raw.decode("ascii", "replace").partition("/contracts/")
    return unquote(tail) if found else contract_id.lstrip("/")
