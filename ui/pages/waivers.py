"""Which findings on a product need not count, by whose word, and how does one ask for that?"""

from datetime import date, timedelta
from typing import Annotated, ClassVar

import msgspec
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter, URLEncodedBody
from litestar.response import Redirect

from contracts.findings import Finding
from registry import catalog
from registry import waivers as service
from registry.addresses import MAX_REASON, Ref
from registry.api.answers import Answer
from registry.errors import InvalidRequestError, NotFoundError
from registry.permissions import Action, allows
from registry.policy_views import WaiverView
from registry.runtime import Runtime
from registry.views import PersonView
from registry.waivers import MAX_WAIVER_DAYS
from ui import addresses
from ui.frame import Page, frame
from ui.pages.policy import Subject, officers, subject_of
from ui.rendering import respond
from ui.routing import shows, takes
from ui.visitor import Visitor

_PATH = "/products/{agency:str}/{product:str}/waivers"


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has filled in so far. ``message`` is what the finding says, if known."""

    fingerprint: str = ""
    message: str = ""
    reason: str = ""
    until: str = ""


class WaiversPage(Page, frozen=True, kw_only=True):
    """The waivers on a product, and the form for another. ``people`` are those who may grant it."""

    template: ClassVar[str] = "waivers.html"
    subject: Subject
    waivers: tuple[WaiverView, ...]
    people: tuple[PersonView, ...]
    may_waive: bool
    form: Form
    first_day: date
    last_day: date
    max_reason: int = MAX_REASON
    problem: str = ""
    next_step: str = ""


@shows(_PATH)
def waivers(  # two of the path, two of the query, two of ours
    agency: FromPath[str],
    product: FromPath[str],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
    finding: Annotated[str, QueryParameter(max_length=16)] = "",
    version: Annotated[str, QueryParameter(max_length=100)] = "",
) -> Answer:
    """Show the waivers; *finding* of *version* is what somebody wants waived."""
    subject = subject_of(runtime, visitor, agency, product)
    found = _finding(runtime, visitor, subject, finding, version) if finding else None
    form = Form(fingerprint=finding, message=found.message if found else "")
    return respond(visitor, _page(runtime, visitor, subject, form))


@takes(_PATH)
def granted(
    agency: FromPath[str],
    product: FromPath[str],
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer | Redirect:
    """Waive a finding in the visitor's name, and lead back to the list."""
    visitor.require_own_form(data.get("token", ""))
    subject = subject_of(runtime, visitor, agency, product)
    form = Form(
        fingerprint=data.get("fingerprint", "").strip(),
        message=data.get("message", ""),
        reason=data.get("reason", ""),
        until=data.get("until", ""),
    )
    try:
        service.grant(
            runtime,
            visitor.actor,
            Ref(agency=subject.agency, product=subject.slug),
            form.fingerprint,
            reason=form.reason,
            until=_day(form.until),
        )
    except InvalidRequestError as error:
        page = msgspec.structs.replace(
            _page(runtime, visitor, subject, form),
            problem=error.message,
            next_step=error.next_step,
        )
        return respond(visitor, page, status=error.status)
    return Redirect(addresses.waivers(subject.agency, subject.slug), status_code=303)


@takes(_PATH + "/{fingerprint:str}/withdraw")
def withdrawn(  # three of the path, the form, two of ours
    agency: FromPath[str],
    product: FromPath[str],
    fingerprint: FromPath[str],
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """Take a waiver back, and lead back to the list."""
    visitor.require_own_form(data.get("token", ""))
    ref = Ref(agency=agency, product=product)
    service.revoke(runtime, visitor.actor, ref, fingerprint, reason=data.get("reason", ""))
    return Redirect(addresses.waivers(agency, product), status_code=303)


def _page(runtime: Runtime, visitor: Visitor, subject: Subject, form: Form) -> WaiversPage:
    today = runtime.clock().date()
    ref = Ref(agency=subject.agency, product=subject.slug)
    return WaiversPage(
        frame=frame(visitor, f"Waivers of {subject.name}", *subject.crumbs, section="search"),
        subject=subject,
        waivers=tuple(service.waivers(runtime, visitor.actor, ref)),
        people=officers(runtime, visitor, subject),
        may_waive=allows(visitor.actor, Action.WAIVE, subject.agency, subject.slug),
        form=form,
        first_day=today,
        last_day=today + timedelta(days=MAX_WAIVER_DAYS),
    )


def _finding(
    runtime: Runtime, visitor: Visitor, subject: Subject, fingerprint: str, number: str
) -> Finding | None:
    """Return the finding that a link named; None where the version does not have it."""
    if not number:
        return None
    try:
        view = catalog.version(runtime, visitor.actor, subject.agency, subject.slug, number)
    except NotFoundError:
        return None
    found = (*view.report.findings, *view.lint)
    return next((each for each in found if each.fingerprint == fingerprint), None)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InvalidRequestError(
            "The last day is missing, or is no date.",
            next_step="Choose the last day on which the finding need not count.",
        ) from error
