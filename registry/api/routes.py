"""What does an application mount? The resources, their description, and its readable form.

The application keeps the open Runtime in ``app.state.runtime`` and answers errors with
``problems.exception_handlers()``. It needs no OpenAPI configuration of its own.
"""

from litestar.types import ControllerRouterHandler

from registry.api import reference, resources


def routes() -> list[ControllerRouterHandler]:
    """Return everything below `/api`."""
    return [resources.router(reference.get_openapi, reference.get_docs)]
