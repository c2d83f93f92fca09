"""By what is a change weighed, and who said so?"""

from litestar.di import NamedDependency

from registry import policies
from registry.addresses import Ref
from registry.api.operation import read
from registry.api.parameters import AgencySlug
from registry.identity import Actor
from registry.runtime import Runtime
from registry.views import PolicyPage


@read("/agencies/{agency:str}/policy", tags=["Agencies"], problems=[404])
def get_agency_policy(
    agency: AgencySlug, runtime: NamedDependency[Runtime], actor: NamedDependency[Actor]
) -> PolicyPage:
    """Read the policy of an agency.

    Whom its products protect, how much each rule weighs, and who set it. It holds for check and
    publish alike, and no request can switch any of it off.
    """
    return policies.page(runtime, actor, agency)


@read("/products/{agency:str}/{product:str}/policy", tags=["Products"], problems=[404])
def get_product_policy(
    ref: NamedDependency[Ref],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> PolicyPage:
    """Read the policy that holds for a data product.

    That of its agency, with what was set for this product: its owner may ask more of it, its
    agency's chief data officer may set it apart.
    """
    return policies.page(runtime, actor, ref.agency, ref.product)
