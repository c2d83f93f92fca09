"""Where does a finding point? At the line and column of the element, by name and by pointer."""

from typing import Any

from contracts.document import Document
from contracts.findings import Bump, Finding, Impact, Severity, fingerprint
from contracts.paths import Parts, named, pointer
from contracts.rule import Rule


def finding_at(  # noqa: PLR0913 (a finding has that many facets; all but four have defaults)
    document: Document,
    rule: Rule,
    parts: Parts,
    message: str,
    *,
    fix: str | None = None,
    severity: Severity | None = None,
    before: Any = None,
    after: Any = None,
    reads: Impact = Impact.OK,
    writes: Impact = Impact.OK,
    bump: Bump = Bump.NONE,
) -> Finding:
    """Return the finding of *rule* at *parts*; fix and severity default to the rule's.

    A change rule has no severity of its own: the finding is an error where it breaks someone, a
    warning where it may, else information.
    """
    path = named(document.tree, parts)
    position = document.position(parts)
    contract_id = document.tree.get("id")
    return Finding(
        rule=rule.code,
        name=rule.name,
        severity=severity or rule.severity or _weight(reads, writes),
        path=path,
        pointer=pointer(parts),
        line=position.line,
        column=position.column,
        message=message,
        before=before,
        after=after,
        reads=reads,
        writes=writes,
        bump=bump,
        fix=rule.fix if fix is None else fix,
        fingerprint=fingerprint(
            rule.code, contract_id if isinstance(contract_id, str) else "", path, before, after
        ),
    )


def _weight(reads: Impact, writes: Impact) -> Severity:
    if Impact.BREAK in (reads, writes):
        return Severity.ERROR
    return Severity.WARNING if Impact.RISK in (reads, writes) else Severity.INFO
