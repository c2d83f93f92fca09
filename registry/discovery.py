"""How does somebody find what they need? Words and filters go in, products and reasons come out.

The caller's audience is inside the query to the engine, so no hit, count or facet knows more than
the caller may; the products themselves are read from the store under the same condition again.
"""

from collections.abc import Mapping

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session
from sqlmodel import col

from registry.errors import InvalidRequestError, UnavailableError
from registry.identity import Actor
from registry.relay import is_behind
from registry.runtime import Runtime
from registry.store.queries import product_lines, product_view
from registry.store.tables import AgencyRow, ProductRow
from registry.views import (
    FacetValueView,
    FacetView,
    HitView,
    MatchView,
    ProductView,
    RelaxedView,
    SearchPage,
)
from search.backend import BackendUnavailableError
from search.query import FACETS, Query
from search.results import Results

MAX_LIMIT = 100
DEEPEST = 10_000
"""Hits beyond this are not paged to: nobody reads them, and engines pay for each one skipped."""


def search(  # a search has that many parts
    runtime: Runtime,
    actor: Actor,
    *,
    text: str = "",
    filters: Mapping[str, tuple[str, ...]] | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> SearchPage:
    """Return what matches *text* under *filters* (facet -> chosen values), best first.

    Raises: InvalidRequestError for a cursor that Charter did not give out or an unknown filter;
    UnavailableError while the engine does not answer.
    """
    chosen = {name: tuple(values) for name, values in (filters or {}).items() if values}
    unknown = chosen.keys() - set(FACETS)
    if unknown:
        raise InvalidRequestError(f"There is no filter {', '.join(sorted(unknown))}.")
    offset = _offset(cursor)
    limit = max(1, min(limit, MAX_LIMIT))
    query = Query(text=text, filters=chosen, audience=actor.audience, limit=limit, offset=offset)
    results = _results(runtime, query)
    with runtime.read() as session:
        found = _products(session, actor, [hit.id for hit in results.hits])
        facets = _facets(session, results, chosen)
    return SearchPage(
        text=text,
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
        offset=offset,
        cursor=_onward(offset + limit, results.total),
        previous=f"o{max(0, offset - limit)}" if offset else None,
        relaxed=tuple(
            RelaxedView(kind=each.kind.value, asked=each.asked, used=each.used)
            for each in results.relaxed
        ),
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
    except BackendUnavailableError as error:
        raise UnavailableError(
            "The search engine does not answer.", next_step=_MEANWHILE
        ) from error
    if results.total or is_whole:
        return results
    raise UnavailableError("The search index is being built anew.", next_step=_MEANWHILE)


_MEANWHILE = "Browse by agency meanwhile, or try again in a minute."
_FACET_LABELS = {
    "agency": "Agency",
    "domain": "Domain",
    "classification": "Classification",
    "status": "Status",
}


def _onward(offset: int, total: int) -> str | None:
    return f"o{offset}" if offset < min(total, DEEPEST) else None


def _offset(cursor: str | None) -> int:
    if cursor is None:
        return 0
    digits = cursor[1:]
    if cursor[:1] == "o" and digits.isascii() and digits.isdigit() and len(digits) < _LONGEST:
        return min(int(digits), DEEPEST)
    raise InvalidRequestError(
        "The cursor is not one that Charter gave out.",
        next_step="Leave it out to begin at the first page.",
    )


_LONGEST = 12


def _products(session: Session, actor: Actor, ids: list[str]) -> dict[str, ProductView]:
    """Return the products of a page of hits, in one read."""
    if not ids:
        return {}
    places = [tuple(identifier.split("/", 1)) for identifier in ids]
    address = tuple_(col(AgencyRow.slug), col(ProductRow.slug))
    lines = session.execute(product_lines(actor).where(address.in_(places)))
    views = (product_view(line) for line in lines)
    return {f"{view.agency}/{view.slug}": view for view in views}


def _facets(
    session: Session, results: Results, chosen: Mapping[str, tuple[str, ...]]
) -> tuple[FacetView, ...]:
    """Return the counts with words; what was chosen stays in sight even where nothing matches."""
    slugs = {
        value.value for facet in results.facets if facet.name == "agency" for value in facet.values
    }
    slugs |= set(chosen.get("agency", ()))
    names: dict[str, str] = dict(
        session.execute(
            select(col(AgencyRow.slug), col(AgencyRow.name)).where(
                col(AgencyRow.slug).in_({slug for slug in slugs if slug.isprintable()})
            )
        ).all()
    )
    views = []
    for facet in results.facets:
        picked = chosen.get(facet.name, ())
        counted = {value.value: value.count for value in facet.values}
        counted |= {value: 0 for value in picked if value not in counted}
        views.append(
            FacetView(
                name=facet.name,
                label=_FACET_LABELS.get(facet.name, facet.name),
                values=tuple(
                    FacetValueView(
                        value=value,
                        label=names.get(value) or _words(value),
                        count=count,
                        chosen=value in picked,
                    )
                    for value, count in counted.items()
                ),
            )
        )
    return tuple(views)


def _words(value: str) -> str:
    """Return a value as people read it: `public-health` is "Public health"."""
    text = value.replace("-", " ").replace("_", " ")
    return text[:1].upper() + text[1:]
