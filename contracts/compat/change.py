"""What is one change? A rule, a place in both versions, values, and what it does to either side."""

from typing import Any

import msgspec

from contracts.compat.budget import Budget
from contracts.compat.catalogue import BY_CODE
from contracts.compat.engines.kinds import Exchanged, Served
from contracts.findings import Bump, Impact
from contracts.policy import Watched

Parts = tuple[str | int, ...]


class Verdict(msgspec.Struct, frozen=True, gc=False):
    """What a change does to readers and to writers."""

    reads: Impact = Impact.OK
    writes: Impact = Impact.OK

    def __or__(self, other: "Verdict") -> "Verdict":
        """Return the worse of both on either side."""
        return Verdict(_worse(self.reads, other.reads), _worse(self.writes, other.writes))

    @property
    def bump(self) -> Bump:
        """The part of the version that a change of this weight raises, for an offered product."""
        if self.reads is Impact.BREAK:
            return Bump.MAJOR
        return Bump.PATCH if self == SAME else Bump.MINOR


SAME = Verdict()
WIDER = Verdict(Impact.BREAK, Impact.OK)
NARROWER = Verdict(Impact.OK, Impact.BREAK)
BOTH = Verdict(Impact.BREAK, Impact.BREAK)
UNKNOWN = Verdict(Impact.RISK, Impact.RISK)
RISKY_READ = Verdict(Impact.RISK, Impact.OK)
RISKY_WRITE = Verdict(Impact.OK, Impact.RISK)


def _worse(left: Impact, right: Impact) -> Impact:
    if Impact.BREAK in (left, right):
        return Impact.BREAK
    return Impact.RISK if Impact.RISK in (left, right) else Impact.OK


class Change(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One change with one cause.

    ``now`` leads to its place in the new document (or to where it would stand), ``gone`` to its
    place in the old one if it is no longer there. ``element`` is the element's id if it has one,
    ``field`` the keys below it, so that both stay when the element moves. ``names`` are the old
    names of the object and of the properties on the way; empty means the whole contract.
    ``servers`` are those whose engine makes it as bad as it is; empty: the same on all.
    ``instead`` is the rule that would judge it if no agency watched it.
    """

    rule: str
    message: str
    now: Parts
    gone: Parts | None = None
    element: str = ""
    field: str = ""
    names: tuple[str, ...] = ()
    before: Any = None  # any JSON value
    after: Any = None  # any JSON value
    reads: Impact
    writes: Impact
    bump: Bump
    fix: str = ""
    approvers: tuple[str, ...] = ()
    servers: tuple[str, ...] = ()
    instead: str = ""


_VERDICTS = {
    code: Verdict(row.reads or Impact.OK, row.writes or Impact.OK) for code, row in BY_CODE.items()
}


class Found(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a check says beyond the rule's own row; None: as in the row."""

    before: Any = None  # any JSON value
    after: Any = None  # any JSON value
    verdict: Verdict | None = None
    bump: Bump | None = None
    fix: str = ""
    gone: bool = False
    approvers: tuple[str, ...] | None = None


class Pair(msgspec.Struct, frozen=True, gc=False):
    """One element in both versions: where it was and is, and how people call it.

    ``role`` says how the element hangs in its parent: ``contract`` or ``product`` at the top,
    ``object``, ``property``, ``items``, ``key`` or ``value``; an entry of another list has its noun
    (``server``).
    ``changed`` are the keys of an object or property whose values differ.
    """

    before: dict[str, Any]
    after: dict[str, Any]
    was: Parts
    now: Parts
    names: tuple[str, ...]
    label: str
    role: str
    scope: "Scope"
    changed: frozenset[str] = frozenset()

    def change(self, rule: str, message: str, *key: str | int, found: Found = Found()) -> Change:  # noqa: B008 - frozen
        """Return the change of *rule* at *key* below this element."""
        row = BY_CODE[rule]
        verdict = found.verdict or _VERDICTS[rule]
        bump = found.bump or (row.bump if found.verdict is None else found.verdict.bump)
        return Change(
            rule=rule,
            message=message,
            now=(*self.now, *key),
            gone=(*self.was, *key) if found.gone else None,
            element=text(self.after.get("id")) or text(self.before.get("id")),
            field="/".join([part for part in key if isinstance(part, str)]),
            names=self.names,
            before=found.before,
            after=found.after,
            reads=verdict.reads,
            writes=verdict.writes,
            bump=bump or Bump.NONE,
            fix=found.fix,
            approvers=row.approvers if found.approvers is None else found.approvers,
        )

    def replaced(self, before: dict[str, Any], after: dict[str, Any]) -> "Pair":
        """Return the same place with other contents: the element in a spelling of its own."""
        return msgspec.structs.replace(self, before=before, after=after)

    def field(self, rule: str, message: str, key: str, *, verdict: Verdict | None = None) -> Change:
        """Return the change of *rule* in the field *key* of this element, with its two values."""
        found = Found(before=self.before.get(key), after=self.after.get(key), verdict=verdict)
        return self.change(rule, message, key, found=found)


class Scope(msgspec.Struct, frozen=True):
    """What a check may need to know of the two contracts as a whole.

    ``positional``: some server finds columns by their position (files without a header).
    ``textual``: some server writes dates as text; None where no server says. ``version_words``
    are the contract's and the standard's version, before and after. ``gone_objects`` are the
    names of removed schema objects, ``renamed_objects`` leads from old names to new ones.
    ``renamed_columns`` leads from an old object name and an old column name to the new one.
    ``served`` are the engines of the servers that both have; empty where none is known;
    ``exchanged`` the servers that another engine stands behind now.
    ``watched`` are the custom properties that the policy watches. ``budget`` are the steps left for
    hard questions.
    """

    positional: bool = False
    textual: bool | None = None
    version_words: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    gone_objects: frozenset[str] = frozenset()
    renamed_objects: dict[str, str] = {}
    renamed_columns: dict[str, dict[str, str]] = {}
    served: tuple[Served, ...] = ()
    exchanged: tuple[Exchanged, ...] = ()
    watched: tuple[Watched, ...] = ()
    budget: Budget = msgspec.field(default_factory=Budget)


def text(value: object) -> str:
    """Return *value* if it is a text, else the empty text."""
    return value if isinstance(value, str) else ""
