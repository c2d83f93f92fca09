"""Which data do people look for and not find?"""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import JSONBody

from registry import demands
from registry.api.admission import json_body
from registry.api.operation import options, read, write
from registry.api.paging import paged
from registry.api.parameters import Cursor, Limit
from registry.demand_views import DemandView
from registry.demands import MAX_PURPOSE, MAX_WANTED
from registry.identity import Actor
from registry.runtime import Runtime
from registry.views import Page

_PATH = "/demands"


class DemandRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Data that you look for, in your words, and what you need it for."""

    wanted: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_WANTED)]
    purpose: Annotated[str, msgspec.Meta(max_length=MAX_PURPOSE)] = ""


@read(_PATH, tags=["Search"], problems=[403])
def list_demands(
    request: Request[Any, Any, Any],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response[Page[DemandView]]:
    """List the data that people asked for.

    The newest first. Data stewards, chief data officers and the registry administrator read all of
    it; everybody else who is signed in reads their own.
    """
    return paged(request, demands.demands(runtime, actor, cursor=cursor, limit=limit))


@write(_PATH, tags=["Search"], problems=[403, 409, 413], guards=[json_body])
def ask_for_data(
    data: JSONBody[DemandRequest],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> DemandView:
    """Ask for data that you do not find.

    For people who are signed in. Asking for the same again changes nothing.
    """
    return demands.demand(runtime, actor, data.wanted, data.purpose)


allowed = (options(_PATH, "GET", "HEAD", "OPTIONS", "POST"),)
