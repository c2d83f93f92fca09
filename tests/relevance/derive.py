"""How are the golden questions made? From the products, by rules, with nothing picked by hand.

    python -m tests.relevance.derive

Where a rule leaves a choice, a hash decides, so that a change of one product leaves the questions
of all others as they are. A question is kept only where its answer is definite: few documents, the
noise among them, hold all of its words.
"""

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

import msgspec

from search.document import SearchDocument
from tests.relevance.golden import FILE, Golden, Holders, Kind, bare, plain_words
from tests.relevance.noise import noise
from tests.relevance.searched import demo

T = TypeVar("T")
Candidate = tuple[str, Sequence[str]]
"""A query, and the words that are meant."""

_QUESTIONS = (
    "Where can I find data about {}?",
    "Which dataset has {}?",
    "Who publishes information on {}?",
    "Is there anything about {}?",
    "How do I get records of {}?",
    "What do we know about {}?",
)
_SMALL_WORDS = """
a all an and any are as at be by for from has have in into is it its may more must no not of on only
or other per since than that the their them then there this to was were what when which who with
without
"""
_SMALL = frozenset(_SMALL_WORDS.split())
_ACRONYM = re.compile(r"\b(?=\w*[A-Z]\w*[A-Z])[A-Za-z]{2,6}\b")
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_LONG = 7  # letters of a word that is misspelt
_SOUND = 2  # letters at its beginning that stay right


def derive(products: Sequence[SearchDocument]) -> list[Golden]:
    """Return the golden questions of *products*, by product and kind."""
    rules = _Rules(products)
    made: dict[str, Golden] = {}
    for product in products:
        for kind, (query, words) in rules.questions(product):
            split = "tuning" if _hash(query) % 3 else "held_out"
            question = Golden(
                query=query, kind=kind, product=product.id, split=split, words=tuple(words)
            )
            made.setdefault(query, question)
    return list(made.values())


def encoded(questions: Iterable[Golden]) -> bytes:
    """Return the lines of the file."""
    return b"".join(msgspec.json.encode(question) + b"\n" for question in questions)


class _Rules:
    """The rules of each kind, over one collection."""

    def __init__(self, products: Sequence[SearchDocument]) -> None:
        everything = [*products, *noise(products)]
        self._holders = Holders(everything)
        self._titles = [product.title for product in products]

    def questions(self, product: SearchDocument) -> Iterator[tuple[Kind, Candidate]]:
        """Yield the questions that are asked for *product*, with their kinds."""
        rules = (
            (Kind.NAME, _names(product)),
            (Kind.NAME, _identifiers(product)),
            (Kind.COLUMN, _columns(product)),
            (Kind.COLUMN, self._columns_on(product)),
            (Kind.ACRONYM, _acronyms(product)),
            (Kind.ACRONYM, self._of_agency(product)),
            (Kind.TERM, _terms(product)),
            (Kind.TERM, _own_names(product)),
            (Kind.MISSPELLING, self._misspelt(product)),
            (Kind.MISSPELLING, self._misspelt_among_others(product)),
            (Kind.MISSPELLING, self._joined_and_split(product)),
            (Kind.QUESTION, self._asked(product)),
        )
        for place, (kind, candidates) in enumerate(rules):
            definite = [each for each in candidates if self._is_definite(each, product)]
            if definite:
                yield kind, _pick(definite, f"{product.id} {place}")

    def _is_definite(self, candidate: Candidate, product: SearchDocument) -> bool:
        _, words = candidate
        if not words:
            return True
        return self._holders.are_few(words) and product.id in self._holders.of(words)

    def _columns_on(self, product: SearchDocument) -> Iterator[Candidate]:
        """A column that may stand in many products, with the rarest word of the title."""
        for column in product.columns:
            topic = self._rarest(product.title, 1)
            if not set(topic) & set(plain_words(column.name)):
                yield f"{column.name} {' '.join(topic)}", (*plain_words(column.name), *topic)

    def _of_agency(self, product: SearchDocument) -> Iterator[Candidate]:
        """The agency's acronym, with a word of the title or a tag."""
        for text in (*self._rarest(product.title, 3), *product.tags):
            words = (product.agency_acronym.lower(), *plain_words(text))
            yield f"{product.agency_acronym} {text}", words

    def _misspelt(self, product: SearchDocument) -> Iterator[Candidate]:
        """One long word of the title, misspelt."""
        for word in self._long(product):
            for wrong in _edits(word):
                if not self._holders.count(wrong):
                    yield wrong, (word,)

    def _misspelt_among_others(self, product: SearchDocument) -> Iterator[Candidate]:
        """The title in small letters, with one word misspelt."""
        words = plain_words(product.title)
        for word in self._long(product):
            for wrong in _edits(word):
                if not self._holders.count(wrong) and len(words) > 1:
                    yield " ".join(wrong if each == word else each for each in words), words

    def _joined_and_split(self, product: SearchDocument) -> Iterator[Candidate]:
        """Neighbours written as one word, or one word as two that are words themselves."""
        texts = (product.title, *product.tags, *(column.name for column in product.columns))
        for text in texts:
            words = plain_words(text)
            for pair in pairwise(words):
                if not _SMALL & set(pair) and "".join(pair).isalpha():
                    yield "".join(pair), pair
            for word in words:
                for place in range(3, len(word) - 2):
                    left, right = word[:place], word[place:]
                    if self._holders.count(left) and self._holders.count(right):
                        yield f"{left} {right}", (word,)

    def _asked(self, product: SearchDocument) -> Iterator[Candidate]:
        """Words of the purpose in a question, in their order."""
        for count in (2, 3, 4):
            words = self._rarest(f"{product.summary} {product.purpose}", count)
            for template in _QUESTIONS:
                yield template.format(" ".join(words)), words

    def _long(self, product: SearchDocument) -> list[str]:
        words = dict.fromkeys(plain_words(product.title))
        return [word for word in words if len(word) >= _LONG and word.isalpha()]

    def _rarest(self, text: str, count: int) -> list[str]:
        """Return the words of *text* that fewest documents hold, in their order."""
        words = {bare(word): word for word in plain_words(text) if _says_something(word)}
        by_rarity = sorted(words.values(), key=lambda word: (self._holders.count(word), word))
        rarest = set(by_rarity[:count])
        return [word for word in words.values() if word in rarest]


