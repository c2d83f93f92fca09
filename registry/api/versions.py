"""Which versions of a contract are there, what does each say, and how does it go on?"""

from typing import Annotated

import msgspec
from litestar import Response
from litestar.di import NamedDependency
from litestar.params import JSONBody

from registry import catalog, lifecycle
from registry.addresses import MAX_REASON, Ref
from registry.api.admission import JSON, json_body
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
_STEP = [403, 404, 409, 413]
_SUFFIXES = (".odcs.yaml", ".odcs.json")


class ReasonRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why a version enters another state, for those who read its history."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_REASON)]


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


@write(
    _VERSIONS + "/{version:str}/withdraw", tags=["Publishing"], problems=_STEP, guards=[json_body]
)
def withdraw_version(
    ref: NamedDependency[Ref],
    version: VersionText,
    data: JSONBody[ReasonRequest],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> Receipt:
    """Withdraw a proposed version.

    For the product's owner and the agency's chief data officer, signed in as a person. It stays
    readable, is never in force, and its number is never used again. One that is withdrawn already
    stays as it is.
    """
    return lifecycle.withdraw(runtime, actor, ref, version, reason=data.reason)


@write(
    _VERSIONS + "/{version:str}/deprecate", tags=["Publishing"], problems=_STEP, guards=[json_body]
)
def deprecate_version(
    ref: NamedDependency[Ref],
    version: VersionText,
    data: JSONBody[ReasonRequest],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> Receipt:
    """Deprecate an active version.

    For the product's owner and the agency's chief data officer, signed in as a person. It stays
    readable, and changes are judged against it: those who use it are told that it will end.
    """
    return lifecycle.deprecate(runtime, actor, ref, version, reason=data.reason)


@write(_VERSIONS + "/{version:str}/retire", tags=["Publishing"], problems=_STEP, guards=[json_body])
def retire_version(
    ref: NamedDependency[Ref],
    version: VersionText,
    data: JSONBody[ReasonRequest],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> Receipt:
    """Retire a deprecated version.

    For the agency's chief data officer, signed in as a person. It ends with what is left of its
    major line, and stays readable. While somebody has declared to use the line, the answer is 409.
    """
    return lifecycle.retire(runtime, actor, ref, version, reason=data.reason)
