"""How does somebody find what they need? Words and filters go in, products and reasons come out.

The caller's audience is inside the query to the engine, so no hit, count or facet knows more than
the caller may; the products themselves are read from the store under the same condition again.
"""

from registry import cursors
from registry.cursors import Place
from registry.errors import UnavailableError
from registry.facets import facet_views
from registry.identity import Actor
from registry.questions import Question
from registry.relay import is_behind
from registry.runtime import Runtime
from registry.search_views import (
    CompletionView,
    HitView,
    LoosenedView,
    MatchView,
    RelaxedView,
    SearchPage,
)
from registry.store.queries import products_at
from search.backend import AfterError, BackendUnavailableError
from search.query import MAX_OFFSET, Query, Sort
from search.results import Results

MAX_LIMIT = 200


def search(
    runtime: Runtime,
    actor: Actor,
    question: Question,
    *,
    cursor: str | None = None,
    limit: int = 20,
) -> SearchPage:
    """Return a page of what *question* finds.

    Filters that the text names join those of the question; the page's text is without them.

    Raises: InvalidRequestError for a cursor that Charter did not give out for this question;
    UnavailableError while the engine does not answer.
    """
    place = cursors.read(cursor, question)
    limit = max(1, min(limit, MAX_LIMIT))
    query = Query(
        text=question.text,
        filters=question.filters,
        audience=actor.audience,
        sort=Sort(question.sort),
        limit=limit,
        offset=place.offset,
        after=place.after,
    )
    results = _results(runtime, query)
    with runtime.read() as session:
        found = products_at(session, actor, [hit.id for hit in results.hits])
        facets = facet_views(session, results.facets, results.filters)
    return SearchPage(
        text=results.text,
        items=tuple(
            HitView(
                product=found[hit.id],
                why=tuple(
                    MatchView(field=why.field, label=why.label, html=why.html) for why in hit.why
                ),
            )
            for hit in results.hits
            if hit.id in found
        ),
        total=results.total,
        facets=facets,
        offset=place.offset,
        cursor=_onward(place, results, limit),
        previous=_back(place, results, limit),
        sort=question.sort,
        relaxed=tuple(
            RelaxedView(kind=each.kind.value, asked=each.asked, used=each.used)
            for each in results.relaxed
        ),
        loosened=tuple(
            LoosenedView(facet=each.facet, total=each.total) for each in results.loosened
        ),
        nearest=results.nearest,
    )


def complete(
    runtime: Runtime, actor: Actor, text: str, *, limit: int = 8
) -> tuple[CompletionView, ...]:
    """Return what *text* may become, the best first. Raises: UnavailableError."""
    try:
        found = runtime.search.complete(text, actor.audience, limit)
    except BackendUnavailableError as error:
        raise _silent() from error
    return tuple(
        CompletionView(value=each.value, kind=each.kind.value, detail=each.detail) for each in found
    )


def _results(runtime: Runtime, query: Query) -> Results:
    """Ask the engine. That there is nothing must be true, and not said by an index that is lost."""
    try:
        results = runtime.search.search(query)
        if results.total:
            return results
        # Looked at before the search that counts: the index may be filled or lost in between.
        is_whole = runtime.search.cursor() > 0 or not is_behind(runtime)
        results = runtime.search.search(query)
    except AfterError as error:
        raise cursors.not_ours() from error
    except BackendUnavailableError as error:
        raise _silent() from error
    if results.total or is_whole:
        return results
    raise UnavailableError("The search index is being built anew.", next_step=_MEANWHILE)


def _silent() -> UnavailableError:
    return UnavailableError("The search engine does not answer.", next_step=_MEANWHILE)


_MEANWHILE = "Browse by agency meanwhile, or try again in a minute."


def _onward(place: Place, results: Results, limit: int) -> str | None:
    following = place.offset + limit
    if not results.hits or following >= results.total:
        return None
    return cursors.written(Place(following, results.after, place.question))


def _back(place: Place, results: Results, limit: int) -> str | None:
    """Return the cursor to the page before. No token leads back, so far out there is none."""
    if place.offset == 0 or ((place.after or results.after) and place.offset > MAX_OFFSET):
        return None
    return cursors.written(Place(max(0, place.offset - limit), "", place.question))
