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
from registry.runtime import Runtime


class Condition(StrEnum):
    """How well something is. `degraded` means that all is stored, and not all of it is found."""

    OK = "ok"
    DEGRADED = "degraded"
    UNAVAILABLE = "unavailable"


class Wellbeing(msgspec.Struct, frozen=True, kw_only=True):
    """How well Charter is.

    `search_lag` counts the changes that are stored but not in the search index yet, and
    `search_lag_s` is how many seconds the oldest of them waits; both are null where the database
    does not answer.
    """

    status: Condition
    database: Condition
    search: Condition
    search_lag: int | None
    search_lag_s: float | None
    version: str


@read(
    "/health",
    tags=["Service"],
    responses={503: ResponseSpec(Wellbeing, description="The database does not answer.")},
)
def get_health(runtime: NamedDependency[Runtime]) -> Response[Wellbeing]:
    """See whether Charter is well.

    200 while the database answers, 503 otherwise. A search that lags behind is no reason to send
    callers elsewhere: what was published is stored, and found a moment later.
    """
    found = upkeep.health(runtime)
    database = Condition.OK if found.database else Condition.UNAVAILABLE
    search = Condition.OK if found.search else Condition.UNAVAILABLE
    if not found.database:
        status = Condition.UNAVAILABLE
    elif not found.search or found.trouble:
        status = Condition.DEGRADED
    else:
        status = Condition.OK
    wellbeing = Wellbeing(
        status=status,
        database=database,
        search=search,
        search_lag=found.waiting if found.database else None,
        search_lag_s=found.oldest_waiting_s if found.database else None,
        version=version("charter"),
    )
    return Answer(wellbeing, status_code=200 if found.database else 503)
