"""Remember when each token was last used."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "token_use",
        sa.Column("token_id", sa.String(), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["token_id"], ["token.id"], name=op.f("fk_token_use_token_id_token")
        ),
        sa.PrimaryKeyConstraint("token_id", name=op.f("pk_token_use")),
    )


def downgrade() -> None:
    op.drop_table("token_use")
