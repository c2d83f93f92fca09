"""Let people follow products, tell them once what happens, and keep what cannot be delivered."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

_WAITING = sa.text("settled_at IS NULL")
_UNREAD = sa.text("read_at IS NULL")


def upgrade() -> None:
    # The defaults stay: servers of an older Charter write rows until they are restarted.
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(sa.Column("attempts", sa.Integer(), nullable=False, server_default="0"))
        outbox.add_column(sa.Column("next_at", sa.DateTime(timezone=True), nullable=True))
        outbox.add_column(sa.Column("trouble", sa.String(), nullable=False, server_default=""))
        outbox.add_column(sa.Column("dead_at", sa.DateTime(timezone=True), nullable=True))
        outbox.drop_index("ix_outbox_waiting")
    _index_waiting("sink", "product_id", "seq")
    op.create_table(
        "subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("subscriber", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_subscription_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscription")),
        sa.UniqueConstraint(
            "product_id", "subscriber", name=op.f("uq_subscription_product_id_subscriber")
        ),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("recipient", sa.String(), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=True),
        sa.Column("sentence", sa.String(), nullable=False),
        sa.Column("link", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["audit_seq"], ["audit_event.seq"], name=op.f("fk_notice_audit_seq_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_notice_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("recipient", "audit_seq", name=op.f("uq_notice_recipient_audit_seq")),
    )
    op.create_index(op.f("ix_notice_audit_seq"), "notice", ["audit_seq"], unique=False)
    op.create_index(op.f("ix_notice_product_id"), "notice", ["product_id"], unique=False)
    op.create_index(
        "ix_notice_unread",
        "notice",
        ["recipient"],
        unique=False,
        sqlite_where=_UNREAD,
        postgresql_where=_UNREAD,
    )


def downgrade() -> None:
    op.drop_table("notice")
    op.drop_table("subscription")
    op.execute("DELETE FROM outbox WHERE sink = 'notices'")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_index("ix_outbox_waiting")
        for column in ("attempts", "next_at", "trouble", "dead_at"):
            outbox.drop_column(column)
    _index_waiting("sink", "seq")


def _index_waiting(*columns: str) -> None:
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        list(columns),
        unique=False,
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
