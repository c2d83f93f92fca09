"""What does a reader get? The answers of services, nested whole contract structs where they have them.

Built by services alone; pages and API read them as they are. Times are aware UTC.
"""

from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

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


class Visibility(StrEnum):
    """Who may know that a product exists."""

    PUBLIC = "public"
    STATE = "state"
    AGENCIES = "agencies"
    HIDDEN = "hidden"


class AgencyView(View, frozen=True):
    """An agency with the number of its products that the caller may see."""

    slug: str
    acronym: str
    name: str
    domain: str
    products: int


class PersonView(View, frozen=True):
    """A person in a role, as pages name them."""

    name: str
    role: str
    contact: str = ""


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


class UseView(View, frozen=True):
    """A declared use: who relies on a product, and for what."""

    agency: str
    agency_name: str
    purpose: str
    columns: tuple[str, ...]
    major: int


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


class VersionPage(View, frozen=True):
    """One version of a contract: its text, its view, its judgement."""

    product: ProductView
    version: VersionView
    contract: Contract
    text: str
    lint: tuple[Finding, ...]
    report: Report
    may_activate: bool


class DiffPage(View, frozen=True):
    """What changed from one version to another, and the verdict on it."""

    product: ProductView
    before: VersionView
    after: VersionView
    report: Report
    before_text: str
    after_text: str


class Review(View, frozen=True):
    """What publishing these bytes would do: the answer of check, and the first half of publish."""

    product: str  # agency/slug
    version: str
    valid: bool
    lint: tuple[Finding, ...]
    report: Report
    digest: str
    baselines: tuple[str, ...]  # versions it was judged against, newest first


class Receipt(View, frozen=True):
    """What publishing did, and what comes next."""

    product: str  # agency/slug
    version: str
    state: State | str  # a version's state, or "draft"
    digest: str
    created: bool  # False: the same bytes were there already
    report: Report
    notices: tuple[str, ...]
    url: str


class Page(View, Generic[T], frozen=True):
    """A slice of a list. ``cursor`` leads to the next one, None at the end."""

    items: tuple[T, ...]
    cursor: str | None = None
