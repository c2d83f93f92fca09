"""Which request is something done for? Its id goes along, into the threads that work for it.

Whoever hands work to a thread of its own runs it in a copy of the context (`contextvars`), and the
log lines and audit events of that work carry the id of the request that asked for it.
"""

import re
import secrets
from contextvars import ContextVar

import msgspec


class Trace(msgspec.Struct):
    """What is known of a request while it is answered. All its threads share this one."""

    request_id: str
    actor: str = "unknown"  # the kind of caller, once somebody has asked who it is


def begin(given: str | None) -> Trace:
    """Begin the trace of a request, under the id that its sender gave it, if that is harmless.

    Whatever runs in this context is of that request from then on.
    """
    sound = given is not None and _ID.fullmatch(given)
    trace = Trace(given if given is not None and sound else secrets.token_hex(16))
    _current.set(trace)
    return trace


def current() -> Trace | None:
    """Return the trace of the request that is answered here; None outside of any."""
    return _current.get()


def request_id() -> str | None:
    """Return the id of the request that is answered here; None outside of any."""
    trace = _current.get()
    return trace.request_id if trace else None


_ID = re.compile(r"[A-Za-z0-9._-]{1,128}")
_current: ContextVar[Trace | None] = ContextVar("charter_trace", default=None)
