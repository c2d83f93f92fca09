"""Which pages may search engines of the web know? Those of public products, part by part."""

from datetime import datetime

import msgspec
from sqlmodel import col

from registry.errors import NotFoundError
from registry.identity import ANONYMOUS
from registry.runtime import Runtime
from registry.store import counts
from registry.store.queries import product_lines
from registry.store.tables import AgencyRow, ProductRow

PART = 50_000
"""Addresses of one file: more are not read (sitemaps.org, protocol 0.9)."""


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A public product, and when it changed last."""

    agency: str
    product: str
    updated_at: datetime


def parts(runtime: Runtime) -> int:
    """Return how many parts there are, at least one."""
    with runtime.read() as session:
        published = sum(here for here, _ in counts.counted(session, ANONYMOUS).values())
    return max(1, -(-published // PART))


def part(runtime: Runtime, number: int) -> tuple[Place, ...]:
    """Return the products of a part; the first is 1. Raises: NotFoundError."""
    if not 1 <= number <= _MOST:
        raise NotFoundError(f"There is no part {number} of the sitemap.")
    query = (
        product_lines(ANONYMOUS)
        .with_only_columns(col(AgencyRow.slug), col(ProductRow.slug), col(ProductRow.updated_at))
        .order_by(col(ProductRow.id))
        .limit(PART)
        .offset((number - 1) * PART)
    )
    with runtime.read() as session:
        lines = session.execute(query).all()
    if not lines and number > 1:
        raise NotFoundError(f"There is no part {number} of the sitemap.")
    return tuple(Place(agency=a, product=p, updated_at=at) for a, p, at in lines)


_MOST = 50_000
