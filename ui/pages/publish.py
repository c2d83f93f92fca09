"""How does somebody publish without a shell? They choose a file, see the verdict, and decide."""

import base64
import binascii
import hashlib
from typing import Any, ClassVar

import msgspec
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromQuery, MultipartBody

from contracts.document import MAX_BYTES, UnreadableError
from contracts.findings import Finding
from registry import directory, publishing
from registry.addresses import Ref, parse_ref
from registry.api.answers import Answer
from registry.api.parameters import named_ref
from registry.errors import CharterError, InvalidContractError, InvalidRequestError
from registry.permissions import Action, allows, refusal
from registry.runtime import Runtime
from registry.views import Receipt, Review
from ui.frame import Page, frame
from ui.rendering import respond
from ui.routing import shows, takes
from ui.verdict import Judged, Verdict, judged, named, verdict
from ui.visitor import Visitor

PATH = "/publish"

_FORM_BYTES = 3 * MAX_BYTES
"""The text as it was typed, or the bytes of a file in base64, and what else is in a form."""

Form = dict[str, Any]
"""Texts, and the file."""


class Trouble(msgspec.Struct, frozen=True, kw_only=True):
    """Why nothing was published, and what to do about it."""

    detail: str
    next_step: str = ""
    findings: tuple[Finding, ...] = ()
    lacks_contract: bool = False


class PublishPage(Page, frozen=True, kw_only=True):
    """The form; after a check, the verdict as well, with the very bytes that were judged.

    ``source`` are those bytes in base64, and ``seen`` the digest of the verdict: publishing asks
    for both, so that nobody publishes something else than they have seen. ``barred`` says who
    publishes instead of somebody who may only check.
    """

    template: ClassVar[str] = "publish.html"
    product: str = ""
    text: str = ""
    source: str = ""
    seen: str = ""
    has_moved: bool = False
    barred: Trouble | None = None
    review: Review | None = None
    verdict: Verdict | None = None
    judged: tuple[Judged, ...] = ()
    trouble: Trouble | None = None


class PublishedPage(Page, frozen=True, kw_only=True):
    """What happened, and what comes next."""

    template: ClassVar[str] = "published.html"
    receipt: Receipt


@shows(PATH)
def publish(visitor: NamedDependency[Visitor], product: FromQuery[str] = "") -> Answer:
    """Show the form. *product* is `agency/product` where somebody came from a product's page."""
    return respond(visitor, PublishPage(frame=_frame(visitor), product=product[:200]))


@takes(PATH, max_bytes=_FORM_BYTES)
def published(
    data: MultipartBody[Form],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer:
    """Check what was sent, or publish what was checked."""
    visitor.require_own_form(_text(data, "token"))
    page = PublishPage(frame=_frame(visitor), product=_text(data, "product").strip()[:200])
    try:
        source = _source(data)
    except InvalidRequestError as error:
        return _refused(visitor, page, Trouble(
            detail=error.message, next_step=error.next_step, lacks_contract=True,
        ))  # fmt: skip
    try:
        shown = source.decode("utf-8", "replace")
        page = msgspec.structs.replace(page, text=shown if len(shown) <= _MOST_SHOWN else "")
        ref = _ref(visitor, page.product, source)
        review = publishing.review(runtime, visitor.actor, ref, source)
        seen = _digest(review)
        if _text(data, "do") == "publish" and _text(data, "seen") == seen:
            receipt = publishing.publish(runtime, visitor.actor, ref, source)
            return respond(visitor, _done(visitor, receipt))
    except CharterError as error:
        return _refused(visitor, page, Trouble(
            detail=error.message, next_step=error.next_step, findings=_findings(error),
        ))  # fmt: skip
    except UnreadableError as error:
        return _refused(visitor, page, Trouble(
            detail=error.finding.message, next_step=error.finding.fix, findings=(error.finding,),
        ))  # fmt: skip
    names = {each.slug: each.name for each in directory.agencies(runtime, visitor.actor)}
    return respond(
        visitor,
        msgspec.structs.replace(
            page,
            product=str(ref),
            source=base64.b64encode(source).decode("ascii"),
            seen=seen,
            has_moved=_text(data, "do") == "publish",
            barred=_barred(visitor, ref, parse_ref(review.product)),
            review=review,
            verdict=verdict(review.report, review.version, None),
            judged=judged(named(review.report, names)),
        ),
    )


_MOST_SHOWN = 500_000
"""Characters of a text that are put back into the form; a longer one is sent as a file again."""


def _frame(visitor: Visitor) -> Any:
    return frame(visitor, "Publish a contract", section="publish")


def _done(visitor: Visitor, receipt: Receipt) -> PublishedPage:
    return PublishedPage(
        frame=frame(visitor, f"{receipt.product} {receipt.version}", section="publish"),
        receipt=receipt,
    )


def _barred(visitor: Visitor, asked: Ref, found: Ref) -> Trouble | None:
    """Return why the visitor may not publish to *found*, under the address they *asked* for."""
    if allows(visitor.actor, Action.PUBLISH, found.agency, found.product):
        return None
    error = refusal(visitor.actor, Action.PUBLISH, asked.agency, asked.product)
    return Trouble(detail=error.message, next_step=error.next_step)


def _refused(visitor: Visitor, page: PublishPage, trouble: Trouble) -> Answer:
    return respond(visitor, msgspec.structs.replace(page, trouble=trouble), status=422)


def _findings(error: CharterError) -> tuple[Finding, ...]:
    return error.findings if isinstance(error, InvalidContractError) else ()


def _source(data: Form) -> bytes:
    """Return the contract: the bytes that were checked, else the file, else the text."""
    checked = _text(data, "source")
    if checked:
        try:
            return base64.b64decode(checked, validate=True)
        except binascii.Error as error:
            raise InvalidRequestError(
                "The form does not hold the contract that was checked.",
                next_step="Choose the file again.",
            ) from error
    file = data.get("file")
    if isinstance(file, UploadFile) and (content := file.file.read(MAX_BYTES + 1)):
        return content
    text = _text(data, "text").replace("\r\n", "\n")
    if not text.strip():
        raise InvalidRequestError(
            "There is no contract yet.", next_step="Choose a file, or paste the text."
        )
    return text.encode("utf-8", "replace")


def _ref(visitor: Visitor, product: str, source: bytes) -> Ref:
    if product:
        return parse_ref(product)
    return named_ref(visitor.actor, source, None)


def _digest(review: Review) -> str:
    """Return the digest of all that a review judges: equal ones are one verdict."""
    verdict = msgspec.structs.replace(review, similar=())
    return hashlib.sha256(msgspec.json.encode(verdict, enc_hook=str)).hexdigest()


def _text(data: Form, name: str) -> str:
    value = data.get(name, "")
    return value if isinstance(value, str) else ""
