"""What happens when an owner puts a proposed version in force?"""

from small_state import AVAILABLE, HOSPITAL_BEDS, SURGE, person_named

from registry import directory, lifecycle, products, publishing
from registry.addresses import Ref
from registry.identity import SYSTEM

CLINICS = "/products/doh/clinic-beds"
PROPOSED = f"{CLINICS}/versions/2.0.0"


def test_the_owner_is_asked_and_the_version_is_in_force(own_registry):
    """A breaking change goes out when its owner says so, and not before."""
    reply = own_registry.send(f"{PROPOSED}/activate", token=own_registry.form_token(PROPOSED))

    assert (reply.status_code, reply.headers["location"]) == (303, PROPOSED)
    html = own_registry.get(PROPOSED)
    assert "Went out as 2.0.0" in html
    assert "Activate 2.0.0" not in html


def test_a_proposal_that_was_overtaken_has_no_button_and_says_why(own_registry):
    """A button that can never work teaches that none does."""
    runtime = own_registry.runtime
    amara = directory.actor_for_person(runtime, person_named(runtime, "Amara Nwosu"))
    ref = Ref(agency="doh", product="clinic-beds")
    text = HOSPITAL_BEDS.format(name="clinic-beds", version="2.1.0", columns=SURGE)
    publishing.publish(runtime, amara, ref, text.encode())
    lifecycle.activate(runtime, amara, ref, "2.1.0")

    page, product = own_registry.get(PROPOSED), own_registry.get(CLINICS)

    assert "Does not go out as 2.0.0 (overtaken by 2.1.0)" in page
    assert "Activate 2.0.0" not in page
    assert "(overtaken by 2.1.0)" in product
    assert "You can activate it" not in product
    assert "Active, older line 1.x" in product


def test_an_owner_whose_verdict_has_moved_sees_the_verdict_of_today(own_registry):
    """What was proposed last week is judged by what is in force now."""
    token = own_registry.form_token(PROPOSED)
    runtime = own_registry.runtime
    amara = directory.actor_for_person(runtime, person_named(runtime, "Amara Nwosu"))
    another = SURGE.replace("surge_beds", "closed_beds")
    text = HOSPITAL_BEDS.format(
        name="clinic-beds", version="1.2.0", columns=AVAILABLE + SURGE + another
    )
    publishing.publish(runtime, amara, Ref(agency="doh", product="clinic-beds"), text.encode())

    reply = own_registry.send(f"{PROPOSED}/activate", token=token)

    assert reply.status_code == 409
    assert "The verdict has changed since the proposal" in reply.text
    assert "closed_beds" in reply.text


def test_an_owner_takes_a_proposal_back(own_registry):
    """With a reason, and its page goes on to say what it would have been."""
    fields = {"token": own_registry.form_token(PROPOSED), "reason": "We keep the column."}
    reply = own_registry.send(f"{PROPOSED}/withdraw", **fields)

    assert (reply.status_code, reply.headers["location"]) == (303, PROPOSED)
    html = own_registry.get(PROPOSED)
    assert "Withdrawn, never in force" in html
    assert "Would have gone out as 2.0.0, and was withdrawn" in html
    assert "Withdraw this version" not in html
    assert "Activate 2.0.0" not in html
    assert "Withdrawn, never in force" in own_registry.get(CLINICS)
    refused = own_registry.send(f"{PROPOSED}/activate", token=fields["token"])
    assert refused.status_code == 409


def test_nobody_else_is_asked_to_withdraw(own_registry, reader):
    """Neither by a button nor by an address; and nothing goes without a reason."""
    assert "Withdraw this version" not in reader.get(PROPOSED)
    fields = {"token": reader.form_token("/publish"), "reason": "x"}
    assert reader.send(f"{PROPOSED}/withdraw", **fields).status_code == 403
    token = own_registry.form_token(PROPOSED)
    assert own_registry.send(f"{PROPOSED}/withdraw", token=token).status_code == 400


def test_a_version_is_deprecated_and_retired_by_who_may(own_office):
    """The line of clinic beds is in use, so its end waits for those who use it."""
    address = f"{CLINICS}/versions/1.1.0"
    html = own_office.get(address)
    assert "Deprecate 1.1.0" in html
    assert "Retire 1.1.0" not in html
    fields = {"token": own_office.form_token(address), "reason": "2.0.0 takes its place."}
    assert own_office.send(f"{address}/retire", **fields).status_code == 409

    reply = own_office.send(f"{address}/deprecate", **fields)

    assert (reply.status_code, reply.headers["location"]) == (303, address)
    html = own_office.get(address)
    assert "Retire 1.1.0" in html
    assert "Deprecate 1.1.0" not in html
    assert "in use by memd" in own_office.send(f"{address}/retire", **fields).text
    products.end_use(
        own_office.runtime,
        SYSTEM,
        Ref(agency="doh", product="clinic-beds"),
        agency="memd",
        major=1,
        purpose="Surge planning",
    )
    assert own_office.send(f"{address}/retire", **fields).status_code == 303
    assert "Retired" in own_office.get(address)


def test_an_owner_deprecates_and_does_not_retire(own_registry):
    """That is for the chief data officer to answer for."""
    address = f"{CLINICS}/versions/1.1.0"
    fields = {"token": own_registry.form_token(address), "reason": "x"}
    assert own_registry.send(f"{address}/deprecate", **fields).status_code == 303
    assert "Retire 1.1.0" not in own_registry.get(address)
    assert own_registry.send(f"{address}/retire", **fields).status_code == 403
