"""Which other names has what a question names? Those that visible products give, and no others.

Agencies have names and acronyms; contracts give synonyms. Whoever looks for one finds the others.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from search.document import SearchDocument
from search.intent import Intent
from search.relevance import MAX_SYNONYMS
from search.results import Relaxed, RelaxedKind
from search.words import is_weak, key, words

_LONGEST_NAME = 5  # words of a question that are one name


class Names(msgspec.Struct, frozen=True):
    """The part of an encoded document that tells other names for the same."""

    alternatives: tuple[tuple[str, ...], ...] = ()
    agency_name: str = ""
    agency_acronym: str = ""


def groups(document: SearchDocument | Names) -> tuple[tuple[str, ...], ...]:
    """Return names for the same, group by group, those of the agency first."""
    return ((document.agency_name, document.agency_acronym), *document.alternatives)


def group_keys(document: SearchDocument) -> list[str]:
    """Return the keys of all names that *document* knows others for."""
    found = {key(name) for group in groups(document) for name in group if len(group) > 1}
    return sorted(found - {""})


def groups_of(stored: bytes, name: str) -> Iterator[tuple[str, ...]]:
    """Yield the groups of an encoded document that hold the key *name*."""
    for group in groups(_decoder.decode(stored)):
        if any(key(other) == name for other in group):
            yield group


_decoder = msgspec.json.Decoder(Names)


def sought_keys(intent: Intent) -> list[str]:
    """Return the keys of what may be a name in the question, the longest first.

    A quoted phrase or a field is meant as it stands, so that there are none.
    """
    if intent.phrases or intent.fields:
        return []
    asked = intent.words
    found = (
        asked[start : start + length]
        for length in range(min(_LONGEST_NAME, len(asked)), 0, -1)
        for start in range(len(asked) - length + 1)
    )
    return [" ".join(part) for part in dict.fromkeys(found) if not all(map(is_weak, part))]


def widened(
    intent: Intent, known: Mapping[str, Iterable[Sequence[str]]]
) -> tuple[Intent, tuple[Relaxed, ...]]:
    """Return *intent* with the other names of what it names, and what they are.

    *known* holds, for keys of the question, groups of names for the same.
    """
    synonyms: dict[tuple[str, ...], Relaxed] = {}
    taken: set[str] = set()
    for name in sorted(
        known, key=lambda name: (-len(name.split()), intent.words.index(name.split()[0]))
    ):
        parts = name.split()
        if not taken.isdisjoint(parts):
            continue  # of a longer name
        for group in known[name]:
            for other in group:
                spelt = tuple(words(other))
                if spelt and key(other) != name and not _is_asked(spelt, intent.words):
                    note = Relaxed(kind=RelaxedKind.SYNONYM, asked=name, used=other)
                    synonyms.setdefault(spelt, note)
                    taken.update(parts)
    kept = dict(list(synonyms.items())[:MAX_SYNONYMS])
    return msgspec.structs.replace(intent, synonyms=tuple(kept)), tuple(kept.values())


def _is_asked(spelt: Sequence[str], asked: Sequence[str]) -> bool:
    """Tell whether the question holds the name already."""
    return f" {' '.join(spelt)} " in f" {' '.join(asked)} "
