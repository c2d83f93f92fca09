"""Is JSON read as JSON: to the letter of RFC 8259, with positions, and refused where it is not?"""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.document import UnreadableError, load
from contracts.findings import Position
from contracts.reader.from_json import read_json

REFUSED = [
    ("a comma after the last key", '{"a": 1,}', ("READ-04", 1, 9)),
    ("a comma after the last item", '{"a": [1,]}', ("READ-04", 1, 10)),
    ("no comma", '{"a": 1 "b": 2}', ("READ-04", 1, 9)),
    ("no colon", '{"a" 1}', ("READ-04", 1, 6)),
    ("a bare key", '{"a": 1, b: 2}', ("READ-04", 1, 10)),
    ("single quotes", "{\"a\": 'x'}", ("READ-04", 1, 7)),
    ("a comment", '{"a": 1 // x\n}', ("READ-04", 1, 9)),
    ("a NaN", '{"a": NaN}', ("READ-04", 1, 7)),
    ("an Infinity", '{"a": -Infinity}', ("READ-04", 1, 7)),
    ("a leading zero", '{"a": 01}', ("READ-04", 1, 8)),
    ("a leading plus", '{"a": +1}', ("READ-04", 1, 7)),
    ("a bare point", '{"a": 1.}', ("READ-04", 1, 8)),
    ("a hexadecimal number", '{"a": 0x1}', ("READ-04", 1, 8)),
    ("a line break in a text", '{"a": "x\ny"}', ("READ-04", 1, 9)),
    ("an unknown escape", '{"a": "\\x41"}', ("READ-04", 1, 8)),
    ("an open text", '{"a": "x', ("READ-04", 1, 7)),
    ("an open object", '{"a": 1', ("READ-04", 1, 8)),
    ("an open list", '{"a": [', ("READ-04", 1, 8)),
    ("something after the end", '{"a": 1}\n{"b": 2}', ("READ-04", 2, 1)),
    ("other white space", '{"a":\xa01}', ("READ-04", 1, 6)),
    ("half a character", '{"a": "\\ud800x"}', ("READ-03", 1, 7)),
    ("half a character in a key", '{"\\udc00": 1}', ("READ-03", 1, 2)),
    ("a repeated key", '{\n  "a": 1,\n  "b": {"a": 2},\n  "a": 3\n}', ("READ-07", 4, 3)),
    ("a key repeated as an escape", '{"a": 1, "\\u0061": 2}', ("READ-07", 1, 10)),
    ("a number nobody can write out", '{"a": 1e999999999}', ("READ-14", 1, 7)),
    ("a number with a giant exponent", '{"a": 1e99999999999999999999}', ("READ-14", 1, 7)),
    ("a number of 5,000 digits", f'{{"a": {"9" * 5000}}}', ("READ-14", 1, 7)),
    ("a list at the top", '["a"]', ("READ-13", 1, 1)),
    ("a very long key", f'{{"{"k" * 2000}": 1}}', ("READ-08", 1, 2)),
]


@pytest.mark.parametrize(
    ("source", "expected"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_is_not_json_is_refused_at_its_line_and_column(source, expected):
    """What one tool takes and another refuses is no contract between two agencies."""
    with pytest.raises(UnreadableError) as caught:
        load(source.encode())
    finding = caught.value.finding

    assert (finding.rule, finding.line, finding.column) == expected


def test_a_file_called_json_must_be_json():
    """YAML in a file called JSON would be refused by every other tool."""
    with pytest.raises(UnreadableError) as caught:
        load(b"id: x\n", name="orders.ODCS.JSON")

    assert caught.value.finding.rule == "READ-04"


def test_what_looks_like_json_is_json_and_the_rest_is_yaml():
    """Nobody has to say which of the two they send."""
    kinds = [
        load(source).media_type
        for source in (b'{"a": 1}', b" \n{ }", b"{a: 1}", b'"a": 1', b"a: 1")
    ]

    assert kinds == ["application/json"] * 2 + ["application/yaml"] * 3


def test_positions_are_those_of_keys_and_items():
    """A JSON contract is mended by its lines, as a YAML contract is."""
    document = load(b'{\n  "a": [1, {"b": "x"}],\n  "c": {}\n}\n')

    places = [
        document.position(parts) for parts in ((), ("a",), ("a", 1), ("a", 1, "b"), ("c", "gone"))
    ]

    assert places == [
        Position(line=line, column=column)
        for line, column in [(1, 1), (2, 3), (2, 12), (2, 13), (3, 3)]
    ]


def test_the_json_test_suite_is_judged_as_its_file_names_say(corpora):
    """A standard suite of 283 files decides what is JSON, not our taste."""
    folder = corpora / "bad" / "nst__JSONTestSuite" / "test_parsing"
    wrong = []
    for file in sorted(folder.iterdir()):
        try:
            read_json(file.read_bytes().decode("utf-8"))
            verdict = "y"
        except (UnreadableError, UnicodeDecodeError):
            verdict = "n"
        if file.name[0] in "yn" and file.name[0] != verdict:
            wrong.append(file.name)

    assert wrong == STRICTER


STRICTER = [
    "y_object_duplicated_key.json",  # RFC 8259 says "should be unique"; a contract must be
    "y_object_duplicated_key_and_value.json",
]


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.decimals(-(10**9), 10**9, places=3),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=15,
)


@settings(max_examples=50)
@given(st.dictionaries(st.text(), values), st.sampled_from([None, 2]))
def test_what_was_written_is_read_back(tree, indent):
    """Nothing that JSON can say is lost or changed on the way in."""
    text = json.dumps(tree, indent=indent, default=float)

    assert read_json(text).root == json.loads(text, parse_float=Decimal)


@given(st.text(alphabet='{}[]:,"\\/ \n\ttrufalsn019-+.eEu', max_size=40))
def test_python_agrees_on_what_is_json(text):
    """Two readers that disagree on a byte are an attacker's best friend."""

    def refuse(pairs):
        keys = [key for key, _ in pairs]
        if len(set(keys)) < len(keys):
            raise ValueError
        return dict(pairs)

    def constant(word):
        raise ValueError(word)

    try:
        expected = json.loads(
            text, parse_float=Decimal, parse_constant=constant, object_pairs_hook=refuse
        )
    except (ValueError, RecursionError):
        with pytest.raises(UnreadableError):
            read_json(text)
    else:
        try:
            assert read_json(text).root == expected
        except UnreadableError as error:
            assert error.finding.rule in ("READ-03", "READ-14")  # noqa: PT017 (stricter, by design)
