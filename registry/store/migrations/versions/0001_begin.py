"""Begin: agencies, people, products, contracts, versions, audit trail and outbox."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "agency",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("acronym", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency")),
        sa.UniqueConstraint("slug", name=op.f("uq_agency_slug")),
    )
    op.create_table(
        "assignment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("principal", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment")),
    )
    op.create_index(op.f("ix_assignment_principal"), "assignment", ["principal"], unique=False)
    op.create_index(op.f("ix_assignment_scope"), "assignment", ["scope"], unique=False)

    op.create_table(
        "audit_event",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=False),
        sa.Column("subject_kind", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_event")),
        sa.UniqueConstraint("id", name=op.f("uq_audit_event_id")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_audit_event_actor_id"), "audit_event", ["actor_id"], unique=False)
    op.create_index(
        op.f("ix_audit_event_subject_id_seq"), "audit_event", ["subject_id", "seq"], unique=False
    )

    op.create_table(
        "content",
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("source", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_content")),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_setting")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_person_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
    )
    op.create_index(op.f("ix_person_agency_id"), "person", ["agency_id"], unique=False)

    op.create_table(
        "product",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("is_titled", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("summary", sa.String(), nullable=False),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("classification", sa.String(), nullable=False),
        sa.Column("visibility", sa.String(), nullable=False),
        sa.Column("shared_with", sa.JSON(), nullable=False),
        sa.Column("version", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=True),
        sa.Column("digest", sa.String(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_product_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("agency_id", "slug", name=op.f("uq_product_agency_id_slug")),
    )
    op.create_index(
        op.f("ix_product_agency_id_sort_key_id"),
        "product",
        ["agency_id", "sort_key", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_product_sort_key_id"), "product", ["sort_key", "id"], unique=False)
    op.create_index(op.f("ix_product_updated_at_id"), "product", ["updated_at", "id"], unique=False)

    op.create_table(
        "token",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("scopes", sa.String(), nullable=False),
        sa.Column("created_by", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_token_agency_id_agency")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_token")),
        sa.UniqueConstraint("digest", name=op.f("uq_token_digest")),
    )
    op.create_index(op.f("ix_token_agency_id"), "token", ["agency_id"], unique=False)

    op.create_table(
        "contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("odcs_id", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_contract_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("odcs_id", name=op.f("uq_contract_odcs_id")),
    )
    op.create_index(op.f("ix_contract_product_id"), "contract", ["product_id"], unique=False)

    op.create_table(
        "declared_use",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("major", sa.BigInteger(), nullable=False),
        sa.Column("agency_id", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(), nullable=False),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["agency_id"], ["agency.id"], name=op.f("fk_declared_use_agency_id_agency")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_declared_use_product_id_product")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_use")),
        sa.UniqueConstraint(
            "product_id",
            "major",
            "agency_id",
            "purpose",
            name=op.f("uq_declared_use_product_id_major_agency_id_purpose"),
        ),
    )
    op.create_index(op.f("ix_declared_use_agency_id"), "declared_use", ["agency_id"], unique=False)
    op.create_index(
        op.f("ix_declared_use_product_id"), "declared_use", ["product_id"], unique=False
    )

    op.create_table(
        "identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_identity_person_id_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_identity_issuer_subject")),
    )
    op.create_index(op.f("ix_identity_person_id"), "identity", ["person_id"], unique=False)

    op.create_table(
        "outbox",
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("sink", sa.String(), nullable=False),
        sa.Column("audit_seq", sa.Integer(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["audit_seq"], ["audit_event.seq"], name=op.f("fk_outbox_audit_seq_audit_event")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_outbox_product_id_product")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_outbox")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_outbox_audit_seq"), "outbox", ["audit_seq"], unique=False)
    op.create_index(op.f("ix_outbox_product_id"), "outbox", ["product_id"], unique=False)
    op.create_index(
        "ix_outbox_waiting",
        "outbox",
        ["sink", "seq"],
        unique=False,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )

    op.create_table(
        "product_alias",
        sa.Column("agency_slug", sa.String(), nullable=False),
        sa.Column("product_slug", sa.String(), nullable=False),
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_alias_product_id_product")
        ),
        sa.PrimaryKeyConstraint("agency_slug", "product_slug", name=op.f("pk_product_alias")),
    )
    op.create_index(
        op.f("ix_product_alias_product_id"), "product_alias", ["product_id"], unique=False
    )

    op.create_table(
        "product_audience",
        sa.Column("product_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("fk_product_audience_product_id_product")
        ),
        sa.PrimaryKeyConstraint("product_id", "token", name=op.f("pk_product_audience")),
    )
    op.create_index(
        op.f("ix_product_audience_token_product_id"),
        "product_audience",
        ["token", "product_id"],
        unique=False,
    )

    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("candidate", sa.String(), nullable=False),
        sa.Column("baselines", sa.JSON(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("engine", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate"], ["content.digest"], name=op.f("fk_report_candidate_content")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_report_contract_id_contract")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
    )
    op.create_index(op.f("ix_report_candidate"), "report", ["candidate"], unique=False)
    op.create_index(op.f("ix_report_contract_id"), "report", ["contract_id"], unique=False)

    op.create_table(
        "draft",
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("updated_by", sa.String(), nullable=False),
        sa.Column("updated_by_name", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_draft_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["digest"], ["content.digest"], name=op.f("fk_draft_digest_content")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_draft_report_id_report")
        ),
        sa.PrimaryKeyConstraint("contract_id", name=op.f("pk_draft")),
    )
    op.create_index(op.f("ix_draft_digest"), "draft", ["digest"], unique=False)
    op.create_index(op.f("ix_draft_report_id"), "draft", ["report_id"], unique=False)

    op.create_table(
        "version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("contract_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("sort_key", sa.String(), nullable=False),
        sa.Column("major", sa.BigInteger(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("bump", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=True),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.Column("published_by_name", sa.String(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"], ["contract.id"], name=op.f("fk_version_contract_id_contract")
        ),
        sa.ForeignKeyConstraint(
            ["digest"], ["content.digest"], name=op.f("fk_version_digest_content")
        ),
        sa.ForeignKeyConstraint(
            ["report_id"], ["report.id"], name=op.f("fk_version_report_id_report")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_version")),
        sa.UniqueConstraint("contract_id", "number", name=op.f("uq_version_contract_id_number")),
        sa.UniqueConstraint(
            "contract_id", "sort_key", name=op.f("uq_version_contract_id_sort_key")
        ),
    )
    op.create_index(op.f("ix_version_digest"), "version", ["digest"], unique=False)
    op.create_index(op.f("ix_version_report_id"), "version", ["report_id"], unique=False)
    op.create_index(
        "uq_version_one_active_per_major",
        "version",
        ["contract_id", "major"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )


def downgrade() -> None:

    op.drop_table("version")

    op.drop_table("draft")

    op.drop_table("report")

    op.drop_table("product_audience")

    op.drop_table("product_alias")

    op.drop_table("outbox")

    op.drop_table("identity")

    op.drop_table("declared_use")

    op.drop_table("contract")

    op.drop_table("token")

    op.drop_table("product")

    op.drop_table("person")
    op.drop_table("setting")
    op.drop_table("content")

    op.drop_table("audit_event")

    op.drop_table("assignment")
    op.drop_table("agency")
