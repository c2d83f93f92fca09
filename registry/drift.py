"""Does the search index hold what the registry does? Counted cheaply, by revisions.

`upkeep.verify` compares whole documents, which have to be made anew from every contract for that.
This reads two lists of numbers, so that a server can do it while it serves.
"""

from sqlalchemy import select
from sqlmodel import col

from registry import relay
from registry.runtime import Runtime
from registry.store.tables import AgencyRow, ProductRow


def count(runtime: Runtime) -> int | None:
    """Return how many products the index lacks, has wrong, or has in vain.

    None while changes wait that it has not heard of: what differs then is no drift.
    Raises: BackendUnavailableError.
    """
    if relay.is_behind(runtime) or relay.lag(runtime)[0]:
        return None
    with runtime.read() as session:
        lines = session.execute(
            select(col(AgencyRow.slug), col(ProductRow.slug), col(ProductRow.revision))
            .join(AgencyRow, col(AgencyRow.id) == col(ProductRow.agency_id))
            .where(col(ProductRow.digest).is_not(None))
        )
        wanted = {f"{agency}/{slug}": revision for agency, slug, revision in lines}
    # What the engine refused has no digest: it is missing, whatever its revision.
    found = {id_: each.revision for id_, each in runtime.search.stored().items() if each.digest}
    if relay.lag(runtime)[0]:
        return None
    different = sum(found.get(id_) != revision for id_, revision in wanted.items())
    return different + len(found.keys() - wanted.keys())
