"""Who relies on this data product, and how do they say so, or that they no longer do?"""

from typing import ClassVar

import msgspec
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from registry import products as service
from registry.addresses import Ref
from registry.api.answers import Answer
from registry.errors import InvalidRequestError, NotFoundError
from registry.permissions import Action, allows
from registry.runtime import Runtime
from registry.views import UseView
from ui import addresses
from ui.frame import Page, frame
from ui.pages.policy import Subject, subject_of
from ui.rendering import respond
from ui.routing import shows, takes
from ui.visitor import Visitor

_PATH = "/products/{agency:str}/{product:str}/uses"


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has filled in so far."""

    major: str = ""
    purpose: str = ""
    columns: str = ""


class UsesPage(Page, frozen=True, kw_only=True):
    """The declared uses, and the form for another. ``own`` is the agency the visitor speaks for."""

    template: ClassVar[str] = "uses.html"
    subject: Subject
    uses: tuple[UseView, ...]
    own: str  # empty for those who may declare nothing
    form: Form
    problem: str = ""
    next_step: str = ""


@shows(_PATH)
def uses(
    agency: FromPath[str],
    product: FromPath[str],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer:
    """Show who uses a product, to those who are signed in."""
    subject = subject_of(runtime, visitor, agency, product)
    return respond(visitor, _page(runtime, visitor, subject, Form()))


@takes(_PATH)
def declared(
    agency: FromPath[str],
    product: FromPath[str],
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer | Redirect:
    """Declare that the visitor's agency uses it, and lead back to the list."""
    visitor.require_own_form(data.get("token", ""))
    subject = subject_of(runtime, visitor, agency, product)
    form = Form(
        major=data.get("major", "").strip(),
        purpose=data.get("purpose", "").strip(),
        columns=data.get("columns", ""),
    )
    try:
        use = UseView(
            agency=visitor.actor.agency or "",
            agency_name="",
            purpose=form.purpose,
            columns=tuple(form.columns.replace(",", " ").split()),
            major=_major(form.major),
        )
        service.declare_use(runtime, visitor.actor, _ref(subject), use)
    except InvalidRequestError as error:
        page = msgspec.structs.replace(
            _page(runtime, visitor, subject, form),
            problem=error.message,
            next_step=error.next_step,
        )
        return respond(visitor, page, status=error.status)
    return Redirect(addresses.uses(subject.agency, subject.slug), status_code=303)


@takes(_PATH + "/end")
def ended(
    agency: FromPath[str],
    product: FromPath[str],
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """End a use of the visitor's agency, and lead back to the list."""
    visitor.require_own_form(data.get("token", ""))
    service.end_use(
        runtime,
        visitor.actor,
        Ref(agency=agency, product=product),
        agency=visitor.actor.agency or "",
        major=_major(data.get("major", "")),
        purpose=data.get("purpose", ""),
    )
    try:
        subject = subject_of(runtime, visitor, agency, product)
    except NotFoundError:  # they no longer may see what they no longer use
        return Redirect("/", status_code=303)
    return Redirect(addresses.uses(subject.agency, subject.slug), status_code=303)


def _page(runtime: Runtime, visitor: Visitor, subject: Subject, form: Form) -> UsesPage:
    own = visitor.actor.agency or ""
    may = bool(own) and allows(visitor.actor, Action.DECLARE_USE, own)
    return UsesPage(
        frame=frame(visitor, f"Uses of {subject.name}", *subject.crumbs, section="search"),
        subject=subject,
        uses=service.uses(runtime, visitor.actor, _ref(subject)),
        own=own if may else "",
        form=form,
    )


def _ref(subject: Subject) -> Ref:
    return Ref(agency=subject.agency, product=subject.slug)


def _major(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= len("2147483647"):
        return int(text)
    raise InvalidRequestError(
        "The major version is missing, or is no number.",
        next_step="It is the first number of the version that is used: 2 of 2.1.0.",
    )
