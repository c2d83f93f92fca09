"""What was the caller told, what have they read, and which products do they follow?"""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response
from litestar.di import NamedDependency
from litestar.params import PathParameter, QueryParameter

from registry import following, inbox
from registry.addresses import Ref
from registry.api.operation import options, read, write
from registry.api.paging import paged
from registry.api.parameters import Cursor, Limit
from registry.identity import Actor
from registry.notice_views import NoticeView, SubscriptionView
from registry.runtime import Runtime
from registry.views import Page

_SUBSCRIPTION = "/products/{agency:str}/{product:str}/subscription"

NoticeId = Annotated[
    int, PathParameter(description="The number of the notice.", ge=0, le=2**31 - 1)
]

Unread = Annotated[bool, QueryParameter(description="Only what has not been read.")]

ForAgency = Annotated[
    bool, QueryParameter(description="Whether it is for all people of your agency.")
]


class ReadNotices(msgspec.Struct, frozen=True, kw_only=True):
    """How many notices were unread and are read now."""

    read: int


@read("/notices", tags=["Notices"])
def list_notices(
    request: Request[Any, Any, Any],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    *,
    unread: Unread = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Response[Page[NoticeView]]:
    """List what you were told.

    The newest first: versions that are proposed, in force, deprecated or retired, and what else
    happens to the products that you follow, or that your agency follows or has declared to use. A
    token lists what its agency was told.
    """
    page = inbox.notices(runtime, actor, unread=unread, cursor=cursor, limit=limit)
    return paged(request, page)


@write("/notices/read", tags=["Notices"], problems=[403])
def mark_all_notices_read(
    runtime: NamedDependency[Runtime], actor: NamedDependency[Actor]
) -> ReadNotices:
    """Mark all notices as read.

    For people who are signed in. What your agency was told is read for all its people then.
    """
    return ReadNotices(read=inbox.mark_read(runtime, actor))


@write("/notices/{notice:int}/read", tags=["Notices"], problems=[403, 404])
def mark_notice_read(
    notice: NoticeId, runtime: NamedDependency[Runtime], actor: NamedDependency[Actor]
) -> ReadNotices:
    """Mark a notice as read.

    For people who are signed in. One that was read before stays as it is.
    """
    return ReadNotices(read=inbox.mark_read(runtime, actor, notice))


@read(_SUBSCRIPTION, tags=["Notices"], problems=[404])
def get_subscription(
    ref: NamedDependency[Ref],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> SubscriptionView:
    """See whether you follow a data product, and whether your agency does."""
    return following.subscription(runtime, actor, ref)


@write(_SUBSCRIPTION, method="PUT", tags=["Notices"], problems=[403, 404])
def follow_product(
    ref: NamedDependency[Ref],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    *,
    for_agency: ForAgency = False,
) -> SubscriptionView:
    """Follow a data product.

    For people who are signed in; for their whole agency, those who may declare what it uses.
    """
    return following.follow(runtime, actor, ref, for_agency=for_agency)


@write(_SUBSCRIPTION, method="DELETE", tags=["Notices"], problems=[403, 404])
def unfollow_product(
    ref: NamedDependency[Ref],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    *,
    for_agency: ForAgency = False,
) -> SubscriptionView:
    """Stop following a data product.

    What you were told already stays. An agency that has declared to use it is told all the same.
    """
    return following.unfollow(runtime, actor, ref, for_agency=for_agency)


allowed = (options(_SUBSCRIPTION, "DELETE", "GET", "HEAD", "OPTIONS", "PUT"),)
