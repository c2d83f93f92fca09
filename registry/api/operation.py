"""How is a route declared? The docstring of its function becomes its entry in the reference."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any

from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.openapi.datastructures import ResponseSpec

from registry.api.problems import MEDIA_TYPE, Problem, documented

Declare = Callable[[Callable[..., Any]], HTTPRouteHandler]

ALWAYS = (400, 401, 406, 429, 503)
"""The problems that any route may answer."""


def read(path: str, *, problems: Sequence[int] = (), **options: Any) -> Declare:
    """Declare a route that only looks, for GET and HEAD. *problems* are statuses of its own."""
    return _declare(path, ["GET", "HEAD"], problems, options)


def write(
    path: str, *, method: str = "POST", problems: Sequence[int] = (), **options: Any
) -> Declare:
    """Declare a route that does something. *problems* are statuses of its own."""
    return _declare(path, [method], problems, options)


def options(path: str, *methods: str) -> HTTPRouteHandler:
    """Answer OPTIONS where several functions share an address; the framework names one of them."""

    async def allowed() -> Response[None]:
        return Response(None, status_code=204, headers={"allow": ", ".join(methods)})

    return HTTPRouteHandler(
        path,
        http_method="OPTIONS",
        status_code=204,
        include_in_schema=False,
        name=f"options {path}",
    )(allowed)


def _declare(
    path: str, methods: Sequence[str], problems: Sequence[int], options: dict[str, Any]
) -> Declare:
    told = documented(*sorted({*ALWAYS, *problems}))
    responses = {
        status: ResponseSpec(
            Problem, description=text, media_type=MEDIA_TYPE, generate_examples=False
        )
        for status, text in told.items()
    } | options.pop("responses", {})

    def declare(function: Callable[..., Any]) -> HTTPRouteHandler:
        summary, _, description = inspect.cleandoc(function.__doc__ or "").partition("\n\n")
        return HTTPRouteHandler(
            path,
            http_method=methods,  # type: ignore[arg-type]  # list of the literals it wants
            summary=summary.rstrip("."),
            description=description or None,
            responses=responses,
            sync_to_thread=options.pop("sync_to_thread", True),
            **{"status_code": 200, **options},
        )(function)

    return declare
