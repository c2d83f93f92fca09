"""Are all parts well, and does the search index equal the store?"""

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from registry import indexing, relay
from registry.relay import rebuild
from registry.runtime import Runtime
from registry.views import Drift, Health
from search.backend import BackendUnavailableError

__all__ = ["health", "rebuild", "repair", "verify"]


def health(runtime: Runtime) -> Health:
    """Return how the parts are. Raises: nothing."""
    trouble = runtime.indexing_trouble
    try:
        with runtime.read() as session:
            session.execute(select(1))
        waiting, oldest_s = relay.lag(runtime)
    except SQLAlchemyError as error:
        return Health(
            database=False, search=False, waiting=0, oldest_waiting_s=0.0, trouble=str(error)
        )
    try:
        if relay.is_behind(runtime):
            trouble = trouble or relay.BEHIND
    except BackendUnavailableError as error:
        return Health(
            database=True,
            search=False,
            waiting=waiting,
            oldest_waiting_s=oldest_s,
            trouble=str(error),
        )
    return Health(
        database=True, search=True, waiting=waiting, oldest_waiting_s=oldest_s, trouble=trouble
    )


def verify(runtime: Runtime) -> Drift:
    """Return how the index differs from the store. Raises BackendUnavailableError."""
    with runtime.read() as session:
        wanted = {each.id: each.revision for each in indexing.documents(session)}
    found = runtime.search.revisions()
    return Drift(
        missing=tuple(sorted(wanted.keys() - found.keys())),
        stale=tuple(sorted(each for each in wanted.keys() & found if wanted[each] != found[each])),
        surplus=tuple(sorted(found.keys() - wanted.keys())),
        documents=len(wanted),
    )


def repair(runtime: Runtime) -> Drift:
    """Mend what `verify` finds, and return it. Raises BackendUnavailableError."""
    drift = verify(runtime)
    if not drift.is_clean:
        rebuild(runtime)
    return drift
