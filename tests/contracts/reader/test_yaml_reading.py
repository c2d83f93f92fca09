"""What does the YAML reader refuse, where does it point, and what does it leave alone?"""

import pytest

from contracts.document import MAX_BYTES, TooLargeError, UnreadableError, load
from contracts.findings import Position, Severity
from contracts.reader.refusals import READ_RULES


def refused(source) -> tuple[str, int | None, int | None]:
    """Return rule, line and column of the refusal of *source*."""
    text = source if isinstance(source, bytes) else source.encode()
    with pytest.raises(UnreadableError) as caught:
        load(text)
    finding = caught.value.finding
    assert finding.severity is Severity.ERROR
    assert finding.message.endswith((".", "!"))
    assert finding.fix
    return finding.rule, finding.line, finding.column


REFUSED = [
    # what                        source                               rule, line, column
    ("invalid UTF-8", b"id: x\nname: \xff\n", ("READ-02", 2, 7)),
    ("Latin-1", "name: café".encode("latin-1"), ("READ-02", 1, 10)),
    ("a truncated UTF-16", "a: 1".encode("utf-16")[:-1], ("READ-02", 1, 4)),
    ("a NUL", b"id: x\nname: a\x00b\n", ("READ-03", 2, 8)),
    ("an escape character", b"a: \x1b[0m", ("READ-03", 1, 4)),
    ("a delete character", b"# x\n# \x7f\na: 1", ("READ-03", 2, 3)),
    ("U+FFFE", "a: \ufffe".encode(), ("READ-03", 1, 4)),
    ("a second colon", "a: b: c", ("READ-04", 1, 5)),
    ("a tab as indentation", "a:\n\tb: 1\n", ("READ-04", 2, 1)),
    ("an open list", "a: [1, 2\nb: 3\n", ("READ-04", 2, 2)),
    ("an open quote", 'a: "x\nb: 1\n', ("READ-04", 1, 4)),
    ("a template", "id: {{ID}}\n", ("READ-08", 1, 6)),
    ("a half character in an escape", 'a: "\\ud800"', ("READ-04", 1, 7)),
    ("a JSON pair of escapes", 'a: "\\ud83d\\ude00"', ("READ-04", 1, 7)),
    ("an alias of nothing", "a: *b\n", ("READ-04", 1, 4)),
    ("an alias of another anchor", "a: &x 1\nb: *y\n", ("READ-04", 2, 4)),
    ("an alias within itself", "a: &x [1, *x]", ("READ-06", 1, 11)),
    ("a repeated key", "id: 1\nname: x\nid: 2\n", ("READ-07", 3, 1)),
    ("a key repeated in quotes", "id: 1\n'id': 2\n", ("READ-07", 2, 1)),
    ("a repeated key below", "a:\n  - b: 1\n    c: 2\n    b: 3\n", ("READ-07", 4, 5)),
    ("a repeated key in a flow", "a: {b: 1, b: 2}", ("READ-07", 1, 11)),
    ("a key repeated as another spelling", "1.10: a\n'1.10': b\n", ("READ-07", 2, 1)),
    ("a list as key", "? [a, b]\n: c\n", ("READ-08", 1, 3)),
    ("a mapping as key", "{a: 1}: c\n", ("READ-08", 1, 1)),
    ("a very long key", f"? {'k' * 2000}\n: 1\n", ("READ-08", 1, 3)),
    ("a merge key", "a: &x {b: 1}\nc:\n  <<: *x\n", ("READ-09", 3, 3)),
    ("a Python tag", "a: !!python/object/apply:os.system [id]", ("READ-10", 1, 4)),
    ("a tag of one's own", "a: 1\nb: !Ref x\n", ("READ-10", 2, 4)),
    ("a binary tag", "a: !!binary aGk=\n", ("READ-10", 1, 4)),
    ("a tagged mapping", "a: !!set {b}\n", ("READ-10", 1, 4)),
    ("a tagged key", "!!timestamp a: 1\n", ("READ-10", 1, 1)),
    ("a second document", "a: 1\n---\nb: 2\n", ("READ-11", 2, 1)),
    ("nothing", b"", ("READ-12", 1, 1)),
    ("blanks", b" \n\n ", ("READ-12", 1, 1)),
    ("a byte order mark alone", b"\xef\xbb\xbf", ("READ-12", 1, 1)),
    ("comments alone", "# a\n# b\n", ("READ-12", 1, 1)),
    ("a list", "- a\n- b\n", ("READ-13", 1, 1)),
    ("a word", "\nhello\n", ("READ-13", 2, 1)),
    ("an explicit nothing", "--- ~\n", ("READ-13", 1, 5)),
    ("an HTML page", "<html>\n<body>Down</body>\n", ("READ-13", 1, 1)),
]


