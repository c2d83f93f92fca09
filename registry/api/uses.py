"""Who relies on a data product, and how does that begin and end?"""

from typing import Annotated

import msgspec
from litestar import Response
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter

from registry import products
from registry.addresses import MAX_SLUG, Ref
from registry.api.admission import json_body
from registry.api.operation import options, read, write
from registry.identity import Actor
from registry.judging import MAX_MAJOR
from registry.runtime import Runtime
from registry.views import Page, UseView

_USES = "/products/{agency:str}/{product:str}/uses"
_MAX_COLUMNS = 1000

User = Annotated[
    str,
    QueryParameter(name="by", description="The agency whose use ends.", max_length=MAX_SLUG),
]

Major = Annotated[
    int, QueryParameter(description="The major version that it uses.", ge=0, le=MAX_MAJOR)
]

Purpose = Annotated[
    str, QueryParameter(description="The purpose as it was declared.", max_length=200)
]


class UseRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """That an agency relies on a major version, what for, and on which columns, if that is known.

    ``by`` is the agency.
    """

    by: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_SLUG)]
    major: Annotated[int, msgspec.Meta(ge=0, le=MAX_MAJOR)]
    purpose: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    columns: Annotated[tuple[str, ...], msgspec.Meta(max_length=_MAX_COLUMNS)] = ()


@read(_USES, tags=["Products"], problems=[404])
def list_uses(
    ref: NamedDependency[Ref],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> Page[UseView]:
    """List who relies on a data product.

    By agency, with the major version, the purpose and the columns. For everybody who is signed in,
    and for tokens.
    """
    return Page(items=products.uses(runtime, actor, ref))


@write(_USES, tags=["Products"], problems=[403, 404, 409, 413], status_code=201, guards=[json_body])
def declare_use(
    ref: NamedDependency[Ref],
    data: JSONBody[UseRequest],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> UseView:
    """Declare that an agency relies on a data product.

    For people of that agency who may, signed in. Whoever breaks it is told of them, and the line is
    not retired while they use it. The same purpose again replaces its columns.
    """
    use = UseView(
        agency=data.by,
        agency_name="",
        purpose=data.purpose,
        columns=data.columns,
        major=data.major,
    )
    return products.declare_use(runtime, actor, ref, use)


@write(_USES, method="DELETE", tags=["Products"], problems=[403, 404], status_code=204)
def end_use(  # whose use of what it is
    ref: NamedDependency[Ref],
    by: User,
    major: Major,
    purpose: Purpose,
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> Response[None]:
    """End a declared use.

    For people of the agency that declared it. Once nobody uses a major line, it can be retired.
    """
    products.end_use(runtime, actor, ref, agency=by, major=major, purpose=purpose)
    return Response(None, status_code=204)


allowed = (options(_USES, "DELETE", "GET", "HEAD", "OPTIONS", "POST"),)
