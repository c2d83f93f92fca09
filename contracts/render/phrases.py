"""What does a report say in words? The sentences that all formats for people share."""

from collections import Counter
from collections.abc import Sequence

from contracts.findings import (
    Bump,
    Consumer,
    Finding,
    Impact,
    LintedFile,
    Outcome,
    Report,
    Severity,
)

_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_SEVERITY_WORDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def judged_findings(report: Report, lint: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return what a change and the contract itself have to say: the change first."""
    return (*report.findings, *lint)


def by_weight(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings with errors first, then warnings, then notes; otherwise as they came."""
    weights = list(Severity)
    return sorted(findings, key=lambda finding: weights.index(finding.severity))


def verdict(report: Report, title: str, lint: Sequence[Finding] = ()) -> str:
    """Say in a few sentences whether the change may go out, why not, and what would do."""
    errors = sum(finding.severity is Severity.ERROR for finding in lint)
    if not errors:
        return _may_go_out(report, title)
    to_mend = f"{_counted(errors, 'error')} to mend"
    if report.outcome is Outcome.REJECTED:
        return f"{_may_go_out(report, title)} The contract itself has {to_mend}."
    why = _reasons(report) or _suppliers(report) or "nothing breaks"
    return f"{title} is not valid: the contract has {to_mend}. The change itself: {why}."


def lint_verdict(files: Sequence[LintedFile]) -> str:
    """Say in one sentence how many files are valid."""
    if len(files) == 1:
        return f"{files[0].file} is {'valid' if files[0].valid else 'not valid'}."
    valid = sum(each.valid for each in files)
    if valid == len(files):
        return f"All {len(files)} files are valid." if files else "There are no files."
    return f"{len(files) - valid} of {len(files)} files are not valid."


def counts(findings: Sequence[Finding]) -> str:
    """Say how many errors, warnings and notes there are: `2 errors, 1 note, 1 waived`."""
    found = Counter(finding.severity for finding in findings if finding.waiver is None)
    parts = [
        f"{found[severity]} {_plural(found[severity], _SEVERITY_WORDS[severity])}"
        for severity in Severity
        if found[severity]
    ]
    waived_ = sum(finding.waiver is not None for finding in findings)
    return ", ".join([*parts, f"{waived_} waived"] if waived_ else parts)


def weight(finding: Finding) -> str:
    """Return the word people read: a finding of severity `info` is a note, or it is waived."""
    return "waived" if finding.waiver else _SEVERITY_WORDS[finding.severity]


def waived(finding: Finding) -> str:
    """Say by whose word the finding does not count, until when and why; empty where it does."""
    waiver = finding.waiver
    if waiver is None:
        return ""
    return f"Waived by {waiver.approver} until {waiver.until}: {waiver.reason}"


def told(finding: Finding) -> str:
    """Return in one line what was found, by whose word it does not count, and what to do."""
    parts = (finding.message, waived(finding), f"Fix: {finding.fix}" if finding.fix else "")
    return " ".join(part for part in parts if part)


def effect(finding: Finding) -> str:
    """Say whom a change meets and which number it needs; empty for a finding about one contract."""
    words = {
        Impact.BREAK: ("breaks readers", "breaks history or suppliers"),
        Impact.RISK: ("may surprise readers", "may trouble history or suppliers"),
    }
    sides = [
        words[impact][side]
        for side, impact in enumerate((finding.reads, finding.writes))
        if impact in words
    ]
    if finding.bump is not Bump.NONE:
        sides.append(f"needs a {finding.bump.value} version")
    return ", ".join(sides)


def met(finding: Finding, consumers: Sequence[Consumer]) -> list[str]:
    """Name those whom this finding meets: agency and purpose."""
    return [
        f"{each.agency} ({each.purpose})" if each.purpose else each.agency
        for each in consumers
        if finding.fingerprint and finding.fingerprint in each.findings
    ]


def consumer_summary(consumers: Sequence[Consumer]) -> str:
    """Say how many known consumers are hit, may be, or are not; empty where none are known."""
    if not consumers:
        return ""
    hit = sum(each.hit is True for each in consumers)
    unknown = sum(each.hit is None for each in consumers)
    parts = [f"{hit or 'none'} {'is' if hit < _PLURAL else 'are'} hit"]
    if unknown:
        parts.append(f"{unknown} did not say which columns they read")
    return f"{_counted(len(consumers), 'known consumer').capitalize()}: {', '.join(parts)}."


def _may_go_out(report: Report, title: str) -> str:
    why = _reasons(report)
    if report.outcome is Outcome.REJECTED:
        return f"{title} may not go out{f': {why}' if why else ''}. {_way_out(report)}"
    if report.outcome is Outcome.PROPOSED:
        because = f", because {why}" if why else ""
        return f"{title} may go out once its owner activates it{because}."
    return f"{title} may go out: {why or _suppliers(report) or 'nothing breaks'}."


def _suppliers(report: Report) -> str:
    """Say in how many places only those break whom the policy does not protect; else nothing."""
    places = sum(finding.writes is Impact.BREAK for finding in report.findings)
    if not places:
        return ""
    return f"readers are safe, history or suppliers break in {_counted(places, 'place')}"


def _reasons(report: Report) -> str:
    """Say in how many places readers, else suppliers, break or may be surprised."""
    for side, impact, who in (
        ("reads", Impact.BREAK, "readers break"),
        ("writes", Impact.BREAK, "history or suppliers break"),
        ("reads", Impact.RISK, "readers may be surprised"),
    ):
        places = sum(getattr(finding, side) is impact for finding in report.findings)
        if places and (side == "reads" or report.outcome is Outcome.REJECTED):
            return f"{who} in {_counted(places, 'place')}"
    errors = [each for each in report.findings if each.severity is Severity.ERROR]
    return errors[0].message.rstrip(".") if errors else ""


def _way_out(report: Report) -> str:
    if report.required_version is None:
        return "No version number can carry this change."
    return f"Publish it as {report.required_version}."


_PLURAL = 2


def _counted(number: int, noun: str) -> str:
    word = _SMALL[number] if number < len(_SMALL) else str(number)
    return f"{word} {_plural(number, noun)}"


def _plural(number: int, noun: str) -> str:
    return noun if number == 1 else f"{noun}s"
