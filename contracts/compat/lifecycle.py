"""Where in its life is the contract, or an element of it? What two documents alone can tell.

A document in force that is followed by a draft or a proposal of another number withdraws nothing:
that version waits beside it until its owner activates it. A registry, which knows what is in force,
does not ask the documents (`contracts.policy.Policy.status_is_state`).
"""

from collections.abc import Iterator

from contracts.compat.change import SAME, Change, Found, Pair
from contracts.compat.normal import flag, plain, same
from contracts.compat.sunsets import names_a_way_out
from contracts.compat.wording import from_to
from contracts.findings import Bump

_WAITING, _ACTIVE, _DEPRECATED, _RETIRED = "waiting", "active", "deprecated", "retired"
_STAGES = {
    **dict.fromkeys(("", "draft", "proposed"), _WAITING),
    **{stage: stage for stage in (_ACTIVE, _DEPRECATED, _RETIRED)},
}
_STEPS = {
    (_WAITING, _ACTIVE): ("LIFE-01", "What was only announced is promised"),
    (_ACTIVE, _DEPRECATED): ("LIFE-02", "Consumers must plan to leave"),
    (_WAITING, _DEPRECATED): ("LIFE-02", "Consumers must plan to leave"),
    (_ACTIVE, _RETIRED): ("LIFE-04", "Consumers find nothing"),
    (_DEPRECATED, _RETIRED): ("LIFE-04", "Consumers find nothing, unless all have left"),
    (_ACTIVE, _WAITING): ("LIFE-05", "What was promised is no longer"),
    (_DEPRECATED, _WAITING): ("LIFE-05", "What was promised is no longer"),
    (_RETIRED, _ACTIVE): ("LIFE-06", "What was retired is promised again"),
    (_RETIRED, _DEPRECATED): ("LIFE-06", "What was retired is promised again"),
    (_DEPRECATED, _ACTIVE): ("LIFE-07", "Consumers may stay"),
}


def status(pair: Pair) -> Iterator[Change]:
    """Say what another status means for those who rely on the contract."""
    before, after = pair.before.get("status"), pair.after.get("status")
    if same(before, after) or _only_waits(pair):
        return
    stages = _STAGES.get(plain(before)), _STAGES.get(plain(after))
    says = f"the status {from_to(before, after)}"
    if None in stages:
        message = f"The standard does not know one of these words: {says}."
        yield pair.field("CHG-01", message, "status")
    elif stages in _STEPS:
        rule, outcome = _STEPS[stages]
        yield pair.field(rule, f"{outcome}: {says}.", "status")
    else:
        message = f"Nobody relies on it: {says}."
        found = Found(before=before, after=after, verdict=SAME, bump=Bump.NONE)
        yield pair.change("CHG-02", message, "status", found=found)


def _only_waits(pair: Pair) -> bool:
    """Whether the new document is another version that waits, so that the old one stays."""
    waits = _STAGES.get(plain(pair.after.get("status"))) == _WAITING
    return waits and not same(pair.before.get("version"), pair.after.get("version"))


def deprecation(pair: Pair) -> Iterator[Change]:
    """Say that an element will end, or will stay after all."""
    before, after = flag(pair.before, "deprecated"), flag(pair.after, "deprecated")
    if after and not before:
        rule, message = "DEP-01", f"Readers of {pair.label} should leave it: it is deprecated."
        if not (names_a_way_out(pair.after) or _is_left_behind(pair)):
            rule = "DEP-02"
            message = f"Readers of {pair.label} do not know until when, nor what to use instead: "
            message += "it is deprecated."
        yield pair.field(rule, message, "deprecated")
    elif before and not after:
        yield pair.field("DEP-07", f"{pair.label} stays: it is no longer deprecated.", "deprecated")


def _is_left_behind(pair: Pair) -> bool:
    """Whether the element's id went elsewhere, so that the move says what to use instead."""
    return bool(pair.before.get("id")) and not same(pair.before.get("id"), pair.after.get("id"))


def is_word_of_registry(change: Change) -> bool:
    """Whether a change says what a registry knows better: what is in force, waits, or is unused."""
    return change.rule in {"LIFE-01", "LIFE-04", "LIFE-05"}
