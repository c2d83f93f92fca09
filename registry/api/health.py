"""Is this Charter well? For load balancers, and for people who wonder."""

from enum import StrEnum
from importlib.metadata import version

import msgspec
from litestar import Response
from litestar.di import NamedDependency
from litestar.openapi.datastructures import ResponseSpec

from registry import upkeep
from registry.api.answers import Answer
from registry.api.operation import read
from registry.errors import UnavailableError
from registry.runtime import Runtime


class Condition(StrEnum):
    """How well something is."""

    OK = "ok"
    UNAVAILABLE = "unavailable"


class Health(msgspec.Struct, frozen=True, kw_only=True):
    """How well Charter is.

    `search_lag` counts the changes that are stored but not in the search index yet; it is null
    where the database does not answer.
    """

    status: Condition
    database: Condition
    search_lag: int | None
    version: str


@read(
    "/health",
    tags=["Service"],
    responses={503: ResponseSpec(Health, description="The database does not answer.")},
)
def get_health(runtime: NamedDependency[Runtime]) -> Response[Health]:
    """See whether Charter is well.

    200 while the database answers, 503 otherwise. A search that lags behind is no reason to send
    callers elsewhere: what was published is stored, and found a moment later.
    """
    try:
        lag = upkeep.lag(runtime)
    except UnavailableError:
        return _health(Condition.UNAVAILABLE, None, status_code=503)
    return _health(Condition.OK, lag, status_code=200)


def _health(condition: Condition, lag: int | None, *, status_code: int) -> Response[Health]:
    health = Health(
        status=condition, database=condition, search_lag=lag, version=version("charter")
    )
    return Answer(health, status_code=status_code)
