"""Does a small file that unfolds to something huge stay small? Measured in counts, not seconds."""

import pytest
from yaml.cyaml import CParser

from contracts.document import UnreadableError, load
from contracts.reader import from_json, from_yaml

LAUGHS = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{name}: &{name} [{','.join([f'*{before}'] * 9)}]\n"
    for before, name in zip("abcdefgh", "bcdefghi", strict=True)
)
BOMBS = [
    ("a billion laughs", LAUGHS, "READ-06"),
    ("lists in lists", "[" * 250_000, "READ-05"),
    ("mappings in mappings", "{a: " * 250_000, "READ-05"),
    ("dashes on a line", "- " * 250_000, "READ-05"),
    ("indentation", "\n".join(" " * depth + "a:" for depth in range(1000)), "READ-05"),
    ("question marks", "? " * 250_000, "READ-08"),
    ("JSON in JSON", '{"a":' * 250_000, "READ-05"),
    ("JSON lists in lists", '{"a":' + "[" * 250_000, "READ-05"),
    ("aliases of a long text", f"a: &a {'x' * 100_000}\nb: [{'*a ,' * 100}]\n", "READ-06"),
    ("anchors around all", f"a: &a [{'0,' * 30_000}]\n", "READ-06"),
    ("anchors in anchors", "a: " + "".join(f"&x{n} [" for n in range(150)), "READ-05"),
    ("directives", "%TAG !a! x\n" * 10_000 + "---\na: 1\n", "READ-06"),
    ("documents", "--- a\n" * 100_000, "READ-11"),
]


@pytest.mark.parametrize(("source", "rule"), [b[1:] for b in BOMBS], ids=[b[0] for b in BOMBS])
def test_a_bomb_is_refused(source, rule):
    """A registry that anybody may send a file to must survive every file."""
    with pytest.raises(UnreadableError) as caught:
        load(source.encode())

    assert caught.value.finding.rule == rule


@pytest.mark.parametrize("source", ["[" * 250_000, "{a: " * 250_000, "- " * 250_000, LAUGHS])
def test_a_bomb_is_refused_after_few_events(monkeypatch, source):
    """Reading on after the limit is what takes other readers 25 seconds."""
    events = []

    class Counting:
        def __init__(self, text):
            self.inner = CParser(text)
            self.dispose = self.inner.dispose

        def get_event(self):
            events.append(1)
            return self.inner.get_event()

    monkeypatch.setattr(from_yaml, "CParser", Counting)
    with pytest.raises(UnreadableError):
        load(source.encode())

    assert len(events) < 500


@pytest.mark.parametrize(
    "source",
    ["[0, 1, 2, 3, 4]", "[[], [], [], [], []]", '{"a": 0, "b": 1, "c": 2, "d": 3, "e": 4}'],
)
@pytest.mark.parametrize("around", ["a: {}", '{{"a": {}}}'])
def test_more_values_than_the_limit_are_refused(monkeypatch, source, around):
    """A 4 MiB file can hold two million values, which would take a gigabyte as a tree."""
    monkeypatch.setattr(from_yaml, "MAX_NODES", 6)
    monkeypatch.setattr(from_json, "MAX_NODES", 6)

    with pytest.raises(UnreadableError) as caught:
        load(around.format(source).encode())

    assert caught.value.finding.rule == "READ-06"


def test_a_hundred_levels_are_read_and_a_hundred_and_one_are_not():
    """The limit is where the documents say it is."""
    assert load(b"a: " + b"[" * 99 + b"]" * 99).tree
    with pytest.raises(UnreadableError):
        load(b"a: " + b"[" * 100 + b"]" * 100)
    assert load(b'{"a":' + b"[" * 99 + b"]" * 99 + b"}").tree
    with pytest.raises(UnreadableError):
        load(b'{"a":' + b"[" * 100 + b"]" * 100 + b"}")


def test_ordinary_repetition_is_fine():
    """Anchors save authors typing: the same block on fifty tables is no attack."""
    block = "base: &base {a: 1, b: [x, y], c: {d: e}}\n"
    uses = "".join(f"- *base # {number}\n" for number in range(500))

    assert len(load(f"{block}uses:\n{uses}".encode()).tree["uses"]) == 500
