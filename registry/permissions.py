"""Who may do what? One table of roles for each action; what it does not name is denied.

Pure: an actor's roles and scopes go in, yes or no comes out.
"""

from enum import StrEnum

import msgspec

from registry.errors import NotAllowedError, NotSignedInError
from registry.identity import Actor, Kind, RoleName


class Action(StrEnum):
    """What can be asked for."""

    CHECK = "check"  # learn what publishing would do
    PUBLISH = "publish"  # a version, or a draft
    ACTIVATE = "activate"  # a proposal
    WITHDRAW = "withdraw"  # a proposal
    DEPRECATE = "deprecate"
    RETIRE = "retire"
    PRESENT = "present"  # set a product's title and visibility, move it to another address
    SEE_DRAFT = "see-draft"
    SET_POLICY = "set-policy"  # of an agency, and freely of its products
    TIGHTEN_POLICY = "tighten-policy"  # of a product, beyond that of its agency
    WAIVE = "waive"  # answer for a finding that would keep a version back
    DECLARE_USE = "declare-use"  # say what one's own agency relies on
    ISSUE_TOKEN = "issue-token"  # noqa: S105 # the name of an action
    ASSIGN = "assign"  # give somebody a role
    ADMINISTER = "administer"  # agencies and people
    READ_AUDIT = "read-audit"
    READ_DEMANDS = "read-demands"  # what people look for and do not find


_EVERYBODY = frozenset(RoleName)
_ANSWERS_FOR_IT = frozenset({RoleName.PRODUCT_OWNER, RoleName.AGENCY_CDO})

ROLES: dict[Action, frozenset[RoleName]] = {
    Action.CHECK: _EVERYBODY,
    Action.PUBLISH: _ANSWERS_FOR_IT,
    Action.ACTIVATE: _ANSWERS_FOR_IT,
    Action.WITHDRAW: _ANSWERS_FOR_IT,
    Action.DEPRECATE: _ANSWERS_FOR_IT,
    Action.RETIRE: frozenset({RoleName.AGENCY_CDO}),
    Action.PRESENT: _ANSWERS_FOR_IT,
    Action.SEE_DRAFT: _EVERYBODY,
    # A change that hurts is the product owner's to make and the chief data officer's to answer for
    # (decisions D03, D04), so an owner may ask more of their product, and nobody below less of it.
    Action.SET_POLICY: frozenset({RoleName.AGENCY_CDO, RoleName.REGISTRY_ADMIN}),
    Action.TIGHTEN_POLICY: _ANSWERS_FOR_IT | {RoleName.REGISTRY_ADMIN},
    Action.WAIVE: frozenset({RoleName.AGENCY_CDO}),
    Action.DECLARE_USE: frozenset(
        {RoleName.CONSUMER, RoleName.PRODUCT_OWNER, RoleName.STEWARD, RoleName.AGENCY_CDO}
    ),
    Action.ISSUE_TOKEN: _ANSWERS_FOR_IT | {RoleName.REGISTRY_ADMIN},
    Action.ASSIGN: frozenset({RoleName.AGENCY_CDO, RoleName.REGISTRY_ADMIN}),
    Action.ADMINISTER: frozenset({RoleName.REGISTRY_ADMIN}),
    Action.READ_AUDIT: frozenset(
        {RoleName.AUDITOR, RoleName.AGENCY_CDO, RoleName.STATE_CDO, RoleName.REGISTRY_ADMIN}
    ),
    Action.READ_DEMANDS: frozenset(
        {RoleName.STEWARD, RoleName.AGENCY_CDO, RoleName.STATE_CDO, RoleName.REGISTRY_ADMIN}
    ),
}
"""The roles that may, each within its scope: one product, one agency, or the whole state."""

SCOPES: dict[Action, frozenset[str]] = {
    Action.CHECK: frozenset({"publish", "read"}),
    Action.PUBLISH: frozenset({"publish"}),
    Action.SEE_DRAFT: frozenset({"publish", "read"}),
}
"""The scopes of a robot's token that may, for the products of its own agency."""

TOKEN_SCOPES = ("publish", "read")


class Place(StrEnum):
    """What a role can be held for."""

    STATE = "state"
    AGENCY = "agency"
    PRODUCT = "product"


class Appointment(msgspec.Struct, frozen=True):
    """Who gives a role and takes it back, each within its scope, and what it is held for."""

    by: frozenset[RoleName]
    places: tuple[Place, ...]


_ADMIN = frozenset({RoleName.REGISTRY_ADMIN})
_CDO_TOO = _ADMIN | {RoleName.AGENCY_CDO}

