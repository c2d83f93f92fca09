"""Which findings do not count, because somebody answers for them? Each by its fingerprint.

A waived finding stays in the report, with who waived it, why, and until when. The fingerprint is of
the element's old and new value, so another change of the same element is not waived by it.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import msgspec

from contracts.findings import Finding, Severity, Waiver
from contracts.policy import is_fixed

Waivers = Mapping[str, Waiver]
"""What is waived, by fingerprint."""

NOTHING_WAIVED: Waivers = MappingProxyType({})


def waived(findings: Iterable[Finding], waivers: Waivers) -> tuple[Finding, ...]:
    """Return the findings, those that are waived as information that says so."""
    found = tuple(findings)
    if not waivers:
        return found
    return tuple(_waived(finding, waivers.get(finding.fingerprint)) for finding in found)


def is_waivable(code: str) -> bool:
    """Whether somebody may answer for what the rule finds: a number cannot say what it does not."""
    return not is_fixed(code) and not code.startswith("VER-")


def _waived(finding: Finding, waiver: Waiver | None) -> Finding:
    if waiver is None or not is_waivable(finding.rule):
        return finding
    return msgspec.structs.replace(finding, severity=Severity.INFO, waiver=waiver)
