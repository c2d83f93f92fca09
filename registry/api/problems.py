"""What does a caller see when something goes wrong? A problem of RFC 9457, on every route.

Whatever is raised below this line ends here: Charter's own errors, the framework's (unknown route,
wrong method, a parameter that does not fit), a database that does not answer, and mistakes of ours.
The last kind is logged with a reference and tells the caller nothing else.
"""

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar
from urllib.parse import quote

import msgspec
from litestar import Request
from litestar.exceptions import HTTPException, ValidationException
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from contracts.document import TooLargeError as DocumentTooLargeError
from contracts.document import UnreadableError
from contracts.findings import Finding, Report
from registry import errors
from registry.api.answers import Answer
from search.backend import BackendUnavailableError

MEDIA_TYPE = "application/problem+json"

_log = logging.getLogger(__name__)


class MethodNotAllowedError(errors.CharterError):
    """An address that does not answer to this method."""

    slug: ClassVar[str] = "method-not-allowed"
    status: ClassVar[int] = 405
    title: ClassVar[str] = "This address does not do that"
    explanation: ClassVar[str] = (
        "The address exists, but not with this method. The Allow header names those it has."
    )


class NotAcceptableError(errors.CharterError):
    """A caller who accepts none of the media types there are."""

    slug: ClassVar[str] = "not-acceptable"
    status: ClassVar[int] = 406
    title: ClassVar[str] = "There is no such form of this"
    explanation: ClassVar[str] = (
        "The Accept header leaves out every media type in which Charter can answer here."
    )


class TooManyRequestsError(errors.CharterError):
    """A caller who asks more often than the server lets one caller."""

    slug: ClassVar[str] = "too-many-requests"
    status: ClassVar[int] = 429
    title: ClassVar[str] = "You ask too often"
    explanation: ClassVar[str] = (
        "Each caller may send so many requests a second, so that one cannot keep everybody else "
        "waiting. The Retry-After header says when to go on, and RateLimit how much is left."
    )


class BusyError(errors.CharterError):
    """More requests at a time than the server works on."""

    slug: ClassVar[str] = "busy"
    status: ClassVar[int] = 503
    title: ClassVar[str] = "Charter has too much to do"
    explanation: ClassVar[str] = (
        "The server works on as many requests as it can. The Retry-After header says when to try "
        "again. Nothing was done."
    )


class InternalError(errors.CharterError):
    """A mistake of Charter's own."""

    slug: ClassVar[str] = "internal-error"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "Charter made a mistake"
    explanation: ClassVar[str] = (
        "This is Charter's fault, not yours. Nothing was stored unless an answer said so. The "
        "server's log holds the details under the reference that the problem names."
    )


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """What went wrong, in the form of RFC 9457.

    `type` leads to a page about this kind of problem, `detail` says what happened here, and
    `next_step` what to do about it. `findings` and `report` are those of a contract that was
    refused: each finding has the path, line and column in the author's text, and a fix.
    """

    type: str
    title: str
    status: int
    detail: str
    instance: str
    next_step: str = ""
    findings: tuple[Finding, ...] = ()
    report: Report | None = None


def exception_handlers() -> dict[type[Exception], Callable[[Request[Any, Any, Any], Any], Answer]]:
    """Return what an application needs so that every error is answered as a problem."""
    return {HTTPException: answer, errors.CharterError: answer, Exception: answer}


def answer(request: Request[Any, Any, Any], raised: Exception) -> Answer:
    """Answer *raised* with `application/problem+json`; a mistake of ours goes to the log."""
    error = as_charter_error(request, raised)
    return Answer(
        problem(request, error),
        status_code=error.status,
        media_type=MEDIA_TYPE,
        headers=_headers(request, raised, error),
    )


def problem(request: Request[Any, Any, Any], error: errors.CharterError) -> Problem:
    """Return the public form of *error*, which never holds more than its author wrote into it."""
    return Problem(
        type=f"{_base_url(request)}/problems/{error.slug}",
        title=error.title,
        status=error.status,
        detail=error.message,
        instance=_address(request),
        next_step=error.next_step,
        findings=error.findings,
        report=error.report,
    )


def as_charter_error(request: Request[Any, Any, Any], raised: Exception) -> errors.CharterError:
    """Return the error of Charter's tree that *raised* amounts to. Logs what is our own mistake."""
    if isinstance(raised, errors.CharterError):
        return raised
    if isinstance(raised, DocumentTooLargeError):
        return errors.TooLargeError(raised.finding.message, findings=(raised.finding,))
    if isinstance(raised, UnreadableError):
        return errors.InvalidContractError(
            raised.finding.message, next_step=raised.finding.fix, findings=(raised.finding,)
        )
    if isinstance(raised, _UNAVAILABLE) or type(raised) is DatabaseError:  # whose pages are damaged
        return _unavailable(raised)
    if isinstance(raised, HTTPException) and _is_theirs(raised):
        return _refusal(request, raised)
    reference = secrets.token_hex(4)
    _log.error("unexpected error %s", reference, exc_info=raised)
    return InternalError(
        f"Charter could not answer this. The reference is {reference}.",
        next_step="Tell the operators of this registry, and name the reference.",
    )


