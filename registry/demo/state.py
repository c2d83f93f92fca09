"""What does the package hold of the State of Meridian? Its files as typed values."""

from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any, TypeVar

import msgspec

from contracts import document, versions

T = TypeVar("T")


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of one of the files. Keys that nothing reads yet are passed over."""


class Agency(Record, frozen=True):
    """An agency and the two people who answer for all of its data; names are mail addresses."""

    slug: str
    acronym: str
    name: str
    domain: str
    cdo: str
    privacy_officer: str


class Use(Record, frozen=True):
    """Who relies on a product. *purpose* is an address of the Data Privacy Vocabulary."""

    agency: str
    purpose: str
    via: str
    columns: tuple[str, ...] = ()


class Product(Record, frozen=True):
    """A product; *contract* is the name that its contract carries."""

    contract: str
    title: str
    agency: str
    visibility: str
    owner: str
    steward: str
    uses: tuple[Use, ...]


class Edition(Record, frozen=True):
    """One version of a contract as its author sent it, and the names of its columns."""

    version: str
    status: str
    source: bytes
    columns: frozenset[str] = frozenset()

    @property
    def major(self) -> int:
        """The major line that the version belongs to."""
        found = versions.parse(self.version)
        return found.major if found else 0


def agencies() -> list[Agency]:
    """Return the agencies of the state."""
    return _entries("agencies", list[Agency])


def products() -> list[Product]:
    """Return the data products of all agencies."""
    return _entries("products", list[Product])


def editions(product: Product) -> list[Edition]:
    """Return the versions of a product's contract, oldest first; a draft where its number falls."""
    return sorted(_editions(product), key=_order)


def person(address: str) -> str:
    """Return the name behind a mail address: `amara.nwosu@...` is Amara Nwosu."""
    return address.partition("@")[0].replace(".", " ").title()


def purpose(address: str) -> str:
    """Return a purpose in words: `...dpv#PublicBenefit` is "public benefit"."""
    name = address.rpartition("#")[2]
    return "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name).strip()


def _editions(product: Product) -> Iterator[Edition]:
    for file in _folder().joinpath("contracts", product.contract).iterdir():
        source = file.read_bytes()
        contract = document.load(source, name=file.name).contract
        columns = (each.name for table in contract.schema for each in table.properties)
        yield Edition(
            version=contract.version or "",
            status=contract.status or "",
            source=source,
            columns=frozenset(name for name in columns if name),
        )


def _order(edition: Edition) -> str:
    found = versions.parse(edition.version)
    return found.sort_key if found else ""


def _entries(name: str, kind: type[list[T]]) -> list[T]:
    return msgspec.convert(_tree(name)[name], kind)


@cache
def _tree(name: str) -> dict[str, Any]:
    source = _folder().joinpath("data", f"{name}.yaml").read_bytes()
    return document.load(source).tree


def _folder() -> Traversable:
    return files("registry.demo")
