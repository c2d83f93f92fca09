"""Who owns the data, for which purposes may it be used, and under which licence?"""

import re
from collections.abc import Iterator

from contracts.compat.change import RISKY_READ, SAME, WIDER, Change, Verdict
from contracts.compat.custom_property import Custom, spelt
from contracts.compat.wording import from_to, listed
from contracts.findings import Bump

BOTH_AGENCIES = ("chief data officers of both agencies",)
PRIVACY_AND_COUNSEL = ("privacy officer", "legal counsel")

_FREEDOM = (
    r"cc0|publicdomain|public.domain|pddl|unlicense",
    r"by-nc|by-nd|noncommercial",
    r"by-sa|odbl|share.?alike",
    r"\bby\b|odc-by|ogl|open.government|mit\b|apache|attribution",
    r"proprietary|all.rights.reserved|commercial",
)
_RANKS = (0, 3, 2, 1, 4)  # how much each of the patterns above forbids


def owner_agency(custom: Custom) -> Iterator[Change]:
    """Say that another agency is responsible for the data."""
    says = from_to(custom.before, custom.after)
    if custom.old is None:
        message, approvers = f"The owning agency {says}.", ()
    else:
        message, approvers = f"Another agency answers for the data: its owner {says}.", None
    yield custom.change("ORG-02", message, approvers=approvers)


def purposes(custom: Custom) -> Iterator[Change]:
    """Say for which purposes the data may be used in addition, and for which no longer."""
    before, after = spelt(custom.before), spelt(custom.after)
    gone = sorted(before[word] for word in before.keys() - after.keys())
    come = sorted(after[word] for word in after.keys() - before.keys())
    if gone:
        message = f"Agreements for {listed(gone)} are no longer covered."
        yield custom.change("TXT-09", message, WIDER)
    elif come:
        message = f"The data may be used for {listed(come)} as well."
        yield custom.change("TXT-09", message, SAME, Bump.MINOR)


def licence(custom: Custom) -> Iterator[Change]:
    """Say that the data is licensed in another way."""
    if custom.old is not None:
        says = from_to(custom.before, custom.after)
        message = f"What consumers may do with the data may differ: its licence {says}."
        yield custom.change("TXT-05", message, licence_verdict(custom.before, custom.after))


def licence_verdict(before: object, after: object) -> Verdict:
    """Return what another licence does to readers: a known stricter one takes rights away."""
    old, new = _forbids(before), _forbids(after)
    if old is not None and new is not None and new > old:
        return WIDER
    return RISKY_READ


def _forbids(value: object) -> int | None:
    said = str(value or "").casefold()
    for pattern, rank in zip(_FREEDOM, _RANKS, strict=True):
        if re.search(pattern, said):
            return rank
    return None
