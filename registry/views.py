"""What does a reader get? The answers of services; contract structs nest in them whole.

Built by services alone; pages and API read them as they are. Times are aware UTC.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

import msgspec

from contracts.findings import Bump, Finding, Report
from contracts.model import Contract

T = TypeVar("T")


class View(msgspec.Struct, frozen=True, kw_only=True):
    """An answer of a service."""


class State(StrEnum):
    """Where a version is in its life. Owned by the registry, never by the YAML."""

    PROPOSED = "proposed"
    ACTIVE = "active"
    SUPERSEDED = "superseded"
    DEPRECATED = "deprecated"
    RETIRED = "retired"
    WITHDRAWN = "withdrawn"  # a proposal that its owner took back; its number stays used


class Visibility(StrEnum):
    """Who may know that a product exists."""

    PUBLIC = "public"
    STATE = "state"
    AGENCIES = "agencies"
    HIDDEN = "hidden"


class AgencyView(View, frozen=True):
    """An agency with the number of its published products that the caller may see, and drafts.

    ``drafts`` counts the products of which nothing is published yet.
    """

    slug: str
    acronym: str
    name: str
    domain: str
    products: int
    drafts: int = 0


class PersonView(View, frozen=True):
    """A person in a role, as pages name them.

    ``role`` is in words ("Product owner"). ``id`` is what local sign-in passes on, "" for somebody
    whom only a contract names.
    """

    name: str
    role: str
    contact: str = ""
    id: str = ""
    agency: str = ""  # slug
    agency_name: str = ""


class ProductView(View, frozen=True):
    """A product as a line in a list."""

    agency: str  # slug
    agency_name: str
    slug: str
    title: str
    summary: str
    domain: str
    visibility: Visibility
    classification: str  # the highest of its columns, "" when none is stated
    version: str | None  # the newest active version, else the newest
    state: State | None
    updated_at: datetime


class VersionView(View, frozen=True):
    """A version as a line in a list."""

    version: str
    state: State
    digest: str  # SHA-256, hexadecimal
    size_bytes: int
    published_at: datetime
    published_by: str
    bump: Bump
    previous: str | None  # the version it was judged against
    by_robot: bool = False  # published with a token, under the token's name
    hindrance: str = ""  # why it is proposed and can never come into force


class UseView(View, frozen=True):
    """A declared use: who relies on a product, and for what."""

    agency: str
    agency_name: str
    purpose: str
    columns: tuple[str, ...]
    major: int


class ReferrerView(View, frozen=True):
    """A product whose contract refers to another one."""

    agency: str  # slug
    slug: str
    title: str


class DraftView(View, frozen=True):
    """The draft of a contract, for the eyes of its agency."""

    version: str
    digest: str
    updated_at: datetime
    updated_by: str


class ProductPage(View, frozen=True):
    """Everything the page of a product shows."""

    product: ProductView
    contract_id: str
    contract: Contract | None  # of `product.version`
    digest: str | None
    versions: tuple[VersionView, ...]  # newest first
    people: tuple[PersonView, ...]
    uses: tuple[UseView, ...]
    revision: int
    may_publish: bool
    draft: DraftView | None = None  # None as well for callers of other agencies
    may_activate: bool = False
    referrers: tuple[ReferrerView, ...] = ()  # whose contracts refer to this one
    followed: bool = False  # by the caller, apart from their agency
    moved: bool = False  # asked for under a former address; `product` has the present one


class VersionPage(View, frozen=True):
    """One version of a contract: its text, its view, its judgement."""

    product: ProductView
    version: VersionView
    contract: Contract
    text: str
    lint: tuple[Finding, ...]
    report: Report
    may_activate: bool
    may_withdraw: bool = False
    may_deprecate: bool = False
    may_retire: bool = False


class DraftPage(View, frozen=True):
    """The draft of a contract: its text, and what it was found to change when it was kept."""

    product: ProductView
    draft: DraftView
    text: str
    lint: tuple[Finding, ...]
    report: Report
    may_publish: bool


class DiffPage(View, frozen=True):
    """What changed from one version to another, and the verdict on it."""

    product: ProductView
    before: VersionView
    after: VersionView
    report: Report
    before_text: str
    after_text: str


class SimilarView(View, frozen=True):
    """A product that is about the same, and what the two share."""

    ref: str  # agency/slug
    title: str
    agency_name: str
    why: str  # a sentence


class Refusal(View, frozen=True):
    """Why publishing would be refused. ``slug`` is that of the problem publish would answer."""

    slug: str
    detail: str
    next_step: str


class Review(View, frozen=True):
    """What publishing these bytes would do: the answer of check, and the first half of publish.

    Either ``state`` says what they would be, a `State` or "draft", or ``refusal`` why they would
    not go in. The report on a draft is accepted; its findings are those it would have in force.
    ``unchanged`` says that the same bytes are there already, so that publishing changes nothing:
    ``state`` is then what they are, and the report what it was.
    """

    product: str  # agency/slug
    version: str
    valid: bool
    lint: tuple[Finding, ...]
    report: Report
    digest: str
    baselines: tuple[str, ...]  # versions it was judged against, newest first
    state: str | None = None
    refusal: Refusal | None = None
    unchanged: bool = False
    similar: tuple[SimilarView, ...] = ()  # of a first version: what is there already, as a hint


class Receipt(View, frozen=True):
    """What publishing did, and what comes next."""

    product: str  # agency/slug
    version: str
    state: str  # a `State`, or "draft"
    digest: str
    created: bool  # False: the same bytes were there already
    report: Report
    notices: tuple[str, ...]
    url: str
    lint: tuple[Finding, ...] = ()  # what lint says of the contract, as a check shows it
    similar: tuple[SimilarView, ...] = ()  # as in a review


class Original(View, frozen=True):
    """The exact bytes of a published contract."""

    source: bytes
    digest: str  # SHA-256, hexadecimal
    media_type: str
    is_public: bool  # whether anyone may see the product, so that shared caches may keep it
    version: str
    product: str  # agency/slug, the present address


class HomePage(View, frozen=True):
    """What the registry holds, as far as the caller may see."""

    agencies: int
    products: int
    recent: tuple[ProductView, ...]  # newest change first


class AgencyPage(View, frozen=True):
    """An agency, the people who answer for its data, and where its products begin."""

    agency: AgencyView
    people: tuple[PersonView, ...]
    may_publish: bool


class IssuedToken(View, frozen=True):
    """A token, the only time it is shown."""

    token: str
    id: str
    name: str
    agency: str
    scopes: tuple[str, ...]
    expires_at: datetime


class TokenView(View, frozen=True):
    """A token as its agency sees it in a list."""

    id: str
    name: str
    agency: str
    scopes: tuple[str, ...]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    created_by: str
    last_used_at: datetime | None = None  # to the hour


class EventView(View, frozen=True):
    """Something that happened, as the audit trail has it."""

    seq: int
    at: datetime
    type: str
    actor: str
    subject_kind: str
    subject: str
    body: dict[str, Any]  # the canonical event, field by field


class Health(View, frozen=True):
    """How the parts are. ``waiting`` are changes that the search index has yet to hear of.

    ``undelivered`` are notices that nobody has delivered yet, without the ``dead_letters``, which
    nobody tries to deliver any more.
    """

    database: bool
    search: bool
    waiting: int
    oldest_waiting_s: float
    undelivered: int = 0
    oldest_undelivered_s: float = 0.0
    dead_letters: int = 0
    trouble: str = ""  # the last thing that went wrong while indexing, "" when all is well


class Drift(View, frozen=True):
    """How the search index differs from the store. Ids are agency/slug."""

    missing: tuple[str, ...]
    stale: tuple[str, ...]
    surplus: tuple[str, ...]
    documents: int

    @property
    def is_clean(self) -> bool:
        """Whether the index equals the store."""
        return not (self.missing or self.stale or self.surplus)


class Page(View, Generic[T], frozen=True):
    """A slice of a list. ``cursor`` leads to the next one, None at the end."""

    items: tuple[T, ...]
    cursor: str | None = None
