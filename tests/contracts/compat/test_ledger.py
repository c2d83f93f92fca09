"""Which names did a contract once use, and what is another use of it?"""

from contracts.compat.ledger import gone, returned


def tree(*properties, version="1.0.0"):
    """A contract with one object."""
    return {"version": version, "schema": [{"name": "t", "properties": list(properties)}]}


A = {"name": "a", "logicalType": "string"}
NESTED = {"name": "n", "logicalType": "object", "properties": [A]}
LISTED = {"name": "n", "logicalType": "array", "items": {"properties": [A]}}


def names(found):
    """Return the dotted names."""
    return [".".join(each.names) for each in found]


def test_properties_of_every_depth_are_remembered():
    """A column in a column is a name too."""
    assert names(gone(tree(NESTED), tree())) == ["t.n", "t.n.a"]
    assert names(gone(tree(LISTED), tree(A))) == ["t.n", "t.n.a"]
    assert gone(tree(A), tree(A)) == []


def test_an_id_that_comes_back_under_another_name_is_told():
    """References lead to the id."""
    memory = gone(tree({**A, "id": "x"}), tree())
    after = tree({"name": "b", "id": "x", "logicalType": "integer"})

    (change,) = returned(memory, tree(), after)
    assert (change.rule, change.now) == ("HIST-01", ("schema", 0, "properties", 0))
    assert returned(memory, after, after) == ()
    assert returned((), tree(), after) == ()


def test_whatever_a_tree_looks_like_nothing_breaks():
    """The comparison is total, and so is this."""
    odd = {"schema": [None, {"name": 3}, {"name": "t", "properties": {"a": 1}}, {"name": "u"}]}

    assert gone(odd, {"schema": "x"}) == []
    assert returned(gone(tree(A), {}), odd, {"schema": [{"name": "t", "properties": [1, A]}]}) == ()
