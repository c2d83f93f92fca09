"""What does reading give? A plain tree and, beside it, the index in the text of every node.

Indexes are kept per container, by the container's identity: the tree stays plain dicts and lists,
and looking a position up is one walk from the root.
"""

from collections.abc import Sequence
from typing import Any

KeyIndex = dict[str, int]  # key -> index of its first character in the text
ItemIndex = list[int]  # the same for each item of a list
Tree = Any  # dict, list, str, int, Decimal, bool or None, as deep as the author nested them


class Read:
    """A tree and the index of each of its nodes: of a mapping's entry, the key."""

    __slots__ = ("indexes", "root", "start")

    def __init__(self, root: Tree, start: int, indexes: dict[int, KeyIndex | ItemIndex]) -> None:
        self.root = root
        self.start = start
        self.indexes = indexes

    def index(self, parts: Sequence[str | int]) -> int:
        """Return the index of that node, of its nearest surviving parent where it is missing."""
        node, found = self.root, self.start
        for part in parts:
            places = self.indexes.get(id(node))
            if isinstance(places, dict):
                index = places.get(part) if isinstance(part, str) else None
            elif places is not None and isinstance(part, int) and 0 <= part < len(places):
                index = places[part]
            else:
                break
            if index is None:
                break
            node, found = node[part], index
        return found
