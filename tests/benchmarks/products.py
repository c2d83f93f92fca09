"""What would a registry of any size hold? Invented products in the words of the demo's contracts.

A stream of the same products for the same seed. Words follow Zipf's law: first those of the demo's
contracts, the commonest in front, then made-up names, as places and programmes have them. Columns
are drawn by the same law from a stock, since catalogs repeat them (`county_fips`) as they repeat
words.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import accumulate, product
from math import isqrt
from pathlib import Path

import msgspec

import registry.demo
from contracts.document import load
from search.document import Column, SearchDocument
from search.words import is_weak, words

_DEMO = Path(registry.demo.__file__).parent
_MADE_UP = 60_000
_STOCK = 20_000  # different columns
_AT_ONCE = 1_000  # products for which chance is asked at a time
_BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
_VISIBILITIES = ("public", "state", "agencies", "hidden")
_SHARES = (60, 30, 8, 2)  # of each hundred
_DOMAINS = """
agriculture benefits-and-eligibility corrections courts early-childhood economic-development
education elections emergency-management energy environment finance health-care-finance housing
human-services labor licensing parks public-health public-safety revenue state-data-office
transportation veterans water
""".split()  # noqa: SIM905 - reads better
_CLASSES = ("public", "public", "public", "internal", "internal", "confidential", "restricted")
_STATUSES = ("active", "active", "active", "active", "deprecated", "proposed")
_CADENCES = ("daily", "weekly", "monthly", "yearly", "real-time")
_SERVERS = (
    ("postgres", "warehouse"),
    ("s3", "lake"),
    ("snowflake", "analytics"),
    ("api", "gateway"),
    ("kafka", "events"),
)
_SYLLABLES = "al ba cor den el far gan hol is jen kel lin mor nor os pen quin ros tor".split()  # noqa: SIM905 - as above


class Words(msgspec.Struct, frozen=True):
    """Words with how often each is drawn, as `random.choices` wants it."""

    words: tuple[str, ...]
    weights: tuple[float, ...]  # each added to those before it

    def drawn(self, chance: random.Random, count: int) -> list[str]:
        """Return *count* of the words."""
        return chance.choices(self.words, cum_weights=self.weights, k=count)


def agencies_of(count: int) -> int:
    """Return how many agencies own *count* products: they grow with the square root."""
    return max(3, isqrt(count))


def products(count: int, *, seed: int = 7, revision: int = 1) -> Iterator[SearchDocument]:
    """Yield *count* products of `agencies_of(count)` agencies."""
    chance = random.Random(seed)  # noqa: S311 - repeatable, not secret
    prose, content, stock = vocabulary(), spoken(), _columns()
    agencies = _agencies(agencies_of(count))
    owners = tuple(accumulate(_law(len(agencies))))
    fewest = tuple(accumulate(_law(len(stock))))
    for begin in range(0, count, _AT_ONCE):
        several = min(_AT_ONCE, count - begin)
        homes = chance.choices(agencies, cum_weights=owners, k=several)
        seen = chance.choices(_VISIBILITIES, _SHARES, k=several)
        for number in range(begin, begin + several):
            slug, acronym, name = homes[number - begin]
            visibility = seen[number - begin]
            spoken_of = content.drawn(chance, 16)
            said = prose.drawn(chance, chance.randrange(30, 90))
            title = spoken_of[: chance.randrange(3, 9)]
            short = f"{'-'.join(title[:4])}-{number}"
            kind, system = _SERVERS[number % len(_SERVERS)]
            yield SearchDocument(
                id=f"{slug}/{short}",
                revision=revision,
                audience=_audience(visibility, slug, short),
                contract_id=f"urn:contract:{number}",
                title=" ".join(title).capitalize(),
                summary=" ".join(said[:14]).capitalize() + ".",
                description=" ".join(said[14:]).capitalize() + ".",
                purpose=" ".join(said[5:25]).capitalize() + ".",
                tags=tuple(spoken_of[8:12]),
                agency=slug,
                agency_name=name,
                agency_acronym=acronym,
                domain=_DOMAINS[number * 7 % len(_DOMAINS)],
                classification=_CLASSES[number % len(_CLASSES)],
                access=visibility,
                status=_STATUSES[number % len(_STATUSES)],
                version=f"{1 + number % 4}.{number % 7}.0",
                columns=tuple(
                    dict.fromkeys(
                        chance.choices(stock, cum_weights=fewest, k=chance.randrange(5, 61))
                    )
                ),
                terms=tuple(spoken_of[12:14]),
                systems=(kind, f"{acronym.lower()}-{system}"),
                formats=(kind, "csv") if number % 3 else (kind,),
                standards=tuple(spoken_of[12 : 12 + number % 3]),
                cadence=_CADENCES[number % len(_CADENCES)],
                identifiers=(short, "_".join(spoken_of[13:16])),
                updated_at=_BEGAN + timedelta(minutes=number * 3),
            )


@cache
def vocabulary() -> Words:
    """Return every word of prose, stop words as well, by frequency; made-up names come last."""
    texts: set[str | None] = set()  # each once: many contracts repeat a sentence
    for file in sorted(_DEMO.glob("contracts/*/*.odcs.yaml")):
        contract = load(file.read_bytes()).contract
        told = contract.description
        texts |= {told.purpose, told.usage, told.limitations}
        for table in contract.schema:
            texts |= {table.description, *(each.description for each in table.properties)}
            texts |= {each.name for each in table.properties}
    counts = Counter(word for text in texts for word in words(text or ""))
    known = [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    possible = ["".join(parts) for parts in product(_SYLLABLES, repeat=4)]
    chance = random.Random(5)  # noqa: S311 - repeatable, not secret
    ranked = tuple(dict.fromkeys((*known, *chance.sample(possible, _MADE_UP))))
    return Words(ranked, tuple(accumulate(_law(len(ranked)))))


@cache
def spoken() -> Words:
    """Return the words of `vocabulary` that say something, as titles, tags and columns use them."""
    kept = tuple(word for word in vocabulary().words if not is_weak(word) and len(word) > 2)
    return Words(kept, tuple(accumulate(_law(len(kept)))))


@cache
def _columns() -> tuple[Column, ...]:
    chance = random.Random(11)  # noqa: S311 - as above
    stock = {}
    while len(stock) < _STOCK:
        name = "_".join(spoken().drawn(chance, chance.choice((1, 2, 2, 2, 3))))
        stock.setdefault(
            name,
            Column(
                name=name,
                business_name=name.replace("_", " ").capitalize() if len(stock) % 3 else "",
                description=" ".join(vocabulary().drawn(chance, chance.randrange(4, 12))) + ".",
            ),
        )
    return tuple(stock.values())


def _agencies(count: int) -> list[tuple[str, str, str]]:
    """Return slug, acronym and name of each; no acronym belongs to two."""
    chance = random.Random(13)  # noqa: S311 - as above
    named = []
    for number in range(count):
        about = " and ".join(word.capitalize() for word in spoken().drawn(chance, 2))
        slug = f"a{number:04d}"
        named.append((slug, slug.upper(), f"Department of {about} {number}"))
    return named


def _audience(visibility: str, agency: str, short: str) -> tuple[str, ...]:
    """Return who may know of a product, as `registry.store.queries.audience` has it."""
    own = ("hidden:*", f"hidden:{agency}", f"hidden:{agency}/{short}")
    match visibility:
        case "public" | "state":
            return (visibility,)
        case "agencies":
            return (f"agency:{agency}", *own)
        case _:
            return own


def _law(count: int) -> Sequence[float]:
    """Return the weights of Zipf's law, as Mandelbrot bent it for the commonest words."""
    return [1.0 / (rank + 2.7) for rank in range(count)]
