"""May this caller ask that often? Each has a bucket of requests that fills up again by itself.

Callers are told apart by what they have proved: a token that was in force, else the address that
they come from. Whoever tries tokens that do not exist is an address like any other. This machine is
not limited: a server that listens to it alone, or a proxy that does not say for whom it calls.

Everything here runs in the event loop, so that nothing needs a lock.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache
from hashlib import sha256
from ipaddress import IPv4Address, ip_address, ip_network
from math import ceil
from typing import TypeVar

import msgspec

from registry.settings import Settings

MAX_BUCKETS = 20_000
"""Callers that are remembered, about 10 MB of them. A forgotten one begins with a full bucket."""

MAX_CREDENTIALS = 5_000
"""Tokens whose bearers are remembered. A forgotten one counts for its address once more."""


class Rate(msgspec.Struct, frozen=True):
    """So many requests a second in the long run, and *burst* of them at once."""

    name: str
    per_s: int
    burst: int


class Grant(msgspec.Struct, frozen=True):
    """Whether one more request is fine, and how the caller stands after it."""

    rate: Rate
    remaining: int
    full_in_s: int  # until all of the burst is there again
    retry_in_s: int  # 0 where the request is fine

    def headers(self) -> list[tuple[bytes, bytes]]:
        """Return the header fields of draft-ietf-httpapi-ratelimit-headers."""
        name, burst = self.rate.name, self.rate.burst
        policy = f'"{name}";q={burst};w={ceil(burst / self.rate.per_s)}'
        return [
            (b"ratelimit-policy", policy.encode("ascii")),
            (b"ratelimit", f'"{name}";r={self.remaining};t={self.full_in_s}'.encode("ascii")),
        ]


class Callers:
    """How often each caller has asked."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._reads = Rate("reads", settings.reads_per_s, 4 * settings.reads_per_s)
        self._writes = Rate("writes", settings.writes_per_s, 6 * settings.writes_per_s)
        self._is_on = not settings.has_local_sign_in
        self._buckets: OrderedDict[tuple[str, str], tuple[float, float]] = OrderedDict()
        self._known: OrderedDict[bytes, str] = OrderedDict()

    def know(self, credentials: str, caller: str) -> None:
        """Remember whose *credentials* these are, which have just been found to be in force."""
        if self._is_on:
            _remember(self._known, _digest(credentials.encode("latin-1")), caller, MAX_CREDENTIALS)

    def ask(self, address: str | None, credentials: bytes | None, *, writes: bool) -> Grant | None:
        """Take a request out of the caller's bucket. None where nothing limits this caller."""
        rate = self._writes if writes else self._reads
        caller = self._caller(address, credentials) if self._is_on and rate.per_s else None
        if caller is None:
            return None
        key, now = (caller, rate.name), self._clock()
        left, at = self._buckets.get(key, (float(rate.burst), now))
        left = min(float(rate.burst), left + (now - at) * rate.per_s)
        is_fine = left >= 1.0
        left -= is_fine
        _remember(self._buckets, key, (left, now), MAX_BUCKETS)
        return Grant(
            rate,
            remaining=int(left),
            full_in_s=ceil((rate.burst - left) / rate.per_s),
            retry_in_s=0 if is_fine else ceil((1.0 - left) / rate.per_s),
        )

    def _caller(self, address: str | None, credentials: bytes | None) -> str | None:
        party = _party(address) if address else None
        if party is None:
            return None
        if credentials is None:
            return party
        return self._known.get(_digest(credentials), party)


K = TypeVar("K")
V = TypeVar("V")


def _remember(known: OrderedDict[K, V], key: K, value: V, most: int) -> None:
    known[key] = value
    known.move_to_end(key)
    if len(known) > most:
        known.popitem(last=False)


def _digest(credentials: bytes) -> bytes:
    return sha256(credentials).digest()


@lru_cache(maxsize=4096)
def _party(address: str) -> str | None:
    """Return whom an address stands for, None for this machine. An IPv6 network is one party."""
    try:
        parsed = ip_address(address)
    except ValueError:  # a name, which a proxy may send
        return address
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    if parsed.is_loopback:
        return None
    if isinstance(parsed, IPv4Address):
        return str(parsed)
    return str(ip_network((parsed, 64), strict=False))
