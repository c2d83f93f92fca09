"""What changed from one version to another, and whom does it hurt?"""

from litestar.di import NamedDependency

from registry import catalog
from registry.addresses import Ref
from registry.api.operation import read
from registry.api.parameters import FromVersion, ToVersion
from registry.identity import Actor
from registry.runtime import Runtime
from registry.views import DiffPage


@read("/products/{agency:str}/{product:str}/diff", tags=["Versions"], problems=[404])
def get_diff(
    ref: NamedDependency[Ref],
    before: FromVersion,
    after: ToVersion,
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> DiffPage:
    """Compare two versions.

    Every change from one published version to another, with the place in the newer text, what it
    means for those who read and those who write the data, and the verdict on all of it together.
    """
    return catalog.diff(runtime, actor, ref.agency, ref.product, before, after)
