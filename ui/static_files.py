"""Which files do pages need? One style sheet and one mark, served from memory."""

from functools import cache
from hashlib import sha256
from importlib import resources

from litestar.params import FromPath, FromQuery

from registry.api.answers import Answer
from registry.errors import NotFoundError
from ui.routing import shows

_TYPES = {"charter.css": "text/css", "charter.svg": "image/svg+xml"}


@shows("/static/{name:str}")
def static(name: FromPath[str], v: FromQuery[str] = "") -> Answer:
    """Serve a file. An address that names the digest of the content may be kept for ever."""
    if name not in _TYPES:
        raise NotFoundError(f"There is no file '{name[:100]}'.")
    kept = "public, max-age=31536000, immutable" if v == digest(name) else "no-cache"
    return Answer(content(name), media_type=_TYPES[name], headers={"cache-control": kept})


def address(name: str) -> str:
    """Return the address of a static file, with the digest of its content."""
    return f"/static/{name}?v={digest(name)}"


@cache
def digest(name: str) -> str:
    """Return the first digits of a file's SHA-256."""
    return sha256(content(name)).hexdigest()[:12]


@cache
def content(name: str) -> bytes:
    """Return the bytes of a static file."""
    return (resources.files("ui") / "static" / name).read_bytes()
