"""What does each spelling mean, where the standard wants text and where it takes any value?"""

from decimal import Decimal

import pytest

from contracts.document import load

D = Decimal
LONG = int("123456789012345678901234567890")
PI = "3.14159265358979323846264338327950288"

TABLE = [
    # spelling in YAML,    in a place for text,   in a place for any value
    ("plain", "plain", "plain"),
    ("1.10", "1.10", D("1.10")),
    ("1.0", "1.0", D("1.0")),
    ("007", "007", 7),
    ("0", "0", 0),
    ("-0", "-0", 0),
    ("+12", "+12", 12),
    ("123456789012345678901234567890", "123456789012345678901234567890", LONG),
    ("0.1", "0.1", D("0.1")),
    (PI, PI, D(PI)),
    ("0o17", "0o17", 15),
    ("0x1F", "0x1F", 31),
    ("0b11", "0b11", "0b11"),
    ("1_000", "1_000", "1_000"),
    ("1,000", "1,000", "1,000"),
    ("1e3", "1e3", D("1e3")),
    ("1E+400", "1E+400", D("1E+400")),
    ("1e999999999", "1e999999999", "1e999999999"),
    ("7e99999999999999999999", "7e99999999999999999999", "7e99999999999999999999"),
    ("1e-999999999", "1e-999999999", "1e-999999999"),
    (".5", ".5", D("0.5")),
    ("5.", "5.", D("5")),
    (".", ".", "."),
    ("+", "+", "+"),
    ("1.2.3", "1.2.3", "1.2.3"),
    ("1:30", "1:30", "1:30"),
    ("12:30:45", "12:30:45", "12:30:45"),
    (".nan", ".nan", ".nan"),
    (".NaN", ".NaN", ".NaN"),
    (".inf", ".inf", ".inf"),
    ("-.inf", "-.inf", "-.inf"),
    ("nan", "nan", "nan"),
    ("Infinity", "Infinity", "Infinity"),
    ("true", "true", True),
    ("True", "True", True),
    ("TRUE", "TRUE", True),
    ("tRUE", "tRUE", "tRUE"),
    ("false", "false", False),
    ("yes", "yes", "yes"),
    ("no", "no", "no"),
    ("No", "No", "No"),
    ("on", "on", "on"),
    ("off", "off", "off"),
    ("y", "y", "y"),
    ("n", "n", "n"),
    ("null", None, None),
    ("Null", None, None),
    ("NULL", None, None),
    ("~", None, None),
    ("", None, None),
    ("nULL", "nULL", "nULL"),
    ("none", "none", "none"),
    ("2026-11-25", "2026-11-25", "2026-11-25"),
    ("2026-11-25T01:02:03Z", "2026-11-25T01:02:03Z", "2026-11-25T01:02:03Z"),
    ("=", "=", "="),
    ('"1.10"', "1.10", "1.10"),
    ("'no'", "no", "no"),
    ('"null"', "null", "null"),
    ('""', "", ""),
    ('"~"', "~", "~"),
    ('"a\\tb\\u00e9\\U0001F600\\x41"', "a\tbé😀A", "a\tbé😀A"),
    ("'it''s'", "it's", "it's"),
    ("!!str 1.10", "1.10", "1.10"),
    ("!!str null", "null", "null"),
    ("! 12", "12", "12"),
    ("!!int 12", 12, 12),
    ('!!int "12"', 12, 12),
    ("!!float 1.50", D("1.50"), D("1.50")),
    ("!!bool true", True, True),
    ("!!null ''", None, None),
    ("&anchor 1.10", "1.10", D("1.10")),
    ("١٢", "١٢", "١٢"),  # digits of another script are text
    ("½", "½", "½"),
]  # fmt: skip


@pytest.mark.parametrize(("spelling", "as_text", "as_value"), TABLE)
def test_a_spelling_means_one_thing_where_text_is_wanted_and_one_elsewhere(
    spelling, as_text, as_value
):
    """A version 1.10 that became 1.1, or a column `no` that became false, is another contract."""
    source = f"name: {spelling}\ncustomProperties:\n- property: p\n  value: {spelling}\n"

    tree = load(source.encode()).tree
    read = (tree["name"], tree["customProperties"][0]["value"])

    assert (read, [type(value) for value in read]) == (
        (as_text, as_value),
        [type(as_text), type(as_value)],
    )


@pytest.mark.parametrize(
    ("spelling", "value"),
    [
        ("1.10", D("1.10")),
        ("-0.5e3", D("-500")),
        ("12345678901234567890", 12345678901234567890),
        ("1E400", D("1E+400")),
        ("true", True),
        ("null", None),
        ('"1.10"', "1.10"),
        ('"\\ud83d\\ude00"', "😀"),
    ],
)
def test_json_says_its_types_itself(spelling, value):
    """In JSON the author chose between a number and text by writing quotes, or not."""
    source = f'{{"name": {spelling}, "value": {spelling}}}'

    assert load(source.encode()).tree == {"name": value, "value": value}


def test_a_key_is_always_the_authors_text():
    """`on`, `1.10` and `null` are names of things like any other."""
    tree = load(b"on: 1\n1.10: 2\nnull: 3\ntrue: 4\n007: 5\n2026-11-25: 6\n'': 7\n").tree

    assert list(tree) == ["on", "1.10", "null", "true", "007", "2026-11-25", ""]


def test_every_item_of_a_list_of_texts_is_text():
    """Tags are often years, and a year is not a quantity."""
    tree = load(b"tags: [2026, no, 1.10, 007]\n").tree

    assert tree["tags"] == ["2026", "no", "1.10", "007"]


def test_an_alias_is_typed_by_the_place_it_is_used_in():
    """The same `1.10` is a version here and a number there."""
    tree = load(b"value: &v 1.10\nversion: *v\ntags: [*v]\n").tree

    assert tree == {"value": D("1.10"), "version": "1.10", "tags": ["1.10"]}


def test_text_over_several_lines_follows_the_indicators():
    """Descriptions and queries are written as blocks; their line breaks carry meaning."""
    source = "a: |\n  one\n  two\nb: >-\n  one\n  two\n\n  three\nc: one\n  two\n"

    assert load(source.encode()).tree == {"a": "one\ntwo\n", "b": "one two\nthree", "c": "one two"}
