"""Which values does a column take? One that it takes, and whether it takes a given one.

Only what is certain counts: where a format, a type or a pattern leaves a doubt, there is no answer.
"""

from collections import deque
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from contracts.compat.bounds import Unreadable, moment
from contracts.compat.budget import Budget
from contracts.compat.domains import domain, edges
from contracts.compat.keys import never_null
from contracts.compat.normal import number
from contracts.compat.promises import value_key
from contracts.compat.regular import Automaton, UnsupportedError, automaton

_LONGEST = 200  # characters of a sample; a longer one shows nothing more
_DATES = {"date": "2026-01-31", "timestamp": "2026-01-31T12:00:00Z", "time": "12:00:00Z"}
_FORMATS = {
    "uuid": "3f2b8c1e-5a4d-4e6f-9a7b-0c1d2e3f4a5b",
    "email": "someone@agency.example",
    "uri": "https://agency.example/1",
    "hostname": "agency.example",
    "ipv4": "192.0.2.1",
}
_PLAIN = ("A", 1, Decimal("0.5"), True, *_DATES.values(), *_FORMATS.values())
_BOUNDS = ("lower", "upper")
_MIN_YEAR, _MAX_YEAR = 1, 9999
_OPAQUE = frozenset(("", "binary", "bytes", "json", "jsonb"))
"""Families of physical types whose values cannot be told by their text."""


class Column:
    """One property of one version, as far as its values go. *budget* are steps for patterns."""

    def __init__(self, element: dict[str, Any], budget: Budget) -> None:
        self.never_null = never_null(element)
        examples = element.get("examples")
        self._examples = examples if isinstance(examples, list) else []
        self._budget = budget
        self._of = domain(element)
        self._edges = edges(self._of)
        self._is_readable = not any(isinstance(each, Unreadable) for each in self._edges.values())

    def sample(self) -> Any:
        """Return a value that the column certainly takes, a short one; None where none is found."""
        if self._of.kind == "array" and "fewest items" not in self._edges:
            return []
        values = (*self._examples, *_PLAIN, *self.candidates())
        return next((each for each in values if each is not None and self.takes(each)), None)

    def candidates(self) -> Iterator[Any]:
        """Yield values in and just outside the domain, the most telling first."""
        yield from (self._of.closed or {}).values()
        yield from self._numbers()
        yield from self._moments()
        for name in ("longest", "shortest"):
            length = number(self._edges.get(name))
            if isinstance(length, int) and 0 <= length < _LONGEST:
                yield from ("A" * (length + 1), "A" * length, "A" * max(length - 1, 0))
        pattern = self._of.options.get("pattern")
        if isinstance(pattern, str) and (text := _matching(pattern, self._budget)) is not None:
            yield text
        yield from _PLAIN

    def _numbers(self) -> Iterator[int | Decimal]:
        for name in _BOUNDS if self._of.kind in {"integer", "number"} else ():
            bound = self._edges.get(name)
            if isinstance(bound, tuple) and isinstance(bound[0], int | Decimal):
                yield from (bound[0] - 1, bound[0] + 1, bound[0])
        step = number(self._of.options.get("multipleOf"))
        if step is not None:
            yield step
        fraction = self._edges.get("fraction")
        if isinstance(fraction, int) and 0 <= fraction < _LONGEST:
            yield from (Decimal(1).scaleb(-each) for each in (fraction, fraction + 1) if each)

    def _moments(self) -> Iterator[str]:
        form = _written(self._of.options.get("format"))
        if form is not None and self._of.kind in _DATES:
            yield form
        for name in _BOUNDS:
            bound = self._edges.get(name)
            if not isinstance(bound, tuple):
                continue
            for days in (-1, 1, 0):
                if self._of.kind == "date" and 0 < bound[0] + days <= date.max.toordinal():
                    yield date.fromordinal(bound[0] + days).isoformat()
                elif self._of.kind == "timestamp" and _MIN_YEAR < bound[0].year < _MAX_YEAR:
                    yield (bound[0] + timedelta(days=days)).isoformat().replace("+00:00", "Z")

    def takes(self, value: Any) -> bool | None:
        """Say whether the column takes *value*; None where that is uncertain."""
        of = self._of
        if value is None:
            return not self.never_null
        if of.closed is not None and value_key(value) not in of.closed:
            return False
        if (of.physical is not None and of.physical.family in _OPAQUE) or not self._is_readable:
            return None
        if of.kind is None:
            return None if of.options else True
        check = _CHECKS.get(of.kind)
        return check(self, value) if check else None

    def number(self, value: Any) -> bool | None:
        """Say whether the column of numbers takes *value*."""
        exact = number(value)
        if exact is None or not self._is_between(exact):
            return False
        whole, parts = exact.as_integer_ratio()
        if "mantissa" in self._edges and (parts not in _BINARY or abs(whole) > _EXACT):
            return None
        step = number(self._of.options.get("multipleOf"))
        if step is None:
            return None if "multipleOf" in self._of.options else True
        over, under = step.as_integer_ratio()
        return whole * under % (parts * over) == 0 if over > 0 else None

    def _is_between(self, exact: int | Decimal) -> bool:
        """Whether a number lies in the bounds and has no more decimal places than it may."""
        lower, upper = self._edges.get("lower"), self._edges.get("upper")
        if lower is not None and (exact, 0) < lower:
            return False
        if upper is not None and (exact, 0) > upper:
            return False
        whole, parts = exact.as_integer_ratio()
        fraction = self._edges.get("fraction")
        return fraction is None or whole * 10**fraction % parts == 0

    def text(self, value: Any) -> bool | None:
        """Say whether the column of texts takes *value*."""
        if not isinstance(value, str):
            return False
        size, of = len(value), self._of
        if not self._edges.get("shortest", size) <= size <= self._edges.get("longest", size):
            return False
        is_uuid = of.physical is not None and of.physical.family == "uuid"
        form = of.options.get("format", "uuid" if is_uuid else None)
        if form is not None and _FORMATS.get(str(form)) != value:
            return None
        pattern = of.options.get("pattern")
        return True if pattern is None else _matches(pattern, value, self._budget)

    def moment(self, value: Any) -> bool | None:
        """Say whether the column of dates or times takes *value*."""
        if not isinstance(value, str) or not any(each.isdigit() for each in value):
            return False
        kind, form = str(self._of.kind), self._of.options.get("format")
        if form is not None:
            is_ours = value == _written(form) and not self._edges.keys() & set(_BOUNDS)
            return True if is_ours else None
        found = moment(value, "minimum", kind=kind)
        if isinstance(found, Unreadable):
            return False if kind == "date" else None
        lower, upper = (self._edges.get(name, found) for name in _BOUNDS)
        try:
            is_between = bool(lower <= found <= upper)
        except TypeError:  # one has a time zone and the other none
            return None
        return None if is_between and not _is_plain(found[0], value) else is_between

    def boolean(self, value: Any) -> bool | None:
        """Say whether the column of truth values takes *value*."""
        return isinstance(value, bool)

    def container(self, value: Any) -> bool | None:
        """Say that a column of lists or objects takes no single value."""
        return None if isinstance(value, list | dict) else False


