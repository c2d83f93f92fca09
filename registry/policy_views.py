"""What does a reader get of policies and waivers? How a change is weighed, and who said so.

Built by services alone; pages and API read them as they are. Times are aware UTC.
"""

from datetime import date, datetime
from enum import StrEnum

from contracts.findings import Severity
from registry.views import View


class PolicyView(View, frozen=True):
    """A policy as somebody wrote and set it."""

    text: str
    set_by: str
    set_at: datetime
    adds_only: bool  # counts where it is stricter than the agency's


class WatchView(View, frozen=True):
    """A custom property that a policy watches, and by which rule it is judged."""

    name: str
    rule: str  # its code
    on: tuple[str, ...]  # contract, server, object, property; none: everywhere


class PolicyPage(View, frozen=True):
    """What a change is weighed by: what holds, and from which policies it comes."""

    subject: str  # "*" for the whole registry, an agency, or agency/product
    mode: str
    protects: str  # the mode in words
    role: str
    risks: Severity  # what a risk for a protected side weighs
    deprecation_days: int  # the least time from saying that something ends to its end
    rules: dict[str, Severity]  # by code, where the policy says otherwise than the rule
    watch: tuple[WatchView, ...]  # custom properties that carry a promise, beside Charter's own
    fixed: tuple[str, ...]  # parts and codes of rules that no policy above this one softens
    digest: str
    revision: int  # of what was set for the subject itself, 0 where nothing was
    registry_policy: PolicyView | None  # None: the default
    agency_policy: PolicyView | None
    product_policy: PolicyView | None


class WaiverState(StrEnum):
    """What has become of a waiver."""

    IN_FORCE = "in force"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


class WaiverView(View, frozen=True):
    """Somebody's word that a finding on a product need not count."""

    fingerprint: str
    reason: str
    approver: str
    granted_at: datetime
    until: date  # the last day
    state: WaiverState
    ended_at: datetime | None = None  # when its end was written down
    ended_by: str | None = None  # who took it back; None: its time was over, or it is not over

    @property
    def is_over(self) -> bool:
        """Whether it counts no more."""
        return self.state is not WaiverState.IN_FORCE


class WeighedView(View, frozen=True):
    """How publishing a version ends under some policy."""

    outcome: str  # an `Outcome`, or "invalid"
    required_version: str | None
    rules: tuple[str, ...]  # those whose findings are errors


class ReplayView(View, frozen=True):
    """A published version under the policy of today, and under another one."""

    product: str  # agency/slug
    version: str
    today: WeighedView
    then: WeighedView
