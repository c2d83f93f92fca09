"""How do findings appear in a GitLab merge request? As a Code Quality report, a list of issues.

GitLab compares the reports of both branches by ``fingerprint``, so each is there once.
"""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from contracts.findings import Finding, LintedFile, Report, Severity
from contracts.render import phrases
from contracts.render.safe import to_json, visible

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "minor", Severity.INFO: "info"}


def linted(files: Sequence[LintedFile]) -> str:
    """Return what lint found as one list of issues."""
    return _issues([(each.file, finding) for each in files for finding in each.findings])


def judged(report: Report, *, file: str, title: str, lint: Sequence[Finding] = ()) -> str:  # noqa: ARG001  the renderers share one signature; an issue is about a place, not about the change
    """Return what the change and the contract have to say as one list of issues."""
    return _issues([(file, finding) for finding in phrases.judged_findings(report, lint)])


def _issues(rows: Sequence[tuple[str, Finding]]) -> str:
    seen: Counter[str] = Counter()
    issues = [_issue(file, finding, seen) for file, finding in rows]
    return msgspec.json.format(to_json(issues), indent=2).decode() + "\n"


def _issue(file: str, finding: Finding, seen: Counter[str]) -> dict[str, Any]:
    return {
        "description": visible(phrases.told(finding)),
        "check_name": visible(f"{finding.rule} {finding.name}"),
        "fingerprint": _fingerprint(file, finding, seen),
        "severity": _SEVERITIES[finding.severity],
        "location": {"path": visible(file), "lines": {"begin": finding.line or 1}},
    }


def _fingerprint(file: str, finding: Finding, seen: Counter[str]) -> str:
    """Return the finding's own, numbered where several say the same: one contract in two files."""
    own = finding.fingerprint or f"{file}:{finding.rule}:{finding.pointer}"
    seen[own] += 1
    return visible(own if seen[own] == 1 else f"{own}-{seen[own]}")
