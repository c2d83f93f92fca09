"""How does somebody set a policy without a shell? They write it, see what it means, and decide."""

from typing import ClassVar

import msgspec
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from registry import policies
from registry.api.answers import Answer
from registry.errors import InvalidRequestError, PreconditionFailedError
from registry.policies import MAX_SOURCE
from registry.policy_layers import REGISTRY
from registry.policy_views import PolicyPage
from registry.runtime import Runtime
from ui.frame import Crumb, Page, frame
from ui.pages.policy import Subject, policy_of, subject_of
from ui.policy_words import Said, dropped, said
from ui.rendering import respond
from ui.routing import shows, takes
from ui.visitor import Visitor

_REGISTRY = "/policy/edit"
_AGENCY = "/agencies/{agency:str}/policy/edit"
_PRODUCT = "/products/{agency:str}/{product:str}/policy/edit"
_FORM_BYTES = 4 * MAX_SOURCE
"""A character of a form may take three bytes for each of its own, and there is more in a form."""


class PolicyForm(Page, frozen=True, kw_only=True):
    """The document, what is wrong with it, and what would hold with it.

    ``said`` is empty before anybody asked for a preview, ``revision`` is of the policy that is
    edited.
    """

    template: ClassVar[str] = "policy_form.html"
    subject: Subject
    text: str
    revision: int
    is_set: bool  # whether there is a policy to take back
    problems: tuple[str, ...] = ()
    next_step: str = ""
    said: tuple[Said, ...] = ()
    dropped: tuple[Said, ...] = ()


@shows(_REGISTRY)
def edit_registry(runtime: NamedDependency[Runtime], visitor: NamedDependency[Visitor]) -> Answer:
    """Show the form for the registry's policy."""
    return _form(runtime, visitor, subject_of(runtime, visitor))


@shows(_AGENCY)
def edit_agency(
    agency: FromPath[str],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer:
    """Show the form for an agency's policy."""
    return _form(runtime, visitor, subject_of(runtime, visitor, agency))


@shows(_PRODUCT)
def edit_product(
    agency: FromPath[str],
    product: FromPath[str],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer:
    """Show the form for a product's policy."""
    return _form(runtime, visitor, subject_of(runtime, visitor, agency, product))


@takes(_REGISTRY, max_bytes=_FORM_BYTES)
def registry_edited(
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer | Redirect:
    """Preview, set or take back the registry's policy."""
    visitor.require_own_form(data.get("token", ""))
    return _decided(runtime, visitor, subject_of(runtime, visitor), data)


@takes(_AGENCY, max_bytes=_FORM_BYTES)
def agency_edited(
    agency: FromPath[str],
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer | Redirect:
    """Preview, set or take back an agency's policy."""
    visitor.require_own_form(data.get("token", ""))
    return _decided(runtime, visitor, subject_of(runtime, visitor, agency), data)


@takes(_PRODUCT, max_bytes=_FORM_BYTES)
def product_edited(
    agency: FromPath[str],
    product: FromPath[str],
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer | Redirect:
    """Preview, set or take back a product's policy."""
    visitor.require_own_form(data.get("token", ""))
    return _decided(runtime, visitor, subject_of(runtime, visitor, agency, product), data)


def _form(runtime: Runtime, visitor: Visitor, subject: Subject) -> Answer:
    _require_setting(runtime, visitor, subject)
    present = policy_of(runtime, visitor, subject)
    own = _own(subject, present)
    page = _page(visitor, subject, present, text=own if own is not None else _begun(subject))
    return respond(visitor, page)


def _decided(
    runtime: Runtime, visitor: Visitor, subject: Subject, data: dict[str, str]
) -> Answer | Redirect:
    """Do what the button says; with mistakes in the document, show them beside it."""
    _require_setting(runtime, visitor, subject)
    text = data.get("policy", "").replace("\r\n", "\n")
    revision = int(told) if (told := data.get("revision", "")).isdecimal() else None
    whose = (subject.agency or REGISTRY, subject.slug or None)
    present = policy_of(runtime, visitor, subject)
    page = _page(visitor, subject, present, text=text)
    try:
        match data.get("do"):
            case "set":
                source = text.encode("utf-8", "replace")
                policies.set_policy(runtime, visitor.actor, *whose, source, revision=revision)
            case "end":
                policies.end_policy(runtime, visitor.actor, *whose, revision=revision)
            case _:
                source = text.encode("utf-8", "replace")
                then = policies.preview(runtime, visitor.actor, *whose, source)
                return respond(visitor, _previewed(page, present, then))
    except (InvalidRequestError, PreconditionFailedError) as error:
        problems = tuple(error.message.splitlines())
        page = msgspec.structs.replace(page, problems=problems, next_step=error.next_step)
        return respond(visitor, page, status=error.status)
    return Redirect(subject.address, status_code=303)


def _require_setting(runtime: Runtime, visitor: Visitor, subject: Subject) -> None:
    policies.require_setting(
        runtime, visitor.actor, subject.agency or REGISTRY, subject.slug or None
    )


def _page(visitor: Visitor, subject: Subject, present: PolicyPage, *, text: str) -> PolicyForm:
    return PolicyForm(
        frame=frame(
            visitor,
            "Change the policy" if subject.agency else "Change the policy of the registry",
            *subject.crumbs,
            Crumb("Policy", subject.address),
            section=subject.section,
        ),
        subject=subject,
        text=text,
        revision=present.revision,
        is_set=_own(subject, present) is not None,
    )


def _previewed(page: PolicyForm, present: PolicyPage, then: PolicyPage) -> PolicyForm:
    return msgspec.structs.replace(
        page, said=said(then, instead_of=present), dropped=dropped(then, present)
    )


def _own(subject: Subject, present: PolicyPage) -> str | None:
    """Return the text of what was set for the subject itself."""
    if subject.slug:
        own = present.product_policy
    else:
        own = present.agency_policy if subject.agency else present.registry_policy
    return own.text if own is not None else None


def _begun(subject: Subject) -> str:
    """Return a document to begin with, which says nothing yet."""
    ground = "the agency's policy" if subject.slug else "the registry's policy"
    return _BEGINNING.format(ground=ground if subject.agency else "Charter's default")


_BEGINNING = """\
# Say only what differs from {ground}.
# risks: error           # what may break somebody counts as if it did
# deprecation_days: 180  # from saying that something ends to its end
rules: {{}}  # for instance {{property-added: warning, DEP-02: error}}
"""
