"""What can a search be narrowed by? Counted values, in words that people read."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from registry.cadence import CADENCES
from registry.questions import Question
from registry.runtime import Runtime
from registry.search_views import FacetValueView, FacetView
from registry.store.tables import AgencyRow
from search.query import MAX_FACET_VALUES
from search.results import Facet

LABELS = {
    "agency": "Agency",
    "domain": "Domain",
    "classification": "Classification",
    "access": "Visible to",
    "status": "Status",
    "format": "Kind of access",
    "term": "Standard or term",
    "cadence": "How often it comes",
}
"""The facets in words."""


def facet_views(
    session: Session, facets: tuple[Facet, ...], chosen: Mapping[str, tuple[str, ...]]
) -> tuple[FacetView, ...]:
    """Return *facets* with words; what was chosen stays in sight even where nothing matches."""
    counts = {facet.name: _counts(facet, chosen.get(facet.name, ())) for facet in facets}
    words = _WORDS | {"agency": _agency_names(session, counts.get("agency", {}))}
    return tuple(
        FacetView(
            name=name,
            label=LABELS[name],
            values=tuple(
                FacetValueView(
                    value=value,
                    label=words.get(name, {}).get(value) or _spoken(name, value),
                    count=count,
                    chosen=value in chosen.get(name, ()),
                )
                for value, count in counted.items()
            ),
        )
        for name, counted in counts.items()
    )


def in_words(
    runtime: Runtime, questions: Sequence[Question]
) -> tuple[dict[str, tuple[str, ...]], ...]:
    """Return the filters of each question as people read them: a label, and the chosen values."""
    asked = [pair for question in questions for pair in question.pairs]
    chosen = {name: tuple(value for of, value in asked if of == name) for name, _ in asked}
    nothing = tuple(Facet(name=name, values=()) for name in chosen)
    with runtime.read() as session:
        views = facet_views(session, nothing, chosen)
    words = {(view.name, each.value): each.label for view in views for each in view.values}
    return tuple(
        {
            LABELS[name]: tuple(words[name, value] for value in values)
            for name, values in question.filters.items()
        }
        for question in questions
    )


def _counts(facet: Facet, picked: tuple[str, ...]) -> dict[str, int]:
    """Return value -> count, the most frequent first; chosen ones without a match at the end."""
    counted = {value.value: value.count for value in facet.values}
    shown = {
        value: count
        for place, (value, count) in enumerate(counted.items())
        if place < MAX_FACET_VALUES or value in picked
    }
    return shown | {value: 0 for value in picked if value not in shown}


def _agency_names(session: Session, counted: Mapping[str, int]) -> dict[str, str]:
    slugs = {slug for slug in counted if slug.isprintable()}
    if not slugs:
        return {}
    named = select(col(AgencyRow.slug), col(AgencyRow.name)).where(col(AgencyRow.slug).in_(slugs))
    found: dict[str, str] = dict(session.execute(named).all())
    return found


_WORDS: dict[str, dict[str, str]] = {
    "access": {
        "public": "Everyone",
        "state": "State staff",
        "agencies": "Named agencies",
        "hidden": "Those who answer for it",
    },
    "cadence": CADENCES,
}
_AS_WRITTEN = frozenset(("term", "format"))


def _spoken(facet: str, value: str) -> str:
    """Return a value as people read it: `public-health` is "Public health"."""
    if facet in _AS_WRITTEN:
        return value
    text = value.replace("-", " ").replace("_", " ")
    return text[:1].upper() + text[1:]
