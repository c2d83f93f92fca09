"""What does a judgement say? A finding is one thing about one place; a report is all of them.

The JSON of these structs is the public shape of ``--format json`` and of the API, so a field is
never renamed or removed without a new major version of the API.
"""

import hashlib
from enum import StrEnum
from typing import Any

import msgspec

from contracts.kinds import CONTRACT_KIND


class Severity(StrEnum):
    """How much a finding weighs under the policy in force."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Impact(StrEnum):
    """What a change does to one side: nothing, perhaps something, or certainly harm."""

    OK = "ok"
    RISK = "risk"
    BREAK = "break"


class Bump(StrEnum):
    """The part of the version number that a change must raise."""

    NONE = "none"
    PATCH = "patch"
    MINOR = "minor"
    MAJOR = "major"


class Outcome(StrEnum):
    """May the change go out? ``proposed`` waits for its owner's explicit ``activate``."""

    ACCEPTED = "accepted"
    PROPOSED = "proposed"
    REJECTED = "rejected"


class Position(msgspec.Struct, frozen=True, gc=False):
    """A place in the author's text; line and column count from 1, as editors do."""

    line: int
    column: int


class Waiver(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's word that a finding need not count. ``until`` is its last day, as ISO 8601."""

    approver: str
    reason: str
    until: str


class Finding(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One thing to know about one element of a contract.

    ``path`` is the named notation (``/schema[name=permits]/properties[name=status]/enum``),
    ``pointer`` the RFC 6901 JSON Pointer of the same place. ``line`` and ``column`` are of the
    contract under judgement; something that is gone points at its nearest surviving parent.
    ``before`` and ``after`` are JSON values. ``reads``, ``writes`` and ``bump`` speak of changes
    and stay ``ok``/``none`` for lint findings. ``approvers`` are the roles that must agree to the
    change whatever the policy protects; mostly there are none. ``servers`` are the servers of the
    contract whose engine makes it as bad as it is; none where all are alike.
    ``example`` is a row that one version takes and the other refuses, a JSON object; None where
    none could be made.
    """

    rule: str
    name: str
    severity: Severity
    path: str
    pointer: str
    line: int | None = None
    column: int | None = None
    message: str
    before: Any = None  # any JSON value: the element as it was
    after: Any = None  # any JSON value: the element as it is
    reads: Impact = Impact.OK
    writes: Impact = Impact.OK
    bump: Bump = Bump.NONE
    fix: str = ""
    fingerprint: str = ""
    approvers: tuple[str, ...] = ()
    servers: tuple[str, ...] = ()
    example: Any = None  # a row: any JSON object
    waiver: Waiver | None = None  # by whose word it does not count


class LintedFile(msgspec.Struct, frozen=True, kw_only=True):
    """What lint says of one file; ``valid`` means that no finding is an error."""

    file: str
    valid: bool
    findings: tuple[Finding, ...] = ()


class Consumer(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who uses the product, and what is known of how the change meets them.

    ``hit`` is None where nobody declared which columns they read. ``findings`` are the
    fingerprints of the findings that meet this consumer.
    """

    agency: str
    purpose: str
    columns: tuple[str, ...] = ()
    hit: bool | None = None
    findings: tuple[str, ...] = ()


class Source(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One side of a comparison: id and version as their author wrote them.

    ``kind`` is there for a data product alone.
    """

    id: str
    version: str
    kind: str = CONTRACT_KIND


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """The verdict on a change, with everything that led to it.

    ``modes`` maps each compatibility mode to its verdict: ``FORWARD`` (protect consumers),
    ``BACKWARD`` (protect history and suppliers), ``FULL``, ``NONE`` and their ``_TRANSITIVE``
    forms. ``required_version`` is the smallest free number that may carry the change, None
    where no number may or none can be computed. ``candidate`` is what was judged, ``baseline`` the
    version whose change it is; None where it follows nothing, or the report is older than they.
    """

    outcome: Outcome
    reads: Impact
    writes: Impact
    structural: Impact
    governance: Impact
    bump: Bump
    required_version: str | None
    modes: dict[str, Impact]
    consumers: tuple[Consumer, ...] = ()
    findings: tuple[Finding, ...] = ()
    candidate: Source | None = None
    baseline: Source | None = None


_IMPACTS = list(Impact)
_BUMPS = list(Bump)


def worst(*impacts: Impact) -> Impact:
    """Return the gravest of *impacts*; ``ok`` when there are none."""
    return max(impacts, key=_IMPACTS.index, default=Impact.OK)


def greatest(*bumps: Bump) -> Bump:
    """Return the largest of *bumps*; ``none`` when there are none."""
    return max(bumps, key=_BUMPS.index, default=Bump.NONE)


def fingerprint(rule: str, contract_id: str, element: str, before: object, after: object) -> str:
    """Return 16 hexadecimal digits that stay the same over pushes, formatting and order.

    SHA-256 over the rule, the contract, the element's id or path, and the digests of the
    *element's* old and new value (not of the document's, or every push would end every waiver).
    """
    values = [hashlib.sha256(_canonical(value)).hexdigest() for value in (before, after)]
    text = "\n".join([rule, contract_id, element, *values])
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _canonical(value: object) -> bytes:
    return msgspec.json.encode(value, order="deterministic", enc_hook=str)
