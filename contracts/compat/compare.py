"""What changed between two contracts or products, whom does it hurt, and where does it stand?

`compare` is pure and total: any two documents give findings, never an exception, in the order in
which their places stand in the new document.
"""

import re
from typing import Any

import msgspec

from contracts.compat import products
from contracts.compat.catalogue import BY_CODE
from contracts.compat.change import Change
from contracts.compat.example import Examples
from contracts.compat.matching import match_objects
from contracts.compat.normal import same
from contracts.compat.scope import scope_of
from contracts.compat.ties import to_deprecated
from contracts.compat.walk import Walk
from contracts.document import Document
from contracts.findings import Finding, Impact, Severity, fingerprint
from contracts.kinds import is_product
from contracts.paths import Parts, named, pointer
from contracts.policy import DEFAULT, Mode, Watched
from contracts.redaction import redacted
from contracts.rule import Rule


def compare(before: Document, after: Document) -> tuple[Finding, ...]:
    """Return one finding for each cause, weighed under the default policy."""
    return tuple(
        finding for _, finding in findings(before, after, changes(before.tree, after.tree))
    )


def changes(
    before: dict[str, Any], after: dict[str, Any], *, watched: tuple[Watched, ...] = ()
) -> tuple[Change, ...]:
    """Return what changed between two trees, in the order of the walk.

    *watched* are the custom properties that a policy watches.
    """
    if same(before, after):
        return ()
    objects = match_objects(before.get("schema"), after.get("schema"))
    scope = msgspec.structs.replace(scope_of(before, after, objects), watched=watched)
    if is_product(before) and is_product(after):
        return products.changes(before, after, scope)
    walk = Walk(scope)
    walk.contracts(before, after, objects)
    return (*walk.changes, *to_deprecated(walk.changes, after))


def findings(
    before: Document, after: Document, found: tuple[Change, ...], mode: Mode = DEFAULT.mode
) -> list[tuple[Change, Finding]]:
    """Return each change with its finding, ordered by line and column in the new document."""
    examples = Examples(before.tree, after.tree)
    told = [
        (change, _finding((before, after), change, mode, examples.of(change))) for change in found
    ]
    told.sort(key=lambda pair: (pair[1].line or 0, pair[1].column or 0))
    return told


def _finding(
    documents: tuple[Document, Document], change: Change, mode: Mode, example: dict[str, Any] | None
) -> Finding:
    before, after = documents
    rule = BY_CODE[change.rule]
    place = _surviving(after.tree, change.now)
    position = after.position(place)
    tree, parts = (after.tree, change.now) if change.gone is None else (before.tree, change.gone)
    path = named(tree, parts)
    contract = after.tree.get("id")
    told = Finding(
        rule=rule.code,
        name=rule.name,
        severity=severity(change, mode),
        path=path,
        pointer=pointer(place),
        line=position.line,
        column=position.column,
        message=change.message,
        before=change.before,
        after=change.after,
        reads=change.reads,
        writes=change.writes,
        bump=change.bump,
        fix=_fix(change, rule),
        fingerprint=fingerprint(
            rule.code,
            contract if isinstance(contract, str) else "",
            f"{change.element}/{change.field}" if change.element else _PLACES.sub("[]", path),
            change.before,
            change.after,
        ),
        approvers=change.approvers,
        servers=change.servers,
        example=example,
    )
    return redacted(told, tree, parts)


def _fix(change: Change, rule: Rule) -> str:
    """Return what to do, and who must agree to it."""
    fix = change.fix or rule.fix
    if not change.approvers:
        return fix
    return f"{fix} Must agree: {' and '.join(change.approvers)}."


_PLACES = re.compile(r"\[\d+\]")  # places in a list shift when an item is put before


def _surviving(tree: dict[str, Any], parts: Parts) -> Parts:
    """Return the longest beginning of *parts* that leads to something."""
    node: Any = tree
    for depth, part in enumerate(parts):
        is_key = isinstance(node, dict) and part in node
        is_place = isinstance(node, list) and isinstance(part, int) and part < len(node)
        if not (is_key or is_place):
            return parts[:depth]
        node = node[part]
    return parts


def severity(change: Change, mode: Mode) -> Severity:
    """Return how much a change weighs where *mode* says who is protected.

    A break on a protected side is an error; what may hurt a protected side, and what no rule
    judges, is a warning; the rest is information.
    """
    if change.rule in REFUSED:
        return Severity.ERROR
    impacts = protected(change, mode)
    if Impact.BREAK in impacts:
        return Severity.ERROR
    if Impact.RISK in impacts or change.rule == "CHG-01":
        return Severity.WARNING
    return Severity.INFO


REFUSED = frozenset(("DOC-01", "DOC-04", "DOC-08"))


def protected(change: Change, mode: Mode) -> tuple[Impact, ...]:
    """Return what the change does to the sides that *mode* protects."""
    name = mode.value.removesuffix("_TRANSITIVE")
    return {
        "FORWARD": (change.reads,),
        "BACKWARD": (change.writes,),
        "FULL": (change.reads, change.writes),
    }.get(name, ())
