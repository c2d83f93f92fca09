"""Can anybody act in somebody else's name, or make a page do what its author did not write?"""

import msgspec
import pytest
from litestar.testing import TestClient
from small_state import open_small_state, person_named

from registry.runtime import Runtime
from tests.databases import settings_at
from ui.app import application
from ui.session import COOKIE

CLINICS = "/products/doh/clinic-beds/versions/2.0.0"
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)


@pytest.mark.parametrize("address", ["/", "/nowhere", "/static/charter.css", "/api/health"])
def test_every_answer_carries_the_security_headers(visitor, address):
    """A page that was forgotten is the one that is attacked."""
    headers = visitor.reply(address).headers

    assert headers["content-security-policy"] == POLICY
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


def test_what_a_person_sees_stays_out_of_shared_caches(reader, visitor):
    """A proxy must not hand one person's page to the next."""
    assert reader.reply("/").headers["cache-control"] == "private, no-cache"
    assert visitor.reply("/").headers["cache-control"] == "no-cache"
    assert "Cookie" in visitor.reply("/").headers["vary"]


def test_the_cookie_is_out_of_reach_of_scripts_and_foreign_sites(visitor):
    """A cookie that leaks is a person who acts without knowing."""
    given = visitor.sign_in("Amara Nwosu").headers["set-cookie"].lower()

    assert given.startswith(COOKIE)
    assert "httponly" in given
    assert "samesite=lax" in given


def test_signing_in_changes_the_session(visitor):
    """A session that somebody planted beforehand must not become a signed-in one."""
    visitor.get("/sign-in")
    before = visitor.client.cookies[COOKIE]
    visitor.sign_in("Amara Nwosu")

    assert visitor.client.cookies[COOKIE] != before


@pytest.mark.parametrize(("after", "landed"), [("/rules", "/rules"), ("//evil.example", "/")])
def test_signing_in_leads_only_to_pages_of_ours(visitor, after, landed):
    """A link to our sign-in must not end at somebody else's copy of it."""
    reply = visitor.sign_in("Amara Nwosu", after)

    assert (reply.status_code, reply.headers["location"]) == (303, landed)


def test_a_form_without_its_token_is_refused(owner):
    """A foreign page can make a browser send a form, but not one with our token."""
    for token in ("", "forged"):
        assert owner.send(f"{CLINICS}/activate", token=token).status_code == 403
        assert owner.send("/sign-out", token=token).status_code == 403
    assert "Signed in as" in owner.get("/")


def test_a_form_of_somebody_else_is_refused(owner, reader):
    """A token belongs to one session."""
    token = owner.form_token(CLINICS)

    assert reader.send(f"{CLINICS}/activate", token=token).status_code == 403


def test_a_reader_cannot_activate_by_sending_the_form(reader):
    """Hiding a button is not a permission."""
    reply = reader.send(f"{CLINICS}/activate", token=reader.form_token("/"))

    assert reply.status_code == 403
    assert "Waits to go out" in reader.get(CLINICS)


def test_a_request_that_changes_something_ignores_the_cookie_in_the_api(owner):
    """The API takes tokens alone where something changes: its forms have no token of ours."""
    reply = owner.client.post(f"/api/v1{CLINICS}/activate")

    assert reply.status_code == 401


def test_signing_out_ends_the_session(owner):
    """On a shared machine the next person must be nobody."""
    reply = owner.send("/sign-out", token=owner.form_token("/"))

    assert reply.status_code == 303
    assert "Signed in as" not in owner.get("/")


def test_nobody_signs_in_under_a_foreign_name_of_this_machine(visitor):
    """A foreign host name that leads here would let its page choose who we are."""
    visitor.get("/sign-in", 403, host="evil.example")


def test_a_person_who_does_not_exist_cannot_be_chosen(visitor):
    """The list is what there is to choose from."""
    token = visitor.form_token("/sign-in")

    assert visitor.send("/sign-in", token=token, person="nobody").status_code == 401


@pytest.mark.parametrize(
    "changes",
    [{"base_url": "https://data.example"}, {"host": "0.0.0.0"}],  # noqa: S104 (never bound)
)
def test_a_registry_that_others_reach_has_no_local_sign_in(tmp_path, changes):
    """Choosing who one is, is for a machine of one's own."""
    open_small_state(tmp_path).close()
    runtime = Runtime(msgspec.structs.replace(settings_at(tmp_path), **changes))
    client = TestClient(application(runtime), base_url="http://127.0.0.1:8000")
    signed = client.app.state.signer.begin(person_named(runtime, "Amara Nwosu"), now_s=2e9)
    client.cookies[COOKIE] = client.app.state.signer.sign(signed)

    assert "Sign in" not in client.get("/", headers={"accept": "text/html"}).text
    assert "Signed in as" not in client.get("/", headers={"accept": "text/html"}).text
    assert client.get("/sign-in").status_code == 404
    runtime.close()
