"""Who follows a product, and what are they told? Tables beside those of the registry proper."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field, UniqueConstraint

from registry.store.rows import Moment, Row


class SubscriptionRow(Row, table=True):
    """Somebody follows a product: a person, or an agency with all its people."""

    __tablename__ = "subscription"
    __table_args__ = (UniqueConstraint("product_id", "subscriber"),)

    id: int = Field(default=None, primary_key=True)
    product_id: int = Field(foreign_key="product.id")
    subscriber: str  # an actor's id, "person:<uuid>", or "agency:<slug>"
    created_at: datetime = Field(sa_type=Moment)


class NoticeRow(Row, table=True):
    """What somebody is told of an event, once. Only its reading is added."""

    __tablename__ = "notice"
    __table_args__ = (
        # One event has one outbox row for notices, so nobody is told twice of either.
        UniqueConstraint("recipient", "audit_seq"),
        Index(
            "ix_notice_unread",
            "recipient",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    recipient: str  # as a subscriber
    audit_seq: int = Field(foreign_key="audit_event.seq", index=True)
    product_id: int = Field(foreign_key="product.id", index=True)
    event: str  # its type in the trail
    version: str | None = None
    sentence: str
    link: str  # a path of this registry
    created_at: datetime = Field(sa_type=Moment)  # when it happened
    read_at: datetime | None = Field(default=None, sa_type=Moment)
