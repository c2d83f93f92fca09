"""Who may use the data, who answers for it, who helps, and what does it cost?"""

from collections.abc import Iterator
from typing import Any

from contracts.compat.change import (
    RISKY_READ,
    SAME,
    WIDER,
    Change,
    Found,
    Pair,
    text,
)
from contracts.compat.custody import BOTH_AGENCIES
from contracts.compat.custom_properties import custom_properties
from contracts.compat.definitions import definitions
from contracts.compat.listing import Family, Place, compare_lists, documentation
from contracts.compat.normal import entries, mapping, number, plain, same, same_entries, team
from contracts.compat.pairing import Entry, by
from contracts.compat.security import PRIVACY
from contracts.compat.wording import from_to
from contracts.findings import Bump

_LEVELS = ("firstLevelApprovers", "secondLevelApprovers")
_ACCESS = {
    **dict.fromkeys(("none", "no access", "denied"), 0),
    **dict.fromkeys(("metadata", "browse"), 1),
    **dict.fromkeys(("read", "read-only", "readonly", "select", "viewer"), 2),
    **dict.fromkeys(("write", "read-write", "readwrite", "read/write", "read write", "editor"), 3),
    **dict.fromkeys(("admin", "owner", "all", "full"), 4),
}


def roles(pair: Pair) -> Iterator[Change]:
    """Say which roles are gone and what the others may do."""
    yield from compare_lists(pair, "roles", _ROLES)


def _role_added(place: Place, role: Entry) -> Iterator[Change]:
    yield place.change("ACC-04", f"The role {_role_name(role)} was added.")


def _role_removed(place: Place, role: Entry) -> Iterator[Change]:
    message = f"Who has the role {_role_name(role)} loses access: it was removed."
    yield place.change("ACC-01", message)


def _role_name(role: Entry) -> str:
    return text(role.get("role")) or "without a name"


def _role_changed(pair: Pair) -> Iterator[Change]:
    if not same(pair.before.get("role"), pair.after.get("role")):
        says = from_to(pair.before.get("role"), pair.after.get("role"))
        message = f"Who has the role loses access until it is granted anew: its name {says}."
        yield pair.field("ACC-01", message, "role")
    yield from _access(pair)
    yield from _approvers(pair)
    yield from documentation(
        pair, "ORG-01", frozenset(("role", "access", *_LEVELS)), frozenset(("id", "description"))
    )


def _access(pair: Pair) -> Iterator[Change]:
    before, after = pair.before.get("access"), pair.after.get("access")
    if plain(before) == plain(after):
        return
    old, new = _ACCESS.get(plain(before)), _ACCESS.get(plain(after))
    says = f"the access of {pair.label} {from_to(before, after)}"
    found = Found(before=before, after=after, verdict=RISKY_READ)
    message = f"It cannot be told whether members may do what they did: {says}."
    if old is not None and new is not None and new > old:
        message = f"Members may do more: {says}."
        found = Found(before=before, after=after, verdict=SAME, bump=Bump.MINOR)
    elif old is not None and new is not None:
        verdict = WIDER if new < old else SAME
        message = f"Members may no longer do what they did: {says}."
        if new == old:
            message = f"Members may do what they did, in another word: {says}."
        found = Found(before=before, after=after, verdict=verdict, approvers=())
    yield pair.change("ACC-02", message, "access", found=found)


def _approvers(pair: Pair) -> Iterator[Change]:
    for key in _LEVELS:
        before, after = pair.before.get(key), pair.after.get(key)
        if same(before, after):
            continue
        message = f"Others approve requests for {pair.label}: {key} {from_to(before, after)}."
        found = Found(before=before, after=after, verdict=SAME, approvers=())
        if not after:
            message = f"Requests for {pair.label} pass one approval less: {key} "
            message += f"{from_to(before, None)}."
            found = Found(before=before, verdict=SAME, bump=Bump.MINOR, approvers=PRIVACY)
        yield pair.change("ACC-03", message, key, found=found)


_ROLES = Family(
    noun="role",
    identities=(by("id"), by("role", "access"), by("role")),
    label=lambda role: f"the role {_role_name(role)}",
    added=_role_added,
    removed=_role_removed,
    changed=_role_changed,
)


def people(pair: Pair) -> Iterator[Change]:
    """Say who answers for the data; the list of older versions of the standard is the members."""
    before, after = team(pair.before.get("team")), team(pair.after.get("team"))
    if same(before, after):
        return
    if not (isinstance(before, dict | None) and isinstance(after, dict | None)):
        yield pair.field(
            "CHG-01", "The team is written in a way that the standard does not know.", "team"
        )
        return
    old, new = mapping(before), mapping(after)
    inner = Pair(old, new, ("team",), ("team",), (), "the team", "team", pair.scope)
    if not same(old.get("name"), new.get("name")):
        says = from_to(old.get("name"), new.get("name"))
        message = f"Others answer for the data: the team's name {says}."
        approvers = BOTH_AGENCIES if old.get("name") else ()
        found = Found(before=old.get("name"), after=new.get("name"), approvers=approvers)
        yield inner.change("ORG-02", message, "name", found=found)
    yield from _members(inner)
    yield from documentation(
        inner, "ORG-01", frozenset(("name", "members")), frozenset(("id", "description", "tags"))
    )
    yield from custom_properties(inner)
    yield from definitions(inner)


