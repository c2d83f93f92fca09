"""How much does a change weigh under a policy? Facts go in; severity and required bump come out.

An error may not go out without a new major version, a warning needs a minor one at most, and
information a patch. So a policy that raises or lowers a rule moves the number that its findings
ask for as well.
"""

from collections.abc import Iterable

import msgspec

from contracts.compat.change import Change
from contracts.compat.compare import protected
from contracts.findings import Bump, Finding, Impact, Severity, greatest
from contracts.policy import Mode, Policy, Role

Told = tuple[Change, Finding]


def weighed(told: Told, policy: Policy) -> Told:
    """Return a change with its finding as *policy* weighs it; under the default, the same."""
    change, finding = told
    bump = role_bump(change, policy.role)
    if bump is not change.bump:
        change = msgspec.structs.replace(change, bump=bump)
    severity = _stated(change, policy)
    if severity is None:
        severity = finding.severity
        if policy.risk_is_error and Impact.RISK in protected(change, policy.mode):
            severity = Severity.ERROR
        if change.instead:
            severity = _heavier(severity, policy.severities.get(change.instead, severity))
    if severity is not finding.severity or bump is not finding.bump:
        finding = msgspec.structs.replace(finding, severity=severity, bump=bump)
    return change, finding


def _stated(change: Change, policy: Policy) -> Severity | None:
    """Return what the policy says that the change weighs, None where it leaves it to the rule.

    What an agency watches weighs no less than the policy has what nobody watches.
    """
    own, otherwise = policy.severities.get(change.rule), policy.severities.get(change.instead)
    if own is None:
        return otherwise if otherwise is Severity.ERROR else None
    return own if otherwise is None else _heavier(own, otherwise)


def _heavier(one: Severity, other: Severity) -> Severity:
    return min(one, other, key=_WEIGHTS.index)


_WEIGHTS = list(Severity)


def role_bump(change: Change, role: Role) -> Bump:
    """Return the part of the number that a change raises for a contract of that role.

    The catalogue states it for an *offer*, where readers count. Where many submit to one
    (*collect*), writers count instead; an *exchange* takes the greater of both.
    """
    if role is Role.OFFER:
        return change.bump
    collected = _collected(change)
    return collected if role is Role.COLLECT else greatest(change.bump, collected)


def _collected(change: Change) -> Bump:
    if change.writes is Impact.BREAK:
        return Bump.MAJOR
    if change.bump is Bump.MAJOR and change.reads is Impact.BREAK:
        return Bump.MINOR
    return greatest(change.bump, Bump.MINOR) if change.writes is Impact.RISK else change.bump


def required(newest: Iterable[Told], older: Iterable[Told], policy: Policy) -> Bump:
    """Return the part of the number that must rise for changes that were weighed.

    A break on a side that the policy protects, or that the contract's role is about, is major
    whatever the rule's own bump. Against *older* versions nothing smaller counts, because smaller
    steps are announced already.
    """
    steps = [_demanded(told, policy) for told in newest]
    steps += [Bump.MAJOR for told in older if _is_major(told, policy)]
    return greatest(*steps)


def _demanded(told: Told, policy: Policy) -> Bump:
    change, finding = told
    own = Bump.MAJOR if _is_major(told, policy) else change.bump
    if _stated(change, policy) is None:
        return own
    limit = _MOST[finding.severity]
    return own if greatest(own, limit) is limit else limit


_MOST = {Severity.ERROR: Bump.MAJOR, Severity.WARNING: Bump.MINOR, Severity.INFO: Bump.PATCH}


def _is_major(told: Told, policy: Policy) -> bool:
    change, finding = told
    override = _stated(change, policy)
    if override is not None:
        return override is Severity.ERROR
    if policy.risk_is_error and finding.severity is Severity.ERROR:
        return True
    return Impact.BREAK in (
        *protected(change, policy.mode),
        *protected(change, _MODE_OF_ROLE[policy.role]),
    )


_MODE_OF_ROLE = {Role.OFFER: Mode.FORWARD, Role.COLLECT: Mode.BACKWARD, Role.EXCHANGE: Mode.FULL}
