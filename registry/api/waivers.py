"""Which findings on a product need not count, by whose word, and until when?"""

from datetime import date
from typing import Annotated

import msgspec
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter, QueryParameter

from registry import waivers
from registry.addresses import MAX_REASON, Ref
from registry.api.admission import json_body
from registry.api.operation import options, read, write
from registry.identity import Actor
from registry.policy_views import WaiverView
from registry.runtime import Runtime
from registry.views import Page

_WAIVERS = "/products/{agency:str}/{product:str}/waivers"
_ONE = _WAIVERS + "/{fingerprint:str}"

Fingerprint = Annotated[
    str,
    PathParameter(
        description="The finding's fingerprint, as reports name it: 16 hexadecimal digits.",
        pattern="^[0-9a-f]{16}$",
    ),
]

Reason = Annotated[
    str,
    QueryParameter(description="Why the waiver is withdrawn.", min_length=1, max_length=MAX_REASON),
]


class WaiverRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The finding that need not count, why, and the last day. The approver is whoever asks."""

    fingerprint: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{16}$")]
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_REASON)]
    until: date


@read(_WAIVERS, tags=["Policies"], problems=[404])
def list_waivers(
    ref: NamedDependency[Ref],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> Page[WaiverView]:
    """List the waivers on a data product.

    The newest first, with approver, reason and last day; those that have ended as well.
    """
    return Page(items=tuple(waivers.waivers(runtime, actor, ref)))


@write(
    _WAIVERS,
    tags=["Policies"],
    problems=[403, 404, 413],
    status_code=201,
    guards=[json_body],
)
def grant_waiver(
    ref: NamedDependency[Ref],
    data: JSONBody[WaiverRequest],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> WaiverView:
    """Waive a finding on a data product.

    In your own name, up to a day within a year: you are the approver, so you must be the agency's
    chief data officer, signed in as a person. The finding is shown all the same, and counts for a
    publish of your own.
    """
    return waivers.grant(
        runtime, actor, ref, data.fingerprint, reason=data.reason, until=data.until
    )


@write(_ONE, method="DELETE", tags=["Policies"], problems=[403, 404])
def withdraw_waiver(
    ref: NamedDependency[Ref],
    fingerprint: Fingerprint,
    reason: Reason,
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> WaiverView:
    """Withdraw what waives a finding.

    For whoever may waive, signed in as a person. It counts again from the next check on; what was
    published meanwhile stays.
    """
    return waivers.revoke(runtime, actor, ref, fingerprint, reason=reason)


allowed = (
    options(_WAIVERS, "GET", "HEAD", "OPTIONS", "POST"),
    options(_ONE, "DELETE", "OPTIONS"),
)
