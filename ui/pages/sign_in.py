"""Who are you? On a machine of one's own, whoever one chooses of the people of the demo."""

import re
from typing import Annotated, ClassVar

from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import QueryParameter, URLEncodedBody
from litestar.response import Redirect

from registry import directory
from registry.api.answers import Answer
from registry.errors import NotAllowedError, NotFoundError
from registry.runtime import Runtime
from registry.settings import Settings
from registry.views import PersonView
from ui.frame import Page, frame
from ui.rendering import respond
from ui.routing import shows, takes
from ui.session import COOKIE, LIFETIME_S
from ui.visitor import AnyRequest, Visitor, is_addressed_locally


class SignInPage(Page, frozen=True, kw_only=True):
    """The people to choose from."""

    template: ClassVar[str] = "sign_in.html"
    people: tuple[PersonView, ...]
    after: str
    form_token: str


@shows("/sign-in")
def sign_in(
    request: AnyRequest,
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
    after: Annotated[str, QueryParameter(name="next", max_length=2000)] = "/",
) -> Answer:
    """Show whom one may be, and begin a session for the form."""
    _require_local(request, visitor)
    session = visitor.session or visitor.signer.begin(None, now_s=runtime.clock().timestamp())
    page = SignInPage(
        frame=frame(visitor, "Sign in"),
        people=tuple(directory.people(runtime)),
        after=own_address(after),
        form_token=visitor.signer.form_token(session),
    )
    answer = respond(visitor, page)
    answer.headers["cache-control"] = "private, no-store"
    answer.set_cookie(session_cookie(runtime.settings, visitor.signer.sign(session)))
    return answer


@takes("/sign-in")
def signed_in(
    request: AnyRequest,
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """Be the chosen person from here on, under a session of a new number."""
    _require_local(request, visitor)
    visitor.require_own_form(data.get("token", ""))
    person = data.get("person", "")
    directory.actor_for_person(runtime, person)  # raises for whoever is not on the list
    session = visitor.signer.begin(person, now_s=runtime.clock().timestamp())
    answer = Redirect(own_address(data.get("next", "/")), status_code=303)
    answer.set_cookie(session_cookie(runtime.settings, visitor.signer.sign(session)))
    return answer


@takes("/sign-out")
def signed_out(
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """Be nobody in particular again."""
    visitor.require_own_form(data.get("token", ""))
    answer = Redirect("/", status_code=303)
    answer.set_cookie(session_cookie(runtime.settings, "", max_age_s=0))
    return answer


def own_address(address: str) -> str:
    """Return *address* if it is a page of ours, else the home page: nobody is sent elsewhere."""
    return address if _OWN.fullmatch(address) else "/"


# One slash and no backslash anywhere: "//host", "/\\host" and control characters leave the site.
_OWN = re.compile(r"/(?![/\\])[!-\[\]-~]*")


def _require_local(request: AnyRequest, visitor: Visitor) -> None:
    if not visitor.may_sign_in:
        raise NotFoundError("Nobody can sign in here.", next_step="Use a token with the API.")
    if not is_addressed_locally(request):
        raise NotAllowedError(
            "Signing in works only under an address of this machine.",
            next_step="Open http://127.0.0.1 with the port of this server.",
        )


def session_cookie(settings: Settings, value: str, *, max_age_s: int = LIFETIME_S) -> Cookie:
    """Return the cookie that holds a session; over TLS alone where people come over TLS."""
    return Cookie(
        key=COOKIE,
        value=value,
        max_age=max_age_s,
        path="/",
        httponly=True,
        samesite="lax",
        secure=settings.is_encrypted,
    )
