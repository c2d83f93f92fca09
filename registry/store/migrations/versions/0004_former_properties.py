"""Remember the properties that versions dropped."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_property",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["contract.id"],
            name=op.f("fk_former_property_contract_id_contract"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_property")),
    )
    op.create_index(
        op.f("ix_former_property_contract_id"), "former_property", ["contract_id"], unique=False
    )


def downgrade() -> None:
    op.drop_table("former_property")
