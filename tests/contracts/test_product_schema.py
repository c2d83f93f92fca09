"""What does the official schema's verdict on a data product say: where, in which words, what then?

A data product is judged by the Open Data Product Standard, which its `kind` names.
"""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.document import load
from contracts.kinds import is_product
from contracts.lint.run import is_valid, lint
from contracts.schema import validate
from contracts.validation.editions import PRODUCT_EDITIONS

HEAD = {
    "apiVersion": "v1.1.0",
    "kind": "DataProduct",
    "id": "bed-product",
    "version": "1.0.0",
    "status": "active",
}


def product(body="", **head) -> bytes:
    """Return a product that is valid but for *body* and *head*, where None leaves a key out."""
    lines = [f"{key}: {value}" for key, value in {**HEAD, **head}.items() if value is not None]
    return "\n".join([*lines, body]).encode()


def findings(source) -> list[tuple]:
    """Return rule, line, column, path, message and fix of everything wrong with *source*."""
    return [(f.rule, f.line, f.column, f.path, f.message, f.fix) for f in validate(load(source))]


@pytest.mark.parametrize("edition", PRODUCT_EDITIONS)
def test_a_small_product_is_valid_in_every_version(edition):
    """A product that only says who it is breaks no schema."""
    assert findings(product(apiVersion=edition)) == []


@pytest.mark.parametrize("written", ["dataproduct", "DATAPRODUCT"])
def test_a_kind_in_other_letters_is_still_a_product(written):
    """Telling its author that `outputPorts` is unknown in contracts would help nobody."""
    found = findings(product("outputPorts:\n- name: beds", kind=written))

    assert [each[:4] for each in found] == [("SCH-07", 2, 1, "/kind")]


def test_ports_make_a_product_where_no_kind_is_said():
    """What is missing is then the kind, and not a contract's keys."""
    found = findings(product("outputPorts:\n- name: beds", kind=None))

    assert [each[:4] for each in found] == [("SCH-04", 1, 1, "/kind")]
    assert not is_product({"kind": 3, "outputPorts": []})


SAID = [
    (
        "a misspelt key of a port",
        product("outputPorts:\n- name: beds\n  contractID: c-1"),
        ("SCH-03", 8, 3, "/outputPorts[name=beds]/contractID"),
        "`contractID` is not known on an output port.",
        "Did you mean `contractId`?",
    ),
    (
        "a port without a name",
        product("inputPorts:\n- contractId: c-1"),
        ("SCH-04", 7, 3, "/inputPorts[0]/name"),
        "`name` is missing on an input port.",
        "Add `name`.",
    ),
    (
        "a port's key on the product",
        product("contractId: c-1"),
        ("SCH-03", 6, 1, "/contractId"),
        "`contractId` is not known on the product.",
        "It belongs on an output port: move it there.",
    ),
    (
        "a key that a later version takes",
        product("type: aggregate", apiVersion="v1.0.0"),
        ("SCH-03", 6, 1, "/type"),
        "`type` came with v1.1.0; the product follows v1.0.0.",
        "Set `apiVersion: v1.1.0`, or remove the key.",
    ),
    (
        "a version that is not there",
        product(apiVersion="v7.0.0"),
        ("SCH-01", 1, 1, "/apiVersion"),
        (
            "`apiVersion: v7.0.0` is no supported version of the Open Data Product Standard; "
            "supported are v0.9.0, v1.0.0 and v1.1.0."
        ),
        "Did you mean `apiVersion: v1.0.0`?",
    ),
    (
        "a version of nothing",
        product(apiVersion="apps/beta"),
        ("SCH-01", 1, 1, "/apiVersion"),
        (
            "`apiVersion: apps/beta` is no supported version of the Open Data Product Standard; "
            "supported are v0.9.0, v1.0.0 and v1.1.0."
        ),
        "Write `apiVersion: v1.1.0`.",
    ),
    (
        "a version of the other standard",
        product(apiVersion="v3.1.0"),
        ("SCH-01", 1, 1, "/apiVersion"),
        (
            "`apiVersion: v3.1.0` is a version of the Open Data Contract Standard; this file is "
            "read as a product by its `kind`."
        ),
        "Write `kind: DataContract` if it is a contract, else `apiVersion: v1.1.0`.",
    ),
    (
        "a contract under a version of products",
        product(kind="DataContract"),
        ("SCH-01", 1, 1, "/apiVersion"),
        (
            "`apiVersion: v1.1.0` is a version of the Open Data Product Standard; this file is "
            "read as a contract by its `kind`."
        ),
        "Write `kind: DataProduct` if it is a product, else `apiVersion: v3.2.0`.",
    ),
    (
        "a version in another spelling",
        product(apiVersion='"1.1"'),
        ("SCH-02", 1, 1, "/apiVersion"),
        "`apiVersion: 1.1` is not how the standard writes v1.1.0.",
        "Write `apiVersion: v1.1.0`.",
    ),
    (
        "no version of the standard",
        product(apiVersion=None),
        ("SCH-04", 1, 1, "/apiVersion"),
        (
            "`apiVersion` is missing on the product, so nobody can know which schema to judge it "
            "by; it was judged by v1.1.0."
        ),
        "Add `apiVersion: v1.1.0`.",
    ),
]


