"""How do tools of the Bitol standards read a change? As OMDS, a ``MetadataDifference`` (RFC-0039).

The envelope and the paths are the draft's; the impact is ours, as its own table knows no direction
and calls every change outside the schema minor. It speaks of two versions, so there is no form of
it for lint; what lint and the rules of numbering have to say is no difference. The draft wants
YAML: this is JSON, which readers of YAML take as well.
"""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Any

import msgspec

from contracts.findings import Bump, Finding, Report, Source
from contracts.kinds import CONTRACT_KIND
from contracts.render.safe import to_json, visible

VERSION = "v1.0.0"
_LEVELS = {Bump.MAJOR: "MAJOR", Bump.MINOR: "MINOR", Bump.PATCH: "PATCH", Bump.NONE: "PATCH"}
_UNJUDGED = "CHG-01"
_NUMBERING = "VER-"


def judged(report: Report, *, file: str, title: str, lint: Sequence[Finding] = ()) -> str:  # noqa: ARG001  the renderers share one signature; a difference is between contracts, not files
    """Return the differences that the verdict rests on as one document."""
    diffs = [_diff(each) for each in report.findings if not each.rule.startswith(_NUMBERING)]
    levels = Counter(each["impactLevel"] for each in diffs)
    document: dict[str, Any] = {
        "apiVersion": VERSION,
        "kind": "MetadataDifference",
        "sourceKind": report.candidate.kind if report.candidate else CONTRACT_KIND,
        "source1": _source(report.baseline),
        "source2": _source(report.candidate),
        "scope": "all",
        "impact": {level.lower(): levels[level] for level in ("MAJOR", "MINOR", "PATCH")},
    }
    if report.required_version is not None:
        document["suggestedVersion"] = visible(report.required_version)
    document["diffs"] = diffs
    document["customProperties"] = [
        {"property": "generatedBy", "value": "charter"},
        {"property": "outcome", "value": report.outcome},
    ]
    return msgspec.json.format(to_json(document), indent=2).decode() + "\n"


def _source(of: Source | None) -> dict[str, str]:
    """Return one side; empty texts where a first version follows nothing."""
    return (
        {"id": visible(of.id), "version": visible(of.version)}
        if of
        else {
            "id": "",
            "version": "",
        }
    )


def _diff(finding: Finding) -> dict[str, Any]:
    kind = _kind(finding)
    path = visible(finding.path)
    keys = re.findall(r"/([^/\[\]]+)", re.sub(r"\[[^\]]*\]", "", path)) or [""]
    diff = {"type": kind, "section": keys[0], "field": keys[-1], "path": path or "/"}
    if kind != "ADD":
        diff["value1"] = finding.before
    if kind != "REMOVE":
        diff["value2"] = finding.after
    diff["message"] = visible(finding.message)
    diff["impactLevel"] = "UNKNOWN" if finding.rule == _UNJUDGED else _LEVELS[finding.bump]
    return diff


def _kind(finding: Finding) -> str:
    if (finding.before is None) is (finding.after is None):
        return "CHANGE"
    return "ADD" if finding.before is None else "REMOVE"
