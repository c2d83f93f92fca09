"""How does somebody find what exists?"""

from typing import Annotated, Any

from litestar import Request, Response
from litestar.di import NamedDependency, Provide
from litestar.params import QueryParameter

from registry import discovery
from registry.api.answers import Answer
from registry.api.operation import read
from registry.api.paging import next_link
from registry.api.parameters import Beginning, Cursor, FewCompletions, Limit, Order, SearchText
from registry.identity import Actor
from registry.questions import Question
from registry.runtime import Runtime
from registry.search_views import CompletionView, SearchPage
from registry.views import Page
from search.query import Sort


def _several(description: str) -> Any:
    return QueryParameter(description=description, max_items=50)


def _question(  # noqa: PLR0913, PLR0917 # each is a parameter of the address
    q: SearchText = "",
    agency: Annotated[list[str] | None, _several("Products of these agencies.")] = None,
    domain: Annotated[list[str] | None, _several("Products of these domains.")] = None,
    classification: Annotated[
        list[str] | None, _several("Products whose highest classification is one of these.")
    ] = None,
    access: Annotated[
        list[str] | None, _several("Products of which these may read: `public`, `state`, ...")
    ] = None,
    status: Annotated[list[str] | None, _several("Products in one of these states.")] = None,
    format: Annotated[  # noqa: A002 # the name of the parameter
        list[str] | None, _several("Products offered by one of these kinds of servers or files.")
    ] = None,
    term: Annotated[
        list[str] | None, _several("Products that keep to one of these standards or terms.")
    ] = None,
    cadence: Annotated[
        list[str] | None, _several("Products whose data comes that often, as promised: `daily`.")
    ] = None,
    sort: Order = Sort.RELEVANCE,
) -> Question:
    chosen = {
        "agency": agency,
        "domain": domain,
        "classification": classification,
        "access": access,
        "status": status,
        "format": format,
        "term": term,
        "cadence": cadence,
    }
    kept = {name: tuple(filter(None, values or ())) for name, values in chosen.items()}
    filters = {name: values for name, values in kept.items() if values}
    return Question(text=q, filters=filters, sort=sort)


@read(
    "/search",
    tags=["Search"],
    dependencies={"question": Provide(_question, sync_to_thread=False)},
)
def search(
    request: Request[Any, Any, Any],
    question: NamedDependency[Question],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Response[SearchPage]:
    """Search data products.

    Looks in titles, descriptions, columns, terms and tags; a name written exactly comes first. Text
    in quotes stands as it is, `-word` leaves out, `column:`, `title:`, `tag:` and `term:` say where
    a word stands, and a filter may be typed (`agency:doh`). What was searched otherwise than asked
    is in `relaxed`; where nothing is found, `loosened` and `nearest` lead on. Each hit says why it
    matched. A filter may be given several times, and `facets` counts what each
    value would leave, the most frequent hundred of them. While there is more, the answer holds a
    `cursor`, and a Link header with the address of the next page, to any depth. You find what you
    may see: nothing else is counted either.
    """
    page = discovery.search(runtime, actor, question, cursor=cursor, limit=limit)
    return Answer(page, headers=next_link(request, page.cursor))


@read("/search/completions", tags=["Search"])
def complete_search(
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
    q: Beginning = "",
    limit: FewCompletions = 8,
) -> Page[CompletionView]:
    """Complete a search that was begun.

    Titles, agencies, terms and columns of products that you may see, in which each word but the
    last stands whole, and another one begins like the last. From two letters on.
    """
    return Page(items=discovery.complete(runtime, actor, q, limit=limit))
