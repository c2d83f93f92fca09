"""What do people look for and not find? A table beside those of the registry proper."""

from datetime import datetime

from sqlmodel import Field, UniqueConstraint

from registry.store.rows import Moment, Row


class DemandRow(Row, table=True):
    """Data that a person asked for. Never changed."""

    __tablename__ = "demand"
    __table_args__ = (UniqueConstraint("person", "digest"),)

    id: int = Field(default=None, primary_key=True)
    person: str  # an actor's id, "person:<uuid>"
    name: str  # as they were called then
    agency: str  # slug, "" for none
    digest: str  # SHA-256 of what is wanted, hexadecimal: asked once by each
    wanted: str
    purpose: str
    created_at: datetime = Field(sa_type=Moment)
