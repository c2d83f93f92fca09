"""What went wrong with this request? The same problem that the API answers, for people to read."""

from collections.abc import Callable
from typing import ClassVar

from litestar.exceptions import HTTPException

from registry.api import problems
from registry.api.answers import Answer
from registry.errors import CharterError, NotFoundError, NotSignedInError
from ui.frame import Page, frame
from ui.rendering import respond
from ui.verdict import Judged, Verdict, judged, verdict
from ui.visitor import AnyRequest, known_visitor


class ErrorPage(Page, frozen=True, kw_only=True):
    """A problem. ``verdict`` and ``judged`` are those of a contract that may not go out."""

    template: ClassVar[str] = "error.html"
    slug: str
    status: int
    title: str
    detail: str
    next_step: str
    verdict: Verdict | None
    judged: tuple[Judged, ...]
    signing_in_may_help: bool


def exception_handlers() -> dict[type[Exception], Callable[[AnyRequest, Exception], Answer]]:
    """Return how every error of the application is answered: as a page, or as the API does."""
    return {HTTPException: answer, CharterError: answer, Exception: answer}


def answer(request: AnyRequest, raised: Exception) -> Answer:
    """Answer *raised* in the form that the caller reads."""
    if not wants_html(request):
        return problems.answer(request, raised)
    error = problems.as_charter_error(request, raised)
    visitor = known_visitor(request)
    page = ErrorPage(
        frame=frame(visitor, error.title),
        slug=error.slug,
        status=error.status,
        title=error.title,
        detail=error.message,
        next_step="" if _is_unknown(raised) else error.next_step,
        verdict=verdict(error.report, "this version", None) if error.report else None,
        judged=judged(error.report) if error.report else (),
        signing_in_may_help=isinstance(error, NotFoundError | NotSignedInError),
    )
    answered = respond(visitor, page, status=error.status)
    if isinstance(raised, HTTPException) and raised.headers:
        answered.headers.update(raised.headers)
    return answered


def _is_unknown(raised: Exception) -> bool:
    """Whether no route has this address: the page's own links help more than the API's hint."""
    return isinstance(raised, HTTPException) and raised.status_code == NotFoundError.status


def wants_html(request: AnyRequest) -> bool:
    """Whether a person reads the answer: outside the API, a browser that asks for HTML."""
    path = request.scope["path"]
    return not path.startswith("/api/") and "text/html" in request.headers.get("accept", "")