def documented(*statuses: int) -> Mapping[int, str]:
    """Return what a problem of each status means, from the error tree."""
    kinds = errors.problem_types()
    return {
        status: " Or: ".join(kind.title for kind in kinds if kind.status == status)
        for status in statuses
    }


_SERVER_ERROR = 500
_GONE = "client disconnected prematurely"  # which the framework calls an error of the server
_UNAVAILABLE = (BackendUnavailableError, OperationalError, InterfaceError, PoolTimeoutError)


def _is_theirs(raised: HTTPException) -> bool:
    """Whether the caller is to blame; nobody reads the answer to a connection that has ended."""
    return raised.status_code < _SERVER_ERROR or raised.detail == _GONE


def _unavailable(raised: Exception) -> errors.UnavailableError:
    part = "search engine" if isinstance(raised, BackendUnavailableError) else "database"
    # A line and no stack: while a part is away, every request comes here, and logs fill disks.
    _log.warning("the %s does not answer: %s", part, str(raised).partition("\n")[0])
    return errors.UnavailableError(
        f"The {part} does not answer.", next_step="Try again in a minute; nothing was lost."
    )


def _refusal(request: Request[Any, Any, Any], raised: HTTPException) -> errors.CharterError:
    """Say the framework's refusal in Charter's words."""
    address = _address(request)
    if isinstance(raised, ValidationException):
        return _misfit(request, raised)
    match raised.status_code:
        case 404:
            return errors.NotFoundError(f"There is nothing at '{address}'.", next_step=_ADDRESSES)
        case 405:
            return MethodNotAllowedError(
                f"'{address}' does not answer to {request.method}.",
                next_step="Use one of the methods that the Allow header names.",
            )
        case 413:
            return errors.TooLargeError(
                "The body is larger than the 4 MiB that Charter reads.",
                next_step="Split the contract, or leave out what is not needed.",
            )
        case _:
            return errors.InvalidRequestError(raised.detail, next_step=_ADDRESSES)


_ADDRESSES = "See /api/docs for the addresses and their parameters."


def _misfit(request: Request[Any, Any, Any], raised: ValidationException) -> errors.CharterError:
    """Name each parameter that does not fit. A path that cannot exist is simply not found."""
    misfits: Sequence[Mapping[str, str]] = (
        [item for item in raised.extra if isinstance(item, dict)]
        if isinstance(raised.extra, list)
        else []
    )
    if any(item.get("source") == "path" for item in misfits):
        return errors.NotFoundError(
            f"There is nothing at '{_address(request)}'.", next_step=_ADDRESSES
        )
    told = [
        f"The parameter '{_public_name(request, item['key'])}' does not fit: {item['message']}."
        for item in misfits
        if "key" in item
    ]
    return errors.InvalidRequestError(
        " ".join(told) or f"{raised.detail.partition(' for path ')[0]}.", next_step=_ADDRESSES
    )


def _public_name(request: Request[Any, Any, Any], key: str) -> str:
    """Return the name by which callers know a parameter: `from`, where we must say `before`."""
    field = request.route_handler.parsed_fn_signature.parameters.get(key)
    return str(getattr(field.kwarg_definition, "name", None) or key) if field else key


def _headers(
    request: Request[Any, Any, Any], raised: Exception, error: errors.CharterError
) -> dict[str, str]:
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    if isinstance(raised, HTTPException) and raised.headers:
        headers |= {name.lower(): value for name, value in raised.headers.items()}
    if error.status == errors.NotSignedInError.status:
        hint = ', error="invalid_token"' if "authorization" in request.headers else ""
        headers["www-authenticate"] = f'Bearer realm="Charter"{hint}'
    if error.status == errors.UnavailableError.status:
        headers["retry-after"] = "30"
    return headers


def _base_url(request: Request[Any, Any, Any]) -> str:
    """Return the address under which the registry is known, "" where nobody said one."""
    runtime = request.app.state.get("runtime")
    return ((runtime.settings.base_url if runtime else None) or "").rstrip("/")


def _address(request: Request[Any, Any, Any]) -> str:
    return quote(request.scope["path"], safe="/:@!$&'()*+,;=~", errors="replace")
