"""Can people see who answers for a finding, ask for that, grant it and withdraw it?"""

import re
from datetime import timedelta

import pytest

from registry import waivers
from registry.addresses import Ref
from registry.identity import SYSTEM

PRODUCT = "/products/doh/hospital-beds"
WAIVERS = f"{PRODUCT}/waivers"
PROPOSED = f"{PRODUCT}/versions/2.0.0"
BEDS = Ref(agency="doh", product="hospital-beds")


def link_of(visitor) -> str:
    """Return where the first finding of the proposed version leads to for a waiver."""
    found = re.search(rf'href="({WAIVERS}\?finding=[^"]+)"', visitor.get(PROPOSED))
    assert found is not None
    return found[1].replace("&amp;", "&").partition("#")[0]


def granted(visitor, **changes):
    """Send the form for the first finding of the proposed version."""
    address = link_of(visitor)
    until = visitor.runtime.clock().date() + timedelta(days=30)
    fingerprint = re.search(r"finding=([0-9a-f]{16})", address)[1]
    fields = {"fingerprint": fingerprint, "reason": "Nobody reads it.", "until": str(until)}
    fields["token"] = visitor.form_token(address)
    return visitor.send(WAIVERS, **(fields | changes))


def listed(visitor):
    """Return the waivers that the registry has."""
    return waivers.waivers(visitor.runtime, SYSTEM, BEDS)


def test_an_officer_waives_a_finding_from_its_place(own_office):
    """From the finding to the form, from the form to the list."""
    assert "Waive this" in own_office.get(PROPOSED)
    assert "The finding: <q" in own_office.get(link_of(own_office))
    reply = granted(own_office)

    assert (reply.status_code, reply.headers["location"]) == (303, WAIVERS)
    (made,) = listed(own_office)
    assert (made.approver, made.reason, made.state) == (
        "Lena Fischer",
        "Nobody reads it.",
        "in force",
    )
    assert "In force" in own_office.get(WAIVERS)


def test_an_officer_withdraws_a_waiver(own_office):
    """With a reason, and the list says who did."""
    granted(own_office)
    (made,) = listed(own_office)
    address = f"{WAIVERS}/{made.fingerprint}/withdraw"
    reply = own_office.send(address, token=own_office.form_token(WAIVERS), reason="Mended.")

    assert reply.status_code == 303
    page = own_office.get(WAIVERS)
    assert "Withdrawn" in page
    assert "by <bdi>Lena Fischer</bdi>" in page
    assert "Withdraw it" not in page


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"until": ""}, "The last day is missing"),
        ({"until": "2199-01-01"}, "A waiver ends within 365 days"),
        ({"reason": " "}, "A reason has 1 to 1000 characters"),
        ({"fingerprint": "<b>"}, "A fingerprint has 16 hexadecimal digits."),
    ],
)
def test_a_mistake_is_told_and_nothing_is_lost(own_office, changes, told):
    """What was filled in is there again."""
    reply = granted(own_office, **changes)

    assert reply.status_code == 400
    assert told in reply.text
    assert "<b>" not in reply.text
    assert ("Nobody reads it." in reply.text) is ("reason" not in changes)
    assert listed(own_office) == []


def test_a_foreign_page_waives_nothing(own_office):
    """Every form has a token of its own session."""
    foreign = {"token": "AAAA"}
    assert granted(own_office, **foreign).status_code == 403
    assert listed(own_office) == []


def test_who_may_not_waive_is_told_whom_to_ask(owner):
    """An owner cannot answer for their own product, and finds out who can."""
    assert "Ask for a waiver" in owner.get(PROPOSED)
    page = owner.get(link_of(owner))

    assert "mailto:lena.fischer@doh.example?subject=Waiver%20for%20doh/hospital-beds" in page
    assert "Waive it in my name" not in page
    token = owner.form_token("/")
    reply = owner.send(
        WAIVERS, token=token, fingerprint="0" * 16, reason="Mine.", until="2026-12-31"
    )
    assert reply.status_code == 403
    assert "Ask the agency chief data officer of doh to do it." in reply.text


def test_a_stranger_sees_the_waivers_of_what_they_may_see(visitor):
    """What lets a public product out is public; what they may not see has none."""
    page = visitor.get("/products/doh/clinic-beds/waivers")

    assert "The one user has moved to the new column" in page
    assert "Withdraw it" not in page
    visitor.get(WAIVERS, status=404)