APPOINTMENTS: dict[RoleName, Appointment] = {
    # Those who stand above an agency's chief data officer, or beside, are not theirs to choose.
    RoleName.AGENCY_EXECUTIVE: Appointment(_ADMIN, (Place.AGENCY,)),
    RoleName.AGENCY_CDO: Appointment(_ADMIN, (Place.AGENCY,)),
    RoleName.PRODUCT_OWNER: Appointment(_CDO_TOO, (Place.AGENCY, Place.PRODUCT)),
    RoleName.STEWARD: Appointment(_CDO_TOO, (Place.AGENCY, Place.PRODUCT)),
    RoleName.CUSTODIAN: Appointment(_CDO_TOO, (Place.AGENCY, Place.PRODUCT)),
    RoleName.PRIVACY_OFFICER: Appointment(_CDO_TOO, (Place.AGENCY,)),
    RoleName.CONSUMER: Appointment(_CDO_TOO, (Place.AGENCY,)),
    RoleName.STATE_CDO: Appointment(_ADMIN, (Place.STATE,)),
    RoleName.REGISTRY_ADMIN: Appointment(_ADMIN, (Place.STATE,)),
    RoleName.AUDITOR: Appointment(_ADMIN, (Place.STATE, Place.AGENCY)),
}
"""Decision D25. Whoever may assign at all (`ROLES`) gives these, and no others."""


def place_of(scope: str) -> Place:
    """Return what a scope is: `*`, an agency's slug, or `agency/product`."""
    if scope == "*":
        return Place.STATE
    return Place.PRODUCT if "/" in scope else Place.AGENCY


def may_appoint(actor: Actor, role: RoleName, scope: str) -> bool:
    """Whether *actor* may give *role* for *scope* to somebody, and take it back."""
    agency = scope.partition("/")[0]
    if place_of(scope) not in APPOINTMENTS[role].places:
        return False
    if not allows(actor, Action.ASSIGN, agency):
        return False
    if actor.kind is Kind.SYSTEM:
        return True
    by = APPOINTMENTS[role].by
    return any(held.role in by and held.scope in {"*", agency} for held in actor.roles)


def allows(actor: Actor, action: Action, agency: str, product: str | None = None) -> bool:
    """Whether *actor* may do *action* to that product, or to that agency as a whole."""
    match actor.kind:
        case Kind.SYSTEM:
            return True
        case Kind.ROBOT:
            return actor.agency == agency and not SCOPES.get(action, _NONE).isdisjoint(actor.scopes)
        case Kind.PERSON:
            places = {agency} | ({f"{agency}/{product}"} if product else set())
            if action is not Action.SEE_DRAFT:  # a draft is for its own agency's eyes alone
                places.add("*")
            return any(held.role in ROLES[action] and held.scope in places for held in actor.roles)
        case Kind.ANONYMOUS:
            return False


def require(actor: Actor, action: Action, agency: str, product: str | None = None) -> None:
    """Do nothing if *actor* may. Raises NotSignedInError or NotAllowedError, which say who may."""
    if not allows(actor, action, agency, product):
        raise refusal(actor, action, agency, product)


def refusal(
    actor: Actor, action: Action, agency: str, product: str | None = None
) -> NotSignedInError | NotAllowedError:
    """Return the error for somebody who may not; it says who may."""
    place = f"{agency}/{product}" if product else agency
    if actor.kind is Kind.ANONYMOUS:
        return NotSignedInError(
            f"To {_WORDS[action]} {place}, Charter must know who you are.",
            next_step=_ROBOTS_TOO if action in SCOPES else _PEOPLE_ONLY,
        )
    scopes = sorted(SCOPES.get(action, _NONE))
    if actor.kind is Kind.ROBOT and scopes:
        who = f"a token of {agency} with the scope {' or '.join(scopes)}"
    else:
        who = " or ".join(words(role) for role in RoleName if role in ROLES[action])
        who = f"the {who} of {agency}" if ROLES[action] != _EVERYBODY else f"anyone at {agency}"
    return NotAllowedError(
        f"{actor.name} may not {_WORDS[action]} {place}.", next_step=f"Ask {who} to do it."
    )


def words(role: str) -> str:
    """Return a role as people say it: "agency chief data officer"."""
    return _ROLE_WORDS.get(role, role.replace("_", " "))


_ROBOTS_TOO = "Sign in, or send a token of the agency: 'Authorization: Bearer <token>'."
_PEOPLE_ONLY = "Sign in: only people decide this, and no token does."

_NONE: frozenset[str] = frozenset()

_WORDS = {
    Action.CHECK: "check contracts against",
    Action.PUBLISH: "publish",
    Action.ACTIVATE: "activate a version of",
    Action.WITHDRAW: "withdraw a proposal of",
    Action.DEPRECATE: "deprecate a version of",
    Action.RETIRE: "retire a version of",
    Action.PRESENT: "change title, visibility or address of",
    Action.SEE_DRAFT: "see the draft of",
    Action.SET_POLICY: "set the policy of",
    Action.TIGHTEN_POLICY: "tighten the policy of",
    Action.WAIVE: "waive a finding on",
    Action.DECLARE_USE: "declare uses for",
    Action.ISSUE_TOKEN: "issue or revoke tokens of",
    Action.ASSIGN: "assign roles in",
    Action.ADMINISTER: "administer",
    Action.READ_AUDIT: "read the audit trail of",
    Action.READ_DEMANDS: "read what people ask for in",
}

_ROLE_WORDS: dict[str, str] = {
    RoleName.AGENCY_EXECUTIVE: "agency head",
    RoleName.AGENCY_CDO: "agency chief data officer",
    RoleName.PRODUCT_OWNER: "product owner",
    RoleName.STEWARD: "data steward",
    RoleName.CUSTODIAN: "data custodian",
    RoleName.STATE_CDO: "state chief data officer",
    RoleName.REGISTRY_ADMIN: "registry administrator",
}
