"""Which searches does the visitor come back to?"""

from typing import ClassVar

import msgspec
from litestar.di import NamedDependency
from litestar.params import FromPath, URLEncodedBody
from litestar.response import Redirect

from registry import facets, saving
from registry.api.answers import Answer
from registry.errors import CharterError, NotFoundError
from registry.questions import Question, parse
from registry.runtime import Runtime
from registry.search_views import SavedSearchView
from ui import addresses
from ui.frame import Page, frame
from ui.rendering import respond
from ui.routing import shows, takes
from ui.visitor import Visitor


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """A saved search with what it asks for; ``filters`` maps a label to its values, in words."""

    view: SavedSearchView
    question: Question
    filters: dict[str, tuple[str, ...]]


class SavedSearchesPage(Page, frozen=True, kw_only=True):
    """What was saved, by name; why the last one was not, where that is so."""

    template: ClassVar[str] = "saved_searches.html"
    saved: tuple[Saved, ...]
    problem: str = ""
    next_step: str = ""


@shows(addresses.SAVED_SEARCHES)
def saved_searches(runtime: NamedDependency[Runtime], visitor: NamedDependency[Visitor]) -> Answer:
    """Show the saved searches of whoever is signed in."""
    return respond(visitor, _page(runtime, visitor))


@takes(addresses.SAVED_SEARCHES)
def search_saved(
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer | Redirect:
    """Save a search, and lead to the list."""
    visitor.require_own_form(data.get("token", ""))
    try:
        saving.save(runtime, visitor.actor, data.get("name", ""), parse(data.get("query", "")))
    except CharterError as error:
        page = _page(runtime, visitor, problem=error.message, next_step=error.next_step)
        return respond(visitor, page, status=error.status)
    return Redirect(addresses.SAVED_SEARCHES, status_code=303)


@takes(f"{addresses.SAVED_SEARCHES}/{{search:str}}/remove")
def search_removed(
    search: FromPath[str],
    data: URLEncodedBody[dict[str, str]],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Redirect:
    """Remove a search, and lead to the list. One that is gone already is no mistake."""
    visitor.require_own_form(data.get("token", ""))
    try:
        saving.remove(runtime, visitor.actor, search)
    except NotFoundError:
        return Redirect(addresses.SAVED_SEARCHES, status_code=303)
    return Redirect(addresses.SAVED_SEARCHES, status_code=303)


def _page(
    runtime: Runtime, visitor: Visitor, *, problem: str = "", next_step: str = ""
) -> SavedSearchesPage:
    views = saving.saved(runtime, visitor.actor)
    questions = [parse(each.query) for each in views]
    filters = facets.in_words(runtime, questions)
    return SavedSearchesPage(
        frame=frame(visitor, "Saved searches", section="search"),
        saved=tuple(
            Saved(view=view, question=question, filters=chosen)
            for view, question, chosen in zip(views, questions, filters, strict=True)
        ),
        problem=problem,
        next_step=next_step,
    )
