"""What is looked for? Words, filters and an order: a search, a feed and a saved search share it."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from urllib.parse import parse_qsl, urlencode

import msgspec

from registry.addresses import plain, shown
from registry.errors import InvalidRequestError
from search.query import FACETS, Sort

MAX_TEXT = 1000
MAX_VALUES = 50
MAX_QUERY = 8000
"""Characters of a text, values of one filter, and characters of it all in an address."""


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
    def written(self) -> str:
        """The whole question as text: what an address has after its `?`."""
        return urlencode(self.query, errors="replace")

    @property
    def query(self) -> list[tuple[str, str]]:
        """The whole question as it stands in an address; what is usual is left out."""
        words = [("q", self.text)] if self.text else []
        order = [("sort", str(self.sort))] if self.sort != Sort.RELEVANCE else []
        return [*words, *self.pairs, *order]


def parse(query: str) -> Question:
    """Return the question of *query*, as it stands in an address after the `?`.

    Raises: InvalidRequestError for anything that is no part of a question.
    """
    if len(query) > MAX_QUERY:
        raise InvalidRequestError(f"A search has at most {MAX_QUERY} characters.")
    try:
        given = parse_qsl(query, max_num_fields=MAX_VALUES * len(FACETS))
    except ValueError as error:
        raise InvalidRequestError("This has too many parts for a search.") from error
    if odd := next((part for part in query.split("&") if part and "=" not in part), None):
        raise InvalidRequestError(
            f"'{shown(odd)}' is no part of a search.",
            next_step="Send what the address of a search has after its '?', such as 'q=beds'.",
        )
    parts: dict[str, list[str]] = defaultdict(list)
    for name, value in given:
        parts[name].append(value)
    if unknown := parts.keys() - {"q", "sort", *FACETS}:
        raise InvalidRequestError(
            f"A search has no '{shown(min(unknown))}'.",
            next_step=f"It has 'q', 'sort' and the filters: {', '.join(FACETS)}.",
        )
    return asked(lambda name: parts[name])


def asked(values_of: Callable[[str], Sequence[str]]) -> Question:
    """Return the question of an address, in which each facet may stand several times.

    *values_of* returns what the address says under a name. Of several texts or orders, the last
    one counts. NUL, which the API takes in no address, is left out, and so is a filter without a
    value, as a form sends it.

    Raises: InvalidRequestError for an unknown order.
    """
    given = {name: tuple(filter(None, map(plain, values_of(name)[:MAX_VALUES]))) for name in FACETS}
    text, sort = (plain("".join(values_of(name)[-1:])) for name in ("q", "sort"))
    return Question(
        text=text.strip()[:MAX_TEXT],
        filters={name: values for name, values in given.items() if values},
        sort=sort or Sort.RELEVANCE,
    )
