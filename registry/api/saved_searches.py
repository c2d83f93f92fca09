"""Which searches has the caller saved?"""

from typing import Annotated

import msgspec
from litestar.di import NamedDependency
from litestar.params import JSONBody, PathParameter

from registry import saving
from registry.api.admission import json_body
from registry.api.operation import options, read, write
from registry.identity import Actor
from registry.questions import MAX_QUERY, parse
from registry.runtime import Runtime
from registry.saving import MAX_NAME
from registry.search_views import SavedSearchView
from registry.views import Page

_PATH = "/saved-searches"
_ONE = _PATH + "/{search:str}"

SearchId = Annotated[
    str, PathParameter(description="The id of the saved search.", min_length=1, max_length=100)
]


class SavedSearchRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A search and the name to keep it under. `query` is what an address has after its `?`."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_NAME)]
    query: Annotated[str, msgspec.Meta(max_length=MAX_QUERY)] = ""


@read(_PATH, tags=["Search"], problems=[403])
def list_saved_searches(
    runtime: NamedDependency[Runtime], actor: NamedDependency[Actor]
) -> Page[SavedSearchView]:
    """List the searches that you saved.

    For people who are signed in, by name. `query` leads on: `/api/v1/search?` and it.
    """
    return Page(items=saving.saved(runtime, actor))


@write(_PATH, tags=["Search"], problems=[403, 409, 413], guards=[json_body])
def save_search(
    data: JSONBody[SavedSearchRequest],
    runtime: NamedDependency[Runtime],
    actor: NamedDependency[Actor],
) -> SavedSearchView:
    """Save a search.

    For people who are signed in. The same search under the same name changes nothing.
    """
    return saving.save(runtime, actor, data.name, parse(data.query))


@write(_ONE, method="DELETE", tags=["Search"], problems=[403, 404], status_code=204)
def remove_saved_search(
    search: SearchId, runtime: NamedDependency[Runtime], actor: NamedDependency[Actor]
) -> None:
    """Remove a search that you saved."""
    saving.remove(runtime, actor, search)


allowed = (options(_PATH, "GET", "HEAD", "OPTIONS", "POST"),)
