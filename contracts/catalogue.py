"""Which rules exist? Every lint rule and every change rule, in the order people read them."""

from functools import cache

from contracts.compat.catalogue import CHANGE_RULES
from contracts.lint.catalogue import LINT_RULES
from contracts.rule import Rule

RULES: tuple[Rule, ...] = (*LINT_RULES, *CHANGE_RULES)


def rule(code_or_name: str) -> Rule | None:
    """Return the rule of that code or readable name in any case, None if there is none."""
    return _by_key().get(code_or_name.lower())


@cache
def _by_key() -> dict[str, Rule]:
    return {key.lower(): rule for rule in RULES for key in (rule.code, rule.name)}
