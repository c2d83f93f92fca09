"""Which tables are there? Identity, ownership, lifecycle, relations, digests; text lives in bytes.

Rows that never change once written: content, report, waiver, former_property, reference,
audit_event. Rows that only gain an end: token, assignment, outbox, policy. Everything else is the
present state, and its history is in audit_event.
"""

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger, Index, LargeBinary, text
from sqlmodel import Field, UniqueConstraint

from registry.store.rows import Moment, Row


class AgencyRow(Row, table=True):
    """An agency of the state."""

    __tablename__ = "agency"

    id: int = Field(default=None, primary_key=True)
    slug: str = Field(unique=True)
    acronym: str
    name: str
    domain: str = ""
    created_at: datetime = Field(sa_type=Moment)


class PersonRow(Row, table=True):
    """A human being who may sign in."""

    __tablename__ = "person"

    id: str = Field(primary_key=True)  # UUIDv7
    name: str
    email: str = ""
    agency_id: int | None = Field(default=None, foreign_key="agency.id", index=True)
    created_at: datetime = Field(sa_type=Moment)
    disabled_at: datetime | None = Field(default=None, sa_type=Moment)


class IdentityRow(Row, table=True):
    """How an identity provider names a person."""

    __tablename__ = "identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: int = Field(default=None, primary_key=True)
    issuer: str
    subject: str
    person_id: str = Field(foreign_key="person.id", index=True)


class AssignmentRow(Row, table=True):
    """A role that somebody holds somewhere, for a time."""

    __tablename__ = "assignment"

    id: int = Field(default=None, primary_key=True)
    principal: str = Field(index=True)  # an actor's id: "person:<uuid>"
    role: str
    scope: str = Field(index=True)  # "*", an agency's slug, or "agency/product"
    from_at: datetime = Field(sa_type=Moment)
    until_at: datetime | None = Field(default=None, sa_type=Moment)


class TokenRow(Row, table=True):
    """A robot's credential. The token itself is shown once and kept nowhere."""

    __tablename__ = "token"

    id: str = Field(primary_key=True)  # UUIDv7
    agency_id: int = Field(foreign_key="agency.id", index=True)
    name: str
    digest: str = Field(unique=True)  # SHA-256 of the token, hexadecimal
    scopes: str  # words with a space between
    created_by: str
    created_at: datetime = Field(sa_type=Moment)
    expires_at: datetime = Field(sa_type=Moment)
    revoked_at: datetime | None = Field(default=None, sa_type=Moment)


class ProductRow(Row, table=True):
    """A data product, with what lists show of its version in force.

    `version`, `state`, `digest`, `domain`, `summary` and `classification` are copies, renewed in
    the transaction that changes them, so that a list reads one table. `revision` grows with
    everything that changes the product's search document or the judgement of a change to it.
    """

    __tablename__ = "product"
    __table_args__ = (
        UniqueConstraint("agency_id", "slug"),
        Index(None, "sort_key", "id"),
        Index(None, "agency_id", "sort_key", "id"),
        Index(None, "updated_at", "id"),
    )

    id: int = Field(default=None, primary_key=True)
    agency_id: int = Field(foreign_key="agency.id")
    slug: str
    title: str
    is_titled: bool = False  # whether somebody chose the title; otherwise it follows the contract
    sort_key: str  # the title, case folded
    summary: str = ""
    domain: str = ""
    classification: str = ""
    visibility: str
    shared_with: list[str] = Field(sa_type=JSON)  # slugs, where the visibility is `agencies`
    version: str | None = None
    state: str | None = None
    digest: str | None = None
    revision: int = 0
    counted: str = ""  # where it is counted: see `counts.ProductCountRow`
    created_at: datetime = Field(sa_type=Moment)
    updated_at: datetime = Field(sa_type=Moment)


class ProductAudienceRow(Row, table=True):
    """Who may know of a product: tokens of which a caller must hold one. See `Actor.audience`."""

    __tablename__ = "product_audience"
    __table_args__ = (Index(None, "token", "product_id"),)

    product_id: int = Field(primary_key=True, foreign_key="product.id")
    token: str = Field(primary_key=True)


class ProductAliasRow(Row, table=True):
    """A former address of a product. Old addresses never die."""

    __tablename__ = "product_alias"

    agency_slug: str = Field(primary_key=True)
    product_slug: str = Field(primary_key=True)
    product_id: int = Field(foreign_key="product.id", index=True)


