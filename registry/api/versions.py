"""Which versions of a contract were published, and what exactly does each of them say?"""

from litestar import Response
from litestar.di import NamedDependency

from registry import catalog, lifecycle
from registry.addresses import Ref
from registry.api.admission import JSON
from registry.api.answers import Answer
from registry.api.operation import read, write
from registry.api.originals import serve
from registry.api.parameters import (
    IfNoneMatch,
    VersionFile,
    VersionText,
)
from registry.identity import Actor
from registry.runtime import Runtime
from registry.views import Page, Receipt, VersionPage, VersionView

_VERSIONS = "/products/{agency:str}/{product:str}/versions"
_SUFFIXES = (".odcs.yaml", ".odcs.json")


@read(_VERSIONS, tags=["Versions"], problems=[404])
def list_versions(
    ref: NamedDependency[Ref],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> Page[VersionView]:
    """List the versions of a product's contract.

    Newest first, with the digest of the bytes, the state each is in, and the version it was judged
    against. A published version never changes and its number is never used again.
    """
    return Page(items=tuple(catalog.versions(runtime, actor, ref.agency, ref.product)))


@read(
    _VERSIONS + "/{version:str}",
    tags=["Versions"],
    problems=[404],
    opt={"produces": (JSON, "application/yaml")},
)
def get_version(
    ref: NamedDependency[Ref],
    version: VersionFile,
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    if_none_match: IfNoneMatch = None,
) -> Response[VersionPage]:
    """Read one version.

    The contract as Charter reads it, its text, what lint has to say about it, and the report of the
    judgement under which it was published.
    """
    for suffix in _SUFFIXES:
        if version.endswith(suffix):
            number = version.removesuffix(suffix)
            original = catalog.original(runtime, actor, ref.agency, ref.product, number)
            name = f"{ref.agency}.{ref.product}.{number}"
            return serve(original, name=name, seen=if_none_match, fixed=True)
    return Answer(catalog.version(runtime, actor, ref.agency, ref.product, version))


@write(
    _VERSIONS + "/{version:str}/activate", tags=["Publishing"], problems=[403, 404, 409, 413, 422]
)
def activate_version(
    ref: NamedDependency[Ref],
    version: VersionText,
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> Receipt:
    """Activate a proposed version.

    A breaking change with the right version number waits as `proposed` until the product's owner
    says so here. It is judged once more against what is active today; a verdict that has changed is
    a 409 that shows the new report, and nothing happens.
    """
    return lifecycle.activate(runtime, actor, ref, version)
