"""Which later version of the standard takes a key beside the keys it stands with?

`knowledge` says what a schema knows at a place at all; whether it goes with the rest there only the
schema itself can say, so it is asked about a cut of the contract.
"""

from typing import Any

from contracts.paths import Parts
from contracts.validation.complaints import Kind, complaints
from contracts.validation.editions import validator
from contracts.validation.knowledge import keys_at, later


def taken_by(edition: str, parts: Parts, tree: dict[str, Any]) -> str | None:
    """Return the first edition after *edition* that takes the key at *parts* as it stands."""
    cut, place = _cut(tree, parts[:-1])
    for other in later(edition):
        if parts[-1] in keys_at(other, place) and _takes(other, (*place, parts[-1]), cut):
            return other
    return None


def _takes(edition: str, parts: Parts, cut: dict[str, Any]) -> bool:
    """Whether *edition* has nothing against the mapping around *parts*."""
    around = parts[:-1]
    found = complaints(validator(edition), {**cut, "apiVersion": edition})
    return not any(
        complaint.parts == around
        or (complaint.kind is Kind.UNKNOWN_KEY and complaint.parts == parts)
        for complaint in found
    )


def _cut(node: Any, parts: Parts) -> tuple[Any, Parts]:
    """Return *node* with nothing large in it but what leads to *parts*, and where that is then."""
    if not parts:
        return node, ()
    below, place = _cut(node[parts[0]], parts[1:])
    if isinstance(node, list):
        return [below], (0, *place)
    plain = {key: value for key, value in node.items() if not isinstance(value, dict | list)}
    return {**plain, parts[0]: below}, (parts[0], *place)
