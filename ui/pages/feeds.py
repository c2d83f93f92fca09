"""What is new among what somebody looks for? The same search as a page, for feed readers."""

from typing import Any

from litestar.di import NamedDependency
from msgspec.structs import replace

from registry import discovery
from registry.api.answers import Answer
from registry.questions import asked
from registry.runtime import Runtime
from search.query import Sort
from ui import feeds, rendering
from ui.feeds import Feed
from ui.routing import shows
from ui.visitor import AnyRequest, Visitor


@shows(feeds.ATOM)
def atom(
    request: AnyRequest,
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer:
    """Tell what is new, in Atom."""
    found = _feed(request, runtime, visitor, feeds.ATOM)
    return _answer(visitor, rendering.html(found), "application/atom+xml")


@shows(feeds.JSON)
def json(
    request: AnyRequest,
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
) -> Answer:
    """Tell what is new, in JSON Feed."""
    found = _feed(request, runtime, visitor, feeds.JSON)
    return _answer(visitor, feeds.as_json(found), "application/feed+json")


def _feed(request: AnyRequest, runtime: Runtime, visitor: Visitor, path: str) -> Feed:
    """Return the newest of what the visitor may see. A chosen order does not count here."""
    chosen = asked(lambda name: request.query_params.getall(name, []))
    question = replace(chosen, sort=Sort.RELEVANCE)
    newest = replace(question, sort=Sort.NEWEST)
    view = discovery.search(runtime, visitor.actor, newest, limit=feeds.MOST)
    return feeds.feed(view, question, visitor.origin, path)


def _answer(visitor: Visitor, content: Any, media_type: str) -> Answer:
    return Answer(content, media_type=media_type, headers=rendering.kept_by(visitor))
