"""Remember since when a version is in force: a proposal waits before it is."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("version", sa.Column("in_force_at", sa.DateTime(timezone=True), nullable=True))
    op.execute(
        "UPDATE version SET in_force_at = CASE state "
        "WHEN 'active' THEN changed_at ELSE published_at END WHERE state <> 'proposed'"
    )


def downgrade() -> None:
    op.drop_column("version", "in_force_at")
