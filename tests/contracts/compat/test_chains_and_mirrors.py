"""Algebra of verdicts on made-up promises: what one way tightens the other loosens; ok adds up.

``rules.md`` 2.2 compares sets of values and 2.17 levels of a service, so both laws hold where a
promise is nothing but a set or a level. Where they do not, an example says so. A format stands
alone here: beside other bounds a wider one is a risk for readers (TYP-10), a narrower one is none.
"""

from itertools import permutations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.compat.compare import changes
from contracts.findings import Impact, worst

_SOME = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)


def _options(**kinds):
    return st.fixed_dictionaries({}, optional=kinds)


def _listed(values):
    some = st.lists(values, min_size=1, max_size=4, unique=True)
    return some.map(lambda each: [{"value": value} for value in each])


_SMALL = st.integers(-3, 9)
_FINE = st.decimals(-3, 9, places=1)
_SIZES = st.integers(0, 6)
_BOUNDS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")
_DATES = st.dates().map(str)
_INTEGERS = st.fixed_dictionaries(
    {"logicalType": st.just("integer")},
    optional={
        "required": st.booleans(),
        "unique": st.booleans(),
        "logicalTypeOptions": _options(
            **dict.fromkeys(_BOUNDS, _SMALL),
            multipleOf=st.integers(1, 6),
        ),
    },
)
_FORMATS = st.sampled_from(["i8", "i16", "i32", "i64", "u8", "u16", "u32"]).map(
    lambda each: {"logicalType": "integer", "logicalTypeOptions": {"format": each}}
)
_NUMBERS = st.fixed_dictionaries(
    {"logicalType": st.just("number")},
    optional={
        "logicalTypeOptions": _options(
            **dict.fromkeys(_BOUNDS, _FINE),
            multipleOf=st.decimals("0.25", 2, places=2),
        )
    },
)
_TEXTS = st.fixed_dictionaries(
    {"logicalType": st.just("string")},
    optional={
        "required": st.booleans(),
        "logicalTypeOptions": _options(minLength=_SIZES, maxLength=_SIZES),
    },
)
_LISTED = st.fixed_dictionaries(
    {"logicalType": st.just("string")},
    optional={"required": st.booleans(), "enum": _listed(st.sampled_from("abcdef"))},
)
_LISTS = st.fixed_dictionaries(
    {
        "logicalType": st.just("array"),
        "items": st.fixed_dictionaries(
            {"logicalType": st.just("integer")},
            optional={
                "required": st.booleans(),
                "logicalTypeOptions": _options(minimum=_SMALL, maximum=_SMALL),
            },
        ),
    },
    optional={
        "logicalTypeOptions": _options(minItems=_SIZES, maxItems=_SIZES, uniqueItems=st.booleans())
    },
)
_MOMENTS = st.fixed_dictionaries(
    {"logicalType": st.just("date")},
    optional={"logicalTypeOptions": _options(**dict.fromkeys(_BOUNDS, _DATES))},
)
_DECIMALS = st.tuples(st.integers(1, 6), st.integers(0, 3)).map(
    lambda each: {"physicalType": f"DECIMAL({each[0] + each[1]},{each[1]})"}
)
_VARCHARS = st.integers(1, 9).map(lambda each: {"physicalType": f"VARCHAR({each})"})
_WORDS = st.sampled_from(["TINYINT", "SMALLINT", "INT", "BIGINT"]).map(
    lambda each: {"physicalType": each}
)
PROPERTIES = {
    "integers": _INTEGERS,
    "integer formats": _FORMATS,
    "numbers": _NUMBERS,
    "texts": _TEXTS,
    "closed lists": _LISTED,
    "lists": _LISTS,
    "dates": _MOMENTS,
    "decimals": _DECIMALS,
    "varchars": _VARCHARS,
    "integer widths": _WORDS,
}


def _column(stated):
    return {"schema": [{"name": "t", "properties": [{"name": "c", **stated}]}]}


