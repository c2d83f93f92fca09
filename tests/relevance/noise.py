"""Which products are in the way? Made from those of the demo, so that they speak of the same.

A *twin* shares half of everything with one product and half with another: its title has words of
both. A *filler* holds what stands in several products, and in its title and purpose single words of
columns: whoever asks for a column meets all of its words elsewhere, though apart. A seeded
generator makes all: the same products give the same noise.
"""

import random
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from typing import TypeVar

from msgspec.structs import replace

from search.document import Column, SearchDocument
from tests.relevance.golden import plain_words

T = TypeVar("T")

TWINS = 2  # of each product
FILLERS = 400
_LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def noise(products: Sequence[SearchDocument]) -> list[SearchDocument]:
    """Return the noise around *products*. No title or id is one of theirs."""
    taken = {product.title for product in products}
    made = [
        _twin(product, other, f"twin-{number}")
        for product in products
        for number, other in enumerate(_chance(product.id).sample(products, TWINS))
    ]
    return [each for each in (*made, *_fillers(products)) if each.title not in taken]


def _twin(product: SearchDocument, other: SearchDocument, name: str) -> SearchDocument:
    half = partial(_half, _chance(f"{product.id} {name}"))
    purpose = " ".join((*half(product.purpose.split()), *half(other.purpose.split())))
    return replace(
        _empty(other, f"{name}-{product.id.replace('/', '-')}"),
        title=" ".join((*half(product.title.split()), *half(other.title.split()))),
        summary=purpose,
        purpose=purpose,
        tags=(*half(product.tags), *half(other.tags)),
        columns=(*half(product.columns), *half(other.columns)),
        terms=(*half(product.terms), *half(other.terms)),
    )


def _fillers(products: Sequence[SearchDocument]) -> Iterator[SearchDocument]:
    words = _repeated(
        word for product in products for word in {*product.title.split(), *product.purpose.split()}
    )
    parts = sorted({w for p in products for column in p.columns for w in plain_words(column.name)})
    tags = _repeated(tag for product in products for tag in set(product.tags))
    terms = _repeated(term for product in products for term in set(product.terms))
    columns = _repeated(name for product in products for name in {c.name for c in product.columns})
    for number in range(FILLERS):
        chance = _chance(f"filler {number}")
        purpose = " ".join((*chance.sample(words, 8), *chance.sample(parts, 2))).capitalize()
        yield replace(
            _empty(chance.choice(products), f"filler-{number}"),
            title=" ".join((*chance.sample(words, 2), *chance.sample(parts, 2))).capitalize(),
            summary=purpose,
            purpose=purpose,
            tags=tuple(dict.fromkeys(chance.sample(tags, 2))),
            columns=tuple(Column(name=name) for name in dict.fromkeys(chance.sample(columns, 6))),
            terms=tuple(dict.fromkeys(chance.sample(terms, 2))),
        )


def _empty(product: SearchDocument, name: str) -> SearchDocument:
    """Return a product of the same agency on the same systems, to be filled."""
    return replace(
        product,
        id=f"{product.agency}/{name}",
        audience=("public",),
        contract_id="",
        description=product.description.rpartition("\n")[0],  # all but what speaks of its tables
        status="active",
        identifiers=(name,),
        updated_at=_LONG_AGO,
    )


def _repeated(items: Iterable[str]) -> list[str]:
    """Return what occurs more than once, as often as it does."""
    return sorted(item for item, count in Counter(items).items() if count > 1 for _ in range(count))


def _half(chance: random.Random, items: Sequence[T]) -> tuple[T, ...]:
    """Return half of *items* by chance, in their order."""
    chosen = sorted(chance.sample(range(len(items)), (len(items) + 1) // 2))
    return tuple(items[place] for place in chosen)


def _chance(seed: str) -> random.Random:
    return random.Random(seed)  # noqa: S311 - repeatable, not secret
