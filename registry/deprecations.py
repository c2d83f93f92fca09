"""Since when have the versions in force said that something will end?

Counted from the moment at which a version came into force here, not from the dates of any file: a
draft tells nobody, and a proposal waits.
"""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from contracts.compat.circumstances import Key
from contracts.compat.windows import since
from contracts.document import Document
from registry.runtime import Runtime
from registry.store.tables import VersionRow


def since_when(
    runtime: Runtime,
    session: Session,
    versions: Sequence[VersionRow],
    reference: Document,
    at: datetime,
) -> dict[Key, date]:
    """Return since when *reference* and those before it call elements deprecated, as of *at*.

    *versions* are all of the contract, highest number first; *reference* is one of them. Texts are
    read as far back as there is something to count; mostly that is one.
    """
    first = next(row for row in versions if row.digest == reference.digest)
    return since(
        (row.in_force_at.date(), runtime.contents.document(session, row.digest).tree)
        for row in versions
        if row.in_force_at is not None and row.in_force_at <= at and row.sort_key <= first.sort_key
    )
