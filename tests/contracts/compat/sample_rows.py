"""Which rows does a contract allow? JSON Schemas of rows, and rows at the edges of what they say.

Written apart from the engine on purpose: it knows nothing of rules, only of data.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any

from jsonschema_rs import Draft202012Validator

Element = dict[str, Any]

_TYPES = {"date": "string", "timestamp": "string", "time": "string", "map": "object"}
_FORMATS = {"date": "date", "timestamp": "date-time", "time": "time"}
_RANGES = {
    **dict.fromkeys(("TINYINT", "i8"), (7, True)),
    **dict.fromkeys(("SMALLINT", "i16"), (15, True)),
    **dict.fromkeys(("INT", "i32"), (31, True)),
    **dict.fromkeys(("BIGINT", "i64"), (63, True)),
    "u8": (8, False),
    "u16": (16, False),
    "u32": (32, False),
}
"""Bits of the largest value, and whether there are negative ones."""
_OPTIONS = frozenset(
    (
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "pattern"),
        *("minLength", "maxLength", "minItems", "maxItems", "uniqueItems", "required"),
        *("minProperties", "maxProperties"),
    )
)
_ABSENT = object()
_BOUNDS = {
    "minimum": lambda value, bound: value >= bound,
    "maximum": lambda value, bound: value <= bound,
    "exclusiveMinimum": lambda value, bound: value > bound,
    "exclusiveMaximum": lambda value, bound: value < bound,
}
"""Bounds of dates, which JSON Schema has for numbers only; ISO 8601 compares like text."""


def _bound(name: str) -> type:
    """Return the keyword that holds dates to the bound *name*."""

    class Bound:
        def __init__(self, parent: Element, value: str, path: list[str | int]) -> None:
            self.bound = value

        def validate(self, instance: object) -> None:
            if isinstance(instance, str) and not _BOUNDS[name](instance, self.bound):
                raise ValueError(name)

    return Bound


_KEYWORDS = {f"date {name}": _bound(name) for name in _BOUNDS}


def _judge(schema: Element) -> Draft202012Validator:
    return Draft202012Validator(schema, validate_formats=True, keywords=_KEYWORDS)


class Table:
    """One object of a contract, as a judge of rows; null and absent are one thing."""

    def __init__(self, properties: list[Element]) -> None:
        self.properties = properties
        self._validator = _judge(_of_object(properties))

    def takes(self, row: dict[str, Any]) -> bool:
        """Whether the contract allows *row*; columns that it does not know do not matter."""
        return self._validator.is_valid(row)


def witness(allows: Table, refuses: Table) -> dict[str, Any] | None:
    """Return a row that one contract allows and the other refuses, None where none is found."""
    others = {element["name"]: element for element in refuses.properties}
    for row in _rows(allows.properties, others):
        if allows.takes(row) and not refuses.takes(row):
            return row
    return None


def _of_object(properties: list[Element]) -> Element:
    return {
        "type": "object",
        "properties": {each["name"]: _schema(each) for each in properties},
        "required": [each["name"] for each in properties if _is_required(each)],
    }


def _is_required(element: Element) -> bool:
    promised = {"metric": "nullValues", "mustBe": 0} in element.get("quality", [])
    return bool(element.get("required") or element.get("primaryKey") or promised)


def _schema(element: Element) -> Element:
    """Return the schema of one value; what may be null says so."""
    parts = [_typed(element), _physical(element.get("physicalType"))]
    if "enum" in element:
        parts.append({"enum": [entry["value"] for entry in element["enum"]]})
    parts += [
        {"enum": rule["arguments"]["validValues"]}
        for rule in element.get("quality", [])
        if rule["metric"] == "invalidValues"
    ]
    stated = {"allOf": parts}
    return stated if _is_required(element) else {"anyOf": [{"type": "null"}, stated]}


def _typed(element: Element) -> Element:
    kind = element.get("logicalType") or _implied(element.get("physicalType"))
    options = element.get("logicalTypeOptions", {})
    schema: Element = {
        key: value
        for key, value in options.items()
        if key in _OPTIONS and not (key in _BOUNDS and isinstance(value, str))
    }
    if kind is None:
        return schema
    schema["type"] = _TYPES.get(kind, kind)
    if kind in _FORMATS:
        bounds = {key: options[key] for key in _BOUNDS if isinstance(options.get(key), str)}
        schema |= {f"date {key}": value for key, value in bounds.items()}
        schema["format"] = _FORMATS[kind]
    elif kind == "string" and "format" in options:
        schema["format"] = options["format"]
    elif kind == "integer":
        return {"allOf": [schema, _within(options.get("format"))]}
    if kind == "object":
        inner = _of_object(element.get("properties", []))
        return {"allOf": [schema, inner]}
    if kind == "array":
        return {**schema, "items": _schema(element.get("items", {}))}
    if kind == "map":
        both = element.get("map", {})
        keys = _schema({**both.get("key", {}), "required": True})
        return {
            **schema,
            "propertyNames": keys,
            "additionalProperties": _schema(both.get("value", {})),
        }
    return schema


def _implied(physical: str | None) -> str | None:
    """Return the logical type of a column that states its physical one only."""
    name = (physical or "").partition("(")[0]
    return {
        **dict.fromkeys(("TINYINT", "SMALLINT", "INT", "BIGINT"), "integer"),
        **dict.fromkeys(("VARCHAR", "TEXT"), "string"),
        "DECIMAL": "number",
        "BOOLEAN": "boolean",
        "DATE": "date",
    }.get(name)


def _within(name: str | None) -> Element:
    if name not in _RANGES:
        return {}
    bits, is_signed = _RANGES[name]
    return {"minimum": -(2**bits) if is_signed else 0, "maximum": 2**bits - 1}


def _physical(name: str | None) -> Element:
    if name is None:
        return {}
    if name in _RANGES:
        return {"type": "integer", **_within(name)}
    if name.startswith("VARCHAR("):
        return {"type": "string", "maxLength": int(name[8:-1])}
    if name.startswith("DECIMAL("):
        digits, fraction = (int(each) for each in name[8:-1].split(","))
        edge = 10 ** (digits - fraction)
        step = {"multipleOf": float(f"1e-{fraction}") if fraction else 1}
        return {"type": "number", "exclusiveMinimum": -edge, "exclusiveMaximum": edge, **step}
    return {"TEXT": {"type": "string"}, "BOOLEAN": {"type": "boolean"}, "DATE": _DATE}[name]


_DATE = {"type": "string", "format": "date"}
_TEXTS = (
    *("", "a", "aa", "b", "ab", "abc", "A", "A1", "1", "12", "A-1", "x" * 9, "é"),
    *("2026-01-31", "2026-01-31T12:00:00Z", "12:00:00Z", "someone@agency.example"),
    "3f2b8c1e-5a4d-4e6f-9a7b-0c1d2e3f4a5b",
)
_NUMBERS = (
    *(0, 1, -1, 2, 3, 0.5, 0.25, 0.125, -129, 2**7, 2**8, 2**15, 2**16, 2**31, 2**63),
    -(2**31) - 1,
)


def _rows(properties: list[Element], others: dict[str, Element]) -> Iterator[dict[str, Any]]:
    """Yield rows that vary one column at a time over its edges."""
    values = {each["name"]: [*_values(each, others.get(each["name"], {}))] for each in properties}
    plain = {each["name"]: _first(each, values[each["name"]]) for each in properties}
    yield _row(plain)
    for name, candidates in values.items():
        for value in candidates:
            yield _row(plain | {name: value})


def _row(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not _ABSENT}


def _first(element: Element, candidates: Iterable[Any]) -> Any:
    judge = _judge(_schema(element))
    return next((each for each in candidates if each is not _ABSENT and judge.is_valid(each)), None)


def _values(element: Element, other: Element, depth: int = 0) -> Iterator[Any]:
    """Yield what may tell two versions of an element apart, plain values first."""
    sides = (element, other)
    for side in sides:
        yield from (entry["value"] for entry in side.get("enum", []))
        for rule in side.get("quality", []):
            yield from rule.get("arguments", {}).get("validValues", [])
    yield from _days(sides)
    yield from _TEXTS
    for number in _edges(sides):
        yield from (number, number - 1, number + 1, number - 0.5, number * 2)
        if isinstance(number, int) and 0 <= number < 100:
            yield from ("a" * number, "a" * (number + 1), "a" * max(number - 1, 0))
    yield from _NUMBERS
    yield from (True, False)
    if depth < 2:
        yield from _lists(sides, depth)
        yield from _objects(sides, depth)
    yield from (None, _ABSENT)


def _days(sides: Iterable[Element]) -> Iterator[str]:
    """Yield the days at bounds of dates and beside them."""
    for side in sides:
        options = side.get("logicalTypeOptions", {})
        for day in (options[name] for name in _BOUNDS if isinstance(options.get(name), str)):
            yield from (str(date.fromisoformat(day) + timedelta(days=by)) for by in (0, -1, 1))


def _edges(sides: Iterable[Element]) -> Iterator[Any]:
    for side in sides:
        options = side.get("logicalTypeOptions", {})
        yield from (each for each in options.values() if isinstance(each, int | float))
        for name in (side.get("physicalType"), options.get("format")):
            if name in _RANGES:
                yield from (2 ** _RANGES[name][0], -(2 ** _RANGES[name][0]))
            elif name and "(" in name:
                digits = [int(each) for each in name.split("(")[1][:-1].split(",")]
                yield digits[0]
                yield 10 ** (digits[0] - digits[-1])
                yield 10.0 ** -digits[-1]


def _lists(sides: tuple[Element, Element], depth: int) -> Iterator[Any]:
    items = [side.get("items", {}) for side in sides]
    if "array" not in {side.get("logicalType") for side in sides}:
        yield []
        return
    inner = [each for each in _values(items[0], items[1], depth + 1) if each is not _ABSENT]
    judge = _judge(_schema(items[0]))
    good = [each for each in inner if judge.is_valid(each)]
    for size in range(6):
        yield good[:size]
        yield good[:1] * size
    yield from ([each] for each in inner)


def _objects(sides: tuple[Element, Element], depth: int) -> Iterator[Any]:
    kinds = {side.get("logicalType") for side in sides}
    yield {}
    if "object" in kinds:
        inner = [side.get("properties", []) for side in sides]
        yield from _rows(inner[0], {each["name"]: each for each in inner[1]})
    if "map" in kinds:
        both = [side.get("map", {}) for side in sides]
        keys = [each for each in _values(*_parts(both, "key"), 2) if isinstance(each, str)]
        values = [each for each in _values(*_parts(both, "value"), 2) if each is not _ABSENT]
        judge = _judge(_schema(both[0].get("value", {})))
        good = next((each for each in values if judge.is_valid(each)), None)
        yield from ({key: good} for key in keys)
        yield from ({key: each} for each in values for key in keys[:1])


def _parts(both: list[Element], part: str) -> tuple[Element, Element]:
    return both[0].get(part, {}), both[1].get(part, {})