_EXACT = 2**24  # every float holds whole numbers up to here
_BINARY = frozenset((1, 2, 4, 8))  # and this many parts of one
_CHECKS: dict[str, Callable[[Column, Any], bool | None]] = {
    **dict.fromkeys(("integer", "number"), Column.number),
    "string": Column.text,
    **dict.fromkeys(_DATES, Column.moment),
    "boolean": Column.boolean,
    **dict.fromkeys(("array", "object", "map"), Column.container),
}


def _is_plain(found: Any, value: str) -> bool:
    """Whether *value* is the usual way to write the date or time that was read from it."""
    written = date.fromordinal(found) if isinstance(found, int) else found
    return bool(written.isoformat() == value.replace("Z", "+00:00"))


_PARTS = {
    "yyyy": "2026",
    "MM": "01",
    "dd": "31",
    "HH": "12",
    "mm": "00",
    "SSSSSS": "000000",
    "SSS": "000",
    "ss": "00",
    "XXX": "Z",
    "X": "Z",
    "'T'": "T",
    "'Z'": "Z",
}


def _written(form: object) -> str | None:
    """Return a moment as a pattern such as ``yyyy-MM-dd HH:mm:ss`` has it; None for others."""
    if not isinstance(form, str) or len(form) > _LONGEST:
        return None
    text = form
    for part, digits in _PARTS.items():
        text = text.replace(part, digits)
    letters = {each for each in text if each.isalpha()}
    return text if letters <= {"T", "Z"} and text != form and "'" not in text else None


def _matches(pattern: object, value: str, budget: Budget) -> bool | None:
    """Say whether *value* matches, in both readings of where a pattern must match."""
    if not isinstance(pattern, str):
        return None
    answers = set()
    for anywhere in (True, False):
        machine = _machine(pattern, budget, anywhere=anywhere)
        if machine is None:
            return None
        states = machine.closure(frozenset((machine.start,)))
        for character in value:
            if budget.take(len(states)) < len(states):
                return None
            states = machine.after(states, ord(character))
        answers.add(machine.end in states)
    return answers.pop() if len(answers) == 1 else None


def _matching(pattern: str, budget: Budget) -> str | None:
    """Return a shortest text that matches the whole pattern, None where the search is too long."""
    machine = _machine(pattern, budget, anywhere=False)
    if machine is None:
        return None
    characters = _characters(machine)
    start = machine.closure(frozenset((machine.start,)))
    todo, seen = deque([(start, "")]), {start}
    while todo:
        states, text = todo.popleft()
        if machine.end in states:
            return text
        steps = len(states) * len(characters)
        if budget.take(steps) < steps:
            return None
        for character in characters:
            after = machine.after(states, ord(character))
            if after and after not in seen:
                seen.add(after)
                todo.append((after, text + character))
    return None


def _machine(pattern: str, budget: Budget, *, anywhere: bool) -> Automaton | None:
    if budget.take(len(pattern)) < len(pattern):
        return None
    try:
        machine = automaton(pattern, anywhere=anywhere)
    except UnsupportedError:
        return None
    size = len(machine.steps)
    return machine if budget.take(size) == size else None


def _characters(machine: Automaton) -> list[str]:
    """Return a readable character of each group that the steps of *machine* name."""
    found = set()
    for step in machine.steps:
        for low, high in step[0] if step else ():
            likely = (each for each in "A0a_-. " if low <= ord(each) <= high)
            found.add(next(likely, chr(low) if chr(low).isprintable() else ""))
    return sorted(found - {""})
