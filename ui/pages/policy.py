"""By what is a change weighed here, who decided that, and how does one object?"""

from typing import ClassVar

import msgspec
from litestar.di import NamedDependency
from litestar.params import FromPath

from registry import catalog, directory, policies
from registry.api.answers import Answer
from registry.errors import NotAllowedError, NotSignedInError
from registry.identity import RoleName
from registry.permissions import words
from registry.policy_layers import REGISTRY
from registry.policy_views import PolicyPage
from registry.runtime import Runtime
from registry.views import PersonView
from ui import addresses
from ui.frame import AGENCIES, RULES, Crumb, Page, frame
from ui.policy_words import Layer, Said, layers, said
from ui.rendering import respond
from ui.routing import shows
from ui.visitor import Visitor


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """Whose policy it is: a product's, an agency's, or with neither slug the whole registry's."""

    name: str
    agency: str = ""
    agency_name: str = ""
    slug: str = ""

    @property
    def address(self) -> str:
        """Where its policy is shown."""
        return addresses.policy(self.agency, self.slug)

    @property
    def crumbs(self) -> tuple[Crumb, ...]:
        """The way to its policy."""
        if not self.agency:
            return (RULES,)
        agency = Crumb(self.agency_name, addresses.agency(self.agency))
        if not self.slug:
            return (AGENCIES, agency)
        return (AGENCIES, agency, Crumb(self.name, addresses.product(self.agency, self.slug)))

    @property
    def section(self) -> str:
        """The menu entry it is under."""
        return "search" if self.slug else "agencies" if self.agency else "rules"


class PolicyInForce(Page, frozen=True, kw_only=True):
    """What holds, from whom, and whom to ask. ``people`` may change it."""

    template: ClassVar[str] = "policy.html"
    subject: Subject
    said: tuple[Said, ...]
    layers: tuple[Layer, ...]
    people: tuple[PersonView, ...]
    may_set: bool


@shows("/policy")
def registry_policy(runtime: NamedDependency[Runtime], visitor: NamedDependency[Visitor]) -> Answer:
    """Show what holds where no agency says otherwise."""
    return _shown(runtime, visitor, subject_of(runtime, visitor))


@shows("/agencies/{agency:str}/policy")
def agency_policy(
    agency: FromPath[str],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer:
    """Show what holds for an agency's products."""
    return _shown(runtime, visitor, subject_of(runtime, visitor, agency))


@shows("/products/{agency:str}/{product:str}/policy")
def product_policy(
    agency: FromPath[str],
    product: FromPath[str],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer:
    """Show what holds for one product."""
    return _shown(runtime, visitor, subject_of(runtime, visitor, agency, product))


def subject_of(runtime: Runtime, visitor: Visitor, agency: str = "", product: str = "") -> Subject:
    """Return whose policy is meant, at its present address. Raises NotFoundError."""
    if product:
        view = catalog.product(runtime, visitor.actor, agency, product).product
        return Subject(
            name=view.title, agency=view.agency, agency_name=view.agency_name, slug=view.slug
        )
    if agency:
        found = directory.agency(runtime, visitor.actor, agency)
        return Subject(name=found.name, agency=found.slug, agency_name=found.name)
    return Subject(name="Charter")


def policy_of(runtime: Runtime, visitor: Visitor, subject: Subject) -> PolicyPage:
    """Return what holds for *subject*."""
    return policies.page(runtime, visitor.actor, subject.agency or REGISTRY, subject.slug or None)


def officers(runtime: Runtime, visitor: Visitor, subject: Subject) -> tuple[PersonView, ...]:
    """Return who decides for *subject*, as far as *visitor* may know names."""
    if not visitor.is_signed_in:
        return ()
    wanted = RoleName.AGENCY_CDO if subject.agency else RoleName.REGISTRY_ADMIN
    role = words(wanted)
    if subject.agency:
        people = directory.agency_page(runtime, visitor.actor, subject.agency).people
    else:
        people = tuple(directory.people(runtime))
    return tuple(person for person in people if person.role.casefold() == role)


def _shown(runtime: Runtime, visitor: Visitor, subject: Subject) -> Answer:
    page = policy_of(runtime, visitor, subject)
    return respond(
        visitor,
        PolicyInForce(
            frame=frame(
                visitor,
                f"Policy of {subject.name}" if subject.agency else "Policy of the registry",
                *subject.crumbs,
                section=subject.section,
            ),
            subject=subject,
            said=said(page),
            layers=layers(page),
            people=officers(runtime, visitor, subject),
            may_set=_may_set(runtime, visitor, subject),
        ),
    )


def _may_set(runtime: Runtime, visitor: Visitor, subject: Subject) -> bool:
    try:
        policies.require_setting(
            runtime, visitor.actor, subject.agency or REGISTRY, subject.slug or None
        )
    except (NotAllowedError, NotSignedInError):
        return False
    return True
