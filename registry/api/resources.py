"""Which resources does the API have, and what holds for all of them?"""

from litestar import Router
from litestar.datastructures import State
from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler

from registry.api import (
    agencies,
    checks,
    contracts,
    demands,
    diffs,
    health,
    notices,
    policies,
    products,
    roles,
    rules,
    saved_searches,
    searching,
    tokens,
    uses,
    versions,
    waivers,
)
from registry.api.admission import BODY_LIMIT, acceptable, readable
from registry.api.answers import Answer
from registry.api.caller import caller
from registry.api.parameters import product_ref
from registry.runtime import Runtime


def router(*others: HTTPRouteHandler) -> Router:
    """Return everything below `/api`, with *others* beside the resources."""
    return Router(
        "/api",
        route_handlers=[
            health.get_health,
            health.get_live,
            health.get_ready,
            Router("/v1", route_handlers=_VERSION_1),
            *others,
        ],
        dependencies={
            "runtime": Provide(_runtime, sync_to_thread=False),
            "actor": Provide(caller),
            "ref": Provide(product_ref, sync_to_thread=False),
        },
        guards=[readable, acceptable],
        opt={"exclude_from_csrf": True},  # `caller` takes no session where something changes
        request_max_body_size=BODY_LIMIT,
        response_class=Answer,
        response_headers={
            "cache-control": "private, no-cache",
            "x-content-type-options": "nosniff",
        },
    )


_VERSION_1 = (
    searching.search,
    searching.complete_search,
    *demands.allowed,
    demands.list_demands,
    demands.ask_for_data,
    *saved_searches.allowed,
    saved_searches.list_saved_searches,
    saved_searches.save_search,
    saved_searches.remove_saved_search,
    products.list_products,
    products.get_product,
    versions.list_versions,
    versions.get_version,
    diffs.get_diff,
    contracts.contract_options,  # before the others: the first of an address decides
    contracts.get_contract,
    contracts.get_draft,
    contracts.get_contract_by_id,
    checks.check_contract,
    checks.check_named_contract,
    contracts.publish_contract,
    contracts.publish_named_contract,
    versions.activate_version,
    versions.withdraw_version,
    versions.deprecate_version,
    versions.retire_version,
    agencies.list_agencies,
    agencies.get_agency,
    *roles.allowed,
    roles.list_agency_roles,
    roles.give_agency_role,
    roles.withdraw_agency_role,
    roles.list_state_roles,
    roles.give_state_role,
    roles.withdraw_state_role,
    *tokens.allowed,
    tokens.list_tokens,
    tokens.issue_token,
    tokens.rotate_token,
    tokens.revoke_token,
    *policies.allowed,
    policies.get_registry_policy,
    policies.set_registry_policy,
    policies.end_registry_policy,
    policies.get_agency_policy,
    policies.set_agency_policy,
    policies.end_agency_policy,
    policies.get_product_policy,
    policies.set_product_policy,
    policies.end_product_policy,
    *waivers.allowed,
    waivers.list_waivers,
    waivers.grant_waiver,
    waivers.withdraw_waiver,
    *uses.allowed,
    uses.list_uses,
    uses.declare_use,
    uses.end_use,
    notices.list_notices,
    notices.mark_all_notices_read,
    notices.mark_notice_read,
    *notices.allowed,
    notices.get_subscription,
    notices.follow_product,
    notices.unfollow_product,
    rules.list_rules,
    rules.get_rule,
)


def _runtime(state: State) -> Runtime:
    runtime: Runtime = state.runtime
    return runtime
