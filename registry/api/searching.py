"""How does somebody find what exists?"""

from typing import Annotated, Any

import msgspec
from litestar import Request, Response
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter

from registry import discovery
from registry.api.answers import Answer
from registry.api.operation import read
from registry.api.paging import next_link
from registry.api.parameters import Cursor, Limit, SearchText
from registry.identity import Actor
from registry.runtime import Runtime
from registry.views import SearchPage


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What a caller looks for: words, and the values chosen for each filter."""

    text: str
    filters: dict[str, tuple[str, ...]]


def _several(description: str) -> Any:
    return QueryParameter(description=description, max_items=50)


def _wanted(
    q: SearchText = "",
    agency: Annotated[list[str] | None, _several("Products of these agencies.")] = None,
    domain: Annotated[list[str] | None, _several("Products of these domains.")] = None,
    classification: Annotated[
        list[str] | None, _several("Products whose highest classification is one of these.")
    ] = None,
    status: Annotated[list[str] | None, _several("Products in one of these states.")] = None,
) -> Wanted:
    chosen = {
        "agency": agency,
        "domain": domain,
        "classification": classification,
        "status": status,
    }
    filters = {name: tuple(values) for name, values in chosen.items() if values}
    return Wanted(text=q, filters=filters)


@read(
    "/search",
    tags=["Search"],
    dependencies={"wanted": Provide(_wanted, sync_to_thread=False)},
)
def search(
    request: Request[Any, Any, Any],
    wanted: NamedDependency[Wanted],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Response[SearchPage]:
    """Search data products.

    Looks in titles, descriptions, columns, terms and tags; a name written exactly comes first. Each
    hit says why it matched. A filter may be given several times, and `facets` counts what each
    value would leave. You find what you may see: nothing else is counted either.
    """
    page = discovery.search(
        runtime, actor, text=wanted.text, filters=wanted.filters, cursor=cursor, limit=limit
    )
    return Answer(page, headers=next_link(request, page.cursor))
