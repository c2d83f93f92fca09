"""How does a command talk to the registry? Over HTTP, and every way it can fail is one clear line.

Redirects are followed to the same server only, so that a token never reaches another one.
"""

import http.client
import time
import urllib.error
import urllib.request
from typing import Any, NoReturn, TypeVar
from urllib.parse import quote, urlencode, urlsplit

import msgspec

from contracts.findings import Finding, Report
from contracts.render.safe import indented
from registry.cli.console import Exit, stop
from registry.settings import Settings

T = TypeVar("T")

TIMEOUT_S = 60.0

PUBLIC_ALONE = "Without a token in CHARTER_TOKEN only public products are seen."


class Problem(msgspec.Struct, frozen=True):
    """A refusal of the registry, as RFC 9457 has it. ``type`` ends in the problem's slug."""

    detail: str
    type: str = ""
    status: int = 0
    next_step: str = ""
    findings: tuple[Finding, ...] = ()
    report: Report | None = None

    @property
    def slug(self) -> str:
        """The last part of the type, which names the kind of problem."""
        return self.type.rsplit("/", 1)[-1]


class Answer(msgspec.Struct, frozen=True):
    """What came back: the status and the bytes. A status of 400 and above is a problem."""

    status: int
    body: bytes
    url: str

    def decode(self, kind: type[T]) -> T:
        """Return the body as *kind*. Ends the command where something else answered."""
        return _decode(self.body, kind, self.url)

    def indented(self) -> str:
        """Return the body as JSON to print. Ends the command where something else answered."""
        try:
            return indented(msgspec.Raw(msgspec.json.format(self.body, indent=-1)))
        except (msgspec.MsgspecError, UnicodeDecodeError):
            _strange(self.body, self.url)

    @property
    def problem(self) -> Problem | None:
        """The refusal, None where the request was answered."""
        return self.decode(Problem) if self.status >= http.client.BAD_REQUEST else None


def call(settings: Settings, method: str, path: str, *, body: bytes | None = None) -> Answer:
    """Send a request to the registry. *path* begins with a slash and is encoded already.

    Where the registry is asked too often it waits as long as that says, a minute altogether.
    Ends the command with exit code 4 where no registry answers, or one that is out of order: one
    that says what is missing, such as its search engine, is quoted.
    """
    url = f"{settings.url}/api/v1{path}"
    request = urllib.request.Request(url, data=body, method=method)  # noqa: S310 (settings take http and https alone)
    request.add_header("Accept", "application/json")
    if body is not None:
        request.add_header("Content-Type", "application/yaml")
    if settings.token:
        request.add_header("Authorization", f"Bearer {_header(settings.token)}")
    answer, pause_s = _sent(settings, request)
    patient_until = time.monotonic() + TIMEOUT_S
    while pause_s and time.monotonic() + pause_s < patient_until:
        time.sleep(pause_s)  # many contracts in a row: nothing was done, so it may be sent again
        answer, pause_s = _sent(settings, request)
    if answer.status >= http.client.INTERNAL_SERVER_ERROR:
        _out_of_order(settings.url, answer)
    if answer.status in _REDIRECTS:
        stop(
            f"The registry at {settings.url} sends to another address.",
            code=Exit.UNREACHABLE,
            next_step="Set CHARTER_URL to the address that it is known by.",
        )
    return answer


def fetch(settings: Settings, path: str, kind: type[T]) -> T:
    """Return what GET *path* answers. Ends the command with what the registry has against it."""
    answer = call(settings, "GET", path)
    if problem := answer.problem:
        refuse_to_show(settings, problem)
    return answer.decode(kind)


def refuse_to_show(settings: Settings, problem: Problem) -> NoReturn:
    """End the command with why there is nothing to see; without a token, that may be why."""
    if problem.slug == "not-found" and not settings.token:
        problem = msgspec.structs.replace(problem, next_step=PUBLIC_ALONE)
    refuse(problem)


def refuse(problem: Problem) -> NoReturn:
    """End the command with a refusal that is about the caller, not the contract."""
    next_step = problem.next_step
    if problem.slug == "not-signed-in" or problem.status == http.client.UNAUTHORIZED:
        next_step = "Set CHARTER_TOKEN to a token of your agency; 'charter token issue' makes one."
    stop(problem.detail, next_step=next_step)


