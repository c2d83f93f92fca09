"""What changed between two contracts or products, whom does it hurt, and where does it stand?

`compare` is pure and total: any two documents give findings, never an exception, in the order in
which their places stand in the new document.
"""

import re
from typing import Any

import msgspec

from contracts.compat import products
from contracts.compat.catalogue import BY_CODE
from contracts.compat.change import Change, Verdict, text
from contracts.compat.dangling import inside
from contracts.compat.example import Examples
from contracts.compat.matching import match_objects
from contracts.compat.moved_quality import joined
from contracts.compat.normal import same
from contracts.compat.scope import scope_of
from contracts.compat.ties import to_deprecated
from contracts.compat.walk import Walk
from contracts.document import Document
from contracts.findings import Finding, Impact, Severity, fingerprint
from contracts.kinds import is_product
from contracts.places import Places
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
    found = inside(joined(tuple(walk.changes), scope), before, after)
    return (*found, *to_deprecated(found, after))


def findings(
    before: Document, after: Document, found: tuple[Change, ...], mode: Mode = DEFAULT.mode
) -> list[tuple[Change, Finding]]:
    """Return each change with its finding, ordered by line and column in the new document."""
    teller = _Teller(before, after, mode)
    told = [(change, teller.finding(change)) for change in found]
    told.sort(key=lambda pair: (pair[1].line or 0, pair[1].column or 0))
    return told


class _Teller:
    """What the findings of one comparison share."""

    def __init__(self, before: Document, after: Document, mode: Mode) -> None:
        self._after = after
        self._was, self._now = Places(before.tree), Places(after.tree)
        self._examples = Examples(before.tree, after.tree)
        self._contract = text(after.tree.get("id"))
        self._mode = mode

    def finding(self, change: Change) -> Finding:
        """Return what is told of *change*."""
        rule = BY_CODE[change.rule]
        now = self._now.at(change.now)
        about = now if change.gone is None else self._was.at(change.gone)
        seen = now.surviving
        position = self._after.position(seen.parts)
        told = Finding(
            rule=rule.code,
            name=rule.name,
            severity=severity(change, self._mode),
            path=about.path,
            pointer=seen.pointer,
            line=position.line,
            column=position.column,
            message=_begun(change.message),
            before=change.before,
            after=change.after,
            reads=change.reads,
            writes=change.writes,
            bump=change.bump,
            fix=_fix(change, rule),
            fingerprint=fingerprint(
                rule.code,
                self._contract,
                f"{change.element}/{change.field}" if change.element else _unplaced(about.path),
                change.before,
                change.after,
            ),
            approvers=change.approvers,
            servers=change.servers,
            example=self._examples.of(change),
        )
        return redacted(told, about)


def _fix(change: Change, rule: Rule) -> str:
    """Return what to do, and who must agree to it.

    What the rule says to do is about the harm that such a change can do; one that hurts nobody,
    or only who writes, has another answer.
    """
    fix = change.fix or rule.fix
    if change.approvers:
        return f"{fix} Must agree: {' and '.join(change.approvers)}."
    if change.fix or (rule.reads, rule.writes) == (change.reads, change.writes):
        return fix
    if change.reads is change.writes is Impact.OK:
        return "Nothing to do."
    if rule.reads is rule.writes is Impact.BREAK and change.reads is Impact.OK:
        return "Check first that the history and what suppliers send fit."
    return fix


def _begun(message: str) -> str:
    """Return a sentence with a capital where it begins with an article, not with a name."""
    return f"T{message[1:]}" if message.startswith("the ") else message


def _unplaced(path: str) -> str:
    """Return *path* without places in lists, which shift when an item is put before."""
    return _PLACES.sub("[]", path)


_PLACES = re.compile(r"\[\d+\]")


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


def protected(change: Change | Verdict, mode: Mode) -> tuple[Impact, ...]:
    """Return what the change does to the sides that *mode* protects."""
    if mode in _FOR_ALL:
        return change.reads, change.writes
    if mode in _FOR_READERS:
        return (change.reads,)
    return (change.writes,) if mode in _FOR_WRITERS else ()


_FOR_ALL = frozenset((Mode.FULL, Mode.FULL_TRANSITIVE))
_FOR_READERS = frozenset((Mode.FORWARD, Mode.FORWARD_TRANSITIVE))
_FOR_WRITERS = frozenset((Mode.BACKWARD, Mode.BACKWARD_TRANSITIVE))
