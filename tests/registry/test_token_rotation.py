"""Can a robot be given another token without a moment in which none is right?"""

from datetime import timedelta

import pytest

from registry import audit, tokens
from registry.errors import InvalidRequestError, NotAllowedError, NotFoundError, NotSignedInError
from registry.identity import SYSTEM, RoleName
from tests.registry.hospital import person

DAY = timedelta(days=1)


@pytest.fixture
def old(runtime):
    """Return a token of doh that is valid for ninety days."""
    return tokens.issue_token(
        runtime, SYSTEM, "doh", scopes=("publish",), days=90, name="nightly build"
    )


def test_both_are_valid_until_the_old_one_ends(runtime, clock, old):
    """A day to change what shows it."""
    clock.advance(days=10)
    new = tokens.rotate_token(runtime, SYSTEM, "doh", old.id, overlap=DAY)

    assert new.token != old.token
    assert (new.name, new.scopes) == (old.name, old.scopes)
    assert new.expires_at == runtime.clock() + timedelta(days=90)
    for each in (old, new):
        assert tokens.actor_for_token(runtime, each.token).agency == "doh"
    clock.advance(days=1, seconds=1)
    with pytest.raises(NotSignedInError):
        tokens.actor_for_token(runtime, old.token)
    assert tokens.actor_for_token(runtime, new.token).agency == "doh"


def test_no_overlap_ends_the_old_one_at_once(runtime, clock, old):
    """It has leaked."""
    tokens.rotate_token(runtime, SYSTEM, "doh", old.id, overlap=timedelta())
    clock.advance(seconds=1)

    with pytest.raises(NotSignedInError):
        tokens.actor_for_token(runtime, old.token)


def test_an_overlap_lengthens_nobodys_life(runtime, clock, old):
    """A token that ends tonight ends tonight."""
    clock.advance(days=89, hours=23)
    tokens.rotate_token(runtime, SYSTEM, "doh", old.id, overlap=DAY)

    assert tokens.tokens(runtime, SYSTEM, "doh")[-1].expires_at == old.expires_at


def test_what_has_ended_is_not_rotated(runtime, clock, old):
    """Another one has to be issued, by somebody who knows why."""
    tokens.revoke_token(runtime, SYSTEM, "doh", old.id)
    with pytest.raises(InvalidRequestError):
        tokens.rotate_token(runtime, SYSTEM, "doh", old.id, overlap=DAY)
    with pytest.raises(NotFoundError):
        tokens.rotate_token(runtime, SYSTEM, "dot", old.id, overlap=DAY)
    with pytest.raises(InvalidRequestError):
        tokens.rotate_token(runtime, SYSTEM, "doh", old.id, overlap=timedelta(days=31))


def test_only_those_who_issue_rotate_and_the_trail_says_so(runtime, old):
    """With the name of the token that went."""
    with pytest.raises(NotAllowedError):
        tokens.rotate_token(runtime, person(RoleName.CONSUMER), "doh", old.id, overlap=DAY)
    tokens.rotate_token(runtime, SYSTEM, "doh", old.id, overlap=DAY)

    newest = audit.events(runtime, SYSTEM, "doh").items[0]
    assert newest.type == "token.issued"
    assert old.id in newest.body["reason_text"]
