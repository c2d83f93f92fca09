"""How is a huge and broken contract validated? In pages, so that a bomb stays small.

The validator collects all errors before it returns the first, at up to 70 kB an error: 50,000
broken list items took 4 GB and half a minute. A page is the whole contract with its large lists cut
down to a window and everything else that is large left out; a contract of usual size is one page.
"""

from collections.abc import Iterator
from typing import Any

import msgspec

from contracts.paths import Parts

NODES = 5_000
"""Of a page, roughly; a contract of 100 properties has 3,000."""


class Page(msgspec.Struct, frozen=True):
    """A cut of a tree. ``offsets`` are the numbers that the windows of cut lists begin with.

    ``left_out`` are the places that the page empties: what is said of them is not true. Both use
    the paths of the page.
    """

    tree: Any
    offsets: dict[Parts, int] = {}
    left_out: frozenset[Parts] = frozenset()

    def original(self, parts: Parts) -> Parts | None:
        """Return where *parts* of the page is in the whole tree, None for what was left out."""
        if any(parts[:length] in self.left_out for length in range(len(parts) + 1)):
            return None
        if not self.offsets:
            return parts
        return tuple(
            part + self.offsets.get(parts[:length], 0) if isinstance(part, int) else part
            for length, part in enumerate(parts)
        )


def pages(tree: Any) -> Iterator[Page]:
    """Yield cuts of *tree* that together hold all of it, in document order."""
    weights: dict[int, int] = {}
    _weigh(tree, weights)
    return _pages(tree, weights)


def _weigh(node: Any, weights: dict[int, int]) -> int:
    if not isinstance(node, dict | list):
        return 1
    weight = 1 + sum(_weigh(child, weights) for child in _children(node))
    weights[id(node)] = weight
    return weight


def _children(node: Any) -> Any:
    return node.values() if isinstance(node, dict) else node


def _pages(node: Any, weights: dict[int, int]) -> Iterator[Page]:
    if weights.get(id(node), 1) <= NODES:
        yield Page(node)
    elif isinstance(node, list):
        yield from _windows(node, weights)
    else:
        yield from _by_heavy_key(node, weights)


def _windows(items: list[Any], weights: dict[int, int]) -> Iterator[Page]:
    start = size = 0
    for number, item in enumerate(items):
        weight = weights.get(id(item), 1)
        if size and size + weight > NODES:
            yield Page(items[start:number], {(): start})
            start, size = number, 0
        size += weight
        if weight > NODES:
            for page in _pages(item, weights):
                yield _nested(page, [page.tree], 0, {(): number})
            start, size = number + 1, 0
    if size:
        yield Page(items[start:], {(): start})


def _by_heavy_key(node: dict[str, Any], weights: dict[int, int]) -> Iterator[Page]:
    heavy = [key for key, value in node.items() if weights.get(id(value), 1) > NODES]
    emptied: dict[str, Any] = {key: [] if isinstance(node[key], list) else {} for key in heavy}
    if not heavy:
        yield Page(node)  # wide, but of light values: its unknown keys are one error
    for key in heavy:
        others = frozenset((other,) for other in heavy if other != key)
        for page in _pages(node[key], weights):
            yield _nested(page, {**node, **emptied, key: page.tree}, key, {}, others)


def _nested(
    page: Page,
    tree: Any,
    below: str | int,
    offsets: dict[Parts, int],
    left_out: frozenset[Parts] = frozenset(),
) -> Page:
    """Return *page*, which is of the value at *below*, as a page of the *tree* around it."""
    moved = {(below, *parts): offset for parts, offset in page.offsets.items()}
    emptied = frozenset((below, *parts) for parts in page.left_out)
    return Page(tree, {**offsets, **moved}, emptied | left_out)
