"""What does a reader get of roles: who holds one, and what each of them may do?"""

from datetime import datetime

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
    until: datetime | None  # None: without an end
    removable: bool  # whether the caller may withdraw it
