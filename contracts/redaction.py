"""What may a report on a change not repeat? Secrets, and the data of restricted elements.

A report reaches more people than the contract: it is mailed, logged and pinned to pull requests.
Types, names and classes stay, or nobody could judge the change; what may hold data goes, in the
values as in the sentences about them. Fingerprints are made before, of the true values.
"""

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from contracts.findings import Finding
from contracts.places import Place, is_restricted, property_of
from contracts.secrecy import gives_away

WITHHELD = "(withheld)"

_DATA = frozenset((
    *("enum", "examples", "default", "pattern", "validValues", "query", "implementation"),
    *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
))  # fmt: skip
_CLOSED_LISTS = "ENU-"  # the rules about them, wherever the list is stated


def redacted(finding: Finding, place: Place) -> Finding:
    """Return *finding*, which is about *place*, without what a report may not repeat."""
    if finding.before is None and finding.after is None and finding.example is None:
        return finding
    name, restricted = property_of(place.surviving.node) or place.key, place.is_restricted
    is_about_data = finding.rule.startswith(_CLOSED_LISTS) or not _DATA.isdisjoint(place.parts)
    sieve = _Sieve()
    before, after = (
        sieve.clean(value, name, restricted, restricted and is_about_data)
        for value in (finding.before, finding.after)
    )
    if finding.example is not None and (restricted or _gives_away(finding.example)):
        finding = msgspec.structs.replace(finding, example=None)
    if not sieve.withheld:
        return finding
    return msgspec.structs.replace(
        finding,
        before=before,
        after=after,
        message=_without(finding.message, sieve.withheld),
        fix=_without(finding.fix, sieve.withheld),
    )


def _gives_away(row: Any) -> bool:
    """Whether a row that was made up has something in it that looks like a secret."""
    sieve = _Sieve()
    sieve.clean(row, "", restricted=False, is_data=False)
    return bool(sieve.withheld)


class _Sieve:
    """Lets values through but for what may not be repeated, which it keeps."""

    def __init__(self) -> None:
        self.withheld: list[object] = []

    def clean(self, value: Any, name: str, restricted: bool, is_data: bool) -> Any:  # noqa: FBT001 - two facts about the place, told down the tree
        """Return *value*, which stands under the key or custom property *name*."""
        if isinstance(value, dict):
            inside = restricted or is_restricted(value)
            own = property_of(value)
            return {
                key: self.clean(
                    each,
                    own if key == "value" and own else str(key),
                    inside,
                    is_data or (inside and key in _DATA),
                )
                for key, each in value.items()
            }
        if isinstance(value, list):
            return [self.clean(each, name, restricted, is_data) for each in value]
        if value is None or isinstance(value, bool):
            return value
        if is_data or (isinstance(value, str) and gives_away(name, value)):
            self.withheld.append(value)
            return WITHHELD
        return value


_LONG = 8  # characters by which a text is known wherever it stands
_QUOTED = 70  # characters that a sentence quotes at least of a long text
_UNSAID = "This changed in a way that is not repeated here."


def _without(sentence: str, withheld: Iterable[object]) -> str:
    """Return the sentence without the values, or another one where they cannot be taken out."""
    for value in withheld:
        text = str(value)
        if not isinstance(value, str):
            number = rf"(?<!\w)(?<!\d\.){re.escape(text)}(?!\w|\.\d)"
            sentence = re.sub(number, WITHHELD, sentence)
            continue
        sentence = sentence.replace(f"'{text}'", WITHHELD)
        if len(text) >= _LONG and text[:_QUOTED] in sentence:
            sentence = sentence.replace(text, WITHHELD)
            if text[:_QUOTED] in sentence:
                return _UNSAID
    return sentence
