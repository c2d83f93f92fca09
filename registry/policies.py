"""Which policy holds for a product? The registry's, on it that of its agency, on both its own.

Each says only what differs from the one that it stands on, and never less than that one fixes.
Where a product's was set by somebody who may not set the agency's, it counts as far as it is
stricter: a later, stricter policy of the agency holds all the same. Nothing in a request changes
any of it, so check and publish weigh alike.
"""

from functools import lru_cache

import msgspec
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session
from sqlmodel import col

from contracts.findings import Severity
from contracts.layering import held, softened, stricter
from contracts.policy import IN_REGISTRY, Policy, label
from contracts.policy_document import PolicyError, known_policy, read_policy
from registry import audit
from registry.addresses import Ref
from registry.audit import Event
from registry.errors import InvalidRequestError, NotAllowedError, PreconditionFailedError
from registry.identity import Actor
from registry.permissions import Action, allows, require
from registry.policy_views import PolicyPage, PolicyView, WatchView
from registry.runtime import Runtime
from registry.store.queries import agency_by_slug, visible_product
from registry.store.tables import AgencyRow, PolicyRow, ProductRow

REGISTRY = "*"
"""The subject of the policy that all others stand on."""

MAX_SOURCE = 64 * 1024
"""Bytes that a policy may have: a line for every rule, twice over."""


def policy_for(session: Session, agency: str, product: ProductRow | None) -> Policy:
    """Return the policy for a product of *agency*, which may not exist yet. One indexed read."""
    return _Layers.of(session, agency, product).policy


def policies_under(
    session: Session,
    agency: str,
    product: ProductRow,
    proposed: bytes,
    *,
    of_registry: bool = False,
) -> tuple[Policy, Policy]:
    """Return the policy for a product as it is, and as it would be with *proposed* for its agency.

    With *of_registry* it would be the registry's. *proposed* is a policy that can be taken.
    """
    layers = _Layers.of(session, agency, product)
    return layers.policy, layers.with_(proposed, of_registry=of_registry)


def page(runtime: Runtime, actor: Actor, agency: str, product: str | None = None) -> PolicyPage:
    """Return what holds for an agency's products, or for one product, and who set it.

    The agency `*` is the registry: what holds where an agency says nothing.

    Raises: NotFoundError, also for a product that the caller may not see.
    """
    with runtime.read() as session:
        subject, row = _subject(session, actor, agency, product)
        layers = _Layers.of(session, subject.agency, row)
        policy = layers.policy
        return PolicyPage(
            subject=_name(subject, row),
            mode=policy.mode,
            protects=label(policy.mode),
            role=policy.role,
            risks=Severity.ERROR if policy.risk_is_error else Severity.WARNING,
            deprecation_days=policy.deprecation_days,
            rules=dict(sorted(policy.severities.items())),
            watch=tuple(
                WatchView(name=each.name, rule=each.rule, on=tuple(map(str, each.on)))
                for each in policy.watched
            ),
            fixed=policy.fixed,
            digest=policy.digest,
            revision=layers.revision(subject.agency, row),
            registry_policy=_view(layers.registry),
            agency_policy=_view(layers.agency),
            product_policy=_view(layers.product),
        )


def set_policy(  # what is set, on what, in place of which
    runtime: Runtime,
    actor: Actor,
    agency: str,
    product: str | None,
    source: bytes,
    *,
    revision: int | None = None,
) -> PolicyPage:
    """Let the policy in *source* hold from now on, for an agency or one product. Writes.

    The agency `*` is the registry: its policy is what all others stand on, and its administrator's
    to set. What is published stays; a policy weighs for the next check and the next publish.
    *revision* is of the policy that it takes the place of; None: whichever holds.

    Raises: InvalidRequestError for a policy that cannot be taken; PreconditionFailedError where
    another holds than *revision*; NotAllowedError; NotSignedInError; NotFoundError.
    """

    def work(session: Session) -> None:
        subject, row = _subject(session, actor, agency, product)
        layers = _Layers.of(session, subject.agency, row)
        present = layers.own(subject.agency, row)
        adds_only = _require_setting(actor, subject.agency, row, present)
        _require_revision(revision, layers.revision(subject.agency, row))
        is_registry = subject.agency == REGISTRY
        at = runtime.clock()
        made = PolicyRow(
            agency_id=None if row or is_registry else agency_by_slug(session, subject.agency).id,
            product_id=row.id if row else None,
            source=source,
            adds_only=adds_only,
            set_by=actor.id,
            set_by_name=actor.name,
            set_at=at,
        )
        after = _taken(layers.below(subject.agency, row), made)
        if present is not None:
            present.ended_at = at
            session.flush()  # one policy holds at a time, and the database watches over it
        session.add(made)
        event = Event(
            type="policy.changed",
            kind="product" if row else "registry" if is_registry else "agency",
            subject=_name(subject, row),
            before=layers.policy.digest,
            after=after.digest,
        )
        audit.record(session, actor, at, event)

    if agency == REGISTRY:
        require(actor, Action.ADMINISTER, REGISTRY)
    else:
        require(actor, Action.TIGHTEN_POLICY if product else Action.SET_POLICY, agency, product)
    if len(source) > MAX_SOURCE:
        raise InvalidRequestError(f"A policy has at most {MAX_SOURCE:,} bytes.")
    runtime.write(work)
    return page(runtime, actor, agency, product)


