"""Can somebody publish without a shell, and never something else than they have seen?"""

import re

from small_state import AVAILABLE, HOSPITAL_BEDS, SURGE

from registry import catalog
from registry.identity import SYSTEM

COLUMN = """\
      - name: county
        logicalType: string
        description: The county, by name.
        classification: internal
"""


def sent(visitor, files=None, **fields):
    """Send the form; return the answer."""
    token = visitor.form_token("/publish")
    parts = {name: (None, value) for name, value in {"token": token, **fields}.items()}
    return visitor.client.post("/publish", files=parts | (files or {}), follow_redirects=False)


def beds(version, columns=""):
    """Return a contract of the hospital beds."""
    kept = AVAILABLE + SURGE
    return HOSPITAL_BEDS.format(name="hospital-beds", version=version, columns=kept + columns)


def hidden(html, name):
    """Return what a hidden field holds."""
    return re.search(rf'name="{name}" value="([^"]*)"', html)[1]


def test_a_stranger_is_told_how_to_publish(visitor):
    """The page is no secret, the form is not theirs."""
    page = visitor.get("/publish")

    assert "Only people who are signed in publish here" in page
    assert "<textarea" not in page


def test_a_file_is_checked_and_then_published_as_it_was(own_registry):
    """Byte for byte: a form would change the ends of the lines."""
    source = beds("1.9.0").replace("\n", "\r\n").encode()
    checked = sent(own_registry, {"file": ("beds.yaml", source)}, do="check")
    assert checked.status_code == 200
    assert "It would be active" in checked.text

    fields = {name: hidden(checked.text, name) for name in ("source", "seen")}
    done = sent(own_registry, product="doh/hospital-beds", do="publish", **fields)

    assert "is published" in done.text
    stored = catalog.original(own_registry.runtime, SYSTEM, "doh", "hospital-beds", "1.9.0")
    assert stored.source == source
    again = sent(own_registry, {"file": ("beds.yaml", source)}, do="check").text
    assert "It is there already" in again
    assert 'value="publish"' not in again


def test_a_check_stores_nothing_and_says_what_breaks(own_registry):
    """The same verdict that the command line shows."""
    before = catalog.versions(own_registry.runtime, SYSTEM, "doh", "hospital-beds")
    text = beds("1.9.0").replace("name: available_beds", "name: free_beds", 1)
    page = sent(own_registry, text=text, do="check").text

    assert "It would not go in" in page
    assert "Breaks readers" in page
    assert 'name="seen"' not in page
    assert before == catalog.versions(own_registry.runtime, SYSTEM, "doh", "hospital-beds")


def test_a_contract_with_mistakes_comes_back_with_lines(own_registry):
    """And what was typed is still there."""
    for text, word in (
        ("id: [", "line 1"),
        (beds("1.9.0").replace("logicalType: object", "logicalType: 7", 1), "Must be mended"),
    ):
        answer = sent(own_registry, text=text, do="check")
        assert word in answer.text
        assert text.splitlines()[0] in answer.text


def test_nothing_at_all_is_no_contract(own_registry):
    """Somebody pressed the button."""
    answer = sent(own_registry, do="check")

    assert answer.status_code == 422
    assert "There is no contract yet" in answer.text
    assert '<h2 id="problems">Choose a file</h2>' in answer.text


def test_what_has_changed_meanwhile_is_shown_before_it_is_published(own_registry):
    """Somebody else was faster."""
    first = sent(own_registry, text=beds("1.9.0"), do="check").text
    other = sent(own_registry, text=beds("1.8.0", COLUMN), do="check").text
    fields = {name: hidden(other, name) for name in ("source", "seen")}
    assert "is published" in sent(own_registry, do="publish", **fields).text

    fields = {name: hidden(first, name) for name in ("source", "seen")}
    late = sent(own_registry, do="publish", **fields).text

    assert "something else has changed" in late
    numbers = catalog.versions(own_registry.runtime, SYSTEM, "doh", "hospital-beds")
    assert "1.9.0" not in [each.version for each in numbers]


def test_others_may_check_and_not_publish(owner, reader):
    """They see the verdict and who may, and no button; a form of their own is refused."""
    text = beds("1.9.0")
    page = sent(reader, text=text, product="doh/hospital-beds", do="check").text

    assert "It would be active" in page
    assert "Rafael Ortiz may not publish doh/hospital-beds." in page
    assert "agency chief data officer or product owner of doh" in page
    assert 'value="publish"' not in page
    theirs = sent(owner, text=text, product="doh/hospital-beds", do="check").text
    fields = {name: hidden(theirs, name) for name in ("source", "seen")}
    refused = sent(reader, product="doh/hospital-beds", do="publish", **fields)
    assert refused.status_code == 422
    assert "Nothing was published" in refused.text
    numbers = catalog.versions(reader.runtime, SYSTEM, "doh", "hospital-beds")
    assert "1.9.0" not in [each.version for each in numbers]


def test_a_form_of_somebody_else_is_refused(own_registry):
    """No page that they happen to visit publishes in their name."""
    answer = own_registry.client.post(
        "/publish", files={"token": (None, "x"), "do": (None, "check")}
    )

    assert answer.status_code == 403


def test_an_owner_finds_the_form_from_the_product(owner, reader):
    """And somebody else does not."""
    link = "/publish?product=doh%2Fhospital-beds"

    assert link in owner.get("/products/doh/hospital-beds")
    assert link not in reader.get("/products/doh/hospital-beds")


def test_somebody_who_begins_a_product_is_shown_what_is_there_already(own_registry):
    """Before and after publishing, which goes on as before."""
    source = beds("1.0.0").replace("hospital-beds", "ward-census")
    checked = sent(own_registry, text=source, do="check")

    assert "Is this there already?" in checked.text
    assert 'href="/products/doh/hospital-beds"' in checked.text
    fields = {name: hidden(checked.text, name) for name in ("source", "seen")}
    done = sent(own_registry, product="doh/ward-census", do="publish", **fields)

    assert "is published" in done.text
    assert "Is this there already?" in done.text
    again = sent(own_registry, text=beds("1.9.0"), do="check")
    assert "Is this there already?" not in again.text
