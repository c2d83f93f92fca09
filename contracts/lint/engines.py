"""Can the servers hold the physical types that the columns state?

A contract has one physical type for each column and may have many servers: its name is in order if
one of their engines knows it, its size must fit each of them.
"""

from collections.abc import Iterator, Sequence

from contracts.compat.engines.inventory import engines_with, excesses, has_names
from contracts.compat.engines.kinds import Engine
from contracts.findings import Severity
from contracts.lint.check import Hit, Node
from contracts.lint.subject import listed, text
from contracts.rule import Rule

TYPE_NOT_ON_SERVER = Rule(
    code="TYP-16",
    name="type-not-on-server",
    family="Types",
    severity=Severity.WARNING,
    statement="A server cannot hold the physical type of a column.",
    reason="The table cannot be made as promised: values are cut, rounded or refused.",
    fix="State a type that the engine of the server has, or leave `physicalType` out.",
)
_LONGEST_TYPE = 200  # characters: a type of a database is shorter, structs apart


def type_not_on_server(node: Node) -> Iterator[Hit]:
    """A type of other databases only, or one larger than the engine of a server can hold."""
    source = text(node.value.get("physicalType"))
    if source is None or len(source) > _LONGEST_TYPE:
        return
    engines = [each.engine for each in node.subject.servers]
    known = engines_with(source)
    parts = (*node.parts, "physicalType")
    if known and engines and all(has_names(engine) and engine not in known for engine in engines):
        owners = listed([engine.value for engine in known])
        message = f"{source} is a type of {owners}, and none of {_listed(node, engines)}."
        yield Hit(parts, message)
        return
    for engine in engines:
        for excess in excesses(source, engine) if engine else ():
            yield Hit(parts, f"{source} does not fit {_listed(node, [engine])}, which {excess}.")


def _listed(node: Node, engines: Sequence[Engine | None]) -> str:
    """Return ``server 'a' (postgres)`` for the servers of these engines."""
    names = [
        f"'{name}' ({each.engine})"
        for each in node.subject.servers
        if each.engine in engines
        for name in each.names[:10]
    ]
    return f"server {listed(names)}"
