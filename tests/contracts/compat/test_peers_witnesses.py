"""Rows as witnesses: where one version allows a row that the other refuses, we must not say ok.

The contracts are made up, the rows lie at the edges of both versions, and a JSON Schema validator
judges them, which knows nothing of our rules.
"""

import copy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.compat.compare import changes
from contracts.findings import Impact, worst
from tests.contracts.compat.sample_rows import Table, witness

_SOME = settings(
    max_examples=200,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)
_FEW = settings(_SOME, max_examples=60)
_SMALL = st.integers(0, 5)
_TEXTS = st.sampled_from(["a", "aa", "b", "ab", "abc", "A1", "1", "12"])
_PATTERNS = st.sampled_from(["^a", "^a+$", "^[ab]+$", "^[A-Z]", "[0-9]$", "^[0-9]{1,2}$", "^a|b$"])


def _options(**kinds):
    """Return a strategy of at most two options: more of them soon leave no value at all."""
    names = st.lists(st.sampled_from(sorted(kinds)), max_size=2, unique=True)
    return names.flatmap(lambda each: st.fixed_dictionaries({name: kinds[name] for name in each}))


_BOUNDS = {"minimum": _SMALL, "maximum": st.integers(5, 9)}
_STEPS = st.sampled_from([1, 2, 3, 0.5, 0.25])
_SIZES = {
    "minItems": st.integers(0, 2),
    "maxItems": st.integers(2, 4),
    "uniqueItems": st.booleans(),
}


def _element(kind, options=None, physical=(), values=None, **fields):
    """Return a strategy of elements of one logical type."""
    optional = {"required": st.booleans(), **fields}
    if options is not None:
        optional["logicalTypeOptions"] = options
    if physical:
        optional["physicalType"] = st.sampled_from(physical)
    if values is not None:
        listed = st.lists(values, min_size=1, max_size=4, unique=True)
        optional["enum"] = listed.map(lambda each: [{"value": value} for value in each])
        optional["quality"] = listed.map(
            lambda each: [
                {"metric": "invalidValues", "arguments": {"validValues": each}, "mustBe": 0}
            ]
        ) | st.just([{"metric": "nullValues", "mustBe": 0}])
    stated = st.fixed_dictionaries({"logicalType": st.just(kind)}, optional=optional)
    return stated if not physical else stated | stated.map(_without_logical_type)


def _without_logical_type(element):
    """Return an element that leaves its logical type to its physical one, if it has one."""
    if "physicalType" not in element:
        return element
    return {key: value for key, value in element.items() if key != "logicalType"}


_STRINGS = _element(
    "string",
    _options(
        minLength=st.integers(0, 3),
        maxLength=st.integers(3, 6),
        pattern=_PATTERNS,
        format=st.sampled_from(["uuid", "email", "date"]),
    ),
    ("VARCHAR(3)", "VARCHAR(5)", "TEXT"),
    _TEXTS,
)
_INTEGERS = _element(
    "integer",
    _options(
        **_BOUNDS,
        exclusiveMinimum=_SMALL,
        exclusiveMaximum=st.integers(5, 9),
        multipleOf=st.integers(1, 3),
        format=st.sampled_from(["i8", "i16", "i32", "i64", "u8", "u16", "u32"]),
    ),
    ("TINYINT", "SMALLINT", "INT", "BIGINT"),
    _SMALL,
)
_NUMBERS = _element(
    "number",
    _options(
        **_BOUNDS, exclusiveMinimum=_SMALL, exclusiveMaximum=st.integers(5, 9), multipleOf=_STEPS
    ),
    ("DECIMAL(1,0)", "DECIMAL(3,0)", "DECIMAL(3,1)", "DECIMAL(3,2)", "DECIMAL(4,2)"),
    _SMALL,
)
_ENDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_DAYS = st.integers(1, 5).map(lambda day: f"2026-01-0{day}")
_SCALARS = st.one_of(
    _STRINGS,
    _INTEGERS,
    _NUMBERS,
    _element("boolean", physical=("BOOLEAN",)),
    _element("date", _options(**dict.fromkeys(_ENDS, _DAYS)), ("DATE",)),
    _element("timestamp"),
    _element("time"),
)


def _columns(inner, *, at_least=0):
    named = st.tuples(st.sampled_from("abc"), inner).map(lambda each: {"name": each[0], **each[1]})
    return st.lists(named, min_size=at_least, max_size=3, unique_by=lambda each: each["name"])


def _lists(items):
    return _element("array", _options(**_SIZES), items=items)


def _objects(inner):
    return _element(
        "object",
        _options(required=st.lists(st.sampled_from("abc"), max_size=2, unique=True)),
        properties=_columns(inner, at_least=1),
    )


def _maps(value):
    return _element("map", map=st.fixed_dictionaries({"key": _KEYS, "value": value}))


