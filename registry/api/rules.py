"""Which rules does Charter judge by?"""

from contracts.catalogue import RULES, rule
from contracts.rule import Rule
from registry.api.operation import read
from registry.api.parameters import RuleKey
from registry.errors import NotFoundError
from registry.views import Page


@read("/rules", tags=["Rules"], sync_to_thread=False)
def list_rules() -> Page[Rule]:
    """List the rules.

    Every check of a contract and of a change, with what it states, whom a breach hurts, and how to
    mend it. The `rule` of a finding is one of these codes.
    """
    return Page(items=RULES)


@read("/rules/{code_or_name:str}", tags=["Rules"], problems=[404], sync_to_thread=False)
def get_rule(code_or_name: RuleKey) -> Rule:
    """Read one rule."""
    found = rule(code_or_name)
    if found is None:
        raise NotFoundError(
            f"There is no rule '{code_or_name}'.", next_step="See /api/v1/rules for all of them."
        )
    return found
