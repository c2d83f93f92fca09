"""Is this Charter well? For load balancers, for whatever restarts it, and for people who wonder.

A process that is not *live* should be started again, one that is not *ready* should get no requests
for now, and the health of the whole is for people. The first two are small and say no more.
"""

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
    `search_lag_s` is how many seconds the oldest of them waits. `notices_waiting` counts the
    notices that are not delivered yet, `notices_wait_s` is the age of the oldest, and
    `dead_letters` those that nobody tries to deliver any more. All are null where the database does
    not answer.
    """

    status: Condition
    database: Condition
    search: Condition
    search_lag: int | None
    search_lag_s: float | None
    notices_waiting: int | None
    notices_wait_s: float | None
    dead_letters: int | None
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
        notices_waiting=found.undelivered if found.database else None,
        notices_wait_s=found.oldest_undelivered_s if found.database else None,
        dead_letters=found.dead_letters if found.database else None,
        version=version("charter"),
    )
    return Answer(wellbeing, status_code=200 if found.database else 503)


class Liveness(msgspec.Struct, frozen=True, kw_only=True):
    """That the process answers. What does not is not live."""

    live: bool = True


class Readiness(msgspec.Struct, frozen=True, kw_only=True):
    """Whether the process should get requests.

    `hindrance` says why not: it is `stopping`, the `database` does not answer, or its `schema` is
    one of another Charter. `search_lag` counts the changes that are not in the search index yet,
    and `search_lag_s` is the age of the oldest in seconds. They make nobody unready, and are null
    where the database does not answer.
    """

    ready: bool
    hindrance: upkeep.Hindrance | None
    search_lag: int | None
    search_lag_s: float | None


@read("/health/live", tags=["Service"], sync_to_thread=False)
def get_live() -> Liveness:
    """See whether the process answers.

    200 as long as it does. It asks nothing else, so that a database which is away gets no process
    killed.
    """
    return Liveness()


@read(
    "/health/ready",
    tags=["Service"],
    responses={503: ResponseSpec(Readiness, description="Requests should go elsewhere for now.")},
)
def get_ready(runtime: NamedDependency[Runtime]) -> Response[Readiness]:
    """See whether the process should get requests.

    200 while the database answers, has the schema of this Charter, and nobody has told the process
    to stop; 503 otherwise.
    """
    hindrance = upkeep.hindrance(runtime)
    lag = upkeep.lag(runtime)
    readiness = Readiness(
        ready=hindrance is None,
        hindrance=hindrance,
        search_lag=lag[0] if lag else None,
        search_lag_s=lag[1] if lag else None,
    )
    return Answer(readiness, status_code=503 if hindrance else 200)
