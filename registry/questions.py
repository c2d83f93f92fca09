"""What is looked for? Words, filters and an order: a search, a feed and a saved search share it."""

from collections.abc import Callable, Sequence

import msgspec

from registry.errors import InvalidRequestError
from search.query import FACETS, Sort

MAX_TEXT = 1000
MAX_VALUES = 50
"""Characters of a text, and values of one filter."""


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A search without its page. ``filters`` maps a facet to its chosen values.

    Raises: InvalidRequestError for an unknown filter or order.
    """

    text: str = ""
    filters: dict[str, tuple[str, ...]] = {}
    sort: str = Sort.RELEVANCE

    def __post_init__(self) -> None:
        if unknown := self.filters.keys() - set(FACETS):
            raise InvalidRequestError(
                f"There is no filter {', '.join(sorted(unknown))}.",
                next_step=f"Choose from: {', '.join(FACETS)}.",
            )
        if self.sort not in set(Sort):
            raise InvalidRequestError(
                "There is no such order.", next_step=f"Choose one of: {', '.join(Sort)}."
            )

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """The chosen filters as they stand in an address."""
        return [(name, value) for name, values in self.filters.items() for value in values]

    @property
    def query(self) -> list[tuple[str, str]]:
        """The whole question as it stands in an address; what is usual is left out."""
        words = [("q", self.text)] if self.text else []
        order = [("sort", str(self.sort))] if self.sort != Sort.RELEVANCE else []
        return [*words, *self.pairs, *order]


def asked(text: str, sort: str, values_of: Callable[[str], Sequence[str]]) -> Question:
    """Return the question of an address, in which each facet may stand several times."""
    given = {name: tuple(values_of(name)[:MAX_VALUES]) for name in FACETS}
    return Question(
        text=text.strip()[:MAX_TEXT],
        filters={name: values for name, values in given.items() if values},
        sort=sort or Sort.RELEVANCE,
    )
