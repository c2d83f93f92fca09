"""How do findings appear beside the lines of a pull request? As GitHub workflow commands.

One line a finding: ``::error file=a.yaml,line=3,col=5,title=PROP-04 property-removed::message``.
GitHub shows the first ten of each kind, so errors come first.
"""

from collections.abc import Sequence

import msgspec

from contracts.findings import Finding, LintedFile, Outcome, Report, Severity
from contracts.render import phrases
from contracts.render.safe import visible

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def linted(files: Sequence[LintedFile]) -> str:
    """Return one annotation a finding, and the verdict as the last."""
    lines = [_annotation(finding, each.file) for each in files for finding in each.findings]
    is_valid = all(each.valid for each in files)
    return _lines([*lines, said(phrases.lint_verdict(files), is_error=not is_valid)])


def judged(report: Report, *, file: str, title: str, lint: Sequence[Finding] = ()) -> str:
    """Return one annotation a finding, errors first, and the verdict as the last."""
    is_error = report.outcome is Outcome.REJECTED
    changes = report.findings if is_error else map(_allowed, report.findings)
    lines = [_annotation(finding, file) for finding in phrases.by_weight([*changes, *lint])]
    return _lines([*lines, said(phrases.verdict(report, title, lint), is_error=is_error)])


def said(sentence: str, *, is_error: bool, file: str = "") -> str:
    """Return an annotation that is about no line; where it is about a file, of *file*."""
    place = f"file={_property(file)}," if file else ""
    return f"::{'error' if is_error else 'notice'} {place}title=Charter::{_data(sentence)}"


def _allowed(finding: Finding) -> Finding:
    """Return a break that its number allows as a warning: a build that passes has no error."""
    if finding.severity is not Severity.ERROR:
        return finding
    return msgspec.structs.replace(finding, severity=Severity.WARNING)


def _annotation(finding: Finding, file: str) -> str:
    places = {"file": file, "line": finding.line, "col": finding.column}
    places["title"] = f"{finding.rule} {finding.name}"
    given = ",".join(f"{key}={_property(str(value))}" for key, value in places.items() if value)
    return f"::{_COMMANDS[finding.severity]} {given}::{_data(phrases.told(finding))}"


def _data(text: str) -> str:
    """Escape a message: after `visible` no line break is left, so only the escape sign is."""
    return visible(text).replace("%", "%25")


def _property(text: str) -> str:
    """Escape a property, which ends at a comma or a colon."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(lines) + "\n"
