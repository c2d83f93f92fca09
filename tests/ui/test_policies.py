"""Can people see, set and question a policy on its page?"""

import html

import pytest

from registry import policies
from registry.identity import SYSTEM

AGENCY = "/agencies/doh/policy"
BEDS = "/products/doh/hospital-beds/policy"
EDIT = f"{AGENCY}/edit"


def text_of(page: str) -> str:
    """Return what people read of *page*, without escapes."""
    return html.unescape(page)


def send(visitor, address=EDIT, **fields):
    """Send the form at *address*, with its own token."""
    return visitor.send(address, token=visitor.form_token(address), **fields)


def held(visitor, *whose):
    """Return what the registry says that holds."""
    return policies.page(visitor.runtime, SYSTEM, *whose)


def test_a_policy_says_in_words_what_holds_and_from_whom(reader):
    """Somebody who has never seen YAML must learn what their change is judged by."""
    page = text_of(reader.get(BEDS))

    assert "Protect consumers of every version in force." in page
    assert "At least 120 days." in page
    assert '<a href="/policy">The registry</a> <span class="quiet">fixed' in page
    assert "A warning: it is told, and the version goes out." in page
    assert "The custom property storageZone" in page
    assert "Lena Fischer" in page
    assert "mailto:lena.fischer@doh.example?subject=Policy%20of%20Hospital%20beds" in page
    assert "Change this policy" not in page


def test_a_stranger_reads_the_policy_of_what_they_may_see(visitor):
    """Names are for staff; a hidden product has no policy to see."""
    page = visitor.get("/products/doh/clinic-beds/policy")

    assert "the chief data officer of the Department of Health" in page
    assert "lena.fischer@" not in page
    visitor.get(BEDS, status=404)


def test_an_officer_sees_what_a_policy_would_mean_before_it_holds(own_office):
    """Nothing is set by looking."""
    before = held(own_office, "doh")
    reply = send(own_office, policy="risks: error\nrules: {}\n", do="preview")
    page = text_of(reply.text)

    assert reply.status_code == 200
    assert "Nothing is set yet." in page
    assert '<span class="new">Changes:</span> A change that may break somebody' in page
    assert "Counts as if it broke them." in page
    assert "No longer said:" in page
    assert held(own_office, "doh") == before


def test_an_officer_sets_a_policy_and_takes_it_back(own_office):
    """It holds from the next check on, and is theirs by name."""
    revision = str(held(own_office, "doh").revision)
    reply = send(own_office, policy="risks: error\r\n", do="set", revision=revision)

    assert (reply.status_code, reply.headers["location"]) == (303, AGENCY)
    assert held(own_office, "doh").agency_policy.text == "risks: error\n"
    assert "Counts as if it broke them." in own_office.get(AGENCY)
    send(own_office, do="end")
    assert held(own_office, "doh").agency_policy is None


def test_a_mistake_is_told_with_its_line_and_nothing_is_lost(own_office):
    """The text comes back as it was sent."""
    reply = send(own_office, policy="risks: maybe\n# <b>mine</b>\n", do="set")
    page = text_of(reply.text)

    assert reply.status_code == 400
    assert "Line 1, column 1: 'maybe' is no risks; it is one of warning or error." in page
    assert "# <b>mine</b>" in page
    assert "<b>mine</b>" not in reply.text
    assert held(own_office, "doh").risks == "warning"


def test_a_policy_that_was_set_meanwhile_is_not_overwritten(own_office):
    """The second of two editors is told, and keeps their text."""
    reply = send(own_office, policy="risks: error", do="set", revision="0")

    assert reply.status_code == 412
    assert "Somebody else has set this policy since you looked." in reply.text
    assert held(own_office, "doh").risks == "warning"


@pytest.mark.parametrize("do", ["preview", "set", "end"])
def test_a_foreign_page_sets_nothing(own_office, do):
    """Every form has a token of its own session."""
    foreign = {"token": "AAAA"}
    reply = own_office.send(EDIT, policy="risks: error", do=do, **foreign)

    assert reply.status_code == 403
    assert held(own_office, "doh").agency_policy is not None


def test_who_may_not_is_told_who_can(owner, reader, visitor):
    """A refusal without a next step is a dead end."""
    assert "Ask the agency chief data officer" in owner.get(EDIT, status=403)
    assert "product owner" in reader.get(f"{BEDS}/edit", status=403)
    assert "Sign in" in visitor.get(EDIT, status=401)
    token = owner.form_token("/")
    assert owner.send(EDIT, token=token, policy="{}", do="set").status_code == 403


def test_an_owner_asks_more_of_their_product(own_registry):
    """Their policy adds to the agency's, and the page says so."""
    reply = send(own_registry, f"{BEDS}/edit", policy="risks: error", do="set")
    page = own_registry.get(BEDS)

    assert reply.status_code == 303
    assert "by its owner: counts where it is stricter" in page
    assert "This product" in page
    softer = send(own_registry, f"{BEDS}/edit", policy="rules: {PROP-02: info}", do="set")
    assert "may make PROP-02 an error" in softer.text
