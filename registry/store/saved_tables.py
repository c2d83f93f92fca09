"""Which searches has somebody kept? A table beside those of the registry proper."""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from registry.store.rows import Moment, Row


class SavedSearchRow(Row, table=True):
    """A search that a person has saved under a name. It is never changed, only removed."""

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("person", "name"),)

    id: str = Field(primary_key=True)  # a UUIDv7
    person: str  # an actor's id, "person:<uuid>"
    name: str
    query: str  # as it stands in an address after the "?"
    created_at: datetime = Field(sa_type=Moment)
