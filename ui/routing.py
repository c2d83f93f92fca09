"""How does a function become a page? By the address it answers, for GET and HEAD, in a thread."""

from collections.abc import Callable
from typing import Any

from litestar.handlers import HTTPRouteHandler

Declare = Callable[[Callable[..., Any]], HTTPRouteHandler]

FORM_BYTES = 16 * 1024
"""Bytes of a form that are read, where nobody says otherwise."""


def shows(*paths: str) -> Declare:
    """Declare a page at *paths*."""
    return HTTPRouteHandler(
        list(paths),
        http_method=["GET", "HEAD"],
        status_code=200,
        sync_to_thread=True,
        include_in_schema=False,
    )


def takes(*paths: str, max_bytes: int = FORM_BYTES) -> Declare:
    """Declare what happens when a form of at most *max_bytes* is sent to *paths*."""
    return HTTPRouteHandler(
        list(paths),
        http_method="POST",
        status_code=303,
        sync_to_thread=True,
        include_in_schema=False,
        request_max_body_size=max_bytes,
    )