def _members(team_: Pair) -> Iterator[Change]:
    old, new = team_.before.get("members"), team_.after.get("members")
    if same_entries(old, new):
        return
    before, after = (sorted(_names(members)) for members in (old, new))
    message = "What is said of the members of the team changed."
    if before != after:
        message = "Other people answer for the data."
        if _has_owner(old) and not _has_owner(new):
            message = "Nobody answers for the data: no member of the team is its owner."
    found = Found(before=before, after=after)
    yield team_.change("ORG-01", message, "members", found=found)


def _names(members: object) -> set[str]:
    return {text(entry.get("username")) or text(entry.get("name")) for _, entry in entries(members)}


def _has_owner(members: object) -> bool:
    return any("owner" in plain(entry.get("role")) for _, entry in entries(members))


def support(pair: Pair) -> Iterator[Change]:
    """Say where people no longer find help."""
    yield from compare_lists(pair, "support", _SUPPORT)


def _channel_added(place: Place, channel: Entry) -> Iterator[Change]:
    found = Found(verdict=SAME, bump=Bump.PATCH)
    yield place.change("ORG-01", f"People also find help at {_channel(channel)}.", found)


def _channel_removed(place: Place, channel: Entry) -> Iterator[Change]:
    message = f"People no longer find help at {_channel(channel)}."
    if not place.parent.after.get("support"):
        message += " It was the last channel."
    yield place.change("ORG-03", message)


def _channel(channel: Entry) -> str:
    return text(channel.get("channel")) or text(channel.get("url")) or "a channel without a name"


def _channel_changed(pair: Pair) -> Iterator[Change]:
    yield from documentation(
        pair,
        "ORG-01",
        frozenset(),
        frozenset(("id", "channel", "url", "description", "tool", "scope", "invitationUrl")),
    )


_SUPPORT = Family(
    noun="channel",
    identities=(by("id"), by("channel", "url"), by("channel"), by("url")),
    label=_channel,
    added=_channel_added,
    removed=_channel_removed,
    changed=_channel_changed,
)

_PRICE = frozenset(("priceAmount", "priceCurrency", "priceUnit"))


def price(pair: Pair) -> Iterator[Change]:
    """Say whether the data costs more."""
    before, after = pair.before.get("price"), pair.after.get("price")
    if same(before, after):
        return
    if not (isinstance(before, dict | None) and isinstance(after, dict | None)):
        yield pair.field(
            "CHG-01", "The price is written in a way that the standard does not know.", "price"
        )
        return
    old, new = mapping(before), mapping(after)
    inner = Pair(old, new, ("price",), ("price",), (), "the price", "price", pair.scope)
    if any(not same(old.get(key), new.get(key)) for key in _PRICE):
        yield _dearer(inner)
    yield from documentation(inner, "ORG-01", _PRICE, frozenset(("id",)))


def _dearer(pair: Pair) -> Change:
    amounts = [number(side.get("priceAmount")) for side in (pair.before, pair.after)]
    said = [_price_said(side) for side in (pair.before, pair.after)]
    found = Found(before=said[0], after=said[1])
    key = "priceAmount"
    if not pair.after or amounts[1] == 0:
        message = f"The data costs nothing any more; it was {said[0]}."
        return pair.change("PRI-02", message, *((key,) if pair.after else ()), found=found)
    if not pair.before or amounts[0] == 0:
        message = f"The data costs something for the first time: {said[1]}."
        return pair.change("PRI-01", message, key, found=found)
    is_comparable = all(
        plain(pair.before.get(each)) == plain(pair.after.get(each))
        for each in ("priceCurrency", "priceUnit")
    )
    old, new = amounts
    if is_comparable and old is not None and new is not None and new <= old:
        message = f"The data costs less: {said[1]} instead of {said[0]}."
        return pair.change("PRI-02", message, key, found=found)
    message = f"The data may cost more: {said[1]} instead of {said[0]}."
    return pair.change("PRI-01", message, key, found=found)


def _price_said(side: dict[str, Any]) -> str | None:
    parts = [side.get("priceAmount"), side.get("priceCurrency")]
    said = " ".join(str(part) for part in parts if part is not None)
    unit = side.get("priceUnit")
    return (f"{said} per {unit}" if unit else said) if side else None


CHECKS = (roles, people, support, price)
