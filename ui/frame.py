"""What surrounds every page? Its title, the way to it, the search box, and who is signed in."""

from typing import ClassVar

import msgspec

from registry.inbox import COUNTED
from ui import addresses
from ui.visitor import Visitor


class Crumb(msgspec.Struct, frozen=True):
    """A step on the way to a page."""

    label: str
    address: str


HOME = Crumb("Home", "/")
AGENCIES = Crumb("Agencies", "/agencies")
RULES = Crumb("Rules", "/rules")


class Frame(msgspec.Struct, frozen=True, kw_only=True):
    """The part of a page that is the same everywhere. ``section`` is the menu entry it is under."""

    title: str
    crumbs: tuple[Crumb, ...]
    section: str
    query: str
    caller: str | None
    caller_agency: str | None
    sign_in: str | None  # where to sign in, None where that is not possible or already done
    form_token: str
    unread: str = ""  # the number of notices that were not read, "" for none


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What a template gets, as its one variable ``page``."""

    template: ClassVar[str]


class Page(Document, frozen=True, kw_only=True):
    """What is shown to people, with the same frame around it."""

    frame: Frame


def frame(
    visitor: Visitor,
    title: str,
    *crumbs: Crumb,
    section: str = "",
    query: str = "",
) -> Frame:
    """Return the frame of a page for *visitor*; *crumbs* lead from home to its parent."""
    signed_in = visitor.is_signed_in
    return Frame(
        title=title,
        crumbs=(HOME, *crumbs) if crumbs else (),
        section=section,
        query=query,
        caller=visitor.actor.name if signed_in else None,
        caller_agency=visitor.actor.agency if signed_in else None,
        sign_in=None if signed_in or not visitor.may_sign_in else _sign_in(visitor.address),
        form_token=visitor.form_token if signed_in else "",
        unread=_number(visitor.unread),
    )


def _number(unread: int) -> str:
    if unread < COUNTED:
        return str(unread or "")
    return f"{COUNTED - 1}+"


def _sign_in(address: str) -> str:
    return "/sign-in" if address.startswith("/sign-") else addresses.sign_in(address)
