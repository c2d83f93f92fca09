"""Which rules does Charter judge by?"""

from collections.abc import Iterable
from typing import ClassVar

import msgspec
from litestar.di import NamedDependency

from contracts.catalogue import RULES
from contracts.rule import Rule
from registry.api.answers import Answer
from ui.frame import Page, frame
from ui.rendering import respond
from ui.routing import shows
from ui.visitor import Visitor


class Family(msgspec.Struct, frozen=True, kw_only=True):
    """Rules about one kind of thing."""

    name: str
    rules: tuple[Rule, ...]


class RulesPage(Page, frozen=True, kw_only=True):
    """The catalogue: rules about one contract, and rules about a change."""

    template: ClassVar[str] = "rules.html"
    lint: tuple[Family, ...]
    changes: tuple[Family, ...]
    total: int


@shows("/rules")
def rules(visitor: NamedDependency[Visitor]) -> Answer:
    """Show all rules."""
    page = RulesPage(
        frame=frame(visitor, "Rules", section="rules"),
        lint=families(rule for rule in RULES if not rule.judges_change),
        changes=families(rule for rule in RULES if rule.judges_change),
        total=len(RULES),
    )
    return respond(visitor, page)


def families(rules: Iterable[Rule]) -> tuple[Family, ...]:
    """Return *rules* by family, both in the catalogue's order."""
    grouped: dict[str, list[Rule]] = {}
    for rule in rules:
        grouped.setdefault(rule.family, []).append(rule)
    return tuple(Family(name=name, rules=tuple(found)) for name, found in grouped.items())
