"""Does a document follow the official schema of its own `apiVersion`: ODCS, or ODPS by `kind`?"""

from contracts.document import Document
from contracts.findings import Finding, Severity
from contracts.locate import finding_at
from contracts.paths import Parts, pointer
from contracts.rule import Rule
from contracts.validation import rules
from contracts.validation.complaints import MOST, Complaint, Kind, complaints
from contracts.validation.editions import STRICT, validator
from contracts.validation.knowledge import keys_at
from contracts.validation.near_misses import near_misses
from contracts.validation.rules import SCHEMA_RULES
from contracts.validation.standard import edition_of
from contracts.validation.wording import message_and_fix

__all__ = ["SCHEMA_RULES", "validate"]

_RULES: dict[Kind, Rule] = {
    Kind.UNKNOWN_KEY: rules.UNKNOWN_KEY,
    Kind.MISSING_KEY: rules.MISSING_KEY,
    Kind.MISSING_CHOICE: rules.MISSING_KEY,
    Kind.NULL: rules.NULL,
    Kind.TYPE: rules.WRONG_TYPE,
    Kind.VALUE: rules.NOT_ALLOWED,
    Kind.FORM: rules.WRONG_FORM,
    Kind.CONFLICT: rules.CONFLICT,
    Kind.FORBIDDEN: rules.CONFLICT,
    Kind.OTHER: rules.OTHER,
}


def validate(document: Document) -> list[Finding]:
    """Return what breaks the official schema, in the order of lines; nothing for a valid document.

    A file of another standard, or of a version nobody supports, gets one finding that says so.
    `3.0.0` without its v is judged as v3.0.0. For v3.0.2, which has two official schemas, the plain
    one judges and what only the strict one finds is a warning. So is a key that is nearly one of
    the standard's where the schema takes any. A product of v0.9.0 may follow the schema of v1.0.0
    as well, which names both versions as its own; the official examples do.
    """
    edition, findings = edition_of(document)
    if edition is None:
        return findings
    tree = {**document.tree, "apiVersion": edition}
    plain = _useful(complaints(validator(edition), tree), edition)
    if edition == "v0.9.0" and plain and not complaints(validator("v1.0.0"), tree):
        return findings
    findings += [_finding(document, edition, complaint) for complaint in plain]
    if edition == "v3.0.2":
        judged = {(complaint.kind, complaint.parts) for complaint in plain}
        findings += [
            _finding(document, edition, complaint, Severity.WARNING)
            for complaint in _useful(complaints(validator(STRICT), tree), STRICT)
            if (complaint.kind, complaint.parts) not in judged
        ]
    told = {finding.pointer for finding in findings}
    findings += [
        _finding(document, edition, complaint, Severity.WARNING)
        for complaint in (near_misses(edition, tree) if len(plain) < MOST else ())
        if pointer(complaint.parts) not in told
    ]
    if len(plain) >= MOST:
        message = f"There is more: only the first {MOST:,} things are told."
        findings.append(finding_at(document, rules.OTHER, (), message))
    return sorted(findings, key=lambda finding: (finding.line or 0, finding.column or 0))


def _finding(
    document: Document, edition: str, complaint: Complaint, severity: Severity | None = None
) -> Finding:
    message, fix = message_and_fix(edition, complaint, document.tree)
    rule = _RULES[complaint.kind]
    return finding_at(document, rule, complaint.parts, message, fix=fix, severity=severity)


def _useful(found: list[Complaint], edition: str) -> list[Complaint]:
    """Return *found* without keys that only seem unknown because something else is wrong there.

    A schema whose own check fails has "evaluated" no key, so the schema around it reports them all.
    """
    troubled: set[Parts] = {
        complaint.parts[:length]
        for complaint in found
        if complaint.kind is not Kind.UNKNOWN_KEY
        for length in range(len(complaint.parts) + 1)
    }
    return [
        complaint
        for complaint in found
        if complaint.kind is not Kind.UNKNOWN_KEY
        or complaint.parts[:-1] not in troubled
        or complaint.parts[-1] not in keys_at(edition, complaint.parts[:-1])
    ]
