"""Is it known when a token was last used, without a write for each request?"""

import threading
from datetime import timedelta

import pytest
from sqlalchemy import event

from registry import tokens
from registry.errors import NotSignedInError
from registry.identity import SYSTEM
from registry.upkeep import Upkeep

HOUR = timedelta(hours=1)


@pytest.fixture
def token(runtime):
    """Return a token of doh."""
    return tokens.issue_token(runtime, SYSTEM, "doh", scopes=("read",), days=90, name="nightly")


def used(runtime):
    """Return when the one token was last used, as its agency sees it."""
    (view,) = tokens.tokens(runtime, SYSTEM, "doh")
    return view.last_used_at


def test_the_last_use_is_known_to_the_hour(runtime, clock, token):
    """A hundred requests are one write, and the next hour is another."""
    assert used(runtime) is None
    began = clock()
    for _ in range(100):
        tokens.actor_for_token(runtime, token.token)
        tokens.write_uses(runtime)
        clock.advance(seconds=30)
    assert used(runtime) == began
    clock.advance(minutes=20)
    tokens.actor_for_token(runtime, token.token)
    tokens.write_uses(runtime)
    assert used(runtime) == clock()


def test_a_request_writes_nothing_and_most_of_them_ask_for_nothing(runtime, clock, token):
    """Whoever writes has nothing to do but once an hour."""
    writes = []
    event.listen(
        runtime._writer._engine, "after_cursor_execute", lambda *each: writes.append(each[2])
    )
    for _ in range(10):
        tokens.actor_for_token(runtime, token.token)
    assert writes == []
    tokens.write_uses(runtime)
    assert any("token_use" in each for each in writes)
    writes.clear()
    for _ in range(10):
        tokens.actor_for_token(runtime, token.token)
        tokens.write_uses(runtime)
    assert writes == []


def test_what_another_server_has_written_is_not_written_again(runtime, clock, token):
    """Each hour once, however many servers there are."""
    first = clock()
    runtime.token_uses.note(token.id, first)
    tokens.write_uses(runtime)
    clock.advance(minutes=59)
    runtime.token_uses._noted.clear()  # as in another process
    tokens.actor_for_token(runtime, token.token)
    tokens.write_uses(runtime)

    assert used(runtime) == first


def test_what_could_not_be_written_is_written_the_next_time(runtime, clock, token, monkeypatch):
    """A database that is away makes nobody forget."""
    tokens.actor_for_token(runtime, token.token)

    def away(_):
        raise OSError("away")

    with monkeypatch.context() as patched:
        patched.setattr(runtime, "write", away)
        with pytest.raises(OSError, match="away"):
            tokens.write_uses(runtime)
    tokens.write_uses(runtime)

    assert used(runtime) == clock()


def test_a_token_that_is_refused_is_not_used(runtime, clock, token):
    """Whoever tries an ended one leaves no trace of life."""
    tokens.revoke_token(runtime, SYSTEM, "doh", token.id)
    with pytest.raises(NotSignedInError):
        tokens.actor_for_token(runtime, token.token)
    tokens.write_uses(runtime)

    assert used(runtime) is None


def test_a_running_server_writes_it_down_soon_and_before_it_stops(runtime, clock, token):
    """Without waiting for the quarter of an hour after which it looks at everything else."""
    upkeep = Upkeep(runtime).start()
    tokens.actor_for_token(runtime, token.token)
    for _ in range(200):
        if used(runtime):
            break
        threading.Event().wait(0.05)
    assert used(runtime) == clock()
    clock.advance(hours=2)
    tokens.actor_for_token(runtime, token.token)
    upkeep.stop()

    assert used(runtime) == clock()


def test_a_clock_that_jumps_back_is_no_end_of_it(runtime, clock, token):
    """What lies in the future is replaced by what is known to be now."""
    tokens.actor_for_token(runtime, token.token)
    tokens.write_uses(runtime)
    clock.advance(days=-2)
    tokens.actor_for_token(runtime, token.token)
    tokens.write_uses(runtime)

    assert used(runtime) == clock()
