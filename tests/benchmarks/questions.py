"""What do people ask a catalog of invented products? Fifty questions, always the same.

One to six words, common and rare ones; questions with stop words; columns; phrases that stand
somewhere; words that nobody spells so. Each comes with one filter.
"""

import random
from itertools import islice

from search.query import Query
from search.words import words
from tests.benchmarks.products import products, spoken

PAGE = 20


def questions(count: int) -> list[Query]:
    """Return the questions to ask of *count* products, as somebody of the state asks them."""
    chance = random.Random(17)  # noqa: S311 - repeatable, not secret
    ranked = spoken().words
    common, middling, rare = ranked[:30], ranked[30:500], ranked[500:5_000]
    pick = chance.choice
    somewhere = list(islice(products(count), 500))

    def phrase() -> str:
        said = pick(somewhere).description.split()
        begin = chance.randrange(len(said) - 3)
        return f'"{" ".join(said[begin : begin + 2])}"'

    def misspelt(band: tuple[str, ...]) -> str:
        word = pick([word for word in band if len(word) >= 6])
        at = chance.randrange(3, len(word) - 1)
        return word[:at] + word[at + 1] + word[at] + "q" + word[at + 2 :]

    texts = [
        *(pick(common) for _ in range(3)),
        *(pick(middling) for _ in range(4)),
        *(pick(rare) for _ in range(3)),
        *(f"{pick(common)} {pick(middling)}" for _ in range(4)),
        *(f"{pick(middling)} {pick(rare)}" for _ in range(4)),
        *(f"{pick(common)} {pick(middling)} {pick(rare)}" for _ in range(6)),
        *(f"how many {pick(common)} in each {pick(middling)}" for _ in range(3)),
        *(" ".join([*chance.sample(middling, 3), pick(rare)]) for _ in range(3)),
        *(" ".join([pick(common), *chance.sample(middling, 3), pick(rare)]) for _ in range(3)),
        *(" ".join([*chance.sample(common, 2), *chance.sample(middling, 4)]) for _ in range(3)),
        *(pick(pick(somewhere).columns).name for _ in range(4)),
        *(phrase() for _ in range(3)),
        *(f"{phrase()} {pick(middling)}" for _ in range(2)),
        *(misspelt(middling) for _ in range(3)),
        *(f"{pick(middling)} {misspelt(rare)}" for _ in range(2)),
    ]
    filters = [
        {"classification": ("public",)},
        {"status": ("active",)},
        {"domain": (somewhere[0].domain,)},
        {"agency": (somewhere[1].agency,)},
    ]
    asked = [
        Query(
            text=text,
            filters=filters[number % len(filters)],
            audience=("public", "state", "agency:a0001"),
            limit=PAGE,
        )
        for number, text in enumerate(texts)
    ]
    assert all(words(query.text) for query in asked)
    return asked