def _require_revision(wanted: int | None, present: int) -> None:
    if wanted is not None and wanted != present:
        raise PreconditionFailedError(
            "Somebody else has set this policy since you looked.",
            next_step="Read what holds today, and set yours again if you still mean it.",
        )


def _name(subject: Ref, product: ProductRow | None) -> str:
    return str(subject) if product else subject.agency


def _require_setting(
    actor: Actor, agency: str, product: ProductRow | None, present: PolicyRow | None
) -> bool:
    """Return whether what *actor* sets counts only where it is stricter. Raises where they may not.

    What the agency set for a product is the agency's to change.
    """
    if product is None and agency == REGISTRY:
        require(actor, Action.ADMINISTER, REGISTRY)
        return False
    if product is None or allows(actor, Action.SET_POLICY, agency):
        require(actor, Action.SET_POLICY if product is None else Action.TIGHTEN_POLICY, agency)
        return False
    require(actor, Action.TIGHTEN_POLICY, agency, product.slug)
    if present is not None and not present.adds_only:
        raise NotAllowedError(
            f"{present.set_by_name} set the policy of {agency}/{product.slug} for the agency.",
            next_step=f"Ask the agency chief data officer of {agency} to change it.",
        )
    return True


def _taken(below: Policy, made: PolicyRow) -> Policy:
    """Return what holds with the policy that is being set. Raises: InvalidRequestError."""
    try:
        stated = read_policy(made.source, below)
    except PolicyError as error:
        raise InvalidRequestError(str(error)) from error
    if made.adds_only:
        lowered = [
            code
            for code, weight in stated.severities.items()
            if code not in below.severities and weight is not Severity.ERROR
        ]
        if lowered:
            raise InvalidRequestError(
                f"A product's owner may make {', '.join(lowered)} an error, and weigh no less.",
                next_step="Ask the agency chief data officer to weigh it otherwise.",
            )
    elif less := softened(below, stated):
        raise InvalidRequestError(
            f"The policy that this one stands on fixes {', '.join(less)}; it asks for less.",
            next_step="Ask for as much, or for more; 'charter policy show' says what is fixed.",
        )
    return _on(below, stated, adds_only=made.adds_only)


def _on(below: Policy, stated: Policy, *, adds_only: bool) -> Policy:
    return stricter(below, stated) if adds_only else held(below, stated)


def _subject(
    session: Session, actor: Actor, agency: str, product: str | None
) -> tuple[Ref, ProductRow | None]:
    """Return the present address, and the product if one was named. Raises NotFoundError."""
    if product is None:
        is_registry = agency == REGISTRY
        slug = REGISTRY if is_registry else agency_by_slug(session, agency).slug
        return Ref(agency=slug, product=""), None
    row, slug, _ = visible_product(session, actor, agency, product)
    return Ref(agency=slug, product=row.slug), row


class _Layers(msgspec.Struct, frozen=True):
    """The policies in force, each standing on those before it; None where none was set."""

    registry: PolicyRow | None
    agency: PolicyRow | None
    product: PolicyRow | None

    @classmethod
    def of(cls, session: Session, agency: str, product: ProductRow | None) -> "_Layers":
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
        return _policy(self._sources)

    @property
    def _sources(self) -> tuple["_Source", ...]:
        return tuple(map(_source, (self.registry, self.agency, self.product)))

    def with_(self, proposed: bytes, *, of_registry: bool) -> Policy:
        """Return what would hold with *proposed* as the agency's policy, or as the registry's."""
        registry, agency, product = self._sources
        stated = (proposed, False)
        return _policy((stated, agency, product) if of_registry else (registry, stated, product))

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
            return _policy((registry, mine))
        return _policy(() if agency == REGISTRY else (registry,))


_Source = tuple[bytes, bool] | None
"""A policy as it was written, and whether it only adds to those it stands on."""


def _source(row: PolicyRow | None) -> _Source:
    return (row.source, row.adds_only) if row is not None else None


@lru_cache(maxsize=256)
def _policy(sources: tuple[_Source, ...]) -> Policy:
    """Return what stored policies make, each on top of those before it; read once for many checks.

    Each was whole when it was set. A rule that this Charter no longer knows weighs nothing.
    """
    if not sources:
        return IN_REGISTRY
    *lower, last = sources
    below = _policy(tuple(lower))
    if last is None:
        return below
    source, adds_only = last
    return _on(below, known_policy(source, below), adds_only=adds_only)


def _view(row: PolicyRow | None) -> PolicyView | None:
    if row is None:
        return None
    return PolicyView(
        text=row.source.decode("utf-8", "replace"),
        set_by=row.set_by_name,
        set_at=row.set_at,
        adds_only=row.adds_only,
    )
