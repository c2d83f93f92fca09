"""Remember where the relationships of each version lead in other contracts."""

import sqlalchemy as sa
from alembic import op

from contracts.document import UnreadableError, load
from registry.store.references import leading

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    made = op.create_table(
        "reference",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("element", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["version.id"], name=op.f("fk_reference_version_id_version")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reference")),
    )
    op.create_index(op.f("ix_reference_version_id"), "reference", ["version_id"], unique=False)
    op.create_index(op.f("ix_reference_target"), "reference", ["target"], unique=False)
    connection = op.get_bind()
    joined = _version.join(_content, _content.c.digest == _version.c.digest)
    for version in connection.scalars(sa.select(_version.c.id).order_by(_version.c.id)).all():
        source = connection.scalars(
            sa.select(_content.c.source).select_from(joined).where(_version.c.id == version)
        ).one()
        rows = [
            {"version_id": version, "target": target, "element": element}
            for target, element in _leading(source)
        ]
        if rows:
            connection.execute(sa.insert(made), rows)


def _leading(source: bytes) -> list[tuple[str, str]]:
    try:
        return leading(load(source))
    except UnreadableError:  # this Charter no longer reads it
        return []


def downgrade() -> None:
    op.drop_table("reference")


_version = sa.table("version", sa.column("id", sa.Integer), sa.column("digest", sa.String))
_content = sa.table("content", sa.column("digest", sa.String), sa.column("source", sa.LargeBinary))
