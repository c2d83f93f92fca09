"""Which automaton accepts what a pattern matches? For patterns that are regular; others have none.

JSON Schema lets a pattern match anywhere unless it is anchored, many engines want the whole text:
the caller says which. Digit and word classes are ASCII. Look-around, back references, word
boundaries and anchors in the middle are refused, and so is what would become too large.
"""

from collections.abc import Callable

Ranges = tuple[tuple[int, int], ...]
_LAST = 0x10FFFF
_MAX_STATES = 1500
_MAX_PATTERN = 1000
_MAX_REPEAT = 200
_MAX_DEPTH = 50


class UnsupportedError(Exception):
    """The pattern is not one that an automaton of bearable size accepts."""


class Automaton:
    """States with silent steps and steps on ranges of characters; one start, one accepting end."""

    def __init__(self) -> None:
        self.silent: list[list[int]] = []
        self.steps: list[tuple[Ranges, int] | None] = []
        self.start = 0
        self.end = 0

    def state(self) -> int:
        """Add a state."""
        if len(self.silent) >= _MAX_STATES:
            raise UnsupportedError
        self.silent.append([])
        self.steps.append(None)
        return len(self.silent) - 1

    def closure(self, states: frozenset[int]) -> frozenset[int]:
        """Return *states* with all that silent steps reach."""
        seen, todo = set(states), list(states)
        while todo:
            for target in self.silent[todo.pop()]:
                if target not in seen:
                    seen.add(target)
                    todo.append(target)
        return frozenset(seen)

    def after(self, states: frozenset[int], character: int) -> frozenset[int]:
        """Return where *states* lead on *character*."""
        targets = set()
        for state in states:
            step = self.steps[state]
            if step and any(low <= character <= high for low, high in step[0]):
                targets.add(step[1])
        return self.closure(frozenset(targets))


Fragment = tuple[int, int]


def automaton(pattern: str, *, anywhere: bool) -> Automaton:
    """Return the automaton of *pattern*, which matches *anywhere* in a text or the whole of it.

    Raises: UnsupportedError.
    """
    if len(pattern) > _MAX_PATTERN:
        raise UnsupportedError
    machine = Automaton()
    reader = _Reader(pattern, machine, anywhere=anywhere)
    start, end = reader.alternatives(0)
    if reader.position < len(pattern):
        raise UnsupportedError
    machine.start, machine.end = start, end
    return machine


_DIGIT: Ranges = ((48, 57),)
_WORD: Ranges = ((48, 57), (65, 90), (95, 95), (97, 122))
_SPACE: Ranges = ((9, 13), (32, 32), (160, 160), (0x2028, 0x2029), (0xFEFF, 0xFEFF))
_CLASSES = {"d": _DIGIT, "w": _WORD, "s": _SPACE}
_CONTROLS = {"n": 10, "r": 13, "t": 9, "f": 12, "v": 11}
_ANY: Ranges = ((0, _LAST),)
_HEX_WIDTHS = {"x": 2, "u": 4}


def inverted(ranges: Ranges) -> Ranges:
    """Return all characters outside *ranges*."""
    found, low = [], 0
    for first, last in sorted(ranges):
        if first > low:
            found.append((low, first - 1))
        low = max(low, last + 1)
    if low <= _LAST:
        found.append((low, _LAST))
    return tuple(found)


_DOT = inverted(((10, 10), (13, 13), (0x2028, 0x2029)))


