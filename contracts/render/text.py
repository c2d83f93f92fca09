"""How does a person at a terminal read a verdict? First what follows from it, then each reason.

Each finding begins with `file:line:column`, which editors and terminals turn into a link.
"""

from collections.abc import Iterator, Sequence

from contracts.findings import Consumer, Finding, LintedFile, Report, Severity
from contracts.render import phrases
from contracts.render.safe import shown, shown_change, visible

_RESET, _BOLD = "\x1b[0m", "\x1b[1m"
_COLOURS = {Severity.ERROR: "\x1b[31m", Severity.WARNING: "\x1b[33m", Severity.INFO: "\x1b[36m"}


def linted(files: Sequence[LintedFile], *, colour: bool = False) -> str:
    """Return what lint found, file by file; colour codes only where asked for."""
    findings = [finding for each in files for finding in each.findings]
    lines = _head(phrases.lint_verdict(files), findings, colour=colour)
    for each in files:
        for finding in each.findings:
            lines += ["", *_finding(finding, each.file, (), colour=colour)]
    return "\n".join(lines) + "\n"


def judged(
    report: Report,
    *,
    file: str,
    title: str,
    lint: Sequence[Finding] = (),
    colour: bool = False,
) -> str:
    """Return the verdict on a change and its reasons, errors first.

    *title* is what is judged, as people call it: `hospital-bed-availability 3.2.0`.
    """
    findings = phrases.by_weight(phrases.judged_findings(report, lint))
    lines = _head(phrases.verdict(report, title, lint), findings, colour=colour)
    if summary := phrases.consumer_summary(report.consumers):
        lines.append(summary)
    for finding in findings:
        lines += ["", *_finding(finding, file, report.consumers, colour=colour)]
    return "\n".join(lines) + "\n"


def _head(verdict: str, findings: Sequence[Finding], *, colour: bool) -> list[str]:
    line = visible(verdict)
    first = f"{_BOLD}{line}{_RESET}" if colour else line
    return [first, f"{phrases.counts(findings)}."] if findings else [first]


def _finding(
    finding: Finding, file: str, consumers: Sequence[Consumer], *, colour: bool
) -> Iterator[str]:
    place = ":".join(str(part) for part in (visible(file), finding.line, finding.column) if part)
    word = phrases.weight(finding)
    marked = f"{_COLOURS[finding.severity]}{word}{_RESET}" if colour else word
    yield f"{place}: {marked}: {visible(finding.message)}"
    if waived := phrases.waived(finding):
        yield f"    {visible(waived)}"
    if finding.before is not None or finding.after is not None:
        yield f"    {' -> '.join(shown_change(finding.before, finding.after))}"
    if finding.example is not None:
        yield f"    For instance: {shown(finding.example)}"
    if effect := phrases.effect(finding):
        yield f"    {effect[0].upper()}{effect[1:]}."
    if met := phrases.met(finding, consumers):
        yield f"    Meets {visible(', '.join(met))}."
    if finding.fix:
        yield f"    Fix: {visible(finding.fix)}"
    yield f"    {finding.rule} {finding.name}  {visible(finding.path)}"
