"""Can people follow a product, read what happens to it, and find whom to ask?"""

import json
import re

import pytest
from small_state import person_named

from contracts.document import load
from registry import delivery, directory, inbox, publishing
from registry.addresses import Ref
from registry.identity import SYSTEM, RoleName
from ui import contacts

PRODUCT = "/products/doh/hospital-beds"
FOLLOW = f"{PRODUCT}/follow"
BEDS = Ref(agency="doh", product="hospital-beds")

SUPPORT = """
support:
  - channel: Chat of the team
    url: https://chat.doh.example/beds
    description: Weekdays
  - channel: Mail
    url: mailto:beds@doh.example
  - channel: "<b>Board</b>"
    url: https://board.doh.example/
"""


def follow(visitor, **fields):
    """Send the form of the product's page."""
    return visitor.send(FOLLOW, token=visitor.form_token("/"), **fields)


def publish_next(visitor, number="1.2.0", more=""):
    """Publish the version in force once more, under another number, and deliver the notices."""
    original = visitor.client.get(f"/api/v1{PRODUCT}/versions/1.1.0.odcs.yaml").text
    source = original.replace("version: 1.1.0", f"version: {number}") + more
    publishing.publish(visitor.runtime, SYSTEM, BEDS, source.encode())
    delivery.drain(visitor.runtime)


def test_somebody_follows_a_product_and_stops(own_registry):
    """From its page, and back to it."""
    assert "Follow this product" in own_registry.get(PRODUCT)
    reply = follow(own_registry)
    assert (reply.status_code, reply.headers["location"]) == (303, PRODUCT)
    page = own_registry.get(PRODUCT)
    assert "Stop following" in page
    assert "Follow this product" not in page

    assert follow(own_registry, stop="yes").status_code == 303
    assert "Follow this product" in own_registry.get(PRODUCT)


def test_what_happens_is_in_the_inbox_and_counted_on_every_page(own_office):
    """Until it is read: one by one, or all at once."""
    follow(own_office)
    assert "None. Open a data product" in own_office.get("/notices")
    publish_next(own_office)
    publish_next(own_office, "1.3.0")

    assert '(2<span class="hidden"> unread</span>)' in own_office.get("/")
    page = own_office.get("/notices")
    assert (
        f'<a href="{PRODUCT}/versions/1.3.0">Version 1.3.0 of Hospital beds is in force.</a>'
        in page
    )
    first = re.search(r'action="(/notices/\d+/read)"', page)[1]
    reply = own_office.send(first, token=own_office.form_token("/notices"))
    assert (reply.status_code, reply.headers["location"]) == (303, "/notices")
    assert '(1<span class="hidden"> unread</span>)' in own_office.get("/")

    own_office.send("/notices/read", token=own_office.form_token("/notices"))
    page = own_office.get("/notices")
    assert "unread" not in page
    assert "Mark" not in page
    assert page.count("is in force.") == 2


def test_an_inbox_with_many_notices_has_pages(own_office):
    """And each leads on, and back to the newest."""
    follow(own_office)
    publish_next(own_office)
    publish_next(own_office, "1.3.0")
    (newest, oldest) = inbox.notices(own_office.runtime, lena(own_office)).items

    page = own_office.get(f"/notices?cursor={newest.id}")
    assert oldest.sentence in page
    assert newest.sentence not in page
    assert "The newest" in page
    assert own_office.reply("/notices?cursor=zzz").status_code == 400


def lena(visitor):
    """Return the person who is signed in."""
    person = directory.person_id(visitor.runtime, "lena.fischer@doh.example")
    return directory.actor_for_person(visitor.runtime, person)


@pytest.mark.parametrize("address", [FOLLOW, "/notices/read", "/notices/1/read"])
def test_a_foreign_page_does_nothing(own_registry, address):
    """Every form has a token of its own session."""
    foreign = {"token": "AAAA"}
    assert own_registry.send(address, **foreign).status_code == 403
    assert "Follow this product" in own_registry.get(PRODUCT)


def test_a_stranger_is_offered_no_form_and_has_no_inbox(visitor):
    """They are asked to sign in instead."""
    assert "Follow this product" not in visitor.get("/products/doh/clinic-beds")
    assert "Notices" not in visitor.get("/")
    visitor.get("/notices", status=401)


def test_whom_to_ask_and_who_decides_is_on_the_page(own_registry):
    """By channel and by role, with everything that others wrote as text."""
    publish_next(own_registry, more=SUPPORT)
    page = own_registry.get(PRODUCT)
    section = page.partition('<h2 id="contact">')[2].partition("</section>")[0]

    assert '<a href="https://chat.doh.example/beds" rel="nofollow noopener">' in section
    assert '<a href="mailto:beds@doh.example" rel="nofollow noopener">' in section
    assert "<bdi>&lt;b&gt;Board&lt;/b&gt;</bdi>" in section
    assert "Agency chief data officer or product owner" in section
    assert '<a href="mailto:lena.fischer@doh.example"><bdi>Lena Fischer</bdi></a>' in section


def test_who_holds_several_roles_is_named_once(own_registry):
    """Each decision names people, not the roles that they hold."""
    runtime = own_registry.runtime
    amara = person_named(runtime, "Amara Nwosu")
    for role, scope in (
        (RoleName.PRODUCT_OWNER, "doh/hospital-beds"),
        (RoleName.AGENCY_CDO, "doh"),
    ):
        directory.assign(runtime, SYSTEM, amara, role, scope)
    page = own_registry.get(PRODUCT)
    decided = page.partition("Puts a proposed version in force")[2].partition("</dd>")[0]
    team = page.partition('<h2 id="people">')[2].partition("</table>")[0]

    assert decided.count("Amara Nwosu") == 1
    assert "Lena Fischer" in decided
    assert team.count(">Product owner</th>") == 1


def test_who_decides_is_told_to_everybody_and_by_name_to_staff(visitor):
    """The roles are no secret; the registry's people are for those who are signed in."""
    page = visitor.get("/products/doh/clinic-beds")
    section = page.partition('<h2 id="contact">')[2].partition("</section>")[0]

    assert "Retires a version" in section
    assert "Lena Fischer" not in section


@pytest.mark.parametrize(
    ("url", "link"),
    [
        ("https://chat.doh.example/beds", "https://chat.doh.example/beds"),
        ("mailto:beds@doh.example", "mailto:beds@doh.example"),
        ("beds@doh.example", "mailto:beds@doh.example"),
        ("http://forum.doh.example/", None),
        ("javascript:alert(1)", None),
        ("data:text/html,hi", None),
        ("https://a.example/'onclick='x", None),
        ("//a.example/", None),
        ("", None),
    ],
)
def test_a_channel_that_is_no_https_or_mail_address_is_no_link(url, link):
    """Older contracts, and those under a lenient policy, may hold anything."""
    source = {"kind": "DataContract", "support": [{"channel": "Ask", "url": url}]}
    (found,) = contacts.channels_of(load(json.dumps(source).encode()).contract)

    assert (found.name, found.link) == ("Ask", link)


def test_a_contract_with_endless_channels_shows_some():
    """A page is for people."""
    channels = "".join(f"  - {{channel: c{n}, url: 'https://a.example/{n}'}}\n" for n in range(500))
    contract = load(f"kind: DataContract\nsupport:\n{channels}".encode()).contract

    assert len(contacts.channels_of(contract)) == 20
