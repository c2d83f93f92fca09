"""Write down how waivers end, give the registry a policy, and remember what was dropped before.

Names that versions dropped are remembered at each publish; here those of the versions that were
published before, computed from their texts as a publish would have.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import op

from contracts.compat.ledger import gone
from contracts.document import UnreadableError, load
from registry.store.ledger import bodies

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_OF_REGISTRY = "ended_at IS NULL AND agency_id IS NULL AND product_id IS NULL"


def upgrade() -> None:
    op.add_column("waiver", sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("waiver", sa.Column("ended_by", sa.String(), nullable=True))
    op.add_column("waiver", sa.Column("ended_by_name", sa.String(), nullable=True))
    op.create_index(
        "uq_policy_one_of_the_registry",
        "policy",
        ["adds_only"],
        unique=True,
        sqlite_where=sa.text(_OF_REGISTRY),
        postgresql_where=sa.text(_OF_REGISTRY),
    )
    connection = op.get_bind()
    for contract in connection.scalars(sa.select(_contract.c.id).order_by(_contract.c.id)).all():
        remember(connection, contract)


def downgrade() -> None:
    op.drop_index("uq_policy_one_of_the_registry", table_name="policy")
    for name in ("ended_by_name", "ended_by", "ended_at"):
        op.drop_column("waiver", name)


_contract = sa.table("contract", sa.column("id", sa.Integer))
_version = sa.table(
    "version",
    sa.column("id", sa.Integer),
    sa.column("contract_id", sa.Integer),
    sa.column("number", sa.String),
    sa.column("previous", sa.String),
    sa.column("digest", sa.String),
    sa.column("published_at", sa.DateTime(timezone=True)),
)
_content = sa.table("content", sa.column("digest", sa.String), sa.column("source", sa.LargeBinary))
_former = sa.table(
    "former_property",
    sa.column("id", sa.Integer),
    sa.column("contract_id", sa.Integer),
    sa.column("body", sa.LargeBinary),
)


def remember(connection: sa.Connection, contract: int) -> None:
    """Write down all that the versions of a contract dropped; twice is as good as once.

    What is remembered already and no stored text shows stays, as the oldest of it.
    """
    mine = _former.c.contract_id == contract
    present = connection.scalars(sa.select(_former.c.body).where(mine).order_by(_former.c.id)).all()
    computed = list(_dropped(connection, contract))
    wanted = [body for body in present if body not in computed] + computed
    if wanted == list(present):
        return
    connection.execute(sa.delete(_former).where(mine))
    connection.execute(
        sa.insert(_former), [{"contract_id": contract, "body": body} for body in wanted]
    )


def _dropped(connection: sa.Connection, contract: int) -> Iterator[bytes]:
    """Return what each version dropped of the one that it follows, in the order of publishing."""
    rows = connection.execute(
        sa.select(_version.c.number, _version.c.previous, _version.c.digest)
        .where(_version.c.contract_id == contract)
        .order_by(_version.c.published_at, _version.c.id)
    ).all()
    digests = {row.number: row.digest for row in rows}
    for row in rows:
        if row.previous in digests:
            before = _tree(connection, digests[row.previous])
            after = _tree(connection, row.digest)
            if before is not None and after is not None:
                yield from bodies(gone(before, after))


def _tree(connection: sa.Connection, digest: str) -> dict[str, Any] | None:
    """Return the contract of that digest, None where this Charter no longer reads it."""
    source = connection.scalars(sa.select(_content.c.source).where(_content.c.digest == digest))
    try:
        return load(source.one()).tree
    except UnreadableError:
        return None
