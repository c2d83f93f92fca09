"""What does a report come down to? The numbers behind the sentence that a page begins with."""

from collections.abc import Mapping

import msgspec

from contracts.findings import Consumer, Finding, Impact, Outcome, Report, Severity
from contracts.waiving import is_waivable
from registry.identity import Actor, Kind
from registry.permissions import Action, allows
from registry.views import ProductView, State, VersionView

MAX_FINDINGS = 300
"""Findings on one page; the rest is in the same report as JSON."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """A judgement in numbers. ``state`` is None for what was never published."""

    number: str  # the version that was judged
    outcome: Outcome
    state: State | None
    readers: int  # findings that break those who read the data
    suppliers: int  # findings that break those who write it, and no reader
    risks: int  # findings that may break somebody and certainly break nobody
    refused: int  # findings that break nobody and are not allowed all the same
    harmless: int
    needs: str | None  # the version number it would need, where it has another one
    is_first: bool = False  # nothing was there to compare it with
    hindrance: str = ""  # why it is proposed and can never come into force


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A finding with the declared users whom it meets."""

    finding: Finding
    hit: tuple[Consumer, ...]
    perhaps: int  # users who never said which columns they read


class Waiving(msgspec.Struct, frozen=True, kw_only=True):
    """For which version findings may be waived, and whether the visitor may do that."""

    agency: str
    slug: str
    number: str
    may: bool


def waiving(actor: Actor, product: ProductView, version: VersionView) -> Waiving | None:
    """Return how findings on *version* are waived; None for strangers, and where it is too late."""
    if actor.kind is Kind.ANONYMOUS or version.state is not State.PROPOSED:
        return None
    may = allows(actor, Action.WAIVE, product.agency, product.slug)
    return Waiving(agency=product.agency, slug=product.slug, number=version.version, may=may)


def published(report: Report, version: VersionView) -> Verdict:
    """Return what *report* says of a published version."""
    is_first = version.previous is None and not report.findings
    return msgspec.structs.replace(compared(report, version), is_first=is_first)


def compared(report: Report, version: VersionView) -> Verdict:
    """Return what *report* says of the step to a published version from any other."""
    found = verdict(report, version.version, version.state)
    return msgspec.structs.replace(found, hindrance=version.hindrance)


def verdict(report: Report, number: str, state: State | None) -> Verdict:
    """Return what *report* says of version *number*."""
    readers = sum(finding.reads is Impact.BREAK for finding in report.findings)
    breaking = sum(Impact.BREAK in (each.reads, each.writes) for each in report.findings)
    risks = sum(_is_risk(finding) for finding in report.findings)
    refused = sum(_is_refused(finding) for finding in report.findings)
    needs = report.required_version
    return Verdict(
        number=number,
        outcome=report.outcome,
        state=state,
        readers=readers,
        suppliers=breaking - readers,
        risks=risks,
        refused=refused,
        harmless=len(report.findings) - breaking - risks - refused,
        needs=needs if needs != number and report.outcome is Outcome.REJECTED else None,
    )


def judged(report: Report) -> tuple[Judged, ...]:
    """Return the findings, the gravest first, each with the declared users it meets."""
    hit: dict[str, list[Consumer]] = {}
    for consumer in report.consumers:
        for fingerprint in consumer.findings:
            hit.setdefault(fingerprint, []).append(consumer)
    unknown = sum(consumer.hit is None for consumer in report.consumers)
    ordered = sorted(report.findings, key=_weight)
    return tuple(_judged(finding, hit, unknown) for finding in ordered[:MAX_FINDINGS])


def named(report: Report, names: Mapping[str, str]) -> Report:
    """Return *report* with its consumers under the names of their agencies."""
    consumers = tuple(
        msgspec.structs.replace(each, agency=names.get(each.agency, each.agency))
        for each in report.consumers
    )
    return msgspec.structs.replace(report, consumers=consumers)


def is_harmless(finding: Finding) -> bool:
    """Whether *finding* breaks nobody, cannot break anybody, and is allowed."""
    quiet = {finding.reads, finding.writes} == {Impact.OK}
    return quiet and finding.severity is Severity.INFO


def may_be_waived(finding: Finding) -> bool:
    """Whether *finding* counts, and somebody could answer for it."""
    counts = finding.severity is Severity.ERROR and finding.waiver is None
    return counts and bool(finding.fingerprint) and is_waivable(finding.rule)


def _judged(finding: Finding, hit: Mapping[str, list[Consumer]], unknown: int) -> Judged:
    met = tuple(hit.get(finding.fingerprint, ()))
    breaks = finding.reads is Impact.BREAK
    known = sum(consumer.hit is None for consumer in met)
    return Judged(finding=finding, hit=met, perhaps=unknown - known if breaks else 0)


def _is_risk(finding: Finding) -> bool:
    impacts = (finding.reads, finding.writes)
    return Impact.RISK in impacts and Impact.BREAK not in impacts


def _is_refused(finding: Finding) -> bool:
    impacts = {finding.reads, finding.writes}
    return finding.severity is Severity.ERROR and impacts == {Impact.OK}


def _weight(finding: Finding) -> tuple[int, int, int, int]:
    impacts = list(Impact)
    return (
        -impacts.index(finding.reads),
        -impacts.index(finding.writes),
        list(Severity).index(finding.severity),
        finding.line or 0,
    )
