"""Who signed in with this browser, and did this form come from us?

One cookie holds a signed session: a person's id and a random number. Nothing is kept on the server;
roles are looked up with every request, so a role that ends, ends at once. The token of a form is
derived from the session's number and masked afresh each time, so that compressing a page does not
give it away.
"""

import base64
import hmac
import secrets
from hashlib import sha256

import msgspec

COOKIE = "charter_session"
LIFETIME_S = 12 * 60 * 60


class Session(msgspec.Struct, frozen=True, kw_only=True):
    """What the cookie says. ``person`` is None before anybody has signed in."""

    person: str | None = None
    number: str
    issued_at: int  # seconds since 1970


class Signer(msgspec.Struct, frozen=True):
    """The key of this installation and what is done with it."""

    key: bytes

    def begin(self, person: str | None, *, now_s: float) -> Session:
        """Return a session with a number of its own; signing in always begins a new one."""
        return Session(person=person, number=secrets.token_urlsafe(18), issued_at=int(now_s))

    def sign(self, session: Session) -> str:
        """Return *session* as the value of a cookie."""
        body = _text(msgspec.json.encode(session))
        return f"{body}.{_text(self._mac('session', body))}"

    def read(self, cookie: str | None, *, now_s: float) -> Session | None:
        """Return the session of *cookie*; None where it is missing, forged, broken or too old."""
        body, _, mac = (cookie or "").partition(".")
        try:
            if not hmac.compare_digest(self._mac("session", body), _bytes(mac)):
                return None
            session = msgspec.json.decode(_bytes(body), type=Session)
        except (ValueError, msgspec.DecodeError):
            return None
        return session if 0 <= now_s - session.issued_at < LIFETIME_S else None

    def form_token(self, session: Session) -> str:
        """Return a token for the forms of *session*, different each time."""
        mask = secrets.token_bytes(sha256().digest_size)
        return _text(mask + _xor(mask, self._mac("form", session.number)))

    def is_ours(self, token: str, session: Session) -> bool:
        """Whether *token* was made for *session*."""
        try:
            raw = _bytes(token)
        except ValueError:
            return False
        mask, masked = raw[: sha256().digest_size], raw[sha256().digest_size :]
        if len(masked) != len(mask):
            return False
        return hmac.compare_digest(_xor(mask, masked), self._mac("form", session.number))

    def _mac(self, purpose: str, text: str) -> bytes:
        return hmac.new(self.key, f"{purpose}:{text}".encode(), sha256).digest()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode("ascii")


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode("ascii") + b"=" * (-len(text) % 4))


def _xor(one: bytes, other: bytes) -> bytes:
    return bytes(a ^ b for a, b in zip(one, other, strict=True))
