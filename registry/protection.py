"""What does every answer tell the browser, so that nobody can turn a page against its reader?

Said in one place, with no exception: nothing runs, and nothing is fetched but the style sheet and
the mark.
"""

from registry.settings import Settings

_CONTENT = (
    b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
    b"base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = (
    (b"content-security-policy", _CONTENT),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
)
"""Headers of every answer, also to what is no request of HTTP at all."""

YEAR_S = 365 * 24 * 60 * 60


def headers(settings: Settings) -> tuple[tuple[bytes, bytes], ...]:
    """Return the headers of every answer of a registry.

    One that people reach over TLS asks their browsers to come over TLS alone for a year (RFC 6797).
    Other hosts of its domain are not its to speak for.
    """
    if not settings.is_encrypted:
        return HEADERS
    return (*HEADERS, (b"strict-transport-security", f"max-age={YEAR_S}".encode("ascii")))
