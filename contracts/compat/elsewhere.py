"""What changed in a place that no other check owns? Nothing may pass in silence.

Keys that the standard does not know are told one by one; for everything else one finding an
element says plainly that no rule judges it.
"""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from typing import Any

from contracts.compat import documents
from contracts.compat.change import Change, Found, Pair
from contracts.compat.identities import rewritten
from contracts.compat.normal import (
    differing,
    flag,
    options,
    quality_rule,
    same,
    spelling,
    without_defaults,
)
from contracts.compat.promises import is_promise
from contracts.compat.relationships import is_gone, related

_ELEMENT = frozenset(
    (
        *("id", "name", "physicalType", "physicalName", "logicalType", "deprecated", "synonyms"),
        *("authoritativeDefinitions", "customProperties", "properties", "relationships"),
        *("quality", "description", "businessName", "tags"),
    )
)
_OBJECT = _ELEMENT | {"dataGranularityDescription", "context"}
_PROPERTY = _ELEMENT | {
    *("primaryKey", "primaryKeyPosition", "logicalTypeOptions", "required", "unique", "items"),
    *("partitioned", "partitionKeyPosition", "classification", "encryptedName", "map", "enum"),
    *("transformSourceObjects", "transformLogic", "transformDescription", "examples"),
    *("criticalDataElement", "semanticType"),
}
_CONTRACT = documents.owned("contract") | {
    *("version", "status", "tags", "servers", "description", "context", "schema", "support"),
    *("price", "team", "roles", "slaDefaultElement", "slaProperties", "customProperties"),
    "authoritativeDefinitions",
}
_FLAGS = ("required", "unique", "primaryKey", "partitioned")
_POSITIONS = {"primaryKeyPosition": "primaryKey", "partitionKeyPosition": "partitioned"}
_LEFT = frozenset(("id", *_FLAGS, *_POSITIONS))  # known keys that no check judges alone
_JUDGED_OF_OBJECT = _OBJECT - _LEFT
_JUDGED_OF_PROPERTY = _PROPERTY - _LEFT

Tree = dict[str, Any]


def of_contract(pair: Pair) -> Iterator[Change]:
    """Tell what changed in keys of the contract that the standard does not know."""
    for key in differing(without_defaults(pair.before), without_defaults(pair.after)):
        if key not in _CONTRACT:
            yield _unknown(pair, key)


def of_object(pair: Pair) -> Iterator[Change]:
    """Tell what changed in a schema object and is judged nowhere else."""
    if left := pair.changed - _JUDGED_OF_OBJECT:
        yield from _tell(pair, left, _OBJECT)


def of_property(pair: Pair) -> Iterator[Change]:
    """Tell what changed in a property and is judged nowhere else."""
    if left := {key for key in pair.changed - _JUDGED_OF_PROPERTY if not _is_judged(pair, key)}:
        yield from _tell(pair, left, _PROPERTY)


def _is_judged(pair: Pair, key: str) -> bool:
    """Whether the key is a flag, or a place that goes with one, which other checks look at."""
    if key in _FLAGS:
        return {str(pair.before.get(key)), str(pair.after.get(key))} <= _SWITCHES
    key_flag = _POSITIONS.get(key, "")
    return flag(pair.before, key_flag) or flag(pair.after, key_flag)


_SWITCHES = frozenset(("None", "True", "False"))


def _tell(pair: Pair, left: AbstractSet[str], known: frozenset[str]) -> Iterator[Change]:
    before, after = (
        without_defaults({key: element[key] for key in element if key in left})
        for element in (pair.before, pair.after)
    )
    changed = differing(before, after)
    for key in changed:
        if key not in known:
            yield _unknown(pair, key)
    yield from rewritten(pair)
    others = [key for key in changed if key in known and key != "id"]
    if others:
        says = _not_judged(f"{' and '.join(others)} of {pair.label} changed")
        found = Found(
            before={key: pair.before.get(key) for key in others},
            after={key: pair.after.get(key) for key in others},
        )
        place = others if len(others) == 1 else ()
        yield pair.change("CHG-01", says, *place, found=found)


def unnoticed(pair: Pair) -> Iterator[Change]:
    """Tell that an element changed although no check found anything to say."""
    before, after = (_bare(_left(pair, element)) for element in (pair.before, pair.after))
    if not same(before, after):
        yield pair.change("CHG-01", _not_judged(f"{pair.label} changed"))


def _left(pair: Pair, element: Tree) -> Tree:
    """Return *element* without what lists and domains tell, and as other elements leave it."""
    left = related(element, pair.scope, is_old=element is pair.before)
    left = {key: value for key, value in left.items() if key not in _TOLD_BY_LIST}
    if isinstance(left.get("relationships"), list):
        left["relationships"] = [
            entry for entry in left["relationships"] if not is_gone(entry, pair.scope)
        ]
    if isinstance(left.get("quality"), list):
        left["quality"] = [rule for rule in left["quality"] if not _is_of_domain(rule)]
    return left | {"logicalTypeOptions": options(element)}


def _is_of_domain(rule: object) -> bool:
    return isinstance(rule, dict) and is_promise(quality_rule(rule))


def _bare(value: object) -> object:
    """Return a tree without what says the same as its absence, lists in an order of their own."""
    if isinstance(value, list):
        return sorted(str(spelling(_bare(item))) for item in value)
    if not isinstance(value, dict):
        return value
    is_rule = "rule" in value or ("validValues" in value and "mustBe" in value)
    newest = quality_rule(value) if is_rule else value
    bare = {key: _bare(item) for key, item in newest.items()}
    return {key: item for key, item in bare.items() if item not in _ABSENT}


_TOLD_BY_LIST = frozenset(
    (
        *("name", "properties", "unique"),
        *("primaryKey", "primaryKeyPosition", "partitioned", "partitionKeyPosition"),
    )
)
_ABSENT: tuple[object, ...] = (None, False, [], {})


def _not_judged(says: str) -> str:
    return f"{says}; no rule judges that yet, so a person should look."


def _unknown(pair: Pair, key: str) -> Change:
    says = f"The standard knows no '{key}' here, and it changed: nobody can tell what it promises."
    return pair.field("DOC-07", says, key)
