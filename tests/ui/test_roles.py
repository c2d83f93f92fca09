"""Can an officer see and change who holds which role, without a shell?"""

import re

import pytest

from registry import directory, roles
from registry.identity import SYSTEM, RoleName
from registry.permissions import ROLES, Action

PAGE = "/agencies/doh/roles"
RAFAEL = "rafael.ortiz@memd.example"


def sent(visitor, address=PAGE, **fields):
    """Send a form of the page; return the answer."""
    return visitor.send(address, token=visitor.form_token(PAGE), **fields)


def test_everybody_who_is_signed_in_sees_who_holds_what(reader, visitor):
    """Names are not for the public; buttons are for those who may press them."""
    html = reader.get(PAGE)

    assert "Amara Nwosu" in html
    assert "Product owner" in html
    assert "<form method" not in html.partition("<main")[2].partition("</main>")[0]
    assert visitor.reply(PAGE).status_code == 401
    assert PAGE in reader.get("/agencies/doh")
    assert PAGE not in visitor.get("/agencies/doh")


def test_an_officer_appoints_and_withdraws(own_office):
    """From the list to the role and back."""
    fields = {"email": RAFAEL, "role": "steward", "product": "clinic-beds", "until": "2099-12-31"}
    reply = sent(own_office, **fields)

    assert (reply.status_code, reply.headers["location"]) == (303, PAGE)
    html = own_office.get(PAGE)
    assert "Rafael Ortiz" in html
    assert "31 December 2099" in html
    given = next(
        each for each in roles.holders(own_office.runtime, SYSTEM, "doh") if each.contact == RAFAEL
    )
    assert (given.role, given.scope) == (RoleName.STEWARD, "doh/clinic-beds")
    assert sent(own_office, f"{PAGE}/{given.id}/withdraw").status_code == 303
    assert "Rafael Ortiz" not in own_office.get(PAGE)


@pytest.mark.parametrize(
    ("fields", "status", "told"),
    [
        ({"email": "nobody@doh.example"}, 404, "Nobody here signs in"),
        ({"email": "\x00\u202e"}, 404, "Nobody here signs in"),
        ({"role": "king"}, 400, "no such role"),
        ({"until": "soon"}, 400, "no date"),
        ({"until": "2001-01-01"}, 400, "before it begins"),
        ({"until": "9999-12-31"}, 400, "for that long"),
        ({"product": "Not a slug"}, 400, "short name"),
        ({"role": "consumer", "product": "clinic-beds"}, 400, "Nobody is consumer for one product"),
    ],
)
def test_what_cannot_be_is_told_beside_the_form(own_office, fields, status, told):
    """With what was filled in so far, and nothing is changed."""
    given = {"email": RAFAEL, "role": "steward", "product": "", "until": ""} | fields
    reply = sent(own_office, **given)

    assert reply.status_code == status
    assert "Nothing was changed" in reply.text
    assert told in reply.text
    assert f'value="{RAFAEL}"' in reply.text or "email" in fields


def test_who_may_not_is_refused(own_office, reader):
    """By the form as by the address: whom they may not appoint, and where."""
    assert sent(own_office, email=RAFAEL, role="agency_cdo").status_code == 403
    other = own_office.send("/agencies/memd/roles", token="", email=RAFAEL, role="steward")
    assert other.status_code == 403
    token = own_office.form_token(PAGE)
    fields = {"token": token, "email": RAFAEL, "role": "steward"}
    assert own_office.send("/agencies/memd/roles", **fields).status_code == 403
    assert own_office.send("/roles/state", **fields).status_code == 403
    forged = fields | {"token": "of another page"}
    assert own_office.send(PAGE, **forged).status_code == 403
    fields["token"] = reader.form_token("/publish")
    assert reader.send(PAGE, **fields).status_code == 403
    assert own_office.send(f"{PAGE}/{10**40}/withdraw", token=token).status_code == 404


def test_the_administrator_appoints_for_the_whole_state(own_office):
    """And stays while there is nobody else."""
    runtime = own_office.runtime
    lena = directory.person_id(runtime, "lena.fischer@doh.example")
    made = roles.assign(runtime, SYSTEM, lena, RoleName.REGISTRY_ADMIN, "*")
    token = own_office.form_token("/roles/state")

    refused = own_office.send(f"/roles/state/{made.id}/withdraw", token=token)
    assert refused.status_code == 409
    assert "Nobody else administers the registry" in refused.text
    fields = {"token": token, "email": RAFAEL, "role": "registry_admin"}
    assert own_office.send("/roles/state", **fields).status_code == 303
    assert own_office.send(f"/roles/state/{made.id}/withdraw", token=token).status_code == 303
    html = own_office.get("/roles/state")
    assert "Rafael Ortiz" in html
    assert "Lena Fischer" not in html.partition("<main")[2]


def test_the_matrix_is_the_table_itself(visitor):
    """Action by action, role by role, for everybody to read."""
    html = visitor.get("/roles").partition('<table class="matrix">')[2].partition("</table>")[0]
    body = html.partition("<tbody>")[2]
    lines = {}
    for line in body.split("</tr>")[:-1]:
        name = re.search(r'<th scope="row">([^<]+)</th>', line)[1]
        marks = re.findall(r'<span class="hidden">(may|may not)</span>', line)
        lines[name] = [mark == "may" for mark in marks]

    assert len(lines) == len(Action)
    for action in Action:
        name = action.value.capitalize().replace("-", " ")
        assert lines[name][: len(RoleName)] == [role in ROLES[action] for role in RoleName]
    assert lines["Publish"][len(RoleName) :] == [True, False]
    assert lines["Check"][len(RoleName) :] == [True, True]