_UNITS = st.sampled_from(["ms", "s", "min", "h", "d", "w", "mo", "y"])
_AMOUNTS = st.integers(1, 60) | st.decimals(1, 60, places=1)
_SPANS = st.fixed_dictionaries({"value": _AMOUNTS, "unit": _UNITS})
_PERCENT = st.decimals(90, 100, places=2).map(lambda each: {"value": each, "unit": "percent"})
_CLOCKS = st.times().map(lambda each: {"value": f"{each.hour:02}:{each.minute:02}Z"})
LEVELS = {
    **dict.fromkeys(("latency", "freshness", "frequency", "retention", "timeToRepair"), _SPANS),
    **dict.fromkeys(("availability", "errorRate"), _PERCENT),
    "timeOfAvailability": _CLOCKS,
    **dict.fromkeys(
        ("generalAvailability", "endOfSupport"), _DATES.map(lambda each: {"value": each})
    ),
}


def _level(name, stated):
    return {"slaProperties": [{"property": name, **stated}]}


_OPERATORS = (
    *("mustBe", "mustNotBe", "mustBeGreaterThan", "mustBeGreaterOrEqualTo"),
    *("mustBeLessThan", "mustBeLessOrEqualTo"),
)
_RANGES = st.tuples(_SIZES, _SIZES).map(sorted)
_THRESHOLDS = st.dictionaries(
    st.sampled_from(_OPERATORS), _SIZES, min_size=1, max_size=2
) | st.dictionaries(
    st.sampled_from(["mustBeBetween", "mustNotBeBetween"]), _RANGES, min_size=1, max_size=1
)


def _rule(threshold):
    return {"schema": [{"name": "t", "quality": [{"metric": "rowCount", **threshold}]}]}


def _verdict(before, after):
    told = changes(before, after)
    return worst(*(each.reads for each in told)), worst(*(each.writes for each in told))


FAMILIES = {
    **{name: stated.map(_column) for name, stated in PROPERTIES.items()},
    **{
        name: stated.map(lambda each, name=name: _level(name, each))
        for name, stated in LEVELS.items()
    },
    "thresholds": _THRESHOLDS.map(_rule),
}
_EACH = pytest.mark.parametrize("family", FAMILIES)


@_EACH
@_SOME
@given(data=st.data())
def test_what_tightens_one_way_loosens_the_other(family, data):
    """Whoever undoes a change hurts exactly the others."""
    before, after = data.draw(FAMILIES[family]), data.draw(FAMILIES[family])

    reads, writes = _verdict(before, after)

    assert _verdict(after, before) == (writes, reads)


@_EACH
@_SOME
@given(data=st.data())
def test_harmless_steps_add_up_to_a_harmless_way(family, data):
    """Readers who followed every release by itself may also skip some."""
    versions = [data.draw(FAMILIES[family]) for _ in range(4)]
    steps = {pair: _verdict(versions[pair[0]], versions[pair[1]]) for pair in _PAIRS}

    for first, second, third in permutations(range(4), 3):
        for side in (0, 1):
            if steps[first, second][side] is steps[second, third][side] is Impact.OK:
                assert steps[first, third][side] is Impact.OK


_PAIRS = [*permutations(range(4), 2)]


def _enum(*values):
    return _column({"enum": [{"value": value} for value in values]})


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        (_enum("a", "b"), _enum("a", "b", "c"), _enum("a", "c")),
        (
            _column({"logicalType": "integer", "logicalTypeOptions": {"maximum": 5}}),
            _column({"logicalType": "integer"}),
            _column({"logicalType": "integer", "logicalTypeOptions": {"minimum": 5}}),
        ),
        (
            _level("latency", {"value": 1, "unit": "h", "element": "t.c"}),
            _level("latency", {"value": 2, "unit": "h", "element": "t.c"}),
            _level("latency", {"value": 2, "unit": "h", "element": "t.c,t.d"}),
        ),
    ],
    ids=["values", "bounds", "levels"],
)
def test_steps_that_are_harmless_to_one_side_each_may_hurt_both_in_the_end(first, second, third):
    """Widen, then narrow (X-03): only the direct comparison knows where it led."""
    assert _verdict(first, second) == (Impact.BREAK, Impact.OK)
    assert _verdict(second, third) == (Impact.OK, Impact.BREAK)
    assert _verdict(first, third) == (Impact.BREAK, Impact.BREAK)


def test_a_promise_that_was_off_and_on_again_is_kept_in_the_end():
    """Off, then on (X-03): the steps break, the way does not; only the direct comparison knows."""
    on, off = _column({"required": True}), _column({})

    assert _verdict(on, off) == (Impact.BREAK, Impact.OK)
    assert _verdict(off, on) == (Impact.OK, Impact.BREAK)
    assert _verdict(on, on) == (Impact.OK, Impact.OK)
