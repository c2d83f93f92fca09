"""What changed between two data products? The envelope: who, for what, in which state, which ports.

What a product shares with a contract (identity, people, texts, links, custom properties) is judged
by the same rules. What the contracts behind its ports promise is theirs to say.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import msgspec

from contracts.compat import documents, lifecycle, meaning, people, texts
from contracts.compat.change import Change, Pair, Scope
from contracts.compat.custom_properties import custom_properties
from contracts.compat.definitions import definitions
from contracts.compat.listing import documentation
from contracts.compat.ports import ports
from contracts.kinds import PORT_LISTS

_FIXES = {
    "DOC-01": "Keep the id. To start over, begin a new product and deprecate this one.",
    "DOC-06": f"Restore the original {documents.CREATED['product']}.",
}
"""What to do, where the rule's own words are about a contract."""


def changes(before: dict[str, Any], after: dict[str, Any], scope: Scope) -> tuple[Change, ...]:
    """Return what changed between the trees of two data products."""
    pair = Pair(before, after, (), (), (), "the product", "product", scope)
    return tuple(_worded(change) for check in _CHECKS for change in check(pair))


def _worded(change: Change) -> Change:
    """Return *change* in the words of a product; a sentence may begin with `the output port`."""
    fix = change.fix or _FIXES.get(change.rule, "")
    message = change.message
    if message.startswith("the "):
        message = f"T{message[1:]}"
    return msgspec.structs.replace(change, message=message, fix=fix)


_ENDINGS = {
    **dict.fromkeys(("LIFE-02", "DEP-01", "DEP-02"), "PORT-15"),
    "LIFE-04": "PORT-16",
}
"""A product that ends takes all its ports with it, so its end weighs more than an element's."""


def _life(pair: Pair) -> Iterator[Change]:
    """Say where the product is in its life: by its status, or by `deprecated` of ODPS 1.1."""
    told: set[str] = set()
    for change in (*lifecycle.status(pair), *lifecycle.deprecation(pair)):
        rule = _ENDINGS.get(change.rule, change.rule)
        if rule in told:
            continue
        told.add(rule)
        is_ending = rule != change.rule
        yield pair.field(rule, change.message, str(change.now[-1])) if is_ending else change


def _elsewhere(pair: Pair) -> Iterator[Change]:
    """Tell what changed in keys of the product that the standard does not know."""
    yield from documentation(pair, "CHG-02", _JUDGED, frozenset())


_JUDGED = documents.owned("product") | {
    *("version", "status", "deprecated", "description", "tags", "context", "synonyms"),
    *("support", "team", *PORT_LISTS),
}

_CHECKS: tuple[Callable[[Pair], Iterable[Change]], ...] = (
    *documents.CHECKS,
    _life,
    *texts.CHECKS,
    people.people,
    people.support,
    meaning.context,
    meaning.synonyms,
    custom_properties,
    definitions,
    ports,
    _elsewhere,
)
