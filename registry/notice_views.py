"""What does a reader get of notices, of what they follow, and of what could not be delivered?"""

from datetime import datetime

from registry.views import View


class NoticeView(View, frozen=True):
    """What somebody is told of an event. ``link`` is a path of this registry."""

    id: int
    product: str  # agency/slug
    title: str
    event: str  # its type in the trail: "contract.activated"
    version: str | None
    sentence: str
    link: str
    created_at: datetime
    read_at: datetime | None
    for_agency: bool  # told to the caller's agency: once one of its people has read it, it is read


class SubscriptionView(View, frozen=True):
    """Whether the caller follows a product, and whether their agency does."""

    product: str  # agency/slug
    following: bool
    agency_following: bool


class LetterView(View, frozen=True):
    """An outbox row that is not delivered yet. ``dead_at``: since when nobody tries any more."""

    id: int
    product: str  # agency/slug
    event: str
    created_at: datetime
    attempts: int  # that failed
    trouble: str  # why the last of them failed
    next_at: datetime | None  # not before
    dead_at: datetime | None
