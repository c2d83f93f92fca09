"""What changed in a place that no other check owns? Nothing may pass in silence.

Texts for people are documentation; keys that the standard does not know are told one by one; for
everything else one finding an element says plainly that no rule judges it yet.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from contracts.compat import documents, enums, keys, types
from contracts.compat.change import Change, Found, Pair
from contracts.compat.normal import (
    flag,
    mapping,
    options,
    quality_rule,
    same,
    spelling,
    team,
    without_defaults,
)
from contracts.compat.promises import promises

_TEXTS = frozenset(("description", "businessName", "tags"))
_ELEMENT = _TEXTS | {
    *("id", "name", "physicalType", "physicalName", "logicalType", "deprecated", "synonyms"),
    *("authoritativeDefinitions", "customProperties", "properties", "relationships", "quality"),
}
_OBJECT = _ELEMENT | {"dataGranularityDescription", "context"}
_PROPERTY = _ELEMENT | {
    *("primaryKey", "primaryKeyPosition", "logicalTypeOptions", "required", "unique", "items"),
    *("partitioned", "partitionKeyPosition", "classification", "encryptedName", "map", "enum"),
    *("transformSourceObjects", "transformLogic", "transformDescription", "examples"),
    *("criticalDataElement", "semanticType"),
}
_CONTRACT = documents.OWNED | {
    *("version", "status", "tags", "servers", "description", "context", "schema", "support"),
    *("price", "team", "roles", "slaDefaultElement", "slaProperties", "customProperties"),
    "authoritativeDefinitions",
}
_JUDGED_OBJECT = frozenset(
    ("name", "physicalName", "physicalType", "logicalType", "properties")
) | {"dataGranularityDescription"}
_JUDGED_PROPERTY = frozenset(
    ("name", "physicalName", "physicalType", "logicalType", "properties", "logicalTypeOptions")
) | {"enum", "examples", "items", "map"}
_FLAGS = ("required", "unique", "primaryKey", "partitioned")
_POSITIONS = {"primaryKeyPosition": "primaryKey", "partitionKeyPosition": "partitioned"}

Tree = dict[str, Any]


def of_contract(pair: Pair) -> Iterator[Change]:
    """Tell what changed in the sections of the contract that no rule judges."""
    before, after = _sections(pair.before), _sections(pair.after)
    for key in _differing(before, after):
        if key in documents.OWNED or key in {"schema", "version"}:
            continue
        if key not in _CONTRACT:
            yield _unknown(pair, key)
        elif key == "description":
            yield from _description(pair)
        elif key == "tags":
            yield pair.field("CHG-02", "The tags of the contract changed.", key)
        else:
            yield _at_first_difference(pair, key, _not_judged(f"'{key}' changed"))


def _sections(contract: Tree) -> Tree:
    sections = without_defaults(contract)
    if "team" in sections:
        sections["team"] = team(sections["team"])
    return sections


def _description(pair: Pair) -> Iterator[Change]:
    before, after = pair.before.get("description"), pair.after.get("description")
    old, new = mapping(before), mapping(after)
    if not (isinstance(before, dict | None) and isinstance(after, dict | None)):
        yield pair.field("CHG-02", "The description of the contract changed.", "description")
        return
    for key in _differing(old, new):
        found = Found(before=old.get(key), after=new.get(key))
        if key == "purpose":
            message = "The contract's purpose is worded anew."
            yield pair.change("CHG-02", message, "description", key, found=found)
        else:
            message = _not_judged(f"'{key}' in the description of the contract changed")
            yield pair.change("CHG-01", message, "description", key, found=found)


def of_object(pair: Pair) -> Iterator[Change]:
    """Tell what changed in a schema object and is judged nowhere else."""
    before, after = without_defaults(pair.before), without_defaults(pair.after)
    for element, source in ((before, pair.before), (after, pair.after)):
        if "quality" in element:
            element["quality"] = _rules(source)
        _relate(element, pair, is_old=source is pair.before)
    yield from _tell(pair, before, after, (_JUDGED_OBJECT, _OBJECT))


def of_property(pair: Pair) -> Iterator[Change]:
    """Tell what changed in a property and is judged nowhere else."""
    before, after = _property(pair.before, pair), _property(pair.after, pair)
    for key in _FLAGS:
        if {str(pair.before.get(key)), str(pair.after.get(key))} <= _SWITCHES:
            before.pop(key, None)
            after.pop(key, None)
    for key, key_flag in _POSITIONS.items():
        if flag(pair.before, key_flag) or flag(pair.after, key_flag):
            before.pop(key, None)
            after.pop(key, None)
    yield from _tell(pair, before, after, (_JUDGED_PROPERTY, _PROPERTY))


_SWITCHES = frozenset(("None", "True", "False"))


def _property(element: Tree, pair: Pair) -> Tree:
    """Return *element* without what the domain, the keys and the lists have judged."""
    left = without_defaults(element)
    judged = (*types.COLLATION, *(keys.TRANSFORMS if flag(pair.before, "partitioned") else ()))
    _replace(
        left,
        "customProperties",
        [
            entry
            for entry in _listed(left, "customProperties")
            if not (_is_bare(entry, _CUSTOM) and entry.get("property") in judged)
        ],
    )
    _replace(
        left,
        "authoritativeDefinitions",
        [
            entry
            for entry in _listed(left, "authoritativeDefinitions")
            if not (_is_bare(entry, _LINK) and enums.is_codelist(entry))
        ],
    )
    if _promise(pair.before) == _promise(pair.after):
        left["quality"] = _rules(element)
    else:
        _replace(left, "quality", [*promises(element).rest])
    _relate(left, pair, is_old=element is pair.before)
    return left


_CUSTOM = frozenset(("property", "value", "id"))
_LINK = frozenset(("type", "url", "id"))


def _is_bare(entry: object, keys_: frozenset[str]) -> bool:
    """Whether an entry says nothing beyond what a check has judged."""
    return isinstance(entry, dict) and entry.keys() <= keys_


def _promise(element: Tree) -> tuple[object, bool, bool]:
    found = promises(element)
    return found.listed, found.never_null, found.never_twice


def _replace(element: Tree, key: str, entries_: list[Any]) -> None:
    """Put *entries_* in place of the list at *key*; what is no list stays as it is."""
    if isinstance(element.get(key), list):
        del element[key]
        if entries_:
            element[key] = entries_


def _listed(element: Tree, key: str) -> list[Any]:
    value = element.get(key)
    return value if isinstance(value, list) else []


def unnoticed(pair: Pair) -> Iterator[Change]:
    """Tell that an element changed although no check found anything to say."""
    before, after = (
        {key: value for key, value in _property(element, pair).items() if key not in _TOLD_BY_LIST}
        | {"logicalTypeOptions": options(element)}
        for element in (pair.before, pair.after)
    )
    if not same(_bare(before), _bare(after)):
        yield pair.change("CHG-01", _not_judged(f"{pair.label} changed"))


def _bare(value: object) -> object:
    """Return a tree without what says the same as its absence, lists in an order of their own."""
    if isinstance(value, list):
        return _unordered([_bare(item) for item in value])
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


def _rules(element: Tree) -> object:
    value = element.get("quality")
    if not isinstance(value, list):
        return value
    return [quality_rule(rule) if isinstance(rule, dict) else rule for rule in value]


def _relate(element: Tree, pair: Pair, *, is_old: bool) -> None:
    """Put relationships as the change of objects leaves them.

    One to an object that is gone is told by its removal; an old one to an object that was renamed
    leads to the new name.
    """
    scope = pair.scope
    if not (scope.gone_objects or scope.renamed_objects) or "relationships" not in element:
        return
    renamed = scope.renamed_objects if is_old else {}
    kept = []
    for entry in _listed(element, "relationships"):
        if not isinstance(entry, dict):
            kept.append(entry)
        elif _target(entry) not in scope.gone_objects:
            ends = {key: _followed(entry[key], renamed) for key in ("from", "to") if key in entry}
            kept.append({**entry, **ends})
    _replace(element, "relationships", kept)


def _target(relationship: Tree) -> str:
    to = relationship.get("to")
    first = to[0] if isinstance(to, list) and to else to
    return first.partition(".")[0] if isinstance(first, str) else ""


def _followed(end: object, renamed: Mapping[str, str]) -> object:
    if isinstance(end, list):
        return [_followed(each, renamed) for each in end]
    if not isinstance(end, str):
        return end
    name, dot, column = end.partition(".")
    return f"{renamed.get(name, name)}{dot}{column}"


def _tell(
    pair: Pair, before: Tree, after: Tree, sets: tuple[frozenset[str], frozenset[str]]
) -> Iterator[Change]:
    judged, known = sets
    changed = [key for key in _differing(before, after) if key not in judged]
    for key in changed:
        if key not in known:
            yield _unknown(pair, key)
    texts = [key for key in changed if key in _TEXTS or key == "id"]
    if texts:
        says = f"{_and(texts)} of {pair.label} changed."
        yield _together(pair, "CHG-02", says, texts)
    others = [key for key in changed if key in known and key not in texts]
    if others:
        says = _not_judged(f"{_and(others)} of {pair.label} changed")
        yield _together(pair, "CHG-01", says, others)


def _and(names: list[str]) -> str:
    return " and ".join([*([", ".join(names[:-1])] if names[1:] else []), names[-1]])


def _not_judged(says: str) -> str:
    return f"{says}; no rule judges that yet, so a person should look."


def _together(pair: Pair, rule: str, says: str, names: list[str]) -> Change:
    if len(names) == 1:
        return _at_first_difference(pair, names[0], says, rule)
    found = Found(
        before={key: pair.before.get(key) for key in names},
        after={key: pair.after.get(key) for key in names},
    )
    return pair.change(rule, says, found=found)


def _at_first_difference(pair: Pair, key: str, says: str, rule: str = "CHG-01") -> Change:
    """Return the change in *key*, at the first item that was not there before if it is a list."""
    before, after = pair.before.get(key), pair.after.get(key)
    found = Found(before=before, after=after)
    if isinstance(before, list) and isinstance(after, list):
        old = {spelling(item) for item in before}
        for place, item in enumerate(after):
            if spelling(item) not in old:
                return pair.change(rule, says, key, place, found=found)
    return pair.change(rule, says, key, found=found)


def _unknown(pair: Pair, key: str) -> Change:
    says = f"The standard knows no '{key}' here, and it changed: nobody can tell what it promises."
    return pair.field("DOC-07", says, key)


def _differing(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[str]:
    return [
        key
        for key in {**before, **after}
        if not same(_unordered(before.get(key)), _unordered(after.get(key)))
    ]


def _unordered(value: object) -> object:
    """Return lists in an order of their own: none of those told here has a meaning in its order."""
    return sorted(map(_sortable, value)) if isinstance(value, list) else value


def _sortable(value: object) -> str:
    return str(spelling(value))
