"""Can an officer give a robot leave, and take it back, without a shell?"""

import re

import pytest

from registry import tokens
from registry.errors import NotSignedInError

PAGE = "/agencies/doh/tokens"


def sent(visitor, address=PAGE, **fields):
    """Send a form of the page; return the answer."""
    return visitor.send(address, token=visitor.form_token(PAGE), **fields)


def shown(answer):
    """Return the token that a page shows."""
    return re.search(r"<code>(charter_[^<]+)</code>", answer.text)[1]


def test_a_token_is_shown_once_and_works(own_registry):
    """It is nowhere on the page that comes next."""
    answer = sent(own_registry, name="nightly", scope="publish", days="30")

    token = shown(answer)
    assert answer.headers["cache-control"] == "no-store"
    assert tokens.actor_for_token(own_registry.runtime, token).agency == "doh"
    page = own_registry.get(PAGE)
    assert "nightly" in page
    assert token not in page


def test_a_token_is_rotated_and_revoked(own_registry):
    """Another takes its place, and either can be ended."""
    first = shown(sent(own_registry, name="nightly", scope="read", days="30"))
    identifier = re.search(rf"{PAGE}/([0-9a-f-]+)/rotate", own_registry.get(PAGE))[1]
    second = shown(sent(own_registry, f"{PAGE}/{identifier}/rotate"))

    assert first != second
    assert sent(own_registry, f"{PAGE}/{identifier}/revoke").status_code == 303
    with pytest.raises(NotSignedInError):
        tokens.actor_for_token(own_registry.runtime, first)
    assert tokens.actor_for_token(own_registry.runtime, second).agency == "doh"
    assert "Revoked" in own_registry.get(PAGE)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "", "scope": "publish", "days": "30"},
        {"name": "x", "scope": "all", "days": "30"},
        {"name": "x", "scope": "publish", "days": "366"},
        {"name": "x", "scope": "publish", "days": "soon"},
        {"name": "x", "scope": "publish", "days": ""},
    ],
)
def test_what_cannot_be_is_told_beside_the_form(own_registry, fields):
    """And nothing is issued."""
    answer = sent(own_registry, **fields)

    assert answer.status_code == 400
    assert "Nothing was issued" in answer.text
    assert "None yet." in answer.text


def test_others_see_no_tokens_and_issue_none(reader, visitor):
    """Not even that there are any."""
    assert reader.reply(PAGE).status_code == 403
    assert visitor.reply(PAGE).status_code in {401, 403}
    fields = {"token": reader.form_token("/publish"), "name": "x", "scope": "read", "days": "1"}
    forged = reader.send(PAGE, **fields)
    assert forged.status_code == 403
    assert PAGE not in reader.get("/agencies/doh")


def test_a_form_of_somebody_else_is_refused(own_registry):
    """No page that they happen to visit issues in their name."""
    fields = {"token": "of another page", "name": "x", "scope": "read", "days": "1"}

    assert own_registry.send(PAGE, **fields).status_code == 403
