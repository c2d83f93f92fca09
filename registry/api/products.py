"""Which data products are there, and what is to be known of one?"""

from typing import Any

from litestar import Request, Response
from litestar.di import NamedDependency

from registry import catalog
from registry.addresses import Ref
from registry.api.operation import read
from registry.api.paging import paged
from registry.api.parameters import Cursor, Limit, OneAgency
from registry.identity import Actor
from registry.runtime import Runtime
from registry.views import Page, ProductPage, ProductView


@read("/products", tags=["Products"], problems=[404])
def list_products(
    request: Request[Any, Any, Any],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    agency: OneAgency = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response[Page[ProductView]]:
    """List data products.

    Those that you may see, page by page. While there is more, the answer holds a `cursor`, and a
    Link header with the address of the next page. To look for something, use the search.
    """
    page = catalog.products(runtime, actor, agency=agency, cursor=cursor, limit=limit)
    return paged(request, page)


@read("/products/{agency:str}/{product:str}", tags=["Products"], problems=[404])
def get_product(
    ref: NamedDependency[Ref],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> ProductPage:
    """Read a data product.

    Its newest active contract as Charter reads it, all its versions, the people who answer for it,
    and who has declared to use it.
    """
    return catalog.product(runtime, actor, ref.agency, ref.product)
