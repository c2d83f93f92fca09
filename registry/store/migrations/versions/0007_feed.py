"""Order the outbox as it was committed, and remember every index that follows it."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("outbox") as outbox:
        outbox.add_column(
            sa.Column("position", sa.BigInteger(), nullable=False, server_default="0")
        )
    op.execute("UPDATE outbox SET position = audit_seq")
    with op.batch_alter_table("outbox") as outbox:
        outbox.alter_column("position", server_default=None)
        outbox.create_index(op.f("ix_outbox_sink_position"), ["sink", "position"])
    op.create_table(
        "search_index",
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("cursor", sa.BigInteger(), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("identity", name=op.f("pk_search_index")),
    )
    op.execute("DELETE FROM setting WHERE name = 'search-index'")


def downgrade() -> None:
    op.drop_table("search_index")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_index(op.f("ix_outbox_sink_position"))
        outbox.drop_column("position")
