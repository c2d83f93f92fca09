"""Can any value satisfy the limits of a column, and do its own examples?"""

from collections.abc import Iterator
from typing import Any

from contracts.findings import Severity
from contracts.lint.check import Hit, Node
from contracts.lint.patterns import is_pattern, mismatches
from contracts.lint.subject import items, mapping, mappings, text
from contracts.lint.values import fits, is_date, is_multiple, number
from contracts.rule import Rule

BOUNDS_CONTRADICT = Rule(
    code="LIMIT-01",
    name="bounds-contradict",
    family="Limits",
    severity=Severity.ERROR,
    statement="No value can satisfy the limits of a column.",
    reason="Every row breaks the contract, so the data or the contract is wrong from day one.",
    fix="Correct the limit that is wrong; most often the two have been swapped.",
)

_PAIRS = (
    ("minimum", "maximum"),
    ("exclusiveMinimum", "maximum"),
    ("minimum", "exclusiveMaximum"),
    ("exclusiveMinimum", "exclusiveMaximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
)


def bounds_contradict(node: Node) -> Iterator[Hit]:
    """Lower above upper, or both equal and one of them exclusive; a step that is not positive."""
    options = mapping(node.value.get("logicalTypeOptions"))
    if not options:
        return
    where = (*node.parts, "logicalTypeOptions")
    for low, high in _PAIRS:
        least, most = options.get(low), options.get(high)
        exclusive = low.startswith("exclusive") or high.startswith("exclusive")
        if _is_above(least, most) or (exclusive and least is not None and least == most):
            message = f"`{low}` {_shown(least)} leaves no room below `{high}` {_shown(most)}."
            yield Hit((*where, low), message)
            return
    step = number(options.get("multipleOf"))
    if step is not None and step <= 0:
        yield Hit((*where, "multipleOf"), "`multipleOf` must be above zero.")


PATTERN_INVALID = Rule(
    code="LIMIT-02",
    name="pattern-invalid",
    family="Limits",
    severity=Severity.WARNING,
    statement="The pattern is not a regular expression of the kind the standard names (ECMA-262).",
    reason="Checkers refuse it or read it each in their own way, so it protects nothing.",
    fix="Correct the pattern; avoid `(?i)`, `\\A`, `\\Z`, `[[:alpha:]]` and `(?P<name>...)`.",
)


def pattern_invalid(node: Node) -> Iterator[Hit]:
    """A pattern that does not compile. It is parsed, never run, by this check."""
    pattern = text(mapping(node.value.get("logicalTypeOptions")).get("pattern"))
    if pattern and not is_pattern(pattern):
        where = (*node.parts, "logicalTypeOptions", "pattern")
        yield Hit(where, "This pattern is not a valid regular expression (ECMA-262).")


ENUM_DUPLICATE = Rule(
    code="LIMIT-03",
    name="enum-duplicate",
    family="Limits",
    severity=Severity.WARNING,
    statement="An allowed value is listed twice.",
    reason="If the two entries say different things, readers see one of them.",
    fix="Delete one of the two.",
)


def enum_duplicate(node: Node) -> Iterator[Hit]:
    """The same value, of the same type, twice in one `enum`."""
    seen: set[tuple[str, object]] = set()
    for at, value in _enum(node):
        key = _identity(value)
        if key in seen:
            where = (*node.parts, "enum", at)
            yield Hit(where, f"The allowed value {_shown(value)} is listed twice.")
        seen.add(key)


ENUM_OF_OTHER_TYPE = Rule(
    code="LIMIT-04",
    name="enum-of-other-type",
    family="Limits",
    severity=Severity.WARNING,
    statement="An allowed value is not of the column's logical type.",
    reason="`1` and `'1'` are different values to most readers: the comparison never matches.",
    fix="Quote it if it is text, unquote it if it is a number, or correct the logical type.",
)


def enum_of_other_type(node: Node) -> Iterator[Hit]:
    """A number among texts, a text among numbers."""
    logical_type = text(node.value.get("logicalType"))
    for at, value in _enum(node):
        if value is not None and not fits(value, logical_type):
            where = (*node.parts, "enum", at)
            yield Hit(where, f"The allowed value {_shown(value)} is no {logical_type}.")


ENUM_OUTSIDE_LIMITS = Rule(
    code="LIMIT-05",
    name="enum-outside-limits",
    family="Limits",
    severity=Severity.WARNING,
    statement="An allowed value is forbidden by the column's own limits.",
    reason="The list promises a value that can never arrive.",
    fix="Correct the limit, or take the value off the list.",
)


def enum_outside_limits(node: Node) -> Iterator[Hit]:
    """An allowed value that is too long, too large or does not match the pattern."""
    for at, limit in _outside(node, _enum(node)):
        where = (*node.parts, "enum", at)
        yield Hit(where, f"The allowed value at place {at + 1} is outside `{limit}`.")


EXAMPLE_BREAKS_CONTRACT = Rule(
    code="LIMIT-06",
    name="example-breaks-contract",
    family="Limits",
    severity=Severity.WARNING,
    statement="An example breaks the contract it explains.",
    reason="Readers copy the example and not the rule.",
    fix="Correct the example, or the limit it breaks.",
)


def example_breaks_contract(node: Node) -> Iterator[Hit]:
    """An example of another type, outside the limits, or not among the allowed values."""
    examples = list(enumerate(items(node.value.get("examples"))))
    if not examples:
        return
    logical_type, where = text(node.value.get("logicalType")), (*node.parts, "examples")
    allowed = {_identity(value) for _, value in _enum(node)}
    for at, example in examples:
        if logical_type in ("integer", "number", "boolean") and not fits(example, logical_type):
            yield Hit((*where, at), f"The example {_shown(example)} is no {logical_type}.")
        elif allowed and _identity(example) not in allowed:
            yield Hit((*where, at), f"The example {_shown(example)} is not an allowed value.")
    for at, limit in _outside(node, examples):
        yield Hit((*where, at), f"The example at place {at + 1} is outside `{limit}`.")


REQUIRED_UNKNOWN = Rule(
    code="LIMIT-07",
    name="required-name-unknown",
    family="Limits",
    severity=Severity.WARNING,
    statement="A field is required that the object does not have.",
    reason="No object can satisfy it, or the field is misspelt and the real one is not required.",
    fix="Correct the name in `logicalTypeOptions.required`, or add the property.",
)


def required_unknown(node: Node) -> Iterator[Hit]:
    """`logicalTypeOptions.required` names a property that is not there."""
    wanted = items(mapping(node.value.get("logicalTypeOptions")).get("required"))
    columns = mappings(node.value.get("properties"))
    if not columns:
        return
    known = {column.get("name") for _, column in columns if text(column.get("name"))}
    for at, name in enumerate(wanted):
        if text(name) and name not in known:
            where = (*node.parts, "logicalTypeOptions", "required", at)
            yield Hit(where, f"{name!r} is required, but there is no such property.")


def _enum(node: Node) -> list[tuple[int, Any]]:
    entries = mappings(node.value.get("enum"))
    return [(at, entry["value"]) for at, entry in entries if "value" in entry]


def _identity(value: object) -> tuple[str, object]:
    """What makes two values the same: 1 is 1.0, but neither '1' nor true."""
    exact = number(value)
    return ("number", exact) if exact is not None else (type(value).__name__, str(value))


def _outside(node: Node, values: list[tuple[int, Any]]) -> Iterator[tuple[int, str]]:
    """Yield the place of each value that is outside a limit, with that limit's name."""
    options = mapping(node.value.get("logicalTypeOptions"))
    if not options or not values:
        return
    for at, value in values:
        if limit := _broken_limit(options, value):
            yield at, limit
    pattern = text(options.get("pattern"))
    if pattern:
        texts = [(at, value) for at, value in values if isinstance(value, str)]
        for at in mismatches(pattern, texts):
            yield at, "pattern"


def _broken_limit(options: dict[str, Any], value: object) -> str | None:
    if isinstance(value, str):
        low, high, size = "minLength", "maxLength", number(len(value))
    elif isinstance(value, list):
        low, high, size = "minItems", "maxItems", number(len(value))
    else:
        low, high, size = "minimum", "maximum", number(value)
    least, most, step = (number(options.get(key)) for key in (low, high, "multipleOf"))
    if size is None:
        return None
    if least is not None and size < least:
        return low
    if most is not None and size > most:
        return high
    is_number = low == "minimum"
    if is_number and step is not None and is_multiple(size, step) is False:
        return "multipleOf"
    return None


def _is_above(least: object, most: object) -> bool:
    """Whether two numbers, or two dates, are the wrong way round."""
    if is_date(least) and is_date(most):
        return str(least) > str(most)
    low, high = number(least), number(most)
    return low is not None and high is not None and low > high


def _shown(value: object) -> str:
    shown = repr(value) if isinstance(value, str) else str(value)
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}..."


_SHOWN = 60
