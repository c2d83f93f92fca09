"""What does `*name` stand for? The events of its anchor, replayed where the alias stands.

Replaying instead of sharing gives a real tree: a value is typed by the place it is used in, every
bound on nodes and depth holds for what the document unfolds to, and nothing can be cyclic.
"""

from collections.abc import Callable, Iterable, Iterator

from yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    NodeEvent,
    ScalarEvent,
)

from contracts.findings import Position
from contracts.reader import refusals
from contracts.reader.limits import MAX_ANCHORED, MAX_BYTES
from contracts.reader.refusals import UnreadableError, refusal


def expanded(events: Iterable[Event], position: Callable[[Event], Position]) -> Iterator[Event]:
    """Yield *events* with every alias replaced by what it stands for.

    An alias without an anchor is passed on. Raises: UnreadableError for an alias inside its own
    anchor, and where anchors hold too much or aliases repeat too much.
    """
    log: list[Event] = []  # what anchors hold, each a slice of it
    slices: dict[str, slice] = {}
    open_anchors: list[tuple[str, int, int]] = []  # name, depth at which it closes, start in log
    depth = 0
    replayed = 0
    for event in events:
        batch = [event]
        if isinstance(event, AliasEvent):
            name = event.anchor or ""
            if any(name == anchor for anchor, _, _ in open_anchors):
                raise _too_much(
                    f"The alias *{name} stands inside what it repeats.", event, position
                )
            if name in slices:
                batch = log[slices[name]]
            replayed += sum(len(e.value) + 1 for e in batch if isinstance(e, ScalarEvent))
            if replayed > MAX_BYTES:
                raise _too_much(f"With *{name} the file unfolds to too much.", event, position)
        elif isinstance(event, NodeEvent) and event.anchor:
            open_anchors.append((event.anchor, depth, len(log)))
        depth += isinstance(event, CollectionStartEvent) - isinstance(event, CollectionEndEvent)
        if open_anchors:
            log.extend(batch)
            if len(log) > MAX_ANCHORED:
                raise _too_much("Anchors hold too many values up to here.", event, position)
            while open_anchors and open_anchors[-1][1] == depth:
                anchor, _, start = open_anchors.pop()
                slices[anchor] = slice(start, len(log))
        yield from batch


def _too_much(message: str, event: Event, position: Callable[[Event], Position]) -> UnreadableError:
    return refusal(refusals.TOO_MUCH, message, position(event))
