"""Is lint as a whole dependable: total, ordered, silent on good contracts, quick on large ones?"""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.document import load
from contracts.findings import Severity
from contracts.lint.check import Kind
from contracts.lint.run import hits, is_valid, lint
from contracts.lint.subject import Subject
from contracts.lint.walk import walk

SHARED = Path(__file__).parents[4] / "shared"
DEMO = sorted((SHARED / "demo" / "odcs").glob("*.odcs.yaml"))

KEYS = st.sampled_from([
    "schema", "properties", "items", "map", "key", "value", "name", "id", "logicalType",
    "logicalTypeOptions", "enum", "examples", "pattern", "minimum", "maximum", "minLength",
    "maxLength", "multipleOf", "required", "classification", "primaryKey", "primaryKeyPosition",
    "partitioned", "customProperties", "property", "team", "members", "role", "dateOut",
    "servers", "server", "host", "password", "slaProperties", "unit", "element", "relationships",
    "to", "from", "quality", "arguments", "description", "purpose", "status", "version",
    "apiVersion", "deprecated", "support", "url",
])  # fmt: skip
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals()
    | st.text(max_size=20)
    | st.sampled_from(["active", "string", "integer", "phi", "[a-", "schema/a/properties/b", "m"])
)
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=6),
        max_leaves=30,
    ),
    max_size=12,
)


@settings(max_examples=150, deadline=None)
@given(TREES)
def test_any_tree_can_be_looked_at(tree):
    """Contracts come from strangers: a shape nobody thought of must not take the service down."""
    for _, hit in hits(tree):
        assert hit.message
        assert isinstance(hit.parts, tuple)


def test_a_tree_as_deep_as_memory_allows_is_walked():
    """The walk must not end in a stack overflow where the reader let a deep contract through."""
    deep: dict = {"name": "leaf"}
    for _ in range(3_000):
        deep = {"name": "level", "logicalType": "object", "properties": [deep]}

    assert list(hits({"schema": [deep]}))


@pytest.mark.skipif(not DEMO, reason="the demo contracts are not beside this repository")
@pytest.mark.parametrize("path", DEMO, ids=lambda path: path.name.split(".")[0])
def test_the_demo_contracts_are_silent(path):
    """Good contracts get no error and no warning, only the note that columns lack descriptions."""
    found = {(each.rule, each.severity) for each in lint(load(path.read_bytes()))}

    assert found <= {("TEXT-04", Severity.INFO)}


def test_findings_come_in_the_order_of_lines():
    """A report is read beside the file, from the top."""
    source = b"""\
apiVersion: v3.2.0
kind: DataContract
version: latest
status: production
schema:
- name: a
  properties:
  - name: ssn
    logicalType: text
"""

    found = lint(load(source))

    assert [each.line for each in found] == sorted(each.line for each in found)
    assert not is_valid(found)


def test_a_null_is_told_once():
    """Two findings about one empty key make people mend it twice."""
    source = b"apiVersion: v3.2.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus:\n"

    about_status = [each for each in lint(load(source)) if each.pointer == "/status"]

    assert len(about_status) == 1


def wide(columns):
    """A contract with that many columns, each with limits, allowed values and examples."""
    head = "apiVersion: v3.2.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: active\n"
    column = """\
  - name: column_{at}
    logicalType: string
    classification: internal
    description: Column number {at}.
    logicalTypeOptions:
      maxLength: 20
    enum:
    - value: good
    - value: poor
    examples:
    - good
"""
    body = "".join(column.format(at=at) for at in range(columns))
    return f"{head}schema:\n- name: wide\n  properties:\n{body}".encode()


def test_the_work_grows_with_the_size_and_no_faster():
    """A contract of 5,000 columns must not take a minute; the gate is a ratio, not a clock."""
    small, large = load(wide(250)), load(wide(2_000))
    list(hits(small.tree))

    def cost(document):
        began = time.process_time()
        list(hits(document.tree))
        return time.process_time() - began

    ratio = min(cost(large) for _ in range(3)) / min(cost(small) for _ in range(3))

    assert ratio < 8 * 4  # a quadratic one is 64; a busy machine is worth some


def faulty(columns):
    """A tree in which every column refers to others and every value has to be looked up."""
    properties = [
        {
            "name": f"c{at}",
            "logicalType": "integer",
            "relationships": [{"to": f"t.c{at}"}, {"to": f"schema/t/properties/c{at}"}],
        }
        for at in range(columns)
    ]
    properties[0]["enum"] = [{"value": at} for at in range(columns)]
    properties[0]["examples"] = list(range(columns))
    return {"schema": [{"name": "t", "properties": properties}]}


def test_looking_up_references_and_values_stays_linear():
    """Every name looked up in a list would make this quadratic: a file of 1 MB takes an hour."""

    def cost(tree):
        began = time.process_time()
        list(hits(tree))
        return time.process_time() - began

    small, large = faulty(1_000), faulty(8_000)
    ratio = min(cost(large) for _ in range(2)) / min(cost(small) for _ in range(3))

    assert ratio < 8 * 4  # a quadratic one is 64; a busy machine is worth some


def test_of_many_faults_alike_the_first_hundred_are_told():
    """A file made to complain about must not fill the disk; the rest is counted."""
    columns = "".join(f"  - name: c{at}\n    classification: odd\n" for at in range(250))
    source = f"apiVersion: v3.2.0\nschema:\n- name: t\n  properties:\n{columns}"

    odd = [each for each in lint(load(source.encode())) if each.rule == "SENS-02"]

    assert len(odd) == 100
    assert odd[-1].message.endswith(" There are 150 more like this.")
    assert odd[-2].message == "'c98' has the class 'odd', which is not on the ladder."


@settings(max_examples=60, deadline=None)
@given(TREES.map(lambda tree: json.dumps(tree, default=str)))
def test_any_contract_that_can_be_read_can_be_linted(text):
    """From bytes to findings, with schema and positions, nothing may be raised."""
    found = lint(load(text.encode()))

    assert all(each.line is not None for each in found)
    assert list(found) == sorted(found, key=lambda each: (each.line, each.column, each.rule))


def test_kinds_of_the_table_are_all_walked():
    """A check for a kind that the walk never yields would sleep for ever."""
    tree = {"schema": [{"name": "t", "properties": [{"name": "c"}]}]}

    seen = {kind for kinds, _, _ in walk(Subject(tree)) for kind in kinds}

    assert seen == set(Kind)


def test_of_another_standard_only_that_is_told_and_what_it_gives_away():
    """It has its name and its tables in other places: nothing else would be true of it."""
    source = (
        "dataContractSpecification: 1.1.0\nid: x\ninfo: {title: Beds}\nmodels: {}\n"
        "servers: {prod: {host: 'postgres://root:hunter22@db'}}\n"
    )

    found = lint(load(source.encode()))

    assert [each.rule for each in found] == ["SCH-01", "LEAK-01"]
