"""What does a YAML text say? One pass over libyaml's events, limits checked as they arrive.

Nothing is constructed but dicts, lists and scalars. Deviations from a plain YAML 1.2 reader, each
a refusal with its own rule: repeated keys, merge keys, tags, several documents, keys that are no
text. Keys are always the author's text (`on`, `1.10`), and a `%YAML 1.1` line changes no meaning.
"""

from collections.abc import Callable, Iterable
from typing import Any

from yaml.cyaml import CParser  # type: ignore[attr-defined] # public, unmarked in the stubs
from yaml.error import MarkedYAMLError, YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from contracts.findings import Position
from contracts.reader import refusals
from contracts.reader.aliases import expanded
from contracts.reader.limits import (
    MAX_DEPTH,
    MAX_KEY_CHARACTERS,
    MAX_NODES,
    MAX_TAG_DIRECTIVES,
)
from contracts.reader.line_breaks import hidden, restored
from contracts.reader.lines import Lines
from contracts.reader.places import ANY, DOCUMENT, Place
from contracts.reader.refusals import UnreadableError, refusal
from contracts.reader.scalars import Scalar, is_null, resolve
from contracts.reader.syntax import explained, forbidden_character
from contracts.reader.trees import ItemIndex, KeyIndex, Read

Node = Any  # an event with marks and a tag, which the stubs call optional and libyaml always sets

_CORE = "tag:yaml.org,2002:"
_CONTAINERS = {None, "!", f"{_CORE}map", f"{_CORE}seq"}
_RESOLVED = {f"{_CORE}int", f"{_CORE}float", f"{_CORE}bool", f"{_CORE}null"}


def read_yaml(text: str) -> Read:
    """Return the tree of the one document in *text*.

    Raises: UnreadableError.
    """
    if text.count("\n%") + text.count("\r%") > MAX_TAG_DIRECTIVES:
        raise refusal(
            refusals.TOO_MUCH, "The file begins with too many % directives.", Position(1, 1)
        )
    shown, substitutes = hidden(text)
    builder = _Builder(text, substitutes)
    parser = CParser(shown)
    try:
        events = iter(parser.get_event, None)
        builder.take(expanded(events, builder.position) if "&" in text else events)
    except YAMLError as error:
        raise _malformed(error, text) from error
    finally:
        parser.dispose()
    return builder.result()


def _malformed(error: YAMLError, text: str) -> UnreadableError:
    """Return the refusal for what libyaml could not parse, at the place it names.

    What is never closed is noticed at the end of the file, and is to be mended where it was opened.
    """
    if isinstance(error, MarkedYAMLError) and (mark := error.problem_mark or error.context_mark):
        message, fix = explained(error.problem or error.context or "")
        index = min(mark.index, len(text))
        if error.context_mark and not text[index:].strip():
            index = min(error.context_mark.index, index)
        return refusal(refusals.SYNTAX, message, Lines(text).position(index), fix)
    return forbidden_character(text)


class _Frame:
    """A container under construction; ``below`` is the place of its next value.

    In a mapping, ``key`` is None while the next event is a key.
    """

    __slots__ = ("below", "container", "is_mapping", "items", "key", "keys", "place")

    def __init__(self, container: Any, place: Place) -> None:
        self.container = container
        self.is_mapping = isinstance(container, dict)
        self.keys: KeyIndex = {}
        self.items: ItemIndex = []
        self.key: str | None = None
        self.place = place
        self.below = place