def segment(text: str) -> str:
    """Return *text* as one segment of an address."""
    return quote(text, safe="", errors="replace")


def query(**values: str | int | tuple[str, ...] | None) -> str:
    """Return the query part of an address, "" when nothing is asked."""
    given = {name: value for name, value in values.items() if value not in (None, "", ())}
    return "?" + urlencode(given, doseq=True, errors="replace") if given else ""


def _sent(settings: Settings, request: urllib.request.Request) -> tuple[Answer, int]:
    """Return what comes back, and how many seconds to wait where that is "not so often"."""
    url = request.full_url
    try:
        with opener(url).open(request, timeout=TIMEOUT_S) as response:
            return Answer(response.status, response.read(), url), 0
    except urllib.error.HTTPError as error:
        after = error.headers.get("Retry-After", "")
        is_told = error.code == http.client.TOO_MANY_REQUESTS and after.isascii()
        pause_s = int(after) if is_told and after.isdigit() and len(after) < _LONG else 0
        return Answer(error.code, _rest(error), url), pause_s
    except (OSError, http.client.HTTPException, ValueError) as error:
        _unreachable(settings.url, _reason(error))


_LONG = 4  # digits of a number of seconds that nobody waits for
_REDIRECTS = range(300, 400)
_SHORT = 300  # characters of a strange answer that are worth showing


class _SameServer(urllib.request.HTTPRedirectHandler):
    """Follow a redirect on the same server; leave any other to the caller."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: Any,
        code: int,
        msg: str,
        headers: Any,
        newurl: str,
    ) -> urllib.request.Request | None:
        if urlsplit(newurl)[:2] != urlsplit(req.full_url)[:2] or req.get_method() != "GET":
            return None
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def opener(url: str) -> urllib.request.OpenerDirector:
    """Return an opener that follows redirects on one server only.

    It goes past the proxy for this machine itself.
    """
    if urlsplit(url).hostname in {"127.0.0.1", "localhost", "::1"}:
        return urllib.request.build_opener(_SameServer, urllib.request.ProxyHandler({}))
    return urllib.request.build_opener(_SameServer)


def _header(token: str) -> str:
    if not token.isascii() or not token.isprintable():
        stop("CHARTER_TOKEN holds characters that no token has.")
    return token


def _rest(error: urllib.error.HTTPError) -> bytes:
    try:
        return error.read()
    except (OSError, http.client.HTTPException):
        return b""


def _reason(error: Exception) -> str:
    if isinstance(error, urllib.error.URLError):
        inner = error.reason
        return getattr(inner, "strerror", None) or str(inner)
    if isinstance(error, TimeoutError):
        return f"no answer within {TIMEOUT_S:.0f} seconds"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__


def _unreachable(url: str, reason: str) -> NoReturn:
    stop(
        f"The registry at {url} cannot be reached: {reason.rstrip('.')}.",
        code=Exit.UNREACHABLE,
        next_step="Is CHARTER_URL right, and the registry running? 'charter serve' runs one here.",
    )


def _out_of_order(url: str, answer: Answer) -> NoReturn:
    """End the command with what the registry says of its own trouble, if it is one that speaks."""
    try:
        problem = msgspec.json.decode(answer.body, type=Problem)
    except msgspec.MsgspecError:
        _unreachable(url, f"it answers with status {answer.status}")
    next_step = problem.next_step or f"The registry is the one at {url}."
    stop(problem.detail, code=Exit.UNREACHABLE, next_step=next_step)


def _decode(body: bytes, kind: type[T], url: str) -> T:
    try:
        return msgspec.json.decode(body, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        _strange(body, url)


def _strange(body: bytes, url: str) -> NoReturn:
    start = body[:_SHORT].decode("utf-8", "replace").strip()
    stop(
        f"Something other than a registry answers at {url}: {' '.join(start.split())[:80]!r}",
        code=Exit.UNREACHABLE,
        next_step="Is CHARTER_URL right? A proxy in between may have answered.",
    )
