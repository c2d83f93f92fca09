"""Which checks look at a single contract? One row each, in the order people read them."""

from contracts.lint import identity
from contracts.lint.check import Check, Kind
from contracts.rule import Rule

CHECKS: tuple[Check, ...] = (
    Check(identity.STATUS_MISSING, Kind.CONTRACT, identity.status_missing),
    Check(identity.STATUS_UNKNOWN, Kind.CONTRACT, identity.status_unknown),
    Check(identity.VERSION_MISSING, Kind.CONTRACT, identity.version_missing),
    Check(identity.VERSION_ODD, Kind.CONTRACT, identity.version_odd),
    Check(identity.VERSION_UNREADABLE, Kind.CONTRACT, identity.version_unreadable),
    Check(identity.ID_MISSING, Kind.CONTRACT, identity.id_missing),
    Check(identity.ID_FROM_EXAMPLE, Kind.CONTRACT, identity.id_from_example),
    Check(identity.ID_UNSAFE, Kind.CONTRACT, identity.id_unsafe),
    Check(identity.NAME_MISSING, Kind.CONTRACT, identity.name_missing),
    Check(identity.DOMAIN_MISSING, Kind.CONTRACT, identity.domain_missing),
    Check(identity.PLACEHOLDER_LEFT, Kind.TEXT, identity.placeholder_left),
)

LINT_RULES: tuple[Rule, ...] = tuple(check.rule for check in CHECKS)
