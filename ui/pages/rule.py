"""What does one rule say, why, and what is to be done?"""

from collections.abc import Iterator
from itertools import pairwise
from typing import ClassVar

import msgspec
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Redirect

from contracts.catalogue import RULES
from contracts.catalogue import rule as rule_named
from contracts.examples import Text, example
from contracts.rule import Rule
from registry.api.answers import Answer
from registry.errors import NotFoundError
from ui import addresses
from ui.frame import RULES as RULES_CRUMB
from ui.frame import Page, frame
from ui.rendering import respond
from ui.routing import shows
from ui.source import Changed, unified
from ui.visitor import Visitor


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """What changed from one version of the example to the next."""

    before: str
    after: str
    text: tuple[Changed, ...]


class RulePage(Page, frozen=True, kw_only=True):
    """A rule, an example of it, and the others of its family."""

    template: ClassVar[str] = "rule.html"
    rule: Rule
    context: tuple[str, ...]
    steps: tuple[Step, ...]
    family: tuple[Rule, ...]


@shows("/rules/{key:str}")
def rule(key: FromPath[str], visitor: NamedDependency[Visitor]) -> Answer | Redirect:
    """Show a rule by its code; its readable name leads there."""
    found = rule_named(key)
    if found is None:
        raise NotFoundError(
            f"There is no rule '{key[:100]}'.", next_step="The page /rules lists all of them."
        )
    if key != found.code:
        return Redirect(addresses.rule(found.code), status_code=301)
    shown = example(found.code)
    page = RulePage(
        frame=frame(visitor, f"{found.code} {found.name}", RULES_CRUMB, section="rules"),
        rule=found,
        context=shown.context if shown else (),
        steps=tuple(_steps(shown.texts)) if shown else (),
        family=tuple(each for each in RULES if each.family == found.family and each != found),
    )
    return respond(visitor, page)


def _steps(texts: tuple[Text, ...]) -> Iterator[Step]:
    for old, new in pairwise(texts):
        yield Step(before=old.version, after=new.version, text=unified(old.text, new.text) or ())