def _names(product: SearchDocument) -> Iterator[Candidate]:
    """The title: as it is, in capitals, or its words alone in another order."""
    words = [word for word in plain_words(product.title) if word not in _SMALL]
    yield product.title, ()
    yield product.title.upper(), ()
    yield " ".join(reversed(words)), words


def _identifiers(product: SearchDocument) -> Iterator[Candidate]:
    """An identifier, as a person copies it from somewhere."""
    slug = product.id.partition("/")[2]
    for name in (product.id, product.contract_id, *product.identifiers):
        yield name, ()
    words = plain_words(slug.removeprefix(f"{product.agency}-"))
    yield " ".join(words), words


def _columns(product: SearchDocument) -> Iterator[Candidate]:
    """A column: as written, its words, as camel case, and its business name."""
    for column in product.columns:
        words = plain_words(column.name)
        yield column.name, words
        yield " ".join(words), words
        yield words[0] + "".join(word.capitalize() for word in words[1:]), words
        if column.business_name:
            yield column.business_name, plain_words(column.business_name)


def _acronyms(product: SearchDocument) -> Iterator[Candidate]:
    """An acronym of the title, the tags or the summary, alone or in small letters."""
    for text in (product.title, *product.tags, product.summary):
        for acronym in _ACRONYM.findall(text):
            yield acronym, plain_words(acronym)
            yield acronym.lower(), plain_words(acronym)


def _terms(product: SearchDocument) -> Iterator[Candidate]:
    """A term of a standard or a glossary, as it stands."""
    for term in product.terms:
        yield term, plain_words(term)


def _own_names(product: SearchDocument) -> Iterator[Candidate]:
    """What a standard calls it, without the standard, or after it and in words."""
    for term in product.terms:
        standard, name = term.split()[0], re.split(r"[\s:]", term)[-1]
        words = plain_words(name)
        if len(words) > 1:
            yield name, words
            yield f"{standard} {' '.join(words)}", (*plain_words(standard), *words)


def _edits(word: str) -> Iterator[str]:
    """Yield *word* with one mistake of each sort, where a hash of it says."""
    place = _SOUND + _hash(word) % (len(word) - _SOUND - 1)
    letter = _LETTERS[_hash(f"{word} letter") % len(_LETTERS)]
    head, here, then, tail = word[:place], word[place], word[place + 1], word[place + 2 :]
    yield from {
        f"{head}{then}{here}{tail}": None,  # swapped
        f"{head}{then}{tail}": None,  # dropped
        f"{head}{here}{here}{then}{tail}": None,  # doubled
        f"{head}{letter}{then}{tail}": None,  # exchanged
    }


def _says_something(word: str) -> bool:
    return len(word) > 2 and word not in _SMALL and not word.isdigit()


def _pick(items: Sequence[T], seed: str) -> T:
    return items[_hash(seed) % len(items)]


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big")


if __name__ == "__main__":
    questions = derive(demo())
    FILE.write_bytes(encoded(questions))
    sys.stdout.write(f"{len(questions)} golden questions written to {FILE.name}\n")
