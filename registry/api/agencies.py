"""Which agencies take part, and how much does each of them offer?"""

from litestar.di import NamedDependency

from registry import directory
from registry.api.operation import read
from registry.api.parameters import AgencySlug
from registry.identity import Actor
from registry.runtime import Runtime
from registry.views import AgencyView, Page


@read("/agencies", tags=["Agencies"])
def list_agencies(
    runtime: NamedDependency[Runtime], actor: NamedDependency[Actor]
) -> Page[AgencyView]:
    """List the agencies.

    All of them, by name. `products` counts the data products that you may see, so it may grow when
    you send a token.
    """
    return Page(items=tuple(directory.agencies(runtime, actor)))


@read("/agencies/{agency:str}", tags=["Agencies"], problems=[404])
def get_agency(
    agency: AgencySlug, runtime: NamedDependency[Runtime], actor: NamedDependency[Actor]
) -> AgencyView:
    """Read one agency."""
    return directory.agency(runtime, actor, agency)
