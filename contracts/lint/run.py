"""What is there to say about one document? Its schema's verdict and every lint rule's, by line."""

from collections.abc import Iterable, Iterator
from typing import Any

from contracts import schema
from contracts.document import Document
from contracts.findings import Finding, Severity
from contracts.kinds import is_product
from contracts.lint.catalogue import CHECKS, OF_ANY_DOCUMENT
from contracts.lint.check import Check, Hit, Kind, Node
from contracts.lint.subject import Subject
from contracts.lint.walk import walk
from contracts.locate import finding_at
from contracts.validation.rules import STANDARD

_SECRETS = frozenset(each.rule.code for each in CHECKS if each.rule.family == "Secrets")
_LONGEST_MESSAGE = 500  # characters; names of strangers have any length
_MOST_ALIKE = 100  # findings of one rule and severity: nobody reads on, and a bomb wants more


def lint(document: Document) -> tuple[Finding, ...]:
    """Return all findings on a document, in the order of its lines. Total: any tree will do.

    Of a file that follows another standard, that is told, and what it gives away. It has its name,
    its version and its tables in other places, so that nothing else would be true. Of a data
    product, the rules speak that are about any document.
    """
    by_schema = schema.validate(document)
    by_rules = list(_by_rules(document))
    if is_product(document.tree):
        by_rules = [finding for finding in by_rules if finding.rule in OF_ANY_DOCUMENT]
    if any(finding.rule == STANDARD.code for finding in by_schema):
        by_rules = [finding for finding in by_rules if finding.rule in _SECRETS]
    return tuple(sorted(_told_once([*by_schema, *by_rules]), key=_reading_order))


def is_valid(findings: Iterable[Finding]) -> bool:
    """Whether no finding is an error."""
    return all(finding.severity is not Severity.ERROR for finding in findings)


def _by_rules(document: Document) -> Iterator[Finding]:
    """Make findings of the hits; of many alike the first hundred, the last of them counting on."""
    alike: dict[tuple[str, Severity | None], list[tuple[Check, Hit]]] = {}
    for check, hit in hits(document.tree):
        alike.setdefault((check.rule.code, hit.severity), []).append((check, hit))
    for found in alike.values():
        more = len(found) - _MOST_ALIKE
        for at, (check, hit) in enumerate(found[:_MOST_ALIKE], start=1):
            message = hit.message[:_LONGEST_MESSAGE]
            if more > 0 and at == _MOST_ALIKE:
                message = f"{message} There are {more:,} more like this."
            yield finding_at(
                document, check.rule, hit.parts, message, fix=hit.fix, severity=hit.severity
            )


def hits(tree: dict[str, Any]) -> Iterator[tuple[Check, Hit]]:
    """Yield what every check of the table says about a tree, in the order of the walk."""
    subject = Subject(tree)
    for kinds, value, parts in walk(subject):
        node = Node(value, parts, subject)
        key = next((part for part in reversed(parts) if isinstance(part, str)), "")
        for kind in kinds:
            for check in _UNDER_KEY[kind].get(key, _ANYWHERE[kind]):
                for hit in check.find(node):
                    yield check, hit


_ANYWHERE: dict[Kind, tuple[Check, ...]] = {
    kind: tuple(check for check in CHECKS if check.kind is kind and check.keys is None)
    for kind in Kind
}
_UNDER_KEY: dict[Kind, dict[str, tuple[Check, ...]]] = {
    kind: {
        key: tuple(c for c in CHECKS if c.kind is kind and (c.keys is None or key in c.keys))
        for key in frozenset().union(*(c.keys for c in CHECKS if c.kind is kind and c.keys))
    }
    for kind in Kind
}


_ABSENCE = ("META-01", "META-03", "META-06", "SCH-04", "SCH-05", "SHAPE-06")
"""Rules that may all say of one place that nothing is there: the first one is the most helpful."""


def _told_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Pass findings on, but of those about one missing value only the most helpful."""
    missing: dict[str, Finding] = {}
    for finding in findings:
        if finding.rule not in _ABSENCE:
            yield finding
            continue
        told = missing.setdefault(finding.pointer, finding)
        if _ABSENCE.index(finding.rule) < _ABSENCE.index(told.rule):
            missing[finding.pointer] = finding
    yield from missing.values()


def _reading_order(finding: Finding) -> tuple[int, int, str, str]:
    return finding.line or 0, finding.column or 0, finding.rule, finding.pointer
