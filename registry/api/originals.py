"""How are the exact bytes of a contract served? With their digest, so that nobody trusts a copy."""

import base64
import re
from typing import Any

from litestar import Response

from registry.api.answers import Answer
from registry.views import Original

HEADERS = ("ETag", "Repr-Digest", "Content-Disposition", "Cache-Control")
"""What every answer with a contract's bytes carries."""


def serve(original: Original, *, name: str, seen: str | None, fixed: bool) -> Response[Any]:
    """Answer with *original*, or with 304 where *seen* (If-None-Match) names its ETag.

    *name* becomes the file's name. *fixed* says that this address never leads to other bytes.
    """
    etag = f'"{original.digest}"'
    digest = base64.b64encode(bytes.fromhex(original.digest)).decode("ascii")
    headers = {
        "etag": etag,
        "cache-control": _caching(is_public=original.is_public, fixed=fixed),
        "vary": "Accept, Authorization, Cookie",
    }
    if seen is not None and _names(seen, etag):
        return Answer(None, status_code=304, headers=headers)
    suffix = "json" if original.media_type == "application/json" else "yaml"
    return Answer(
        original.source,
        media_type=original.media_type,
        headers=headers
        | {
            "repr-digest": f"sha-256=:{digest}:",
            "content-disposition": f'inline; filename="{_file_name(name)}.odcs.{suffix}"',
        },
    )


def _caching(*, is_public: bool, fixed: bool) -> str:
    """Let shared caches keep only what everybody may read, and only while it cannot change."""
    if not is_public:
        return "private, no-cache"
    return "public, max-age=31536000, immutable" if fixed else "public, no-cache"


def _names(seen: str, etag: str) -> bool:
    tags = [tag.strip().removeprefix("W/") for tag in seen.split(",")]
    return etag in tags or "*" in tags


def _file_name(name: str) -> str:
    """Keep what every file system and every header takes."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.")[:150] or "contract"
