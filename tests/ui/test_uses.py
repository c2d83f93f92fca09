"""Can an agency say what it relies on, and that it no longer does, without a shell?"""

import pytest

PAGE = "/products/doh/hospital-beds/uses"


def sent(visitor, address=PAGE, **fields):
    """Send a form of the page; return the answer."""
    return visitor.send(address, token=visitor.form_token(PAGE), **fields)


def test_everybody_who_is_signed_in_reads_who_uses_it(reader, visitor):
    """And ends what is their own agency's."""
    html = reader.get(PAGE)

    assert "Surge planning" in html
    assert "We no longer use it" in html
    assert visitor.reply(PAGE).status_code == 404  # the product itself is not theirs to know
    assert visitor.reply("/products/doh/clinic-beds/uses").status_code == 401
    assert PAGE in reader.get("/products/doh/hospital-beds")


def test_a_use_is_declared_and_ended(own_registry):
    """For one's own agency, and never for another."""
    fields = {"major": "1", "purpose": "Yearly report", "columns": "available_beds, county_fips"}
    reply = sent(own_registry, **fields)
    assert (reply.status_code, reply.headers["location"]) == (303, PAGE)
    html = own_registry.get(PAGE)
    assert "Yearly report" in html
    assert "county_fips" in html
    assert "theirs to end" in html

    ended = sent(own_registry, f"{PAGE}/end", major="1", purpose="Yearly report")
    assert (ended.status_code, ended.headers["location"]) == (303, PAGE)
    assert "Yearly report" not in own_registry.get(PAGE)
    theirs = sent(own_registry, f"{PAGE}/end", major="1", purpose="Surge planning")
    assert theirs.status_code == 404
    assert "Surge planning" in own_registry.get(PAGE)


@pytest.mark.parametrize(
    "changes",
    [{"major": ""}, {"major": "one"}, {"major": "9" * 10}, {"purpose": ""}, {"columns": "x" * 201}],
)
def test_what_cannot_be_is_told_beside_the_form(own_registry, changes):
    """With what was filled in."""
    reply = sent(own_registry, **{"major": "1", "purpose": "Plans", "columns": "a"} | changes)

    assert reply.status_code == 400
    assert "Nothing was declared" in reply.text


def test_a_form_of_somebody_else_is_refused(reader):
    """No page that they happen to visit ends a use in their name."""
    fields = {"token": "of another page", "major": "1", "purpose": "Surge planning"}

    assert reader.send(f"{PAGE}/end", **fields).status_code == 403
    assert reader.send(PAGE, **fields).status_code == 403
