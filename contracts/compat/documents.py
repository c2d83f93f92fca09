"""Is it still the same contract, or product? Identity, labels, and the version of the standard."""

from collections.abc import Iterator

from contracts.compat.change import UNKNOWN, Change, Found, Pair
from contracts.compat.custody import BOTH_AGENCIES
from contracts.compat.normal import same
from contracts.compat.wording import from_to


def identity(pair: Pair) -> Iterator[Change]:
    """Say that the contract has another id or is another kind of document."""
    for key, rule, says in (
        ("id", "DOC-01", f"This is another {pair.role}: its id"),
        ("kind", "DOC-04", "This is another kind of document: its kind"),
    ):
        before, after = pair.before.get(key), pair.after.get(key)
        if not same(before, after):
            yield pair.field(rule, f"{says} {from_to(before, after)}.", key)


def standard(pair: Pair) -> Iterator[Change]:
    """Say that the contract follows another version of the standard."""
    before, after = pair.before.get("apiVersion"), pair.after.get("apiVersion")
    if same(before, after):
        return
    numbers = (_numbers(before), _numbers(after))
    says = from_to(before, after)
    if numbers[1] and numbers[0] <= numbers[1]:
        message = f"The {pair.role} follows a newer version of the standard: apiVersion {says}."
        yield pair.field("DOC-02", message, "apiVersion")
    else:
        message = f"An older version of the standard cannot say everything: apiVersion {says}."
        yield pair.field("DOC-03", message, "apiVersion", verdict=UNKNOWN)


def _numbers(version: object) -> list[int]:
    parts = str(version or "").removeprefix("v").split(".")
    if not all(part.isascii() and part.isdigit() and len(part) < _LONGEST for part in parts):
        return []
    return [int(part) for part in parts]


_LONGEST = 10  # digits of one part

LABELS = {
    "contract": ("name", "domain", "dataProduct", "tenant"),
    "product": ("name", "domain", "type", "tenant"),
}
CREATED = {"contract": "contractCreatedTs", "product": "productCreatedTs"}


def labels(pair: Pair) -> Iterator[Change]:
    """Say that people find the contract under another label."""
    for key in LABELS[pair.role]:
        before, after = pair.before.get(key), pair.after.get(key)
        if not same(before, after):
            approvers = BOTH_AGENCIES if key == "tenant" and before is not None else ()
            found = Found(before=before, after=after, approvers=approvers)
            message = f"The {pair.role}'s {key} {from_to(before, after)}."
            yield pair.change("DOC-05", message, key, found=found)


def creation(pair: Pair) -> Iterator[Change]:
    """Say that the contract claims to be created at another time."""
    key = CREATED[pair.role]
    before, after = pair.before.get(key), pair.after.get(key)
    if not same(before, after):
        message = f"A {pair.role} is created once, yet {key} {from_to(before, after)}."
        yield pair.field("DOC-06", message, key)


CHECKS = (identity, standard, labels, creation)


def owned(role: str) -> frozenset[str]:
    """Return the keys of a document of that role that these checks have looked at."""
    return frozenset(("id", "kind", "apiVersion", CREATED[role], *LABELS[role]))
