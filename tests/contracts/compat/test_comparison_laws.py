"""Laws of the comparison: nothing from nothing, order and spelling do not count, never a crash."""

from pathlib import Path

import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from contracts.compat.compare import changes, compare
from contracts.document import load
from contracts.findings import Impact, worst
from tests.contracts.compat.rule_folders import FOLDERS, documents

_SOME = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
_WORDS = st.sampled_from(
    ["string", "integer", "number", "date", "array", "map", "object", "INT", "VARCHAR(3)", "a", ""]
)
_SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False),
    st.floats(allow_nan=False),
    st.text(max_size=5),
    _WORDS,
)
_KEYS = st.sampled_from(
    [
        *("id", "name", "logicalType", "physicalType", "logicalTypeOptions", "enum", "value"),
        *("items", "map", "key", "properties", "required", "primaryKey", "schema", "description"),
        *("minimum", "maximum", "maxLength", "pattern", "format", "servers", "customProperties"),
        *("multipleOf", "metric", "mustBe", "arguments", "validValues", "property", "quality"),
        *("relationships", "to", "synonyms", "authoritativeDefinitions", "examples", "version"),
        *("status", "slaProperties", "unit", "roles", "access", "support", "channel", "price"),
        *("team", "members", "context", "constraints", "tags", "classification", "limitations"),
        *(
            "server",
            "host",
            "type",
            "query",
            "arguments",
            "mustBeBetween",
            "severity",
            "deprecated",
        ),
    ]
)
_TREES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=6),
    max_leaves=20,
)
_PROPERTIES = st.lists(
    st.fixed_dictionaries(
        {"name": st.sampled_from("abcde"), "logicalType": _WORDS},
        optional={
            "id": st.sampled_from("vwxyz"),
            "physicalType": _WORDS,
            "required": st.booleans(),
            "primaryKey": st.booleans(),
            "enum": st.lists(st.fixed_dictionaries({"value": _SCALARS}), max_size=3),
            "logicalTypeOptions": st.dictionaries(_KEYS, _SCALARS, max_size=2),
            "items": st.dictionaries(_KEYS, _SCALARS, max_size=2),
        },
    ),
    max_size=4,
)
_CONTRACTS = st.fixed_dictionaries(
    {
        "schema": st.lists(
            st.fixed_dictionaries({"name": _WORDS, "properties": _PROPERTIES}), max_size=2
        )
    }
)


@_SOME
@given(st.dictionaries(_KEYS, _TREES), st.dictionaries(_KEYS, _TREES))
@example({"schema": [{"properties": {}}]}, {"schema": {"properties": []}})
def test_any_two_trees_compare(before, after):
    """Contracts in the wild are imperfect; a crash would stop a publisher without a reason."""
    assert all(change.message for change in changes(before, after))


@_SOME
@given(_CONTRACTS, _CONTRACTS)
def test_any_two_contracts_compare(before, after):
    """Real shapes with odd content reach deeper than random trees."""
    assert all(change.message for change in changes(before, after))


@_SOME
@given(_CONTRACTS)
def test_a_contract_does_not_differ_from_itself(contract):
    """Publishing the same contract again must be silent."""
    assert changes(contract, contract) == ()


@_SOME
@given(_CONTRACTS, _CONTRACTS)
def test_a_difference_is_told(before, after):
    """Nothing may change in silence, wherever it stands."""
    plain = _without_noise(before), _without_noise(after)

    assert plain[0] == plain[1] or changes(before, after)


def _without_noise(node):
    """Return a tree without what means the same as its absence."""
    if isinstance(node, dict):
        kept = {key: _without_noise(value) for key, value in node.items()}
        return {key: value for key, value in kept.items() if value not in (None, False, {}, [], 0)}
    return [_without_noise(item) for item in node] if isinstance(node, list) else node


@_SOME
@given(st.sampled_from(FOLDERS), st.randoms(use_true_random=False))
def test_the_order_of_keys_does_not_count(folder, random):
    """A formatter that sorts keys must not look like a change."""
    before, after = documents(folder)
    shuffled = load(yaml.safe_dump(_shuffled(after.tree, random), sort_keys=False).encode())

    assert _facts(before, shuffled) == _facts(before, load(_dumped(after)))


def _dumped(document):
    return yaml.safe_dump(_shuffled(document.tree, None), sort_keys=False).encode()


def _shuffled(node, random):
    if isinstance(node, dict):
        keys = list(node)
        if random is not None:
            random.shuffle(keys)
        return {key: _shuffled(node[key], random) for key in keys}
    if isinstance(node, list):
        return [_shuffled(item, random) for item in node]
    return node if isinstance(node, bool | int | None) else str(node)


def _facts(before, after):
    return sorted(
        (finding.rule, finding.path, finding.reads.value, finding.writes.value)
        for finding in compare(before, after)
    )


def test_comments_and_blank_lines_do_not_count():
    """Only lines move; the verdict stays."""
    for folder in FOLDERS:
        before, after = documents(folder)
        spaced = load(("# a note\n\n" + after.text.replace("\n", "  # note\n")).encode())

        assert _facts(before, spaced) == _facts(before, after)


@_SOME
@given(st.lists(st.sampled_from("abcdef"), min_size=1, unique=True), st.data())
def test_what_hurts_readers_one_way_hurts_suppliers_the_other(values, data):
    """A closed list that grows for readers shrinks for suppliers on the way back."""
    other = data.draw(st.lists(st.sampled_from("abcdef"), min_size=1, unique=True))
    before, after = _closed(values), _closed(other)

    forth, back = changes(before, after), changes(after, before)

    assert worst(*(each.reads for each in forth)) is worst(*(each.writes for each in back))
    assert worst(*(each.writes for each in forth)) is worst(*(each.reads for each in back))


def _closed(values):
    enum = [{"value": value} for value in values]
    return {"schema": [{"name": "t", "properties": [{"name": "c", "enum": enum}]}]}


@_SOME
@given(st.lists(_SCALARS, min_size=1, max_size=6))
def test_a_closed_list_may_move_to_a_quality_rule(values):
    """The same promise in another place breaks nobody, whatever the values are."""
    before = _closed(values)
    rule = {"metric": "invalidValues", "arguments": {"validValues": values}, "mustBe": 0}
    after = {"schema": [{"name": "t", "properties": [{"name": "c", "quality": [rule]}]}]}

    for each in (*changes(before, after), *changes(after, before)):
        assert (each.reads, each.writes) == (Impact.OK, Impact.OK)


def test_the_line_is_exact_below_forty_lines_of_comments():
    """An editor jumps to the line of a finding; a name in a comment must not mislead it."""
    text = "schema:\n- name: beds\n  properties:\n  - name: ward\n    logicalType: {}\n"
    comments = "# ward\n" * 40
    before = load(f"id: a\n{text.format('string')}".encode())
    after = load(f"{comments}id: a\n{comments}{text.format('integer')}".encode())

    finding = compare(before, after)[0]

    assert after.text.splitlines()[finding.line - 1] == "    logicalType: integer"
    assert finding.column == 5


def test_the_order_of_findings_is_the_order_of_the_document():
    """A report is read from top to bottom beside the contract."""
    examples = Path(__file__).parents[2] / "data" / "compat"
    before, after = documents(examples / "PROP-11")
    lines = [finding.line for finding in compare(before, after)]

    assert lines == sorted(lines)
    assert compare(before, after) == compare(before, after)