class _Reader:
    """A recursive reader that builds the automaton while it reads."""

    def __init__(self, pattern: str, machine: Automaton, *, anywhere: bool) -> None:
        self.anywhere = anywhere
        self.pattern = pattern
        self.machine = machine
        self.position = 0

    def _peek(self) -> str:
        return self.pattern[self.position : self.position + 1]

    def _take(self) -> str:
        character = self._peek()
        if not character:
            raise UnsupportedError
        self.position += 1
        return character

    def alternatives(self, depth: int) -> Fragment:
        """Read alternatives up to the end or a closing bracket."""
        if depth > _MAX_DEPTH:
            raise UnsupportedError
        start, end = self.machine.state(), self.machine.state()
        while True:
            first, last = self._sequence(depth)
            self.machine.silent[start].append(first)
            self.machine.silent[last].append(end)
            if self._peek() != "|":
                return start, end
            self.position += 1

    def _sequence(self, depth: int) -> Fragment:
        """Read one alternative; at the top it matches anywhere unless it is anchored."""
        parts: list[Fragment] = []
        if depth == 0:
            if self._peek() == "^":
                self.position += 1
            elif self.anywhere:
                parts.append(self._repeat(lambda: self._characters(_ANY), 0, None))
        anchored = False
        while self._peek() not in {"", "|", ")"}:
            if depth == 0 and self._peek() == "$":
                self.position += 1
                anchored = True
                break
            parts.append(self._repeated(depth))
        if depth == 0 and self.anywhere and not anchored:
            parts.append(self._repeat(lambda: self._characters(_ANY), 0, None))
        if self._peek() not in {"", "|", ")"}:
            raise UnsupportedError
        return self._chain(parts)

    def _chain(self, parts: list[Fragment]) -> Fragment:
        start = end = self.machine.state()
        for first, last in parts:
            self.machine.silent[end].append(first)
            end = last
        return start, end

    def _repeated(self, depth: int) -> Fragment:
        """Read one atom with its quantifier; the atom is read again for each repetition."""
        begin = self.position

        def atom() -> Fragment:
            self.position = begin
            return self._atom(depth)

        first = atom()
        after = self.position
        bounds = self._quantifier()
        if bounds is None:
            return first
        end = self.position
        if self._peek() in {"*", "+", "{"}:
            raise UnsupportedError
        if self._peek() == "?":  # lazy: the same texts match
            end = self.position + 1
        self.position = after
        found = self._repeat(atom, *bounds)
        self.position = end
        return found

    def _quantifier(self) -> tuple[int, int | None] | None:
        character = self._peek()
        if character in {"*", "+", "?"}:
            self.position += 1
            return {"*": (0, None), "+": (1, None), "?": (0, 1)}[character]
        if character != "{":
            return None
        closing = self.pattern.find("}", self.position)
        low, comma, high = self.pattern[self.position + 1 : closing].partition(",")
        if closing < 0 or not (low + high).isascii() or not low.isdigit():
            raise UnsupportedError
        if high and not high.isdigit():
            raise UnsupportedError
        self.position = closing + 1
        least = int(low)
        most = int(high) if high else None if comma else least
        if max(least, most or 0) > _MAX_REPEAT:
            raise UnsupportedError
        return least, most

    def _repeat(self, atom: Callable[[], Fragment], least: int, most: int | None) -> Fragment:
        parts = [atom() for _ in range(least)]
        if most is None:
            first, last = atom()
            start, end = self.machine.state(), self.machine.state()
            self.machine.silent[start] += [first, end]
            self.machine.silent[last] += [first, end]
            return self._chain([*parts, (start, end)])
        for _ in range(most - least):
            first, last = atom()
            start, end = self.machine.state(), self.machine.state()
            self.machine.silent[start] += [first, end]
            self.machine.silent[last].append(end)
            parts.append((start, end))
        return self._chain(parts)

    def _characters(self, ranges: Ranges) -> Fragment:
        start, end = self.machine.state(), self.machine.state()
        self.machine.steps[start] = (ranges, end)
        return start, end

    def _atom(self, depth: int) -> Fragment:
        character = self._take()
        if character == "(":
            return self._group(depth)
        if character == "[":
            return self._characters(self._set())
        if character == ".":
            return self._characters(_DOT)
        if character == "\\":
            return self._characters(self._escape())
        if character in "^$*+?{}":
            raise UnsupportedError
        return self._characters(((ord(character), ord(character)),))

    def _group(self, depth: int) -> Fragment:
        if self.pattern.startswith("?:", self.position):
            self.position += 2
        elif self._peek() == "?":
            raise UnsupportedError
        found = self.alternatives(depth + 1)
        self._take()  # the closing bracket: alternatives end there or with the pattern
        return found

    def _escape(self) -> Ranges:
        character = self._take()
        if character.lower() in _CLASSES:
            ranges = _CLASSES[character.lower()]
            return ranges if character.islower() else inverted(ranges)
        if character in _CONTROLS:
            return ((_CONTROLS[character], _CONTROLS[character]),)
        if character in _HEX_WIDTHS:
            width = _HEX_WIDTHS[character]
            digits = self.pattern[self.position : self.position + width]
            if len(digits) < width or not all(each in "0123456789abcdefABCDEF" for each in digits):
                raise UnsupportedError
            self.position += width
            return ((int(digits, 16), int(digits, 16)),)
        if character.isalnum():
            raise UnsupportedError
        return ((ord(character), ord(character)),)

    def _set(self) -> Ranges:
        is_inverted = self._peek() == "^"
        self.position += is_inverted
        found: list[tuple[int, int]] = []
        while self._peek() != "]":
            low = self._member()
            is_range = self._peek() == "-" and self.pattern[self.position + 1 :][:1] not in {
                "",
                "]",
            }
            if is_range:
                self.position += 1
                high = self._member()
                if len(low) > 1 or len(high) > 1 or low[0][0] > high[0][1]:
                    raise UnsupportedError
                found.append((low[0][0], high[0][1]))
            else:
                found += low
        self.position += 1
        return inverted(tuple(found)) if is_inverted else tuple(found)

    def _member(self) -> Ranges:
        character = self._take()
        if character == "[":
            raise UnsupportedError  # means different things in different engines
        return self._escape() if character == "\\" else ((ord(character), ord(character)),)
