"""How does a caller get from one page of a list to the next? Each page names the address."""

from typing import Any, TypeVar
from urllib.parse import urlencode

from litestar import Request

from registry.api.answers import Answer
from registry.views import Page

T = TypeVar("T")


def paged(request: Request[Any, Any, Any], page: Page[T]) -> Answer:
    """Answer with *page*, and with a Link header to the next one while there is one."""
    return Answer(page, headers=next_link(request, page.cursor))


def next_link(request: Request[Any, Any, Any], cursor: str | None) -> dict[str, str]:
    """Return the Link header that leads on with *cursor*; nothing at the end of the list."""
    if cursor is None:
        return {}
    query = [
        (name, value) for name, value in request.query_params.multi_items() if name != "cursor"
    ]
    address = f"{request.scope['path']}?{urlencode([*query, ('cursor', cursor)])}"
    return {"link": f'<{address}>; rel="next"'}
