"""What does reading give? A plain tree and, beside it, the index in the text of every node.

Indexes are kept per container, by the container's identity: the tree stays plain dicts and lists,
and looking a position up is one walk from the root.
"""

from typing import Any

Index = dict[Any, int]  # key or item number -> index of the first character in the text
Tree = Any  # dict, list, str, int, Decimal, bool or None, as deep as the author nested them


class Read:
    """A tree and the index of each of its nodes: of a mapping's entry, the key."""

    __slots__ = ("indexes", "root", "start")

    def __init__(self, root: Tree, start: int, indexes: dict[int, Index]) -> None:
        self.root = root
        self.start = start
        self.indexes = indexes

    def index(self, parts: "tuple[str | int, ...]") -> int:
        """Return the index of that node, of its nearest surviving parent where it is missing."""
        node, found = self.root, self.start
        for part in parts:
            index = self.indexes.get(id(node), {}).get(part)
            if index is None:
                break
            node, found = node[part], index
        return found
