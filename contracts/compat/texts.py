"""For what may the data be used, and for what not? The description of the contract as a whole."""

from collections.abc import Iterator

from contracts.compat.change import SAME, Change, Found, Pair, text
from contracts.compat.custom_properties import custom_properties
from contracts.compat.definitions import definitions
from contracts.compat.listing import documentation
from contracts.compat.meaning import tags_of
from contracts.compat.normal import custom, is_true, mapping, plain, same
from contracts.compat.security import PRIVACY, sensitive_tags
from contracts.compat.sentences import Allowed, limits, use
from contracts.compat.wording import shown
from contracts.findings import Bump

_JUDGED = frozenset(("purpose", "usage", "limitations"))
_PROTECTED = frozenset(("confidential", "restricted"))


def description(pair: Pair) -> Iterator[Change]:
    """Say what changed in the description of the contract."""
    before, after = pair.before.get("description"), pair.after.get("description")
    if same(before, after):
        return
    if not (isinstance(before, dict | None) and isinstance(after, dict | None)):
        yield pair.field("TXT-06", f"The description of {pair.label} changed.", "description")
        return
    where = ("description",)
    label = f"the description of {pair.label}"
    inner = Pair(mapping(before), mapping(after), where, where, (), label, "text", pair.scope)
    yield from _limitations(inner)
    yield from _usage(inner)
    yield from _purpose(inner, pair)
    yield from documentation(inner, "TXT-06", _JUDGED, frozenset(("id",)))
    yield from custom_properties(inner)
    yield from definitions(inner)


def _limitations(pair: Pair) -> Iterator[Change]:
    key = "limitations"
    before, after = pair.before.get(key), pair.after.get(key)
    if same(before, after):
        return
    allowed = limits(text(before), text(after))
    found = Found(before=before, after=after, approvers=())
    if allowed is Allowed.SAME and _are_texts(before, after):
        message = "The limitations are spelt in another way."
        found = Found(before=before, after=after, verdict=SAME, bump=Bump.PATCH, approvers=())
        yield pair.change("TXT-02", message, key, found=found)
    elif allowed is Allowed.MORE and _are_texts(before, after):
        message = f"What was prohibited is allowed: the limitations were {shown(before)}."
        yield pair.field("TXT-02", message, key)
    else:
        message = f"Consumers may have to stop what they do: the limitations say {shown(after)}."
        yield pair.change("TXT-01", message, key, found=found)


def _are_texts(*values: object) -> bool:
    return all(value is None or isinstance(value, str) for value in values)


def _usage(pair: Pair) -> Iterator[Change]:
    key = "usage"
    before, after = pair.before.get(key), pair.after.get(key)
    if same(before, after):
        return
    allowed = use(text(before), text(after)) if _are_texts(before, after) else Allowed.UNKNOWN
    verdict = SAME if before is None or allowed in {Allowed.SAME, Allowed.MORE} else None
    message = _USES[allowed].format(shown(after))
    if after is None:
        message = "It is no longer said how the data may be used."
    elif before is None:
        message = f"It is said how the data may be used: {shown(after)}."
    yield pair.field("TXT-03", message, key, verdict=verdict)


_USES = {
    Allowed.SAME: "The usage is spelt in another way.",
    Allowed.MORE: "Consumers may use the data for more than before: the usage says {}.",
    Allowed.LESS: "Consumers may use the data for less than before: the usage says {}.",
    Allowed.UNKNOWN: "Consumers may use the data in another way: the usage says {}.",
}


def _purpose(pair: Pair, contract: Pair) -> Iterator[Change]:
    key = "purpose"
    before, after = pair.before.get(key), pair.after.get(key)
    if same(before, after):
        return
    is_bound = _is_bound_to_purpose(contract) and plain(before) != plain(after)
    message = f"The {contract.role}'s purpose is worded anew."
    if is_bound:
        message += " Agreements are bound to the purpose they name."
    approvers = PRIVACY if is_bound else ()
    found = Found(before=before, after=after, approvers=approvers)
    yield pair.change("TXT-04", message, key, found=found)


def _is_bound_to_purpose(contract: Pair) -> bool:
    """Whether the contract says that its data is about people or confidential."""
    highest = plain(custom(contract.after, "maxClassification"))
    return is_true(custom(contract.after, "consentRequired")) or highest in _PROTECTED


def tags(pair: Pair) -> Iterator[Change]:
    """Say that the contract is tagged in another way."""
    if tags_of(pair.before) != tags_of(pair.after):
        plainly = pair.field("TXT-06", f"The tags of {pair.label} changed.", "tags")
        yield from [*sensitive_tags(pair)] or [plainly]


CHECKS = (description, tags)
