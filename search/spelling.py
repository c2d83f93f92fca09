"""Which known word did somebody mean? Used only for a word that is in no visible document."""

from collections.abc import Iterator, Mapping

from search.relevance import FUZZY_FROM_CHARS, FUZZY_PREFIX_CHARS


def prefix(word: str) -> str:
    """Return the letters a correction of *word* begins with, "" where none is tried."""
    return word[:FUZZY_PREFIX_CHARS] if allowed_edits(word) else ""


def correction(word: str, known: Mapping[str, int]) -> str | None:
    """Return the nearest of the *known* words, the most frequent of equals; itself if known."""
    allowed = allowed_edits(word)
    nearest = [
        (edits, -count, other)
        for other, count in _alike(word, known, allowed)
        if (edits := distance(word, other)) <= allowed
    ]
    return min(nearest)[2] if nearest else None


def likest(word: str, known: Mapping[str, int]) -> list[str]:
    """Return those *known* words that look like *word*: a third of its letters may be others.

    The nearest first, then the most frequent.
    """
    allowed = (len(word) + 1) // 3
    ranked = sorted(
        (edits, -count, other)
        for other, count in _alike(word, known, allowed)
        if (edits := distance(word, other)) <= allowed
    )
    return [other for _, _, other in ranked]


def _alike(word: str, known: Mapping[str, int], allowed: int) -> Iterator[tuple[str, int]]:
    """Yield the *known* words that may be that near: each edit brings one other letter at most.

    Counting edits takes fifty times as long as looking at the letters.
    """
    letters = set(word)
    for other, count in known.items():
        if (
            abs(len(other) - len(word)) <= allowed
            and len(letters.difference(other)) <= allowed
            and len(set(other) - letters) <= allowed
        ):
            yield other, count


def allowed_edits(word: str) -> int:
    """Return how many edits away from *word* its correction may be. A number is not misspelt."""
    if any(char.isdigit() for char in word):
        return 0
    return next((edits for chars, edits in FUZZY_FROM_CHARS if len(word) >= chars), 0)


def distance(left: str, right: str) -> int:
    """Count the letters to insert, delete, exchange or swap with a neighbour."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, char in enumerate(left, start=1):
        earlier, before, row = before, row, [i]
        for j, other in enumerate(right, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (char != other))
            if i > 1 and j > 1 and char == right[j - 2] and left[i - 2] == other:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]
