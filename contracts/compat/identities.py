"""Does an id still mean what it meant? One that is given to a different element, or is gone."""

from collections.abc import Iterator

from contracts.compat.change import Change, Pair, text
from contracts.compat.normal import plain, same


def reused(pair: Pair) -> Iterator[Change]:
    """Say that an id has gone over to a different element: all that describes it differs."""
    identifier = text(pair.before.get("id"))
    if identifier and identifier == pair.after.get("id") and _is_another(pair):
        name = text(pair.after.get("name"))
        message = f"'{identifier}' was the id of {pair.names[-1]} and is that of {name}, which has "
        message += "another type and another description: the two are hardly the same."
        yield pair.field("HIST-02", message, "id")


def rewritten(pair: Pair) -> Iterator[Change]:
    """Say that an element lost its id or has another; one that it newly has is no loss."""
    if same(pair.before.get("id"), pair.after.get("id")):
        return
    if not text(pair.before.get("id")):
        yield pair.field("CHG-02", f"The id of {pair.label} changed.", "id")
        return
    verb = "has another id" if text(pair.after.get("id")) else "has no id any more"
    yield pair.field("HIST-03", f"{pair.label} {verb}.", "id")


def _is_another(pair: Pair) -> bool:
    key = "logicalType" if pair.before.get("logicalType") else "physicalType"
    return all(_differ(pair, each) for each in ("name", "description", key))


def _differ(pair: Pair, key: str) -> bool:
    before, after = plain(pair.before.get(key)), plain(pair.after.get(key))
    return bool(before and after) and before != after
