"""Which finding counts how much? Facts are found elsewhere; what they weigh is decided here.

A policy is a value with a digest, so that a stored report can say under which rules it was made.
"""

import hashlib
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from contracts.findings import Finding, Severity

STATUSES = ("proposed", "draft", "active", "deprecated", "retired")
"""The words the standard knows, in the order of a contract's life."""


class Mode(StrEnum):
    """Whom a change may not hurt; the transitive forms look at every version in force."""

    NONE = "NONE"
    FORWARD = "FORWARD"
    BACKWARD = "BACKWARD"
    FULL = "FULL"
    FORWARD_TRANSITIVE = "FORWARD_TRANSITIVE"
    BACKWARD_TRANSITIVE = "BACKWARD_TRANSITIVE"
    FULL_TRANSITIVE = "FULL_TRANSITIVE"


_LABELS = {
    Mode.NONE: "report only",
    Mode.FORWARD: "protect consumers",
    Mode.BACKWARD: "protect history and suppliers",
    Mode.FULL: "protect consumers, history and suppliers",
    Mode.FORWARD_TRANSITIVE: "protect consumers of every version in force",
    Mode.BACKWARD_TRANSITIVE: "protect history and suppliers of every version in force",
    Mode.FULL_TRANSITIVE: "protect consumers, history and suppliers of every version in force",
}


def label(mode: Mode) -> str:
    """Return the words people read for *mode*: nobody agrees on what "backward" means."""
    return _LABELS[mode]


class Role(StrEnum):
    """Which side a contract is about: its number follows readers, writers, or both."""

    OFFER = "offer"  # one producer, many consumers
    COLLECT = "collect"  # many submit to one
    EXCHANGE = "exchange"


class Level(StrEnum):
    """On what a custom property may be watched by itself."""

    CONTRACT = "contract"
    SERVER = "server"
    OBJECT = "object"
    PROPERTY = "property"


class Watched(msgspec.Struct, frozen=True, kw_only=True, order=True):
    """A custom property that carries a promise, and the code of the rule that judges it.

    ``on`` are the levels that are meant; empty: whatever carries it, service levels and roles too.
    """

    name: str
    rule: str
    on: tuple[Level, ...] = ()

    @property
    def key(self) -> str:
        """The name as it is compared."""
        return folded(self.name)


def folded(name: str) -> str:
    """Return a name without case and without what divides its words."""
    return "".join(character for character in name.casefold() if character.isalnum())


class Part(StrEnum):
    """What a policy may fix beside rules."""

    MODE = "mode"  # whom it protects: mode and role
    RISKS = "risks"
    DEPRECATION_DAYS = "deprecation_days"
    EVERYTHING = "everything"  # a policy above this one may only ask for more


class Policy(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a registry insists on.

    ``severities`` are the rules, by code, that weigh otherwise than by what they do;
    ``risk_is_error``: what may hurt a protected side counts as if it did. ``deprecation_days`` is
    the least time between saying that something ends and its end. ``watched`` are the custom
    properties that an agency watches beyond those that Charter does. ``fixed`` are the parts and
    the rules, by code, that no policy above this one softens.

    ``must_be_valid`` are the statuses under which a contract with an error is refused. All others
    (a draft, no status, a word outside the standard) are taken with their findings, because a
    draft is where one mends them. ``status_is_state``: a contract's status says where in its life
    it is, as between two files; a registry keeps that state itself: an activated proposal still
    says ``proposed`` there, and nothing is retired that somebody uses.
    """

    mode: Mode = Mode.FORWARD_TRANSITIVE
    role: Role = Role.OFFER
    severities: dict[str, Severity] = {}
    risk_is_error: bool = False
    deprecation_days: int = 180
    watched: tuple[Watched, ...] = ()
    fixed: tuple[str, ...] = ()
    status_is_state: bool = True
    must_be_valid: tuple[str, ...] = ("active", "proposed", "deprecated", "retired")

    @property
    def digest(self) -> str:
        """SHA-256 in hexadecimal; equal policies have equal digests."""
        return hashlib.sha256(msgspec.json.encode(self, order="deterministic")).hexdigest()

    def accepts_invalid(self, status: str | None) -> bool:
        """Whether a contract of that YAML status is taken in spite of errors."""
        return status not in self.must_be_valid


DEFAULT = Policy()
IN_REGISTRY = Policy(status_is_state=False)

PROFILES = {
    "strict": Policy(mode=Mode.FULL_TRANSITIVE, risk_is_error=True),
    "standard": DEFAULT,
    "draft": Policy(mode=Mode.NONE),
}
"""The policies that have a name: what an agency starts from."""

FIXED = {
    "DOC": "such a document is no version of the contract at all",
    "VER": "a published number and its bytes stay what they are",
    "REA": "what cannot be read cannot be judged",
    "SCH": "what breaks the standard's own schema is no contract",
}
"""Why no policy and no waiver changes the rules that `is_fixed`, by how their codes begin."""

_FIXED_CHANGES = frozenset(("DOC-01", "DOC-04", "DOC-08", "VER-01", "VER-02"))


def is_fixed(code: str) -> bool:
    """Whether the rule weighs the same under every policy, or there would be nothing to judge."""
    return code in _FIXED_CHANGES or code.startswith(("READ-", "SCH-"))


def mode_for(policy: Policy, role: Role) -> Mode:
    """Return whom *policy* protects where the role is *role* and nobody says: its own side.

    A policy that protects others than its role is about goes on to do so.
    """
    is_usual = policy.mode is _MODE_OF_ROLE[policy.role]
    return _MODE_OF_ROLE[role] if is_usual else policy.mode


_MODE_OF_ROLE = {
    Role.OFFER: Mode.FORWARD_TRANSITIVE,
    Role.COLLECT: Mode.BACKWARD_TRANSITIVE,
    Role.EXCHANGE: Mode.FULL_TRANSITIVE,
}


def linted(findings: Iterable[Finding], policy: Policy) -> tuple[Finding, ...]:
    """Return what lint found, as *policy* weighs it."""
    found = tuple(findings)
    if not policy.severities:
        return found
    return tuple(
        msgspec.structs.replace(
            finding, severity=policy.severities.get(finding.rule, finding.severity)
        )
        for finding in found
    )


def refusals(
    policy: Policy, status: str | None, findings: Iterable[Finding]
) -> tuple[Finding, ...]:
    """Return the findings for which a contract of that YAML status is refused, in their order."""
    if policy.accepts_invalid(status):
        return ()
    return tuple(finding for finding in findings if finding.severity is Severity.ERROR)
