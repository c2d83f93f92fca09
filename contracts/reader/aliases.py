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
from contracts.reader.limits import MAX_BYTES
from contracts.reader.refusals import refusal


def expanded(events: Iterable[Event], position: Callable[[Event], Position]) -> Iterator[Event]:
    """Yield *events* with every alias replaced by what it stands for.

    An alias without an anchor is passed on. Raises: UnreadableError for an alias inside its own
    anchor, and where the replayed text exceeds the size of the largest file.
    """
    recorded: dict[str, list[Event]] = {}
    recording: list[tuple[str, int]] = []  # open anchors with the depth at which each closes
    depth = 0
    replayed = 0
    for event in events:
        batch = [event]
        if isinstance(event, AliasEvent):
            if any(event.anchor == name for name, _ in recording):
                raise refusal(
                    refusals.TOO_MUCH,
                    f"The alias *{event.anchor} stands inside the value it repeats.",
                    position(event),
                )
            batch = recorded.get(event.anchor or "", batch)
            replayed += sum(len(e.value) + 1 for e in batch if isinstance(e, ScalarEvent))
            if replayed > MAX_BYTES:
                raise refusal(
                    refusals.TOO_MUCH,
                    f"With *{event.anchor} the file unfolds to more than it may hold.",
                    position(event),
                )
        elif isinstance(event, NodeEvent) and event.anchor:
            recorded[event.anchor] = []
            recording.append((event.anchor, depth))
        depth += _step(event)
        for name, _ in recording:
            recorded[name].extend(batch)
        while recording and recording[-1][1] == depth and not _opens(event):
            recording.pop()
        yield from batch


def _opens(event: Event) -> bool:
    return isinstance(event, CollectionStartEvent)


def _step(event: Event) -> int:
    return _opens(event) - isinstance(event, CollectionEndEvent)
