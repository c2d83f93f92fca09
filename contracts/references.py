"""Which elements does a contract point at? Its relationships, read as the standard writes them.

`object.column` goes by names. `schema/<id>/properties/<id>` goes by ids, and a name stands in where
no element has that id. Before a `#` stands another contract: by its id, or as a file or an address
whose last part is the id. Nothing is ever fetched.
"""

import re
from collections.abc import Iterator
from typing import Any

import msgspec

from contracts.paths import Parts

Tree = dict[str, Any]


class Reference(msgspec.Struct, frozen=True, kw_only=True):
    """A relationship leads from ``at`` (the place of its `to`) to an element.

    ``contract`` is the id of another contract, "" for its own.
    """

    contract: str
    element: str
    at: Parts = ()


class Found(msgspec.Struct, frozen=True):
    """The element at the end of a reference: its place, the names on the way to it, itself."""

    place: Parts
    names: tuple[str, ...]
    element: Tree


def references(tree: Tree) -> Iterator[Reference]:
    """Return where the relationships of a contract lead, in the order of the document."""
    waiting: list[tuple[Parts, Any]] = [(("schema",), tree.get("schema"))]
    while waiting:
        where, element = waiting.pop()
        if isinstance(element, list):
            waiting += [((*where, at), each) for at, each in reversed([*enumerate(element)])]
        elif isinstance(element, dict):
            for at, entry in enumerate(_list(element.get("relationships"))):
                if isinstance(entry, dict):
                    yield from _ends(entry.get("to"), (*where, "relationships", at, "to"))
            inside = [key for key in _BELOW if key in element]
            waiting += [((*where, key), element[key]) for key in reversed(inside)]


_BELOW = ("properties", "items", "map", "key", "value")


def _ends(to: object, at: Parts) -> Iterator[Reference]:
    ends = [((*at, place), each) for place, each in enumerate(to)] if isinstance(to, list) else []
    for where, end in ends or [(at, to)]:
        if isinstance(end, str) and 0 < len(end) <= _LONGEST:
            contract, _, element = end.rpartition("#")
            yield Reference(contract=_contract_id(contract), element=element, at=where)


_LONGEST = 2_000  # characters


def _contract_id(written: str) -> str:
    """Return the id in `orders.odcs.yaml`, in the address of such a file, or as it stands."""
    if found := _FILE.search(written):
        return found[1]
    return written


_FILE = re.compile(r"([^/]+?)(?:\.odcs)?\.(?:ya?ml|json)\Z", re.IGNORECASE)


class Elements:
    """The elements of a contract, to be found by what refers to them. Each list is read once."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._read: dict[tuple[int, bool], dict[str, tuple[Parts, Tree]]] = {}

    def find(self, reference: str) -> Found | None:
        """Return the element that *reference* names, None where there is none."""
        written = reference.removeprefix("/")
        by_id = written.startswith("schema/")
        way = written.split("/")[1::2] if by_id else written.split(".")
        place: Parts = ()
        names: tuple[str, ...] = ()
        element, key = self._tree, "schema"
        for word in way:
            while isinstance(element.get("items"), dict):  # a list holds what its entries hold
                element, place = element["items"], (*place, "items")
            known = self._inside(element, key, by_id=by_id).get(word)
            if known is None:
                return None
            place, element, key = (*place, *known[0]), known[1], "properties"
            name = element.get("name")
            names = (*names, name if isinstance(name, str) else "")
        return Found(place, names, element)

    def _inside(self, element: Tree, key: str, *, by_id: bool) -> dict[str, tuple[Parts, Tree]]:
        """Return what is listed in an element by its names, and by ids, which go first."""
        cached = self._read.get((id(element), by_id))
        if cached is not None:
            return cached
        found: dict[str, tuple[Parts, Tree]] = {}
        for which in ("name", "id") if by_id else ("physicalName", "name"):
            for at, each in enumerate(_list(element.get(key))):
                word = each.get(which) if isinstance(each, dict) else None
                if isinstance(word, str) and word:
                    found[word] = ((key, at), each)
        self._read[id(element), by_id] = found
        return found


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
