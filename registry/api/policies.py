"""By what is a change weighed, who said so, and how does that change?"""

import re

from litestar import Response
from litestar.di import NamedDependency
from litestar.params import RawBody

from registry import policies
from registry.addresses import Ref
from registry.api.admission import document_body
from registry.api.answers import Answer
from registry.api.operation import options, read, write
from registry.api.parameters import AgencySlug, IfMatchPolicy
from registry.identity import Actor
from registry.policy_layers import REGISTRY
from registry.policy_views import PolicyPage
from registry.runtime import Runtime

_REGISTRY = "/policy"
_AGENCY = "/agencies/{agency:str}/policy"
_PRODUCT = "/products/{agency:str}/{product:str}/policy"
_SETTING = [403, 404, 412, 413, 415]
_ENDING = [403, 404, 412]


@read(_REGISTRY, tags=["Policies"])
def get_registry_policy(
    runtime: NamedDependency[Runtime], actor: NamedDependency[Actor]
) -> Response[PolicyPage]:
    """Read the policy of the registry.

    What holds wherever neither an agency nor a product says otherwise. Its ETag goes into If-Match
    when you set another one.
    """
    return _told(policies.page(runtime, actor, REGISTRY))


@write(_REGISTRY, method="PUT", tags=["Policies"], problems=_SETTING, guards=[document_body])
def set_registry_policy(
    body: RawBody,
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    if_match: IfMatchPolicy = None,
) -> Response[PolicyPage]:
    """Set the policy of the registry.

    For its administrator, signed in as a person. What it fixes, no agency can soften.
    """
    return _set(runtime, actor, REGISTRY, None, body, if_match)


@write(_REGISTRY, method="DELETE", tags=["Policies"], problems=_ENDING)
def end_registry_policy(
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    if_match: IfMatchPolicy = None,
) -> Response[PolicyPage]:
    """Take the policy of the registry back.

    Charter's default holds from then on. The answer is what holds now.
    """
    return _ended(runtime, actor, REGISTRY, None, if_match)


@read(_AGENCY, tags=["Policies"], problems=[404])
def get_agency_policy(
    agency: AgencySlug, runtime: NamedDependency[Runtime], actor: NamedDependency[Actor]
) -> Response[PolicyPage]:
    """Read the policy of an agency.

    Whom its products protect, how much each rule weighs, and who set it. It holds for check and
    publish alike, and no request can switch any of it off.
    """
    return _told(policies.page(runtime, actor, agency))


@write(_AGENCY, method="PUT", tags=["Policies"], problems=_SETTING, guards=[document_body])
def set_agency_policy(  # an agency, a document, and what every route gets
    agency: AgencySlug,
    body: RawBody,
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    if_match: IfMatchPolicy = None,
) -> Response[PolicyPage]:
    """Set the policy of an agency.

    For its chief data officer or the registry's administrator, signed in as a person; a token sets
    no policy. Send the document as YAML or JSON: it says what differs from the registry's policy. A
    mistake in it is a 400 whose `detail` has a line for each, with line and column, and what holds
    goes on to hold.
    """
    return _set(runtime, actor, agency, None, body, if_match)


@write(_AGENCY, method="DELETE", tags=["Policies"], problems=_ENDING)
def end_agency_policy(
    agency: AgencySlug,
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    if_match: IfMatchPolicy = None,
) -> Response[PolicyPage]:
    """Take the policy of an agency back.

    What the registry insists on holds from then on. The answer is what holds now.
    """
    return _ended(runtime, actor, agency, None, if_match)


@read(_PRODUCT, tags=["Policies"], problems=[404])
def get_product_policy(
    ref: NamedDependency[Ref],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> Response[PolicyPage]:
    """Read the policy that holds for a data product.

    That of its agency, with what was set for this product: its owner may ask more of it, its
    agency's chief data officer may set it apart.
    """
    return _told(policies.page(runtime, actor, ref.agency, ref.product))


@write(_PRODUCT, method="PUT", tags=["Policies"], problems=_SETTING, guards=[document_body])
def set_product_policy(  # a product, a document, and what every route gets
    ref: NamedDependency[Ref],
    body: RawBody,
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    if_match: IfMatchPolicy = None,
) -> Response[PolicyPage]:
    """Set the policy of a data product.

    For its owner, who may ask more than the agency does, and for whoever sets the agency's policy,
    signed in as a person. The document says what differs from the agency's policy.
    """
    return _set(runtime, actor, ref.agency, ref.product, body, if_match)


@write(_PRODUCT, method="DELETE", tags=["Policies"], problems=_ENDING)
def end_product_policy(
    ref: NamedDependency[Ref],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    if_match: IfMatchPolicy = None,
) -> Response[PolicyPage]:
    """Take the policy of a data product back.

    The agency's holds for it from then on. The answer is what holds now.
    """
    return _ended(runtime, actor, ref.agency, ref.product, if_match)


allowed = tuple(
    options(path, "DELETE", "GET", "HEAD", "OPTIONS", "PUT")
    for path in (_REGISTRY, _AGENCY, _PRODUCT)
)


def _set(  # whose policy it is has two parts
    runtime: Runtime,
    actor: Actor,
    agency: str,
    product: str | None,
    source: bytes,
    if_match: str | None,
) -> Response[PolicyPage]:
    revision = _revision(if_match)
    return _told(policies.set_policy(runtime, actor, agency, product, source, revision=revision))


def _ended(
    runtime: Runtime, actor: Actor, agency: str, product: str | None, if_match: str | None
) -> Response[PolicyPage]:
    revision = _revision(if_match)
    return _told(policies.end_policy(runtime, actor, agency, product, revision=revision))


def _told(page: PolicyPage) -> Response[PolicyPage]:
    return Answer(page, headers={"etag": f'"{page.revision}-{page.digest[:_DIGITS]}"'})


_DIGITS = 16
_ETAG = re.compile(r'"(\d{1,18})-[0-9a-f]{16}"')


def _revision(if_match: str | None) -> int | None:
    """Return the number of the policy that the caller looked at, None where they do not care."""
    if if_match is None or if_match.strip() == "*":
        return None
    found = _ETAG.fullmatch(if_match.strip())
    return int(found[1]) if found else _NEVER


_NEVER = -1  # no policy has this number, so a tag that Charter never gave out matches nothing
