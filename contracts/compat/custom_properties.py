"""Which custom properties carry a promise? The watch list, and what is said of all the others.

The list names what Charter's own contracts use and what agencies commonly write. Names are
compared without case and without what divides their words: ``row_filter`` is ``rowFilter``. An
agency's policy may watch more of them (`watching`); what Charter watches stays as it is.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from contracts.compat import custody, keys, meaning, security, server_promises, sunsets, types
from contracts.compat.change import Change, Pair, text
from contracts.compat.custom_property import Custom
from contracts.compat.normal import flag, plain, same, strays
from contracts.compat.pairing import pair_up
from contracts.compat.watching import JUDGES, Judge, watched
from contracts.compat.wording import from_to
from contracts.policy import Level, folded

WATCHED: dict[str, Judge] = {
    **dict.fromkeys(("consentrequired",), security.consent),
    **dict.fromkeys(("privacytechnique", "techniques"), security.techniques),
    **dict.fromkeys(("dp", "differentialprivacy"), security.privacy_loss),
    **dict.fromkeys(("suppressionfloor", "smallcellfloor", "minimumcellsize"), security.floor),
    **dict.fromkeys(("regulatedcategory", "regulatedcategories"), security.categories),
    **dict.fromkeys(("maxclassification", "classification"), security.highest_classification),
    **dict.fromkeys(("pii", "containspii"), security.personal),
    **dict.fromkeys(("masking", "maskingrule", "rowfilter", "rowlevelsecurity"), security.masking),
    **dict.fromkeys(("unit", "unitofmeasure", "currency", "crs"), meaning.unit),
    **dict.fromkeys(("nullconvention", "nullvalue", "sentinel", "missingvalue"), meaning.sentinel),
    **dict.fromkeys(("coverage", "population", "filter"), meaning.coverage),
    **dict.fromkeys(("updatesemantics", "updatemode", "loadtype"), meaning.updates),
    **dict.fromkeys(("deletes", "deletemode", "deletesemantics"), meaning.updates),
    **dict.fromkeys(("owneragency", "owningagency"), custody.owner_agency),
    **dict.fromkeys(("sunset", "sunsetdate", "sunseton"), sunsets.sunset),
    **dict.fromkeys(("license", "licence"), custody.licence),
    **dict.fromkeys(("purposes", "dpvpurposes", "purpose"), custody.purposes),
    **dict.fromkeys(("enumextensible",), meaning.openness),
    **dict.fromkeys(("cardinality",), meaning.cardinality),
    **dict.fromkeys(("region", "dataresidency"), server_promises.residency),
}
"""What a name leads to on any element; on servers some names mean something of their own."""

_ON_SERVERS: dict[str, Judge] = {
    **dict.fromkeys(("delimiter", "header", "encoding"), server_promises.file_layout),
    **dict.fromkeys(
        ("key", "ordering", "compaction", "deliveryguarantee"), server_promises.streaming
    ),
}


def is_built_in(name: str, levels: Sequence[Level], rule: str) -> bool:
    """Whether Charter itself judges a property of that folded name by another rule than *rule*.

    *levels* are those where it would be judged by *rule*; empty: everywhere.
    """
    of_servers = _ON_SERVERS.get(name) if tuple(levels) == (Level.SERVER,) else None
    judge = WATCHED.get(name) or of_servers
    alike = _OF_PRIVACY if rule == "SEC-12" else (JUDGES[rule],)
    return judge is not None and judge not in alike


_OF_PRIVACY = (security.techniques, security.privacy_loss, security.floor)


def custom_properties(pair: Pair) -> Iterator[Change]:
    """Say what changed in the custom properties of an element."""
    old, new = pair.before.get("customProperties"), pair.after.get("customProperties")
    if same(old, new):
        return
    found = pair_up(old, new, (_name,))
    changed = [Custom(pair, entry, None, None) for _, entry in found.removed]
    changed += [Custom(pair, was[1], now[1], now[0]) for was, now in found.pairs]
    changed += [Custom(pair, None, entry, index) for index, entry in found.added]
    for custom in changed:
        if not (same(custom.old, custom.new) or _is_judged_by_type(custom)):
            yield from _told(custom)
    if not same(strays(old), strays(new)):
        message = f"customProperties of {pair.label} hold something that has no name, and changed."
        yield pair.change("CHG-01", message, "customProperties")


def _name(entry: dict[str, Any]) -> object:
    return folded(text(entry.get("property"))) or None


_TYPED = frozenset(("property", "items", "key", "value"))  # roles of what has a type


def _is_judged_by_type(custom: Custom) -> bool:
    """Whether types or keys have looked at it: collations, how partitions are cut."""
    if custom.pair.role not in _TYPED or not same(*_descriptions(custom)):
        return False
    names = {name.casefold() for name in types.COLLATION}
    if flag(custom.pair.before, "partitioned"):
        names |= {name.casefold() for name in keys.TRANSFORMS}
    return custom.name.casefold() in names


def _descriptions(custom: Custom) -> tuple[object, object]:
    old, new = (
        {key: value for key, value in (entry or {}).items() if key not in _BARE}
        for entry in (custom.old, custom.new)
    )
    return old, new


_BARE = frozenset(("property", "value", "id"))


def _told(custom: Custom) -> Iterator[Change]:
    if same(custom.before, custom.after) and custom.old and custom.new:
        rule = "TXT-08" if _only_vendor(custom.old, custom.new) else "TXT-07"
        yield custom.change(rule, f"What is said about '{custom.name}' changed.")
        return
    name = folded(custom.name)
    judge = _ON_SERVERS.get(name) if custom.pair.role == "server" else None
    judge = judge or WATCHED.get(name)
    rule = "SRV-12" if custom.pair.role == "server" else "TXT-07"
    told: list[Change] = []
    if not _is_respelled(custom):
        told = [*judge(custom)] if judge else [*watched(custom, rule)]
    if told:
        yield from told
        return
    says = from_to(custom.before, custom.after)
    yield custom.change(rule, f"'{custom.name}' of {custom.pair.label} {says}.")


def _only_vendor(old: dict[str, Any], new: dict[str, Any]) -> bool:
    return all(same(old.get(key), new.get(key)) for key in {**old, **new} if key != "vendor")


def _is_respelled(custom: Custom) -> bool:
    """Whether a text differs only in case and spacing."""
    values = (custom.before, custom.after)
    return all(isinstance(value, str) for value in values) and plain(values[0]) == plain(values[1])
