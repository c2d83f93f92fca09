"""What does a reader get of a demand? What is wanted, what for, and by whom."""

from datetime import datetime

from registry.views import View


class DemandView(View, frozen=True):
    """Data that somebody looked for and did not find."""

    id: int
    wanted: str
    purpose: str  # "" where none was given
    person: str  # the name
    agency: str  # slug, "" for whoever belongs to none
    created_at: datetime