@pytest.mark.parametrize(
    ("source", "expected"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_cannot_be_read_is_refused_at_its_line_and_column(source, expected):
    """An author mends a file where the message points, so it must point there exactly."""
    assert refused(source) == expected


def test_a_repeated_key_names_both_lines():
    """Which of the two is wrong, only the author knows."""
    with pytest.raises(UnreadableError) as caught:
        load(b"id: 1\nname: x\nid: 2\n")

    assert caught.value.finding.message == "`id` stands here a second time; the first is on line 1."
    assert "line 1" in caught.value.finding.fix


def test_a_file_above_the_limit_is_too_large_whatever_it_holds():
    """A server answers 413 before it spends anything on reading."""
    with pytest.raises(TooLargeError) as caught:
        load(b"a" * (MAX_BYTES + 1))

    assert caught.value.finding.rule == "READ-01"


ACCEPTED = [
    ("carriage returns and line feeds", "a: 1\r\nb:\r\n- c\r\n", {"a": 1, "b": ["c"]}),
    ("carriage returns alone", "a: 1\rb: 2\r", {"a": 1, "b": 2}),
    ("a byte order mark", b"\xef\xbb\xbfa: 1", {"a": 1}),
    ("UTF-16", "a: é😀".encode("utf-16"), {"a": "é😀"}),
    ("UTF-16 big endian", b"\xfe\xff" + "a: é".encode("utf-16-be"), {"a": "é"}),
    ("UTF-32", "a: é".encode("utf-32"), {"a": "é"}),
    ("a document start and end", "---\na: 1\n...\n", {"a": 1}),
    ("a version directive", "%YAML 1.2\n---\na: 1\n", {"a": 1}),
    ("an empty key", "'': 1\n", {"": 1}),
    ("a quoted merge key", "'<<': 1\n", {"<<": 1}),
    ("flow style at the top", "{a: [1, {b: c}]}", {"a": [1, {"b": "c"}]}),
    ("next line in text", "a: x\x85y\n", {"a": "x\x85y"}),
    ("line separators in text", "a: x\u2028y\u2029z\n", {"a": "x\u2028y\u2029z"}),
    ("a line separator in a comment", "# x\u2028y: 1\na: 2\n", {"a": 2}),
    ("an anchor on a mapping", "a: &x {b: 1}\nc: *x\n", {"a": {"b": 1}, "c": {"b": 1}}),
    ("an anchor defined anew", "a: &x 1\nb: &x 2\nc: *x\n", {"a": 1, "b": 2, "c": 2}),
    ("nested anchors", "a: &x [&y 1, *y]\nb: [*x, *y]\n", {"a": [1, 1], "b": [[1, 1], 1]}),
    ("an anchored key", "&k id: 1\nb: *k\n", {"id": "1", "b": "id"}),
    ("an empty value at the end", "a: 1\nb:", {"a": 1, "b": None}),
    ("empty containers", "a: []\nb: {}\n", {"a": [], "b": {}}),
]


@pytest.mark.parametrize(
    ("source", "tree"), [row[1:] for row in ACCEPTED], ids=[row[0] for row in ACCEPTED]
)
def test_what_yaml_1_2_allows_is_read(source, tree):
    """Editors and systems write files differently; none of that is the author's fault."""
    assert load(source if isinstance(source, bytes) else source.encode()).tree == tree


def test_an_alias_gives_a_copy():
    """Two places that share a value in memory would change together when one is mended."""
    tree = load(b"a: &x [1]\nb: *x\n").tree

    assert tree["a"] is not tree["b"]


def test_every_reading_rule_has_a_test_that_meets_it():
    """A rule nobody can meet is a promise nobody keeps."""
    met = {row[2][0] for row in REFUSED} | {"READ-01", "READ-05", "READ-14"}  # bombs and JSON

    assert met == {rule.code for rule in READ_RULES}


def place(text, parts) -> Position:
    """Return the position of *parts* in *text*."""
    return load(text.encode()).position(parts)


def test_a_position_is_that_of_the_key_though_comments_repeat_its_name():
    """A finding's line is exact when the column's name also stands in forty lines of comment."""
    comments = "".join(f"# status: {number}\n" for number in range(40))
    text = f"{comments}schema:\n- name: permits\n  properties:\n  - name: status\n    enum: [a]\n"

    assert place(text, ("schema", 0, "properties", 0, "name")) == Position(line=44, column=5)
    assert place(text, ("schema", 0, "properties", 0, "enum", 0)) == Position(line=45, column=12)


@pytest.mark.parametrize(
    ("text", "parts", "position"),
    [
        ("a: 1\nb: 2\n", (), (1, 1)),
        ("# x\n\na: 1\n", (), (3, 1)),
        ("a: 1\nb: 2\n", ("b",), (2, 1)),
        ("a:\n  - b\n  - c: 1\n", ("a", 1), (3, 5)),
        ("a:\n  - b\n  - c: 1\n", ("a", 1, "c"), (3, 5)),
        ("a:\n  - b\n", ("a", 7), (1, 1)),
        ("a:\n  - b: {c: 1}\n", ("a", 0, "b", "gone", "deeper"), (2, 5)),
        ("a: {b: [1, {c: 2}]}", ("a", "b", 1, "c"), (1, 13)),
        ("a: x\r\nb: y\r\n", ("b",), (2, 1)),
        ("a: x\rb: y\r", ("b",), (2, 1)),
        ("a: x\x85y\u2028z\nb: 1\n", ("b",), (2, 1)),
        ("{a: \U0001f600, b: 1}", ("b",), (1, 8)),
        ("\ufeffa: 1\nb: 2\n", ("a",), (1, 1)),
        ("a: |\n  x: 1\n  b: 2\nb: 3\n", ("b",), (4, 1)),
        ('"a": 1\n? b\n: 2\n', ("b",), (2, 3)),
        ("x: &y {b: 1}\nz: *y\n", ("z",), (2, 1)),
        ("x: &y {b: 1}\nz: *y\n", ("z", "b"), (1, 8)),
        ("a: []\n", ("a", 0), (1, 1)),
        ("a: text\n", ("a", 0), (1, 1)),
        ("a: [x]\n", ("a", "0"), (1, 1)),
        ("a: [x]\n", ("a", -1), (1, 1)),
    ],
)
def test_lines_and_columns_are_those_of_an_editor(text, parts, position):
    """An author jumps to a line with Ctrl+G, and must land on what the finding speaks of."""
    assert place(text, parts) == Position(line=position[0], column=position[1])