_KEYS = _STRINGS.map(lambda each: {**each, "required": True})
_LISTS, _OBJECTS, _MAPS = _lists(_SCALARS), _objects(_SCALARS), _maps(_SCALARS)
_FLAT = st.one_of(_SCALARS, _LISTS, _OBJECTS, _MAPS)
_COLUMNS = _columns(_FLAT, at_least=1)
_DEEP = st.one_of(_lists(_OBJECTS), _lists(_LISTS), _objects(_FLAT), _maps(_OBJECTS))


@st.composite
def _mutated(draw, columns):
    """Return the columns of two versions: one field of an element apart, or a few, at any depth."""
    before = draw(columns)
    after = copy.deepcopy(before)
    for _ in range(draw(st.integers(1, 2))):
        element = draw(st.sampled_from([each for column in after for each in _elements(column)]))
        other = draw(_KINDS.get(element.get("logicalType"), _SCALARS) | _SCALARS)
        key = draw(st.sampled_from(sorted({*element, *other} - {"name"})))
        element.pop(key, None)
        if key in other:
            element[key] = other[key]
    return before, after


def _elements(element):
    """Yield an element and what hangs in it."""
    yield element
    both = element.get("map", {})
    inner = [*element.get("properties", ()), element.get("items"), both.get("value")]
    for each in filter(None, inner):
        yield from _elements(each)


_KINDS = {
    "string": _STRINGS,
    "integer": _INTEGERS,
    "number": _NUMBERS,
    "array": _LISTS,
    "object": _OBJECTS,
    "map": _MAPS,
}


def _assert_no_witness_is_overlooked(before, after):
    told = changes(*({"schema": [{"name": "t", "properties": each}]} for each in (before, after)))
    tables = Table(before), Table(after)

    if worst(*(change.reads for change in told)) is Impact.OK:
        assert witness(tables[1], tables[0]) is None, (before, after)
    if worst(*(change.writes for change in told)) is Impact.OK:
        assert witness(tables[0], tables[1]) is None, (before, after)


@_SOME
@given(_mutated(_COLUMNS))
def test_no_small_change_is_called_harmless_against_a_witness(versions):
    """The commonest fault of such tools: a change passes, and the data then breaks a reader."""
    _assert_no_witness_is_overlooked(*versions)


@_FEW
@given(_mutated(_columns(_DEEP, at_least=1)))
def test_no_change_deep_inside_is_called_harmless_against_a_witness(versions):
    """What is wrong in a field of an entry of a list is as wrong as in a column."""
    _assert_no_witness_is_overlooked(*versions)


@_SOME
@given(_COLUMNS, _COLUMNS)
def test_no_large_change_is_called_harmless_against_a_witness(before, after):
    """Several changes at once must not hide one another."""
    _assert_no_witness_is_overlooked(before, after)


@pytest.mark.parametrize(
    ("narrow", "wide"),
    [
        ({"required": True}, {}),
        ({"logicalType": "integer"}, {"logicalType": "number"}),
        ({"logicalType": "date"}, {"logicalType": "string"}),
        ({"physicalType": "INT"}, {"physicalType": "BIGINT"}),
        ({"physicalType": "VARCHAR(3)"}, {"physicalType": "VARCHAR(5)"}),
        ({"enum": [{"value": "a"}]}, {"enum": [{"value": "a"}, {"value": "b"}]}),
        ({"logicalTypeOptions": {"multipleOf": 0.5}}, {"logicalTypeOptions": {"multipleOf": 0.25}}),
        ({"logicalTypeOptions": {"exclusiveMaximum": 5}}, {"logicalTypeOptions": {"maximum": 5}}),
        (
            {"logicalType": "date", "logicalTypeOptions": {"maximum": "2026-01-03"}},
            {"logicalType": "date", "logicalTypeOptions": {"exclusiveMaximum": "2026-01-05"}},
        ),
        ({"physicalType": "DECIMAL(3,1)"}, {"physicalType": "DECIMAL(4,2)"}),
        (
            {"logicalType": "integer", "logicalTypeOptions": {"format": "u8"}},
            {"logicalType": "integer", "logicalTypeOptions": {"format": "i16"}},
        ),
        (
            {"logicalTypeOptions": {"pattern": "^a+$"}},
            {"logicalTypeOptions": {"pattern": "^[ab]+$"}},
        ),
        (
            {"logicalType": "array", "logicalTypeOptions": {"uniqueItems": True}},
            {"logicalType": "array"},
        ),
        (
            {"logicalType": "array", "items": {"logicalType": "string"}},
            {"logicalType": "array", "items": {}},
        ),
        (
            {"logicalType": "map", "map": {"value": {"logicalType": "integer"}}},
            {"logicalType": "map", "map": {"value": {}}},
        ),
        (
            {"logicalType": "object", "properties": [{"name": "d", "required": True}]},
            {"logicalType": "object", "properties": [{"name": "d"}]},
        ),
    ],
)
def test_a_witness_is_found_where_there_is_one(narrow, wide):
    """An oracle that never speaks would let every fault pass."""
    tables = [Table([{"name": "c", **each}]) for each in (narrow, wide)]

    assert witness(tables[1], tables[0]) is not None
    assert witness(tables[0], tables[1]) is None
