"""How do code scanning services read findings? As SARIF 2.1.0, the OASIS format for such tools.

One run, with every rule that occurs in it. GitHub tells runs of one tool apart by their
``automationDetails``, so that lint does not wipe out what the change has to say. A rule's page is
named in its help text: ``helpUri`` must be absolute, and the page is the registry's own, whose
address nobody here knows.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import msgspec

from contracts.catalogue import rule
from contracts.findings import Finding, Impact, LintedFile, Report, Severity
from contracts.render import phrases
from contracts.render.safe import to_json, visible
from contracts.rule import Rule

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_DEFAULTS = {Impact.BREAK: "error", Impact.RISK: "warning", Impact.OK: "note"}
"""What a change rule weighs where consumers are protected, as the default policy has it."""

Json = dict[str, Any]  # any JSON object


def linted(files: Sequence[LintedFile]) -> str:
    """Return what lint found as one SARIF log."""
    rows = [(each.file, finding) for each in files for finding in each.findings]
    return _log("lint", rows, {"verdict": visible(phrases.lint_verdict(files))})


def judged(report: Report, *, file: str, title: str, lint: Sequence[Finding] = ()) -> str:
    """Return the verdict on a change as one SARIF log; the run's properties say the outcome."""
    rows = [(file, finding) for finding in phrases.judged_findings(report, lint)]
    told = {
        "verdict": visible(phrases.verdict(report, title, lint)),
        "outcome": report.outcome,
        "reads": report.reads,
        "writes": report.writes,
        "bump": report.bump,
        "requiredVersion": report.required_version,
    }
    return _log("change", rows, told)


def _log(kind: str, rows: Sequence[tuple[str, Finding]], told: Mapping[str, object]) -> str:
    places = {code: at for at, code in enumerate(dict.fromkeys(each.rule for _, each in rows))}
    names = {finding.rule: finding.name for _, finding in rows}
    run = {
        "tool": {
            "driver": {
                "name": "Charter",
                "rules": [_rule(code, names[code]) for code in places],
            }
        },
        "automationDetails": {"id": f"charter/{kind}/"},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(file, finding, places[finding.rule]) | suppressed
            for (file, finding), suppressed in zip(rows, _suppressions(rows), strict=True)
        ],
        "properties": told,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(to_json(log), indent=2).decode() + "\n"


def _rule(code: str, name: str) -> Json:
    """Return what is known of a rule: only its names where the registry is newer than we are."""
    known = rule(code)
    if known is None:
        return {"id": visible(code), "name": visible(name)}
    page = f"Explained at /rules/{known.code} of the registry, and by `charter rules {known.code}`."
    return {
        "id": known.code,
        "name": known.name,
        "shortDescription": {"text": known.statement},
        "fullDescription": {"text": known.reason},
        "help": {"text": f"{known.fix} {page}"},
        "defaultConfiguration": {"level": _default_level(known)},
        "properties": {"tags": [known.family]},
    }


def _default_level(of: Rule) -> str:
    if of.severity is not None:
        return _LEVELS[of.severity]
    return _DEFAULTS[of.reads or Impact.OK]


def _result(file: str, finding: Finding, rule_index: int) -> Json:
    result: Json = {
        "ruleId": visible(finding.rule),
        "ruleIndex": rule_index,
        "level": _LEVELS[finding.severity],
        "message": {"text": _message(finding)},
        "locations": [_location(file, finding)],
        "properties": {
            "reads": finding.reads,
            "writes": finding.writes,
            "bump": finding.bump,
        },
    }
    if finding.fingerprint:
        # The second is the one key that GitHub follows a finding by, over pushes.
        print_ = visible(finding.fingerprint)
        result["partialFingerprints"] = {"charter/v1": print_, "primaryLocationLineHash": print_}
    return result


def _suppressions(rows: Sequence[tuple[str, Finding]]) -> list[Json]:
    """Return what each result says of waivers: of all in a run something, or of none (3.27.23)."""
    if all(finding.waiver is None for _, finding in rows):
        return [{} for _ in rows]
    return [{"suppressions": _waivers(finding)} for _, finding in rows]


def _waivers(finding: Finding) -> list[Json]:
    why = visible(phrases.waived(finding))
    return [{"kind": "external", "status": "accepted", "justification": why}] if why else []


def _location(file: str, finding: Finding) -> Json:
    physical: Json = {"artifactLocation": {"uri": _uri(file)}}
    if finding.line:
        physical["region"] = {"startLine": finding.line}
        if finding.column:
            physical["region"]["startColumn"] = finding.column
    path = visible(finding.path)
    return {
        "physicalLocation": physical,
        "logicalLocations": [{"fullyQualifiedName": path}],
    }


def _message(finding: Finding) -> str:
    """Return message and fix; a stranger's `[text](address)` does not become a link of ours."""
    fix = f" Fix: {finding.fix}" if finding.fix else ""
    return visible(f"{finding.message}{fix}").replace("](", "] (")


_DRIVE = re.compile(r"[A-Za-z]:/")


def _uri(file: str) -> str:
    """Return a file's name as a URI: relative as it is, an absolute one under `file:`."""
    path = quote(file, errors="replace")
    if _DRIVE.match(file):
        return f"file:///{file[0]}:{path[4:]}"
    return f"file://{path}" if file.startswith("/") else path
