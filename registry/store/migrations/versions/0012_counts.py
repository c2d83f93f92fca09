"""Keep how many products each agency has of each kind, so that no page counts them."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "product_count",
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("products", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_product_count_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("agency_id", "kind", name=op.f("pk_product_count")),
    )
    op.add_column("product", sa.Column("counted", sa.String(), nullable=False, server_default=""))
    op.execute(
        "UPDATE product SET counted = CAST(agency_id AS VARCHAR) || ' ' || "
        "CASE WHEN version IS NULL THEN 'draft' ELSE visibility END"
    )
    op.execute(
        "INSERT INTO product_count (agency_id, kind, products) "
        "SELECT agency_id, CASE WHEN version IS NULL THEN 'draft' ELSE visibility END, COUNT(*) "
        "FROM product GROUP BY 1, 2"
    )


def downgrade() -> None:
    op.drop_column("product", "counted")
    op.drop_table("product_count")