class _Builder:
    """Takes events in document order and grows the tree."""

    def __init__(self, text: str, substitutes: dict[int, str]) -> None:
        self._text = text
        self._substitutes = substitutes
        self._lines: Lines | None = None
        self._documents: list[Any] = []
        self._start = 0
        self._frame = _Frame(self._documents, DOCUMENT)
        self._frames: list[_Frame] = []
        self._indexes: dict[int, KeyIndex | ItemIndex] = {}
        self._nodes = 0
        self._acts: dict[type[Event], Callable[[Any], None]] = {
            ScalarEvent: self._scalar,
            MappingStartEvent: self._mapping,
            SequenceStartEvent: self._sequence,
            MappingEndEvent: self._end,
            SequenceEndEvent: self._end,
            DocumentStartEvent: self._document,
            AliasEvent: self._alias,
        }

    def take(self, events: Iterable[Event]) -> None:
        """Add what the *events* say. Raises: UnreadableError."""
        acts = self._acts
        for event in events:
            act = acts.get(event.__class__)
            if act is not None:
                act(event)

    def result(self) -> Read:
        """Return the finished tree. Raises: UnreadableError where there was no document."""
        if not self._documents:
            raise refusal(refusals.EMPTY, "The file holds nothing but comments.", Position(1, 1))
        return Read(self._documents[0], self._start, self._indexes)

    def position(self, event: Node) -> Position:
        """Return where *event* begins."""
        return self._at(event.start_mark.index)

    def _at(self, index: int) -> Position:
        if self._lines is None:
            self._lines = Lines(self._text)
        return self._lines.position(index)

    def _document(self, event: Node) -> None:
        if self._documents:
            raise refusal(refusals.SEVERAL, "A second document begins here.", self.position(event))

    def _scalar(self, event: Node) -> None:
        """Take a key or a value; half of all time is spent here, so it is one straight line."""
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise self._too_many(event)
        text: str = event.value
        if self._substitutes:
            text = restored(text, self._substitutes)
        frame = self._frame
        if frame.is_mapping and frame.key is None:
            self._key(frame, event, text)
            return
        value: Scalar = text
        if event.tag is not None:
            value = self._tagged(event, text)
        elif not event.style and (not frame.below.is_text or is_null(text)):
            value = resolve(text)
        self._put(frame, value, event)

    def _key(self, frame: _Frame, event: Node, key: str) -> None:
        if key in frame.container:
            first = self._at(frame.keys[key]).line
            raise refusal(
                refusals.DUPLICATE,
                f"`{key}` stands here a second time; the first is on line {first}.",
                self.position(event),
                f"Remove or rename one of the two: this one or the one on line {first}.",
            )
        if key == "<<" and not event.style:
            raise refusal(
                refusals.MERGE_KEY, "The merge key `<<` is used here.", self.position(event)
            )
        if len(key) > MAX_KEY_CHARACTERS:
            raise refusal(refusals.BAD_KEY, "This key is too long.", self.position(event))
        if event.tag is not None:
            self._refuse_unknown_tag(event, {"!", f"{_CORE}str"})
        frame.keys[key] = event.start_mark.index
        frame.container[key] = None
        frame.key = key
        frame.below = frame.place.keys.get(key, ANY)

    def _tagged(self, event: Node, value: str) -> Scalar:
        self._refuse_unknown_tag(event, {"!", f"{_CORE}str", *_RESOLVED})
        return resolve(value) if event.tag in _RESOLVED else value

    def _mapping(self, event: Node) -> None:
        self._open({}, event)

    def _sequence(self, event: Node) -> None:
        self._open([], event)

    def _open(self, container: Any, event: Node) -> None:
        frame = self._frame
        self._nodes += 1
        if self._nodes > MAX_NODES:
            raise self._too_many(event)
        if event.tag is not None:
            self._refuse_unknown_tag(event, _CONTAINERS)
        if frame.is_mapping and frame.key is None:
            raise refusal(
                refusals.BAD_KEY, "A list or mapping is used as a key.", self.position(event)
            )
        if len(self._frames) >= MAX_DEPTH:
            raise refusal(
                refusals.TOO_DEEP,
                f"Values are nested more than {MAX_DEPTH} levels deep here.",
                self.position(event),
            )
        self._put(frame, container, event)
        self._frames.append(frame)
        self._frame = _Frame(container, frame.below)

    def _end(self, _event: Event) -> None:
        ended = self._frame
        if ended.container:
            self._indexes[id(ended.container)] = ended.keys or ended.items
        self._frame = self._frames.pop()

    def _put(self, frame: _Frame, value: Any, event: Node) -> None:
        if frame.key is not None:
            frame.container[frame.key] = value
            frame.key = None
        elif self._frames:
            frame.items.append(event.start_mark.index)
            frame.container.append(value)
        else:
            self._start = event.start_mark.index
            self._documents.append(value)

    def _too_many(self, event: Node) -> UnreadableError:
        return refusal(
            refusals.TOO_MUCH,
            f"The file holds more than {MAX_NODES:,} values; this is where it gets too many.",
            self.position(event),
        )

    def _alias(self, event: Node) -> None:
        raise refusal(
            refusals.SYNTAX,
            f"The alias *{event.anchor} has no anchor above it.",
            self.position(event),
            f"Write the value itself, or mark it with &{event.anchor} where it stands first.",
        )

    def _refuse_unknown_tag(self, event: Node, known: Iterable[Any]) -> None:
        if event.tag not in known:
            tag = event.tag.replace(_CORE, "!!")
            raise refusal(refusals.TAG, f"The tag `{tag}` is not allowed.", self.position(event))
