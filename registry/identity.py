"""Who is calling? Anonymous, a person, or a robot with a token; and what they may see."""

from enum import StrEnum

import msgspec


class Kind(StrEnum):
    """What sort of caller."""

    ANONYMOUS = "anonymous"
    PERSON = "person"
    ROBOT = "robot"
    SYSTEM = "system"  # the command line on the machine itself, and the demo


class RoleName(StrEnum):
    """Roles, as the governance model names them."""

    AGENCY_EXECUTIVE = "agency_executive"
    AGENCY_CDO = "agency_cdo"
    PRODUCT_OWNER = "product_owner"
    STEWARD = "steward"
    CUSTODIAN = "custodian"
    PRIVACY_OFFICER = "privacy_officer"
    CONSUMER = "consumer"
    STATE_CDO = "state_cdo"
    REGISTRY_ADMIN = "registry_admin"
    AUDITOR = "auditor"


class Assignment(msgspec.Struct, frozen=True, kw_only=True):
    """A role somewhere: an agency's slug, ``agency/product``, or ``*`` for the whole state."""

    role: RoleName
    scope: str


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """A caller. ``id`` is what audit rows name; ``scopes`` are those of a robot's token."""

    kind: Kind
    id: str
    name: str
    agency: str | None = None  # slug
    roles: tuple[Assignment, ...] = ()
    scopes: tuple[str, ...] = ()

    @property
    def audience(self) -> tuple[str, ...]:
        """The audience tokens of the caller: they see what has one of them among its own.

        ``public``; ``state`` for everybody who is signed in; ``agency:doh`` for the people and
        robots of an agency; ``hidden:doh`` and ``hidden:doh/beds`` for those who answer for it.
        """
        if self.kind is Kind.ANONYMOUS:
            return ("public",)
        tokens = ["public", "state"]
        if self.agency:
            tokens.append(f"agency:{self.agency}")
        if self.kind is Kind.ROBOT and "publish" in self.scopes:
            tokens.append(f"hidden:{self.agency}")
        tokens += [f"hidden:{held.scope}" for held in self.roles if held.role in _SEES_HIDDEN]
        return tuple(dict.fromkeys(tokens))


ANONYMOUS = Actor(kind=Kind.ANONYMOUS, id="anonymous", name="Anonymous visitor")
SYSTEM = Actor(
    kind=Kind.SYSTEM,
    id="system",
    name="Charter on this machine",
    roles=(Assignment(role=RoleName.REGISTRY_ADMIN, scope="*"),),
)

_SEES_HIDDEN = {
    RoleName.PRODUCT_OWNER,
    RoleName.AGENCY_CDO,
    RoleName.AUDITOR,
    RoleName.REGISTRY_ADMIN,
    RoleName.STATE_CDO,
}