@pytest.mark.parametrize(
    ("source", "where", "message", "fix"), [row[1:] for row in SAID], ids=[row[0] for row in SAID]
)
def test_each_fault_is_told_once_in_plain_words(source, where, message, fix):
    """A product's author is helped as well as a contract's."""
    assert findings(source) == [(*where, message, fix)]


def test_a_version_keeps_the_spelling_of_its_author():
    """`1.10` is another version than `1.1`, and no number."""
    document = load(product("outputPorts:\n- name: beds\n  version: 1.10\n  contractId: 007"))

    assert validate(document) == []
    assert document.tree["outputPorts"] == [
        {"name": "beds", "version": "1.10", "contractId": "007"}
    ]


def test_v090_may_use_what_v100_takes_under_its_name():
    """The schema of v1.0.0 names v0.9.0 as its own too, and the official example relies on it."""
    ports = "outputPorts:\n- name: beds\n  version: 1.0.0\n  contractId: c-1"
    team = "team:\n  name: Beds"

    assert findings(product(f"{ports}\n  tags: [beds]\n{team}", apiVersion="v0.9.0")) == []
    told = findings(product(f"{ports}\n  context: {{}}\n{team}", apiVersion="v0.9.0"))
    assert "`context` came with v1.1.0; the product follows v0.9.0." in [each[4] for each in told]


def test_lint_says_what_is_true_of_any_document():
    """A secret, a placeholder and a double port count wherever they stand; columns do not."""
    port = "- {name: beds, version: 1.0.0}\n"
    body = f"outputPorts:\n{port}{port}description:\n  usage: '{{{{USAGE}}}}'\n"
    body += "customProperties:\n- {property: password, value: hunter2hunter2}\n"

    found = lint(load(product(body)))

    assert [each.rule for each in found] == ["NAME-01", "META-11", "LEAK-03"]
    assert not is_valid(found)


_KEYS = st.sampled_from(
    ["outputPorts", "inputPorts", "name", "version", "sbom", "team", "id", "tags", "apiVersion"]
)
_TREES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=50)
@given(st.dictionaries(_KEYS, _TREES), st.sampled_from(["v0.9.0", "v1.0.0", "v1.1.0", None]))
def test_any_tree_that_calls_itself_a_product_is_linted(tree, edition):
    """A crash would tell its author nothing."""
    tree = {**tree, "kind": "DataProduct"} | ({"apiVersion": edition} if edition else {})
    found = lint(load(json.dumps(tree).encode()))

    assert all(each.line and each.message.endswith(".") for each in found)


def test_two_versions_of_one_port_are_two_ports():
    """Each is a promise of its own, and the standard lists each by itself."""
    body = "outputPorts:\n- {name: beds, version: 1.0.0}\n- {name: beds, version: 2.0.0}\n"

    assert lint(load(product(body))) == ()


def test_the_examples_of_the_corpora_are_valid(corpora):
    """What the project of the standard and its tool publish as products are products."""
    standards = corpora / "standards"
    files = [
        *(standards / "bitol-io__open-data-product-standard" / "examples").glob("*.odps.yaml"),
        *(standards / "pypi__dataproduct-cli-0.3.2").glob("odps-*.yaml"),
        *(corpora.parent / "demo" / "odps").glob("*.odps.yaml"),
    ]

    assert len(files) >= 3
    for file in files:
        found = lint(load(file.read_bytes()))
        assert is_valid(found), (file.name, found)
        assert {each.rule for each in found} <= {"META-04"}, file.name
