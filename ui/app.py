"""What is Charter, put together? The runtime, the API and the pages: the composition root.

``charter serve`` hands uvicorn ``ui.app:create_app``, a factory that reads the environment.
"""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from litestar import Litestar, Router
from litestar.config.compression import CompressionConfig
from litestar.datastructures import State
from litestar.di import Provide

from registry import directory, settings
from registry.api.door import Door
from registry.api.limits import Callers
from registry.api.metrics import get_metrics
from registry.api.routes import routes
from registry.delivery import Worker
from registry.relay import Relay
from registry.runtime import Runtime, open_runtime
from registry.upkeep import Upkeep
from ui import static_files
from ui.pages import (
    agencies,
    agency,
    demands,
    diff,
    draft,
    error,
    feeds,
    guides,
    home,
    notices,
    permissions,
    policy,
    policy_form,
    problem,
    product,
    publish,
    roles,
    rule,
    rules,
    saved_searches,
    search,
    sign_in,
    sitemap,
    tokens,
    uses,
    version,
    waivers,
)
from ui.session import Signer
from ui.visitor import form_token_holds, session_actor, visitor

PAGES = (
    home.home,
    search.search,
    demands.demands,
    demands.demanded,
    saved_searches.saved_searches,
    saved_searches.search_saved,
    saved_searches.search_removed,
    feeds.atom,
    feeds.json,
    sitemap.sitemaps,
    sitemap.sitemap_part,
    agencies.agencies,
    agency.agency,
    product.product,
    version.version,
    version.activate,
    version.step,
    diff.diff,
    draft.draft,
    publish.publish,
    publish.published,
    tokens.tokens,
    tokens.issued,
    tokens.rotated,
    tokens.revoked,
    permissions.permissions,
    roles.state_roles,
    roles.agency_roles,
    roles.given_for_state,
    roles.given_in_agency,
    roles.withdrawn_for_state,
    roles.withdrawn_in_agency,
    policy.registry_policy,
    policy.agency_policy,
    policy.product_policy,
    policy_form.edit_registry,
    policy_form.edit_agency,
    policy_form.edit_product,
    policy_form.registry_edited,
    policy_form.agency_edited,
    policy_form.product_edited,
    uses.uses,
    uses.declared,
    uses.ended,
    waivers.waivers,
    waivers.granted,
    waivers.withdrawn,
    notices.notices,
    notices.all_read,
    notices.one_read,
    notices.followed,
    rules.rules,
    rule.rule,
    problem.problem,
    sign_in.sign_in,
    sign_in.signed_in,
    sign_in.signed_out,
    guides.api,
    guides.accessibility,
    static_files.static,
)


def create_app() -> Litestar:
    """Open the runtime that the environment describes, and return the application over it."""
    return application(open_runtime(settings.load(os.environ), serve=True))


def create_app_without_worker() -> Litestar:
    """Return the same, which leaves it to `charter worker` processes to deliver notices."""
    runtime = open_runtime(settings.load(os.environ), serve=True)
    return application(runtime, delivers=False)


def application(runtime: Runtime, *, delivers: bool = True) -> Litestar:
    """Return the application over *runtime*: it keeps index and trail up to date, and closes it.

    It delivers notices as well, unless *delivers* says otherwise.
    """

    @asynccontextmanager
    async def lifespan(_: Litestar) -> AsyncGenerator[None, None]:
        worker = (Worker(runtime),) if delivers else ()
        threads = [each.start() for each in (Relay(runtime), Upkeep(runtime), *worker)]
        yield
        for thread in threads:
            thread.stop()
        runtime.close()

    callers = Callers(runtime.settings)
    built = Litestar(
        # A router of their own: Litestar 2.25 wraps a threaded handler twice where another one at
        # the same address is registered with the application itself.
        route_handlers=[*routes(), get_metrics, Router("/", route_handlers=PAGES)],
        dependencies={
            "runtime": Provide(lambda: runtime, sync_to_thread=False),
            "visitor": Provide(visitor),
        },
        exception_handlers=error.exception_handlers(),  # type: ignore[arg-type]  # invariant dict
        compression_config=CompressionConfig(
            backend="gzip", gzip_compress_level=5, minimum_size=1000, exclude=["^/api/(?!docs)"]
        ),
        lifespan=[lifespan],
        logging_config=None,  # whoever runs the application decides what is logged where
        openapi_config=None,  # the API serves its own description, of itself alone
        state=State(
            {
                "runtime": runtime,
                "callers": callers,
                "signer": Signer(directory.cookie_secret(runtime)),
                "session_actor": session_actor,
                "form_token_holds": form_token_holds,
            }
        ),
    )
    door = Door(built.asgi_handler, runtime, callers)
    built.asgi_handler = door
    built.state["in_flight"] = lambda: door.in_flight
    return built
