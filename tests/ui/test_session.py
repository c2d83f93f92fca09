"""Can somebody pretend to be signed in, or make somebody else's browser act?"""

import re

import msgspec
import pytest

from registry.settings import Settings
from ui.pages.sign_in import own_address, session_cookie
from ui.session import LIFETIME_S, Session, Signer

SIGNER = Signer(b"k" * 32)
NOW_S = 1_795_000_000


def test_a_signed_session_comes_back():
    """Otherwise nobody could stay signed in."""
    session = SIGNER.begin("p1", now_s=NOW_S)

    assert SIGNER.read(SIGNER.sign(session), now_s=NOW_S + 60) == session


def test_a_session_ends_after_its_time():
    """A browser left open must not stay signed in for ever."""
    cookie = SIGNER.sign(SIGNER.begin("p1", now_s=NOW_S))

    assert SIGNER.read(cookie, now_s=NOW_S + LIFETIME_S) is None


@pytest.mark.parametrize(
    "cookie", ["", None, ".", "abc", "abc.def", "é.ü", "a.b.c", "=.=", "e30.AAAA", "\x00.\x00"]
)
def test_a_broken_cookie_is_no_session(cookie):
    """Whatever a browser sends, the answer is a page and never an error."""
    assert SIGNER.read(cookie, now_s=NOW_S) is None


def test_another_key_does_not_sign_for_us():
    """Nobody who lacks the key can say who they are."""
    forged = Signer(b"x" * 32).sign(Session(person="p1", number="1", issued_at=NOW_S))

    assert SIGNER.read(forged, now_s=NOW_S) is None


def test_a_changed_session_is_no_session():
    """The signature covers every byte of what the cookie says."""
    session = SIGNER.begin("p1", now_s=NOW_S)
    body, _, mac = SIGNER.sign(session).partition(".")
    other, _, _ = SIGNER.sign(msgspec.structs.replace(session, person="p2")).partition(".")

    assert other != body
    assert SIGNER.read(f"{other}.{mac}", now_s=NOW_S) is None


def test_a_form_belongs_to_one_session():
    """The token of one visitor's form is worth nothing to another."""
    mine, theirs = SIGNER.begin("p1", now_s=NOW_S), SIGNER.begin("p2", now_s=NOW_S)
    token = SIGNER.form_token(mine)

    assert SIGNER.is_ours(token, mine)
    assert not SIGNER.is_ours(token, theirs)


def test_the_token_of_a_form_looks_different_each_time():
    """A compressed page that repeated it would give it away bit by bit."""
    session = SIGNER.begin("p1", now_s=NOW_S)

    assert SIGNER.form_token(session) != SIGNER.form_token(session)


@pytest.mark.parametrize("token", ["", "x", "é", "A" * 86, "=", "A" * 1000])
def test_a_broken_form_token_is_refused(token):
    """Refused as a form that is not ours, not as an error."""
    assert not SIGNER.is_ours(token, SIGNER.begin("p1", now_s=NOW_S))


@pytest.mark.parametrize("address", ["/", "/products/doh/beds?columns=a#c-a", "/search?q=a%20b"])
def test_signing_in_leads_back_to_a_page_of_ours(address):
    """People go on where they were."""
    assert own_address(address) == address


@pytest.mark.parametrize(
    "address",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "javascript:alert(1)",
        "",
        "/a\\b",
        "/a\r\nSet-Cookie: x=y",
    ],
)
def test_signing_in_leads_nowhere_else(address):
    """A link to our sign-in page must not carry anybody off to a copy of it."""
    assert own_address(address) == "/"


def test_people_are_listed_by_the_name_of_their_agency(visitor):
    """The list shows names of agencies, so it is by these that somebody looks."""
    html = visitor.get("/sign-in")
    shown = re.findall(r", <bdi>([^<]+)</bdi></span></label>", html)

    assert shown == sorted(shown)
    assert len(shown) > 1


def test_a_session_goes_over_tls_alone_where_people_come_over_tls():
    """A cookie that is sent in the clear once is anybody's."""
    plain, public = Settings(), Settings(base_url="https://charter.example")

    assert session_cookie(public, "x").secure is True
    assert session_cookie(public, "", max_age_s=0).secure is True
    assert not session_cookie(plain, "x").secure
    assert not session_cookie(Settings(base_url="http://charter.example"), "x").secure
