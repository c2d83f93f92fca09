"""What does a reader get of roles: who holds one, since when and until when?"""

from datetime import date, datetime, timedelta

from registry.identity import RoleName
from registry.views import View


class RoleView(View, frozen=True):
    """Somebody holds a role. ``scope`` is `*` for the whole state, an agency, or agency/product."""

    id: int
    person: str  # their id
    name: str
    contact: str
    role: RoleName
    words: str  # the role as people say it: "Product owner"
    scope: str
    since: datetime
    until: datetime | None  # the moment it ends; None: without an end
    removable: bool  # whether the caller may withdraw it

    @property
    def last_day(self) -> date | None:
        """The last day on which it is held, None for one without an end."""
        return (self.until - timedelta(microseconds=1)).date() if self.until else None
