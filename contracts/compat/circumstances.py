"""What must be known beyond the documents to judge a change? The clock, the history, who reads it.

Two files by themselves know nothing of it, and the stricter rule holds. A registry knows.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

import msgspec

from contracts.compat.dangling import Referrer
from contracts.compat.ledger import Names, Remembered
from contracts.findings import Consumer
from contracts.waiving import NOTHING_WAIVED, Waivers

Key = Names
"""By what an element is known: the names from its object on, or the empty text and its id."""


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What holds at the moment of judging.

    ``today`` is the day, in UTC; None: nobody says, and no window can be counted. ``deprecated``
    says since when the versions in force call an element deprecated, without a break; it counts
    where ``today`` is known. ``uses`` are the declared uses of the contract, ``line_uses`` those
    of the major line that the new version belongs to, and ``status`` is where that line stands in
    its life; empty: as the document before says. ``remembered`` is what the versions dropped,
    oldest first. ``referrers`` are the other contracts whose relationships lead into this one;
    ``indirect`` whom a change reaches by them. ``waivers`` are what need not count. ``taken`` are
    the numbers of all other versions that there are, be they waiting, withdrawn or retired.
    """

    today: date | None = None
    deprecated: Mapping[Key, date] = MappingProxyType({})
    status: str = ""
    uses: tuple[Consumer, ...] = ()
    line_uses: tuple[Consumer, ...] = ()
    remembered: tuple[Remembered, ...] = ()
    referrers: tuple[Referrer, ...] = ()
    indirect: tuple[Consumer, ...] = ()
    waivers: Waivers = NOTHING_WAIVED
    taken: tuple[str, ...] = ()


NOTHING_KNOWN = Circumstances()
