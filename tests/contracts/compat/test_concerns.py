"""Asking only the checks that a change concerns must lose nothing that the others would say."""

import pytest

from contracts.compat import walk
from contracts.compat.compare import changes
from tests.contracts.compat.rule_folders import FOLDERS, documents


def both(before, after, monkeypatch):
    """What is told where the concerned checks are asked, and where all are."""
    asked = changes(before, after)
    monkeypatch.setattr(walk, "concerned", lambda checks, changed: checks)
    return asked, changes(before, after)


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_a_check_that_is_not_asked_has_nothing_to_say(folder, monkeypatch):
    """The table of keys is a shortcut, and a key that it forgets would pass in silence."""
    before, after = documents(folder)

    asked, all_asked = both(before.tree, after.tree, monkeypatch)

    assert asked == all_asked


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_nor_where_almost_everything_changed(folder, monkeypatch):
    """The same columns in two contracts that have nothing to do with each other."""
    before, _ = documents(folder)
    _, after = documents(FOLDERS[(FOLDERS.index(folder) + 7) % len(FOLDERS)])

    asked, all_asked = both(before.tree, _as_in(before.tree, after.tree), monkeypatch)

    assert asked == all_asked


def _as_in(tree, other):
    """*other* with its objects and columns called as those of *tree* in the same places."""
    return {**other, "schema": _called(tree.get("schema"), other.get("schema"))}


def _called(old, new):
    if not (isinstance(old, list) and isinstance(new, list)):
        return new
    named = [
        {**item, "name": was.get("name"), "properties": _called(*_properties(was, item))}
        for was, item in zip(old, new, strict=False)
    ]
    return [*named, *new[len(named) :]]


def _properties(was, item):
    return was.get("properties"), item.get("properties")


def _listed(*values):
    rule = {"metric": "invalidValues", "arguments": {"validValues": [*values]}, "mustBe": 0}
    return {"quality": [rule]}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (_listed("a"), _listed("a", "b")),
        ({"quality": [{"metric": "nullValues", "mustBe": 0}]}, {}),
        ({"quality": [{"metric": "duplicateValues", "mustBe": 0}]}, {}),
        ({"primaryKey": True}, {}),
        ({"primaryKey": True, "primaryKeyPosition": 1}, {"primaryKey": True}),
        ({"partitioned": True}, {}),
        ({"partitioned": True, "partitionKeyPosition": 1}, {"partitioned": True}),
        ({"unique": True}, {}),
        ({"businessName": "Ward"}, {"businessName": "Room"}),
        ({"transformSourceObjects": ["a"]}, {"transformSourceObjects": ["b"]}),
        ({"transformDescription": "Sums."}, {"transformDescription": "Counts."}),
    ],
)
def test_a_check_is_asked_about_each_of_its_keys(before, after, monkeypatch):
    """Some checks look at several keys, and here one of them changes alone."""
    trees = [
        {"schema": [{"name": "t", "properties": [{"name": "c", **each}]}]}
        for each in (before, after)
    ]

    for sides in (trees, trees[::-1]):
        with monkeypatch.context() as patch:
            asked, all_asked = both(*sides, patch)

        assert asked == all_asked
        assert asked
