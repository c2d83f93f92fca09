"""What do the links of an element define? Licence and privacy terms, concepts, everything else."""

from collections.abc import Iterator
from typing import Any

from contracts.compat import enums
from contracts.compat.change import RISKY_READ, SAME, UNKNOWN, Change, Found, Pair, text
from contracts.compat.custody import licence_verdict
from contracts.compat.custom_properties import custom_properties
from contracts.compat.normal import same, strays
from contracts.compat.pairing import Entry, by, pair_up
from contracts.compat.wording import from_to
from contracts.findings import Bump
from contracts.policy import folded

_KEY = "authoritativeDefinitions"
_TERMS = ("privacy", "licen", "legal", "dpia", "impactassessment", "gdpr", "sorn", "termsofuse")
_CONCEPTS = frozenset(
    (
        *("definition", "semantics", "semanticdefinition", "businessdefinition", "concept"),
        *("glossary", "businessglossary", "term", "ontology"),
    )
)
_BELOW_OBJECTS = frozenset(("property", "items", "key", "value"))


def definitions(pair: Pair) -> Iterator[Change]:
    """Say which links of an element lead elsewhere."""
    old, new = pair.before.get(_KEY), pair.after.get(_KEY)
    if same(old, new):
        return
    found = pair_up(old, new, (by("id"), by("type", "url"), by("type")))
    for _, entry in found.removed:
        yield from _told(pair, entry, None, None)
    for (_, was), (index, now) in found.pairs:
        if not same(was, now):
            yield from _told(pair, was, now, index)
    for index, entry in found.added:
        yield from _told(pair, None, entry, index)
    if not same(strays(old), strays(new)):
        message = f"{_KEY} of {pair.label} hold something that is no link, and changed."
        yield pair.change("CHG-01", message, _KEY)


def _told(pair: Pair, old: Entry | None, new: Entry | None, index: int | None) -> Iterator[Change]:
    entry: dict[str, Any] = new or old or {}
    urls = [each.get("url") if each else None for each in (old, new)]
    kind = folded(text(entry.get("type")))
    if enums.is_codelist(entry) and pair.role in _BELOW_OBJECTS:
        return  # told as a code list
    before, after = urls
    place = (_KEY,) if index is None else (_KEY, index)
    found = Found(before=before, after=after, verdict=SAME)
    rule, message = "TXT-06", f"A link of {pair.label} ({entry.get('type')}) changed."
    if old is not None and not same(before, after):
        says = from_to(before, after)
        if any(word in kind for word in _TERMS):
            rule = "TXT-05"
            message = f"The terms of {pair.label} may differ: '{entry.get('type')}' {says}."
            is_licence = "licen" in kind and after is not None
            verdict = licence_verdict(before, after) if is_licence else RISKY_READ
            found = Found(before=before, after=after, verdict=verdict)
        elif kind in _CONCEPTS and pair.role in _BELOW_OBJECTS:
            rule = "SEM-08"
            message = f"{pair.label} may mean something else: '{entry.get('type')}' {says}."
            bump = Bump.MAJOR if after is not None else Bump.MINOR
            found = Found(before=before, after=after, verdict=UNKNOWN, bump=bump)
    change = pair.change(rule, message, *place, found=found)
    yield change
    if old is not None and new is not None:
        nested = (*pair.was, _KEY), (*pair.now, *place)
        inner = Pair(old, new, *nested, pair.names, f"a link of {pair.label}", "link", pair.scope)
        yield from custom_properties(inner)
