"""What would another policy have let pass? The history is judged under it once more.

Every version is compared with what it was compared with when it was published, under the policy of
today and under the proposed one, both by the engine of today: what differs is the policy's doing.
Reads only.
"""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from contracts.compat.circumstances import Circumstances
from contracts.compat.judge import judge
from contracts.compat.numbering import numbering
from contracts.document import Document
from contracts.findings import Finding, Severity
from contracts.policy import Policy, linted, refusals
from registry.deprecations import since_when
from registry.identity import Actor
from registry.permissions import Action, require
from registry.policies import policies_under
from registry.policy_views import ReplayView, WeighedView
from registry.runtime import Runtime
from registry.store.queries import agency_by_slug, versions_of
from registry.store.tables import AgencyRow, ContractRow, ProductRow, ReportRow, VersionRow


def replay(
    runtime: Runtime,
    actor: Actor,
    proposed: bytes,
    *,
    agency: str | None = None,
    of_registry: bool = False,
    limit: int,
) -> Iterator[ReplayView]:
    """Yield each version with both verdicts, in the order they were published.

    The newest *limit* of them, of one agency or of all. *proposed* is the policy of the agency, or
    of every agency, or the registry's; what was set above it holds as it is. Windows are counted to
    the day of publishing. Waivers are left out, and names that earlier versions dropped.

    Raises: NotFoundError (no such agency), NotAllowedError, NotSignedInError.
    """
    require(actor, Action.READ_AUDIT, agency or "*")
    with runtime.read() as session:
        versions = _newest(session, agency, limit)
    for version_id in reversed(versions):
        with runtime.read() as session:
            yield _replayed(runtime, session, version_id, proposed, of_registry=of_registry)


def _newest(session: Session, agency: str | None, limit: int) -> list[int]:
    query = select(col(VersionRow.id)).order_by(
        col(VersionRow.published_at).desc(), col(VersionRow.id).desc()
    )
    if agency is not None:
        owner = agency_by_slug(session, agency)
        query = (
            query.join(ContractRow, col(ContractRow.id) == col(VersionRow.contract_id))
            .join(ProductRow, col(ProductRow.id) == col(ContractRow.product_id))
            .where(col(ProductRow.agency_id) == owner.id)
        )
    return list(session.scalars(query.limit(limit)))


def _replayed(
    runtime: Runtime, session: Session, version_id: int, proposed: bytes, *, of_registry: bool
) -> ReplayView:
    version, product, agency, baselines = session.execute(
        select(VersionRow, ProductRow, col(AgencyRow.slug), col(ReportRow.baselines))
        .join(ContractRow, col(ContractRow.id) == col(VersionRow.contract_id))
        .join(ProductRow, col(ProductRow.id) == col(ContractRow.product_id))
        .join(AgencyRow, col(AgencyRow.id) == col(ProductRow.agency_id))
        .join(ReportRow, col(ReportRow.id) == col(VersionRow.report_id))
        .where(col(VersionRow.id) == version_id)
    ).one()
    candidate = runtime.contents.document(session, version.digest)
    found = runtime.contents.lint(session, version.digest)
    before = runtime.contents.documents(session, [digest for _, digest in baselines])
    known = _known(runtime, session, version, candidate, before)
    today, then = (
        _weighed(candidate, found, before, policy, known)
        for policy in policies_under(session, agency, product, proposed, of_registry=of_registry)
    )
    return ReplayView(
        product=f"{agency}/{product.slug}", version=version.number, today=today, then=then
    )


def _known(
    runtime: Runtime,
    session: Session,
    version: VersionRow,
    candidate: Document,
    before: list[Document],
) -> Circumstances:
    """Return what could be known when the version was published."""
    if not before:
        return Circumstances()
    rows = versions_of(session, version.contract_id)
    reference = numbering(candidate, before).reference
    at = version.published_at
    return Circumstances(
        today=at.date(), deprecated=since_when(runtime, session, rows, reference, at)
    )


def _weighed(
    candidate: Document,
    found: tuple[Finding, ...],
    before: list[Document],
    policy: Policy,
    known: Circumstances,
) -> WeighedView:
    """Return how publishing *candidate* ends under *policy*."""
    refused = refusals(policy, candidate.contract.status, linted(found, policy))
    report = judge(candidate, before, policy, known)
    errors = [each for each in report.findings if each.severity is Severity.ERROR]
    return WeighedView(
        outcome="invalid" if refused else report.outcome.value,
        required_version=report.required_version,
        rules=tuple(dict.fromkeys(each.rule for each in refused or errors)),
    )
