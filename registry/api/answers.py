"""How does an answer become bytes? As JSON, unless it is text or bytes already."""

from collections.abc import Callable
from typing import Any

from litestar import Response

from registry.json_text import encode

Serializer = Callable[[Any], Any]


class Answer(Response[Any]):
    """A response that Charter's encoder writes.

    HEAD renders the body as GET does, so that its length is right; the server keeps it back.
    """

    def render(self, content: Any, media_type: str, enc_hook: Serializer | None = None) -> bytes:
        """Return bytes and text as they are, everything else as JSON."""
        del media_type, enc_hook  # one encoder for every route
        if isinstance(content, bytes):
            return content
        if isinstance(content, str):
            return content.encode("utf-8", "replace")
        return encode(content)
