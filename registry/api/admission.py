"""Is this a request that Charter can answer at all? Asked before anything of it is read.

The guards are coroutines because the framework gives a plain function a thread of its own, which
costs more than all of them together.
"""

from typing import Any
from urllib.parse import unquote_to_bytes

import msgspec
from litestar.connection import ASGIConnection, Request
from litestar.handlers import BaseRouteHandler

from contracts.document import MAX_BYTES
from registry.api.problems import NotAcceptableError
from registry.errors import InvalidRequestError, UnsupportedMediaTypeError

Connection = ASGIConnection[Any, Any, Any, Any]

BODY_LIMIT = MAX_BYTES + 64 * 1024
"""Bytes of a body that are read. The slack lets the reader refuse a contract in its own words."""

JSON = "application/json"

CONTRACT_TYPES = (
    "application/yaml",
    "application/json",
    "application/odcs+yaml",
    "application/x-yaml",
    "text/yaml",
    "text/plain",
    "application/octet-stream",
)
"""Media types in which a contract is taken. YAML or JSON is told by the content, not the name."""


async def readable(connection: Connection, _: BaseRouteHandler) -> None:
    """Refuse an address or a query that is not UTF-8, or holds a NUL."""
    for part, raw in (
        ("address", connection.scope.get("raw_path") or b""),
        ("query", connection.scope.get("query_string") or b""),
    ):
        if b"%" in raw or not raw.isascii():
            _text(part, raw)


async def acceptable(connection: Connection, handler: BaseRouteHandler) -> None:
    """Refuse a caller who accepts none of the media types of the route.

    A route names them in ``opt["produces"]``; JSON is what the others speak.
    """
    accept = connection.headers.get("accept")
    produces: tuple[str, ...] = handler.opt.get("produces", (JSON,))
    if accept and not any(_accepts(accept, media_type) for media_type in produces):
        raise NotAcceptableError(
            f"This answers in {' or '.join(produces)} only.",
            next_step="Send one of these in the Accept header, or leave it out.",
        )


async def document_body(connection: Connection, _: BaseRouteHandler) -> None:
    """Refuse a body that does not call itself a contract or a policy, or that is compressed."""
    media_type = connection.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type and media_type not in CONTRACT_TYPES:
        raise UnsupportedMediaTypeError(
            f"'{media_type}' is not a form in which Charter reads a document.",
            next_step="Send it as application/yaml or application/json.",
        )
    encoding = connection.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"", "identity"}:
        raise UnsupportedMediaTypeError(
            f"The body is compressed ('{encoding}').", next_step="Send it as it is."
        )


async def json_body(connection: Connection, _: BaseRouteHandler) -> None:
    """Refuse what the framework's decoder fails over: no UTF-8 in a text, and endless levels."""
    if not isinstance(connection, Request):
        return
    try:
        msgspec.json.decode(await connection.body())
    except msgspec.DecodeError:
        return  # the framework says what is wrong
    except UnicodeDecodeError as error:
        raise InvalidRequestError(
            "The body is not valid UTF-8.", next_step="Send JSON, which is always UTF-8."
        ) from error
    except RecursionError as error:
        raise InvalidRequestError(
            "The body has too many levels.", next_step="Send the object that is described here."
        ) from error


def _text(part: str, raw: bytes) -> None:
    try:
        text = unquote_to_bytes(raw).decode("utf-8")
    except UnicodeDecodeError as error:
        raise InvalidRequestError(
            f"The {part} is not valid UTF-8.", next_step="Percent-encode the UTF-8 bytes of it."
        ) from error
    if "\0" in text:
        raise InvalidRequestError(
            f"The {part} holds a NUL character.", next_step="Leave the NUL character out."
        )


def _accepts(accept: str, media_type: str) -> bool:
    family = media_type.partition("/")[0]
    for entry in accept.split(","):
        name, _, parameters = entry.strip().lower().partition(";")
        refused = parameters.replace(" ", "") in {"q=0", "q=0.0", "q=0.00", "q=0.000"}
        if name.strip() in {media_type, f"{family}/*", "*/*", "*"} and not refused:
            return True
    return False
