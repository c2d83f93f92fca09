"""From which policy does each thing that holds come? Charter's default, registry, agency, product.

A policy that says again what holds below it anyway decided nothing: the lowest one that says so is
where it comes from.
"""

from enum import StrEnum

from contracts.policy import Policy
from registry.policy_layers import stacked
from registry.policy_views import PolicyPage, PolicyView


class Standing(StrEnum):
    """Whose policy it is, from the ground up."""

    CHARTER = "charter"  # the default, which nobody set
    REGISTRY = "registry"
    AGENCY = "agency"
    PRODUCT = "product"


def layers_of(page: PolicyPage) -> tuple[tuple[Standing, PolicyView], ...]:
    """Return the policies that somebody set, from the ground up."""
    each = (
        (Standing.REGISTRY, page.registry_policy),
        (Standing.AGENCY, page.agency_policy),
        (Standing.PRODUCT, page.product_policy),
    )
    return tuple((standing, view) for standing, view in each if view is not None)


def origins(page: PolicyPage) -> dict[str, Standing]:
    """Return where each setting comes from: `mode`, `role`, `risks`, `deprecation_days`.

    Rules are named by their codes, watched properties as `watch:` and the name, and what is fixed
    as `fixed:` and what it is.
    """
    sources = []
    settled = _settings(stacked(()))
    found = dict.fromkeys(settled, Standing.CHARTER)
    for standing, view in layers_of(page):
        sources.append((view.text.encode(), view.adds_only))
        now = _settings(stacked(tuple(sources)))
        found |= {name: standing for name, value in now.items() if settled.get(name) != value}
        settled = now
    return {name: found[name] for name in settled}


def _settings(policy: Policy) -> dict[str, object]:
    return {
        "mode": policy.mode,
        "role": policy.role,
        "risks": policy.risk_is_error,
        "deprecation_days": policy.deprecation_days,
        **policy.severities,
        **{f"watch:{each.name}": (each.rule, each.on) for each in policy.watched},
        **{f"fixed:{part}": True for part in policy.fixed},
    }
