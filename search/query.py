"""What does a person ask for? Words, filters, and what the caller may see."""

import msgspec

FACETS = ("agency", "domain", "classification", "status")
"""The fields that can be filtered and counted, in the order people see them."""


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """One search. ``audience`` is the caller's, and holds inside every count.

    An empty ``text`` matches every visible document, newest first. ``filters`` maps a facet to the
    chosen values: one of them must match; different facets must all match. ``limit`` and ``offset``
    are bounded by the engine; pages far behind are empty, though the total stays true.

    Raises: ValueError for a filter that is no facet.
    """

    text: str = ""
    filters: dict[str, tuple[str, ...]] = {}
    audience: tuple[str, ...] = ("public",)
    limit: int = 20
    offset: int = 0

    def __post_init__(self) -> None:
        if unknown := sorted(set(self.filters) - set(FACETS)):
            raise ValueError(f"There is no facet '{unknown[0]}': choose from {', '.join(FACETS)}.")
