"""What is a document once it is read: its bytes, its digest, its tree, its typed view?"""

import hashlib
import json
import re
from decimal import Decimal

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from contracts import model
from contracts.document import UnreadableError, load
from contracts.model import Contract
from contracts.reader.from_yaml import read_yaml
from contracts.schema import validate
from contracts.view import contract_of


def test_a_document_keeps_the_bytes_it_was_read_from():
    """What is published is served back byte for byte, byte order mark and all."""
    source = b"\xef\xbb\xbfid: caf\xc3\xa9\r\n"

    document = load(source)

    assert document.source == source
    assert document.digest == hashlib.sha256(source).hexdigest()
    assert document.text == "id: café\r\n"
    assert document.media_type == "application/yaml"


def test_the_typed_view_reads_what_the_standard_says():
    """Pages and rules read fields with names, not keys of a tree."""
    source = b"""\
apiVersion: v3.1.0
kind: DataContract
id: 007
version: 1.10
status: active
dataProduct: shelters
description: {purpose: Find a bed}
team:
  members:
  - {username: ann, role: owner}
schema:
- name: beds
  properties:
  - name: no
    required: true
    logicalTypeOptions: {maximum: 1.50}
    items: {name: item, properties: [{name: deep}]}
  quality:
  - {metric: rowCount, mustBeGreaterThan: 0}
slaProperties:
- {property: latency, value: 4, unit: h}
"""

    assert load(source).contract == Contract(
        api_version="v3.1.0",
        kind="DataContract",
        id="007",
        version="1.10",
        status="active",
        data_product="shelters",
        description=model.Description(purpose="Find a bed"),
        team=model.Team(members=(model.TeamMember(username="ann", role="owner"),)),
        schema=(
            model.SchemaObject(
                name="beds",
                properties=(
                    model.Property(
                        name="no",
                        required=True,
                        logical_type_options={"maximum": Decimal("1.50")},
                        items=model.Property(
                            name="item", properties=(model.Property(name="deep"),)
                        ),
                    ),
                ),
                quality=(model.Quality(metric="rowCount", must_be_greater_than=0),),
            ),
        ),
        sla_properties=(model.ServiceLevel(property="latency", value=4, unit="h"),),
    )


def test_shapes_of_version_3_0_are_lifted():
    """A page need not know that a team once was a list, and a metric a rule."""
    source = b"""\
team: [{username: ann}, nobody]
description: Find a bed
schema: [{name: t, quality: [{rule: nullCheck}, {rule: old, metric: new}]}]
"""

    contract = load(source).contract

    assert contract.team.members == (model.TeamMember(username="ann"),)
    assert contract.description.purpose == "Find a bed"
    assert [quality.metric for quality in contract.schema[0].quality] == ["nullCheck", "new"]


def test_what_does_not_fit_is_left_out_and_the_rest_stays():
    """Two contracts of five break their own schema, and still have names and columns to show."""
    source = b"""\
id: [1]
name: beds
tags: {a: b}
team: someone
schema:
- nonsense
- name: t
  properties:
  - {name: a, required: maybe, description: kept, tags: [x, [y], z]}
  - 7
  - {name: {x: y}, items: 5, map: {key: {name: k}, value: no}}
servers: {server: prod}
"""

    contract = load(source).contract

    assert contract == Contract(
        name="beds",
        schema=(
            model.SchemaObject(
                name="t",
                properties=(
                    model.Property(name="a", description="kept", tags=("x", "z")),
                    model.Property(map=model.MapType(key=model.Property(name="k"))),
                ),
            ),
        ),
    )


MODEL_KEYS = sorted(
    {
        field.encode_name
        for kind in vars(model).values()
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct)
        for field in msgspec.structs.fields(kind)
    }
)
EDITIONS = ["v3.0.0", "v3.0.2", "v3.1.0", "v3.2.0", "3.0.1", "v9", "v2.2.2"]
scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8)
    | st.sampled_from([*EDITIONS, "sql", "library", "custom", "postgres", "string", "a.b"])
)
keys = st.sampled_from(MODEL_KEYS) | st.text(max_size=4)
trees = st.dictionaries(
    keys,
    st.recursive(
        scalars,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5),
        max_leaves=15,
    ),
    max_size=8,
)


@settings(max_examples=40)
@given(trees)
def test_any_tree_has_a_view(tree):
    """Whatever an author nests into what, the page about it opens."""
    assert isinstance(contract_of(tree), Contract)


def quoted(text) -> str:
    """Return *text* in double quotes as YAML wants it."""
    written = json.dumps(text, ensure_ascii=False)
    return re.sub(
        r"[\x7f-\x9f\ufeff\ufffe\uffff\U0001fffe-\U0010ffff]",
        lambda found: f"\\U{ord(found[0]):08x}",
        written,
    )


def written(value, indent=0) -> str:
    """Return *value* in YAML's block style."""
    blank = "\n" + "  " * indent
    if isinstance(value, dict) and value:
        entries = (f"? {quoted(k)}{blank}: {written(v, indent + 1)}" for k, v in value.items())
        return blank + blank.join(entries)
    if isinstance(value, list) and value:
        return blank + blank.join(f"- {written(item, indent + 1)}" for item in value)
    if isinstance(value, str):
        return quoted(value)
    return json.dumps(value)


@settings(max_examples=40)
@given(trees)
@example({"a": True, "b": 1, "c": Decimal("1E+3"), "d": "\x85\u2028", "e": {}, "f": [[]]})
def test_what_was_written_in_yaml_is_read_back(tree):
    """Nothing that a contract can say is lost or changed on the way in."""
    text = json.dumps(tree, ensure_ascii=False, default=str)  # exact numbers become text
    plain = json.loads(text)
    own = {"of our own": plain}  # outside the standard, where no place is for text alone

    assert read_yaml(written(own)).root == own


@settings(max_examples=40)
@given(trees)
def test_any_contract_is_validated_without_falling_over(tree):
    """The same trees in JSON go through reading, validation and the view."""
    source = json.dumps(tree, default=str).encode()
    try:
        document = load(source, name="x.json")
    except UnreadableError:
        return

    for finding in validate(document):
        assert finding.message
        assert msgspec.json.encode(finding)


@given(st.binary(max_size=60))
@example(b"a: &x *x")
@example(b"? ? a")
@example(b"%YAML 9.9\n---\na: 1")
@example(b"a: !<tag:yaml.org,2002:str> 1")
@example(b"\xff\xfe\x00")
@example(b"{\x00")
def test_any_bytes_are_a_document_or_a_refusal(source):
    """The reader stands at the front door; nothing else may come out of it."""
    try:
        assert isinstance(load(source).tree, dict)
    except UnreadableError as error:
        assert error.finding.rule.startswith("READ-")  # noqa: PT017 (either end is right)


@given(st.text(alphabet="ab:-?[]{},&*#|>!%@`'\"\\ \n\t~0.<\x85\u2028", max_size=40))
def test_any_yaml_is_a_document_or_a_refusal(text):
    """Indicators in every combination, which random bytes rarely reach."""
    try:
        document = load(text.encode())
    except UnreadableError as error:
        assert error.finding.line  # noqa: PT017 (a refusal says where)
        return
    assert json.loads(json.dumps(document.tree, default=str)) is not None
    validate(document)


@pytest.mark.parametrize("name", ["x.json", "x.yaml", ""])
def test_the_name_of_a_file_changes_nothing_for_json(name):
    """JSON is JSON under any name."""
    assert load(b'{"id": "x"}', name=name).media_type == "application/json"
