"""Is there something like it already? Products about the same, with what they share.

A hint for people, and never a reason to refuse: where the search engine is silent, so is this.
"""

from contracts.model import Contract
from registry.addresses import Ref
from registry.identity import Actor
from registry.indexing import told_by
from registry.runtime import Runtime
from registry.store.queries import products_at
from registry.views import SimilarView
from search.backend import BackendUnavailableError
from search.document import SearchDocument
from search.results import Hit, Match

MOST = 3


def similar(
    runtime: Runtime, actor: Actor, ref: Ref, title: str, contract: Contract
) -> tuple[SimilarView, ...]:
    """Return what *actor* may see that is like *contract* of the product *ref*, itself left out."""
    document = SearchDocument(
        id=str(ref),
        revision=0,
        audience=(),
        title=title,
        agency=ref.agency,
        agency_name="",
        agency_acronym="",
        updated_at=runtime.clock(),
        **told_by(contract),
    )
    try:
        hits = runtime.search.similar(document, actor.audience, MOST)
    except BackendUnavailableError:
        return ()
    with runtime.read() as session:
        found = products_at(session, actor, [hit.id for hit in hits])
    return tuple(
        SimilarView(
            ref=hit.id,
            title=found[hit.id].title,
            agency_name=found[hit.id].agency_name,
            why=_why(hit),
        )
        for hit in hits
        if hit.id in found
    )


def _why(hit: Hit) -> str:
    """Say in one sentence what the two share."""
    shared = [
        *(["words of the title"] if any(each.field == "title" for each in hit.why) else []),
        *_listed(hit.why, "column", "columns"),
        *_listed(hit.why, "term", "terms"),
    ]
    return f"It shares {_joined(shared)}."


def _listed(why: tuple[Match, ...], field: str, many: str) -> list[str]:
    names = [each.label for each in why if each.field == field]
    return [f"the {many if len(names) > 1 else field} {_joined(names)}"] if names else []


def _joined(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))
