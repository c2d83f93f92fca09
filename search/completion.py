"""What did somebody begin to type? Titles, agencies, terms and columns that go on like it.

An engine finds documents whose names hold the words; this chooses among the names they bring.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from search.document import SearchDocument
from search.results import Completion, CompletionKind
from search.words import clean, key, words

MAX_COMPLETIONS = 20

SHORTEST, LONGEST = 2, 200
"""Letters from which on anything is suggested, and characters up to which."""


class Begun(NamedTuple):
    """A text as far as it was typed: whole words, and the letters that the last begins with."""

    wholes: tuple[str, ...]
    last: str


def begun(text: str) -> Begun | None:
    """Take *text* apart; None where it is too short, or too long, to go on with."""
    found = words(clean(text)) if len(text) <= LONGEST else []
    if len("".join(found)) < SHORTEST:
        return None
    return Begun(tuple(found[:-1]), found[-1])


def label_texts(document: SearchDocument) -> Iterator[str]:
    """Yield the names that *document* brings beside its title and its agency."""
    yield from document.terms
    for column in document.columns:
        yield from (text for text in (column.name, column.business_name) if text)


def completions(
    start: Begun, documents: Iterable[SearchDocument], limit: int
) -> tuple[Completion, ...]:
    """Return what *start* may become in *documents*, the best first.

    What begins so comes before what holds the words further on, and what stands in more of the
    documents before what stands in fewer. Each kind gets its share before one takes the rest.
    """
    limit = min(max(limit, 0), MAX_COMPLETIONS)
    first: dict[str, Completion] = {}
    places: Counter[str] = Counter()
    for document in documents:
        found = {key(each.value): each for each in _names(document) if _goes_on(start, each.value)}
        places.update(found.keys())
        for name, each in found.items():
            first.setdefault(name, each)
    ordered = sorted(
        first, key=lambda name: (not _opens(start, name), -places[name], len(name), name)
    )
    return _shared([first[name] for name in ordered], limit)


def _names(document: SearchDocument) -> Iterator[Completion]:
    """Yield every name; of equal ones, the last one counts."""
    for column in document.columns:
        for name in (column.business_name, column.name):
            if name:
                yield Completion(value=name, kind=CompletionKind.COLUMN, detail=document.title)
    for term in document.terms:
        yield Completion(value=term, kind=CompletionKind.TERM, detail=document.title)
    agency, acronym = document.agency_name, document.agency_acronym
    yield Completion(value=acronym, kind=CompletionKind.AGENCY, detail=agency)
    yield Completion(value=agency, kind=CompletionKind.AGENCY, detail=acronym)
    yield Completion(value=document.title, kind=CompletionKind.TITLE, detail=agency)


def _goes_on(start: Begun, value: str) -> bool:
    """Whether *value* has the whole words of *start*, and another one that begins like its last."""
    if len(value) > LONGEST:
        return False
    left = words(value)
    for word in start.wholes:
        if word not in left:
            return False
        left.remove(word)
    return any(word.startswith(start.last) for word in left)


def _opens(start: Begun, name: str) -> bool:
    """Whether the key *name* begins with what was typed."""
    return name.startswith(" ".join((*start.wholes, start.last)))


def _shared(ordered: Sequence[Completion], limit: int) -> tuple[Completion, ...]:
    """Return *limit* of *ordered*, none of a kind beyond its share while others wait."""
    share = max(1, limit // 2)
    taken: Counter[CompletionKind] = Counter()
    within: list[Completion] = []
    beyond: list[Completion] = []
    for each in ordered:
        taken[each.kind] += 1
        (within if taken[each.kind] <= share else beyond).append(each)
    return tuple((within + beyond)[:limit])
