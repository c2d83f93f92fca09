"""Whatever a tree looks like: no crash, in comparing or in judging, and no work without bounds."""

import copy
import sys
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.compat.circumstances import Circumstances
from contracts.compat.compare import changes, compare
from contracts.compat.judge import judge
from contracts.compat.ledger import gone
from contracts.findings import Consumer
from contracts.policy import PROFILES, Mode, Policy, Role
from tests.contracts.compat.real_contracts import ALL, contract, edited, written
from tests.contracts.compat.test_rules_alive import MUTATIONS

_SOME = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    print_blob=False,
)
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=8),
    st.sampled_from(
        ["", "0", "1e999", "INT(", "ARRAY<", "P1Y", "99:99", "2026-13-40", "v3", "a.b"]
    ),
    st.integers(10**30, 10**31),
)
_JUNK = st.recursive(
    _SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "name", "value", "property", "type", "a"]), inner, max_size=3
        )
    ),
    max_leaves=5,
)
_READY = [
    edited(contract(row["contract"]).tree, row.get("given", {})) for row in MUTATIONS.values()
]
"""Real contracts that between them use every feature that a rule looks at."""


def _places(node: Any, parts: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    items = node.items() if isinstance(node, dict) else ()
    inner = [*items, *(enumerate(node) if isinstance(node, list) else ())]
    found = [(*parts, key) for key, _ in inner]
    return found + [each for key, value in inner for each in _places(value, (*parts, key))]


@st.composite
def _broken(draw):
    """Return a real contract with right keys and wrong shapes."""
    tree = copy.deepcopy(draw(st.sampled_from(_READY)))
    for _ in range(draw(st.integers(1, 4))):
        *way, last = draw(st.sampled_from(_places(tree)))
        node = tree
        for part in way:
            node = node[part]
        node[last] = draw(_JUNK)
    return tree


@_SOME
@given(_broken(), _broken())
def test_two_broken_contracts_compare(before, after):
    """A publisher may send anything; a crash would stop them without a reason."""
    assert all(change.message for change in changes(before, after))
    assert changes(before, before) == ()


@st.composite
def _shifted(draw):
    """Return a broken contract and the same with one more wrong shape."""
    before = draw(_broken())
    after = copy.deepcopy(before)
    *way, last = draw(st.sampled_from(_places(after)))
    node = after
    for part in way:
        node = node[part]
    node[last] = draw(_JUNK)
    return before, after


@_SOME
@given(_shifted())
def test_one_wrong_shape_more_compares_both_ways(versions):
    """The smaller the difference, the deeper the comparison looks."""
    before, after = versions

    assert all(change.message for change in (*changes(before, after), *changes(after, before)))


_POLICIES = st.builds(
    Policy,
    mode=st.sampled_from(Mode),
    role=st.sampled_from(Role),
    risk_is_error=st.booleans(),
    status_is_state=st.booleans(),
) | st.sampled_from([*PROFILES.values()])
_VERSIONS = st.sampled_from(
    ["1.0.0", "1.1.0", "2.0.0", "0.1.0", "2.0.0-rc.1", "x", "1", "", 1, None]
)


@_SOME
@given(
    st.lists(st.tuples(_VERSIONS, _broken()), min_size=2, max_size=4),
    _POLICIES,
    st.dates(date(2026, 1, 1), date(2027, 1, 1)) | st.none(),
)
def test_any_broken_contracts_are_judged(versions, policy, today):
    """Whatever the registry holds, every publish gets a verdict."""
    after, *baselines = (written({**tree, "version": number}) for number, tree in versions)
    known = Circumstances(
        today=today,
        uses=(Consumer(agency="doh", purpose="a", columns=("main.status",)),),
        remembered=tuple(gone(baselines[-1].tree, after.tree)),
    )

    report = judge(after, baselines, policy, known)

    assert report.outcome
    assert all(finding.fix.endswith(".") for finding in report.findings)
    assert all((finding.line or 1) >= 1 for finding in report.findings)


@pytest.mark.parametrize("name", ALL)
def test_a_real_contract_compares_with_every_shape_of_nothing(name):
    """An empty file, or one with other keys alone, is the far end of every contract."""
    plain = contract(name)

    for other in ({"id": "a"}, {"schema": []}, {"schema": None}, {"schema": {}}, {"servers": [{}]}):
        assert compare(plain, written(other))
        assert compare(written(other), plain)


def _named(count, name="p", **fields):
    return [{"name": f"{name}{each}", "logicalType": "string", **fields} for each in range(count)]


def _table(properties):
    return {"schema": [{"name": "t", "properties": properties}]}


def _with_ids(count, name):
    return [{"id": f"i{each}", "name": f"{name}{each}"} for each in range(count)]


def _nested(depth, leaf):
    element: dict[str, Any] = {"name": "leaf", "logicalType": leaf}
    for each in range(depth):
        element = {"name": f"o{each}", "logicalType": "object", "properties": [element]}
    return _table([element])


def _enum(values):
    return _table([{"name": "c", "enum": [{"value": value} for value in values]}])


def _pattern(source):
    return _table([{"name": "c", "logicalTypeOptions": {"pattern": source}}])


def _rules(count, limit):
    rules = [{"type": "sql", "query": f"SELECT {each}", "mustBe": limit} for each in range(count)]
    return {"schema": [{"name": "t", "quality": rules}]}


def _levels(count, value):
    return {
        "slaProperties": [
            {"property": "latency", "element": f"t.c{each}", "value": value, "unit": "h"}
            for each in range(count)
        ]
    }


_PATHOLOGIES = {
    "renamed properties": lambda n: (_table(_named(n)), _table(_named(n, "q"))),
    "renamed properties with ids": lambda n: (_table(_with_ids(n, "p")), _table(_with_ids(n, "q"))),
    "duplicate names": lambda n: (_table(_named(1) * n), _table(_named(1, required=True) * n)),
    "properties turned round": lambda n: (_table(_named(n)), _table(_named(n)[::-1])),
    "objects renamed": lambda n: ({"schema": _named(n)}, {"schema": _named(n, "q")}),
    "properties moved to another object": lambda n: (
        {"schema": [{"name": "a", "properties": _with_ids(n, "p")}, {"name": "b"}]},
        {"schema": [{"name": "a"}, {"name": "b", "properties": _with_ids(n, "p")}]},
    ),
    "listed values": lambda n: (_enum(range(n)), _enum(range(n // 2, 2 * n))),
    "quality rules": lambda n: (_rules(n, 0), _rules(n, 1)),
    "equal quality rules": lambda n: (
        {"schema": [{"name": "t", "quality": [{"metric": "rowCount", "mustBe": 1}] * n}]},
        {"schema": [{"name": "t", "quality": [{"metric": "rowCount", "mustBe": 2}] * n}]},
    ),
    "service levels": lambda n: (_levels(n, 1), _levels(n, 2)),
    "custom properties": lambda n: (
        {"customProperties": [{"property": f"p{each}", "value": 1} for each in range(n)]},
        {"customProperties": [{"property": f"p{each}", "value": 2} for each in range(n)]},
    ),
    "servers": lambda n: (
        {"servers": [{"server": f"s{each}", "type": "s3", "path": "a"} for each in range(n)]},
        {"servers": [{"server": f"s{each}", "type": "s3", "path": "b"} for each in range(n)]},
    ),
    "long patterns": lambda n: (
        _pattern("|".join(f"a{each}" for each in range(n))),
        _pattern("|".join(f"b{each}" for each in range(n))),
    ),
}


def _calls(before, after):
    """Return how many calls a comparison takes: the same on every machine."""
    count = 0

    def seen(frame, event, argument):
        nonlocal count
        count += 1

    sys.setprofile(seen)
    try:
        changes(before, after)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", _PATHOLOGIES)
def test_twice_as_much_to_compare_is_twice_the_work(name):
    """One hostile contract must not stop a registry."""
    _calls(*_PATHOLOGIES[name](250))  # fills the caches, so that both runs find them full
    few, many = (_calls(*_PATHOLOGIES[name](size)) for size in (250, 500))

    assert few <= many < few * 2.5


def test_a_tree_twice_as_deep_is_twice_the_work():
    """Nesting is the cheapest thing to write and must be cheap to read."""
    shallow, deep = (_calls(_nested(n, "string"), _nested(n, "integer")) for n in (45, 90))

    assert shallow < deep < shallow * 2.5


def test_hard_patterns_share_one_budget():
    """A thousand columns with a hard pattern cost little more than a few of them."""
    hard = [_table(_patterned(size, "(a|b)*a(a|b){9}")) for size in (10, 100)]
    harder = [_table(_patterned(size, "(a|b)*b(a|b){9}")) for size in (10, 100)]
    few, many = (_calls(*pair) for pair in zip(hard, harder, strict=True))

    assert many < few * 11


def _patterned(count, source):
    return _named(count, logicalTypeOptions={"pattern": source})


@pytest.mark.parametrize(
    ("before", "after", "count"),
    [
        (_table(_named(10_000)), _table(_named(10_000, "q")), 20_000),
        (_table(_named(1)), _table(_named(1) * 5_000), 1),
        (_nested(90, "string"), _nested(90, "integer"), 1),
        (_enum(range(20_000)), _enum(range(1, 20_001)), 2),
    ],
    ids=["renamed", "duplicates", "deep", "values"],
)
def test_a_huge_change_is_told_whole(before, after, count):
    """What is bounded is the work, not what people are told."""
    assert len(changes(before, after)) >= count
