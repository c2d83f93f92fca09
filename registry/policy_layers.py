"""Which policies stand on one another, and what do they make together?

The registry's, on it that of an agency, on both a product's own.
"""

from functools import lru_cache

import msgspec
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session
from sqlmodel import col

from contracts.layering import held, stricter
from contracts.policy import IN_REGISTRY, Policy
from contracts.policy_document import known_policy
from registry.store.tables import AgencyRow, PolicyRow, ProductRow

REGISTRY = "*"
"""The subject of the policy that all others stand on."""

Source = tuple[bytes, bool] | None
"""A policy as it was written, and whether it only adds to those it stands on."""


class Layers(msgspec.Struct, frozen=True):
    """The policies in force, each standing on those before it; None where none was set."""

    registry: PolicyRow | None
    agency: PolicyRow | None
    product: PolicyRow | None

    @classmethod
    def of(cls, session: Session, agency: str, product: ProductRow | None) -> "Layers":
        """Return those that matter to a product of *agency*, or to the agency. One read."""
        whose: ColumnElement[bool] = col(PolicyRow.agency_id) == (
            select(col(AgencyRow.id)).where(col(AgencyRow.slug) == agency).scalar_subquery()
        )
        whose |= col(PolicyRow.agency_id).is_(None) & col(PolicyRow.product_id).is_(None)
        if product is not None:
            whose |= col(PolicyRow.product_id) == product.id
        found = session.scalars(select(PolicyRow).where(whose, col(PolicyRow.ended_at).is_(None)))
        rows = {(row.agency_id is not None, row.product_id is not None): row for row in found}
        return cls(rows.get((False, False)), rows.get((True, False)), rows.get((False, True)))

    @property
    def policy(self) -> Policy:
        """What holds."""
        return stacked(self._sources)

    @property
    def _sources(self) -> tuple[Source, ...]:
        return tuple(map(_source, (self.registry, self.agency, self.product)))

    def with_(self, proposed: bytes, *, of_registry: bool) -> Policy:
        """Return what would hold with *proposed* as the agency's policy, or as the registry's."""
        registry, agency, product = self._sources
        stated = (proposed, False)
        return stacked((stated, agency, product) if of_registry else (registry, stated, product))

    def instead(self, made: PolicyRow) -> "Layers":
        """Return these with *made* in its place."""
        if made.product_id is not None:
            return Layers(self.registry, self.agency, made)
        if made.agency_id is not None:
            return Layers(self.registry, made, self.product)
        return Layers(made, self.agency, self.product)

    def own(self, agency: str, product: ProductRow | None) -> PolicyRow | None:
        """Return what was set for the subject itself."""
        if product is not None:
            return self.product
        return self.registry if agency == REGISTRY else self.agency

    def revision(self, agency: str, product: ProductRow | None) -> int:
        """Return the number of what was set for the subject itself, 0 where nothing was."""
        own = self.own(agency, product)
        return own.id if own is not None else 0

    def below(self, agency: str, product: ProductRow | None) -> Policy:
        """Return what the subject's own policy stands on."""
        registry, mine, _ = self._sources
        if product is not None:
            return stacked((registry, mine))
        return stacked(() if agency == REGISTRY else (registry,))


@lru_cache(maxsize=256)
def stacked(sources: tuple[Source, ...]) -> Policy:
    """Return what stored policies make, each on top of those before it; read once for many checks.

    Each was whole when it was set. A rule that this Charter no longer knows weighs nothing.
    """
    if not sources:
        return IN_REGISTRY
    *lower, last = sources
    below = stacked(tuple(lower))
    if last is None:
        return below
    source, adds_only = last
    return on_top(below, known_policy(source, below), adds_only=adds_only)


def on_top(below: Policy, stated: Policy, *, adds_only: bool) -> Policy:
    """Return what holds where *stated* was read on top of *below*."""
    return stricter(below, stated) if adds_only else held(below, stated)


def _source(row: PolicyRow | None) -> Source:
    return (row.source, row.adds_only) if row is not None else None