class ContractRow(Row, table=True):
    """A contract of a product: today the only one, later one a port."""

    __tablename__ = "contract"

    id: int = Field(default=None, primary_key=True)
    product_id: int = Field(foreign_key="product.id", index=True)
    odcs_id: str | None = Field(default=None, unique=True)  # the `id` in the text
    created_at: datetime = Field(sa_type=Moment)


class ContentRow(Row, table=True):
    """The bytes of a contract, stored once. Never changed."""

    __tablename__ = "content"

    digest: str = Field(primary_key=True)  # SHA-256 of the bytes, hexadecimal
    source: bytes = Field(sa_type=LargeBinary)
    media_type: str
    size_bytes: int
    created_at: datetime = Field(sa_type=Moment)


class ReportRow(Row, table=True):
    """A judgement, and everything it was made from. Never changed."""

    __tablename__ = "report"

    id: int = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    candidate: str = Field(foreign_key="content.digest", index=True)
    baselines: list[list[str]] = Field(sa_type=JSON)  # [version, digest], newest first
    policy: str  # digest of the policy
    engine: str  # version of Charter
    outcome: str
    body: bytes = Field(sa_type=LargeBinary)  # the Report as JSON
    created_at: datetime = Field(sa_type=Moment)


class VersionRow(Row, table=True):
    """A published version of a contract. Its number and bytes stay; its state moves."""

    __tablename__ = "version"
    __table_args__ = (
        UniqueConstraint("contract_id", "number"),
        UniqueConstraint("contract_id", "sort_key"),
        Index(
            "uq_version_one_active_per_major",
            "contract_id",
            "major",
            unique=True,
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id")
    number: str  # as its author wrote it
    sort_key: str  # orders as SemVer does; an unreadable number has one of its own
    major: int | None = Field(default=None, sa_type=BigInteger)  # None: unreadable
    state: str
    digest: str = Field(foreign_key="content.digest", index=True)
    size_bytes: int
    report_id: int = Field(foreign_key="report.id", index=True)
    bump: str
    previous: str | None = None  # the number of the version it was judged against
    published_by: str  # the actor's id
    published_by_name: str
    published_at: datetime = Field(sa_type=Moment)
    changed_at: datetime = Field(sa_type=Moment)  # when it entered its state
    in_force_at: datetime | None = Field(default=None, sa_type=Moment)  # since when, if ever


class DraftRow(Row, table=True):
    """The one draft of a contract: replaceable, never a baseline, seen by its agency alone."""

    __tablename__ = "draft"

    contract_id: int = Field(primary_key=True, foreign_key="contract.id")
    number: str
    digest: str = Field(foreign_key="content.digest", index=True)
    report_id: int = Field(foreign_key="report.id", index=True)
    updated_by: str
    updated_by_name: str
    updated_at: datetime = Field(sa_type=Moment)


class DeclaredUseRow(Row, table=True):
    """Somebody relies on a major version of a product."""

    __tablename__ = "declared_use"
    __table_args__ = (UniqueConstraint("product_id", "major", "agency_id", "purpose"),)

    id: int = Field(default=None, primary_key=True)
    product_id: int = Field(foreign_key="product.id", index=True)
    major: int = Field(sa_type=BigInteger)
    agency_id: int = Field(foreign_key="agency.id", index=True)
    purpose: str
    columns: list[str] = Field(sa_type=JSON)  # empty: not known
    created_at: datetime = Field(sa_type=Moment)


_OF_REGISTRY = "ended_at IS NULL AND agency_id IS NULL AND product_id IS NULL"


class PolicyRow(Row, table=True):
    """What an agency, or one product, insists on. Another policy ends it; none is ever changed.

    One of neither is the registry's, on which all others stand.
    """

    __tablename__ = "policy"
    __table_args__ = (
        *(
            Index(
                f"uq_policy_one_a_{whose}",
                f"{whose}_id",
                unique=True,
                sqlite_where=text("ended_at IS NULL"),
                postgresql_where=text("ended_at IS NULL"),
            )
            for whose in ("agency", "product")
        ),
        Index(  # over a column that is the same in all of them
            "uq_policy_one_of_the_registry",
            "adds_only",
            unique=True,
            sqlite_where=text(_OF_REGISTRY),
            postgresql_where=text(_OF_REGISTRY),
        ),
    )

    id: int = Field(default=None, primary_key=True)
    agency_id: int | None = Field(default=None, foreign_key="agency.id")  # one of the two, or none
    product_id: int | None = Field(default=None, foreign_key="product.id")
    source: bytes = Field(sa_type=LargeBinary)  # the document, as it was written
    adds_only: bool  # counts where it is stricter than the agency's
    set_by: str  # the actor's id
    set_by_name: str
    set_at: datetime = Field(sa_type=Moment)
    ended_at: datetime | None = Field(default=None, sa_type=Moment)


class WaiverRow(Row, table=True):
    """Somebody answers for a finding on one product until a day. Only its end is added."""

    __tablename__ = "waiver"

    id: int = Field(default=None, primary_key=True)
    product_id: int = Field(foreign_key="product.id", index=True)
    fingerprint: str
    reason: str
    approver: str  # the actor's id
    approver_name: str
    granted_at: datetime = Field(sa_type=Moment)
    until_on: date  # the last day
    ended_at: datetime | None = Field(default=None, sa_type=Moment)  # when its end was written
    ended_by: str | None = None  # the id of who took it back; None: its time was over
    ended_by_name: str | None = None


class FormerPropertyRow(Row, table=True):
    """A property that a version of a contract dropped, as it last was. Never changed."""

    __tablename__ = "former_property"

    id: int = Field(default=None, primary_key=True)
    contract_id: int = Field(foreign_key="contract.id", index=True)
    body: bytes = Field(sa_type=LargeBinary)  # `contracts.compat.ledger.Remembered` as JSON


class ReferenceRow(Row, table=True):
    """A relationship of a version leads into another contract. Never changed."""

    __tablename__ = "reference"

    id: int = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="version.id", index=True)
    target: str = Field(index=True)  # the id of the other contract, stored here or not
    element: str  # as the relationship writes it


class AuditEventRow(Row, table=True):
    """What happened. Append-only; the sealer will chain and sign `body` as it stands."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index(None, "subject_id", "seq"),
        # Never reuse a number, even if the last row should vanish: that would hide the theft.
        {"sqlite_autoincrement": True},
    )

    seq: int = Field(default=None, primary_key=True)
    id: str = Field(unique=True)  # UUIDv7
    at: datetime = Field(sa_type=Moment)
    type: str
    actor_id: str = Field(index=True)
    subject_kind: str
    subject_id: str
    body: bytes = Field(sa_type=LargeBinary)  # canonical JSON


class OutboxRow(Row, table=True):
    """What a sink still has to hear of. Settled rows stay until they are pruned.

    The sink `index` is followed by every process with a search index of its own, each of which
    remembers how far it is; its rows are not settled. A row of `notices` is delivered once, by
    whoever claims it, and is settled then; it is dead once nobody tries any more.
    """

    __tablename__ = "outbox"
    __table_args__ = (
        Index(
            "ix_outbox_waiting",
            "sink",
            "product_id",
            "seq",
            sqlite_where=text("settled_at IS NULL"),
            postgresql_where=text("settled_at IS NULL"),
        ),
        Index(None, "sink", "position"),
        {"sqlite_autoincrement": True},
    )

    seq: int = Field(default=None, primary_key=True)
    position: int = Field(sa_type=BigInteger)  # orders rows as committed; see `store.feed`
    sink: str
    audit_seq: int = Field(foreign_key="audit_event.seq", index=True)
    product_id: int = Field(foreign_key="product.id", index=True)
    created_at: datetime = Field(sa_type=Moment)
    settled_at: datetime | None = Field(default=None, sa_type=Moment)
    attempts: int = 0  # that failed
    next_at: datetime | None = Field(default=None, sa_type=Moment)  # not before
    trouble: str = ""  # why the last attempt failed
    dead_at: datetime | None = Field(default=None, sa_type=Moment)  # since when nobody tries


class SearchIndexRow(Row, table=True):
    """A search index that follows the outbox, and how far the store has told it."""

    __tablename__ = "search_index"

    identity: str = Field(primary_key=True)
    cursor: int = Field(sa_type=BigInteger)  # a position of the outbox
    told_at: datetime = Field(sa_type=Moment)


class SettingRow(Row, table=True):
    """What the registry itself must remember: the secret that signs cookies."""

    __tablename__ = "setting"

    name: str = Field(primary_key=True)
    value: str
