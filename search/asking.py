"""How is a question answered, whatever the engine? As it stands, or else more easily, and said so.

An engine is asked inside the caller's visibility alone, corrections of spelling included.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from itertools import islice, zip_longest
from typing import Any, Protocol

import msgspec

from search.document import SearchDocument
from search.highlighting import Marker
from search.intent import Choice, Intent, apart, read, respelt
from search.query import Query, Sort
from search.relevance import FUZZY_PREFIX_CHARS, MAX_NEAREST, MAX_QUERY_WORDS
from search.results import Facet, FacetValue, Hit, Loosened, Relaxed, RelaxedKind, Results
from search.spelling import correction, likest, prefix
from search.synonyms import sought_keys, widened
from search.words import is_weak, key

MAX_LIMIT = 200
"""Hits of one page."""


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """What an engine found: a page of documents with their scores, the total, and the counts.

    ``after`` is as in `Results`.
    """

    documents: tuple[tuple[float, SearchDocument], ...]
    total: int
    facets: tuple[Facet, ...]
    after: str = ""


class Asked(Protocol):
    """One state of an index, asked under the visibility and the filters of one query."""

    @property
    def is_filtered(self) -> bool:
        """Whether filters are chosen."""
        ...

    def find(self, intent: Intent) -> Found:
        """Return the page, the total and the facets."""
        ...

    def has_any(self, intent: Intent) -> bool:
        """Tell whether anything visible matches, were no filter chosen."""
        ...

    def count(self, intent: Intent) -> int:
        """Return the total of what `find` would find, without finding it."""
        ...

    def values(self, facet: str) -> Mapping[str, int]:
        """Return the values of *facet* in visible documents, were nothing asked, with counts."""
        ...

    def unknown(self, words: Sequence[str]) -> set[str]:
        """Return those of *words* that stand in no visible document, in no form."""
        ...

    def groups(self, keys: Sequence[str]) -> Mapping[str, Iterable[Sequence[str]]]:
        """Return names for the same that visible documents give, for those *keys* that have some.

        Keys are those of `search.synonyms.group_keys`; the newest documents are asked.
        """
        ...

    def known_words(self, start: str) -> Mapping[str, int]:
        """Return the words that begin so in visible documents, with their numbers of documents."""
        ...


def answer(query: Query, ask: Callable[[Query], Asked]) -> Results:
    """Answer *query*, with an easier question where nothing matches.

    *ask* begins a question to the engine, under the visibility and the filters of a query.
    """
    query, intent, relaxed = _understood(query, ask)
    asked = ask(query)
    relaxed += _shortened(intent)
    intent, others = _widened(asked, intent)
    found = asked.find(intent)
    marker = Marker(intent)
    reasons = [marker.why(document) for _, document in found.documents]
    eased = _mended(asked, intent, marker.seen) if found.total else _eased(asked, intent)
    if eased:
        intent, others = _widened(asked, eased[0])
        relaxed += eased[1]
        found = asked.find(intent)
        marker = Marker(intent)
        reasons = [marker.why(document) for _, document in found.documents]
    loosened: tuple[Loosened, ...] = ()
    nearest: tuple[str, ...] = ()
    if not found.total:
        loosened = _loosened(query, intent, ask)
        nearest = () if loosened else _nearest(asked, intent.content)
    is_unscored = intent.is_empty or query.sort is not Sort.RELEVANCE
    return Results(
        hits=tuple(
            Hit(
                id=document.id,
                score=0.0 if is_unscored else score,
                why=why,
            )
            for (score, document), why in zip(found.documents, reasons, strict=True)
        ),
        total=found.total,
        facets=found.facets,
        relaxed=(*relaxed, *others),
        after=found.after,
        loosened=loosened,
        nearest=nearest,
        text=query.text,
        filters=query.filters,
    )


def _loosened(query: Query, intent: Intent, ask: Callable[[Query], Asked]) -> tuple[Loosened, ...]:
    """Return what would be found without each of the filters; without all, if no single one helps.

    What would give nothing is left out.
    """
    chosen = {facet: values for facet, values in query.filters.items() if values}

    def without(*facets: str) -> int:
        others = {facet: values for facet, values in chosen.items() if facet not in facets}
        return ask(msgspec.structs.replace(query, filters=others)).count(intent)

    found = [Loosened(facet=facet, total=without(facet)) for facet in chosen]
    if len(chosen) > 1 and not any(each.total for each in found):
        found = [Loosened(facet="", total=without(*chosen))]
    return tuple(each for each in found if each.total)


def _nearest(asked: Asked, words: Sequence[str]) -> tuple[str, ...]:
    """Return words of visible documents that look like *words*, the nearest of each in turn.

    None that says little: it would lead to half of the catalog.
    """
    likely = [word for word in words if len(word) > FUZZY_PREFIX_CHARS][:MAX_NEAREST]
    lists = [likest(word, asked.known_words(word[:FUZZY_PREFIX_CHARS])) for word in likely]
    in_turn = (word for rank in zip_longest(*lists) for word in rank if word and not is_weak(word))
    return tuple(islice(dict.fromkeys(in_turn), MAX_NEAREST))


def _understood(
    query: Query, ask: Callable[[Query], Asked]
) -> tuple[Query, Intent, tuple[Relaxed, ...]]:
    """Return *query* with the filters that its text names, what it means, and unknown values."""
    intent = read(query.text)
    if not (intent.chosen or intent.refused):
        return query, intent, ()
    named = dict.fromkeys((*intent.chosen, *intent.refused))
    asked = ask(query)
    known = {facet: asked.values(facet) for facet in {choice.facet for choice in named}}
    meant = {choice: _meant(choice, known[choice.facet]) for choice in named}
    filters = dict(query.filters)
    for choice in intent.chosen:
        values = (*filters.get(choice.facet, ()), (meant[choice] or choice).value)
        filters[choice.facet] = tuple(dict.fromkeys(values))
    rest = query.text if intent.rest is None else intent.rest
    refused = tuple(found for choice in intent.refused if (found := meant[choice]))
    return (
        msgspec.structs.replace(query, text=rest, filters=filters),
        msgspec.structs.replace(intent, refused=refused),
        tuple(
            Relaxed(kind=RelaxedKind.VALUE, asked=f"{choice.facet}:{choice.value}", used="")
            for choice in named
            if not meant[choice]
        ),
    )


def _meant(choice: Choice, known: Iterable[str]) -> Choice | None:
    """Return *choice* as documents write it, ``None`` where no visible one has it."""
    sought = key(choice.value)
    found = choice.value if choice.value in known else None
    found = found or next((value for value in sorted(known) if key(value) == sought), None)
    return Choice(choice.facet, found) if found else None


def _widened(asked: Asked, intent: Intent) -> tuple[Intent, tuple[Relaxed, ...]]:
    keys = sought_keys(intent)
    return widened(intent, asked.groups(keys) if keys else {})


def _shortened(intent: Intent) -> tuple[Relaxed, ...]:
    if not intent.is_shortened:
        return ()
    return (Relaxed(kind=RelaxedKind.LENGTH, asked="", used=str(MAX_QUERY_WORDS)),)


def _eased(asked: Asked, intent: Intent) -> tuple[Intent, tuple[Relaxed, ...]] | None:
    """Return an easier question that has an answer, and how it was eased.

    ``None`` if there is none, or if it is a filter that leaves nothing over: other words would
    not mend that.
    """
    if intent.is_empty or (asked.is_filtered and asked.has_any(intent)):
        return None
    if asked.has_any(apart(intent)):
        return apart(intent), _set_apart(intent)
    corrections = _corrections(asked, intent.content)
    corrected = respelt(intent, corrections)
    spelling = _spelling(corrections)
    if corrections and asked.has_any(corrected):
        return corrected, spelling
    if corrections and asked.has_any(apart(corrected)):
        return apart(corrected), (*spelling, *_set_apart(corrected))
    return None


def _set_apart(intent: Intent) -> tuple[Relaxed, ...]:
    """Tell what phrases and fields of *intent* were taken for mere words."""
    everything = " ".join(intent.words)
    quoted = " ".join(" ".join(phrase) for phrase in intent.phrases)
    phrases = [Relaxed(kind=RelaxedKind.PHRASE, asked=quoted, used=everything)] if quoted else []
    return (
        *phrases,
        *(
            Relaxed(kind=RelaxedKind.FIELD, asked=field.name, used=" ".join(field.words))
            for field in intent.fields
        ),
    )


def _mended(
    asked: Asked, intent: Intent, seen: Container[str]
) -> tuple[Intent, tuple[Relaxed, ...]] | None:
    """Return *intent* with those words corrected that stand nowhere, though others find something.

    *seen* are words that stand somewhere for certain. ``None`` where nothing is to be corrected.
    """
    doubtful = [word for word in intent.content if word not in seen and prefix(word)]
    if not doubtful:
        return None
    together = dict.fromkeys((*intent.pairs, *intent.wholes))
    unknown = asked.unknown([*doubtful, *together])
    written_together = [word for word in together if word not in unknown]
    corrections = _corrections(
        asked,
        [
            word
            for word in doubtful
            if word in unknown
            and not any(
                other.startswith(word) or other.endswith(word) for other in written_together
            )
        ],
    )
    return (respelt(intent, corrections), _spelling(corrections)) if corrections else None


def _corrections(asked: Asked, words: Iterable[str]) -> dict[str, str]:
    """Return the nearest word that stands in a visible document, for each that has one."""
    corrections = {}
    for word in words:
        if (start := prefix(word)) and (found := correction(word, asked.known_words(start))):
            corrections[word] = found
    return corrections


def _spelling(corrections: Mapping[str, str]) -> tuple[Relaxed, ...]:
    return tuple(
        Relaxed(kind=RelaxedKind.SPELLING, asked=word, used=used)
        for word, used in corrections.items()
    )


def facet_values(buckets: Iterable[Mapping[str, Any]]) -> tuple[FacetValue, ...]:
    """Return what an engine has counted, the most frequent first: both count in such buckets."""
    values = (FacetValue(value=each["key"], count=each["doc_count"]) for each in buckets)
    return tuple(sorted(values, key=lambda value: (-value.count, value.value)))
