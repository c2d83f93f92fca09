"""Is what the registry keeps whole? Digests, references, states, copies, trail and outbox.

Reads everything once, a chunk at a time, in one snapshot; changes nothing. Every trouble is a
sentence that names what is wrong.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from typing import Any

import msgspec
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from registry.recording import INDEX, current_version
from registry.runtime import Runtime
from registry.store import counts
from registry.store.queries import audience
from registry.store.tables import (
    AgencyRow,
    AuditEventRow,
    ContentRow,
    ContractRow,
    DraftRow,
    OutboxRow,
    ProductAudienceRow,
    ProductRow,
    ReportRow,
    VersionRow,
)
from registry.views import State

CHUNK = 200


class Checked(msgspec.Struct, frozen=True):
    """What one look at the registry found. `counted` is how much of what was looked at."""

    counted: dict[str, int]
    troubles: tuple[str, ...]


def verify_store(runtime: Runtime) -> Checked:
    """Return what is wrong with what is stored. The search index has a check of its own."""
    counted: dict[str, int] = {}
    troubles: list[str] = []
    with runtime.read() as session:
        for what, check in _CHECKS:
            count = 0
            for trouble in check(session):
                if trouble:
                    troubles.append(trouble)
                count += 1
            counted[what] = count
    return Checked(counted, tuple(troubles))


def _contents(session: Session) -> Iterator[str | None]:
    """Bytes are those of their digest."""
    rows = session.execute(
        select(col(ContentRow.digest), col(ContentRow.source), col(ContentRow.size_bytes)),
        execution_options={"yield_per": CHUNK},
    )
    for digest, source, size in rows:
        is_whole = hashlib.sha256(source).hexdigest() == digest and len(source) == size
        yield None if is_whole else f"The bytes of the contract {digest} are not those it had."


def _versions(session: Session) -> Iterator[str | None]:
    """A version has its bytes and report; of a major line, one is active."""
    rows: Iterable[Any] = session.execute(  # of an outer join: what is absent is None
        select(VersionRow, col(ContentRow.digest), col(ReportRow.candidate))
        .outerjoin(ContentRow, col(ContentRow.digest) == col(VersionRow.digest))
        .outerjoin(ReportRow, col(ReportRow.id) == col(VersionRow.report_id))
        .order_by(col(VersionRow.contract_id), col(VersionRow.id)),
        execution_options={"yield_per": CHUNK},
    )
    for contract, lines in groupby(rows, lambda line: line[0].contract_id):
        active: dict[int | None, str] = {}
        for row, digest, judged in lines:
            name = f"version {row.number} of contract {contract}"
            if digest is None:
                yield f"There are no bytes of {name}."
            elif judged != row.digest:
                yield f"The report of {name} is about other bytes."
            elif row.state == State.ACTIVE and row.major in active:
                yield f"{active[row.major]} and {row.number} of contract {contract} are active."
            else:
                yield None
            if row.state == State.ACTIVE:
                active[row.major] = row.number


def _drafts(session: Session) -> Iterator[str | None]:
    """A draft has its bytes."""
    rows = session.execute(
        select(col(DraftRow.contract_id), col(ContentRow.digest)).outerjoin(
            ContentRow, col(ContentRow.digest) == col(DraftRow.digest)
        )
    )
    for contract, digest in rows:
        yield None if digest else f"There are no bytes of the draft of contract {contract}."


def _products(session: Session) -> Iterator[str | None]:
    """What a list shows of a product is what its versions say; who may know of it is written."""
    rows = session.execute(
        select(ProductRow, col(AgencyRow.slug))
        .join(AgencyRow, col(AgencyRow.id) == col(ProductRow.agency_id))
        .order_by(col(ProductRow.id)),
        execution_options={"yield_per": CHUNK},
    )
    for partition in rows.partitions():
        ids = [row.id for row, _ in partition]
        versions = _grouped(
            session.execute(
                select(col(ContractRow.product_id), VersionRow)
                .join(ContractRow, col(ContractRow.id) == col(VersionRow.contract_id))
                .where(col(ContractRow.product_id).in_(ids))
                .order_by(col(VersionRow.sort_key).desc())
            )
        )
        tokens = _grouped(
            session.execute(
                select(col(ProductAudienceRow.product_id), col(ProductAudienceRow.token)).where(
                    col(ProductAudienceRow.product_id).in_(ids)
                )
            )
        )
        for row, agency in partition:
            current = current_version(versions.get(row.id, []))
            shown = (row.version, row.state, row.digest)
            if shown != (
                (current.number, current.state, current.digest) if current else (None,) * 3
            ):
                yield f"{agency}/{row.slug} shows {row.version} as {row.state}, which is not so."
            elif set(tokens.get(row.id, [])) != audience(row, agency, row.shared_with):
                yield f"Who may know of {agency}/{row.slug} is not what its visibility says."
            elif row.counted != counts.place_of(row):
                yield f"{agency}/{row.slug} is not counted where it belongs."
            else:
                yield None


def _counts(session: Session) -> Iterator[str | None]:
    """The number of each kind of product is that of its rows."""
    query = select(col(ProductRow.counted), func.count()).group_by(col(ProductRow.counted))
    true: dict[str, int] = dict(session.execute(query).all())
    for row in session.scalars(select(counts.ProductCountRow)):
        place = f"{row.agency_id} {row.kind}"
        is_true = row.products == true.get(place, 0)
        yield None if is_true else f"There are not {row.products} products counted as '{place}'."


def _trail(session: Session) -> Iterator[str | None]:
    """Every version has entered the trail, and what entered it has an outbox row."""
    first = select(func.min(col(OutboxRow.audit_seq))).where(col(OutboxRow.sink) == INDEX)
    oldest = session.execute(first).scalar_one() or 0
    entered: set[str] = set()
    rows: Iterable[Any] = session.execute(  # of an outer join, as above
        select(
            col(AuditEventRow.seq),
            col(AuditEventRow.id),
            col(AuditEventRow.type),
            col(AuditEventRow.body),
            col(OutboxRow.seq),
        )
        .outerjoin(
            OutboxRow,
            (col(OutboxRow.audit_seq) == col(AuditEventRow.seq)) & (col(OutboxRow.sink) == INDEX),
        )
        .order_by(col(AuditEventRow.seq)),
        execution_options={"yield_per": CHUNK},
    )
    for seq, identifier, kind, body, outbox in rows:
        event = msgspec.json.decode(body, type=_Body)
        if event.id != identifier or event.type != kind:
            yield f"Event {seq} of the trail says otherwise than its row."
        elif kind in _TOLD and seq >= oldest and outbox is None:
            yield f"The search index never hears of event {seq} ({kind})."
        else:
            yield None
        if event.after_digest:
            entered.add(event.after_digest)
    for number, digest in session.execute(select(col(VersionRow.number), col(VersionRow.digest))):
        if digest not in entered:
            yield f"The trail knows nothing of version {number} with the bytes {digest}."


class _Body(msgspec.Struct):
    id: str
    type: str
    after_digest: str | None = None


_TOLD = {
    f"contract.{verb}"
    for verb in ("submitted", "activated", "superseded", "deprecated", "retired", "withdrawn")
}

_CHECKS: tuple[tuple[str, Callable[[Session], Iterator[str | None]]], ...] = (
    ("contracts", _contents),
    ("versions", _versions),
    ("drafts", _drafts),
    ("products", _products),
    ("counts", _counts),
    ("events", _trail),
)


def _grouped(lines: Iterable[Any]) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for key, value in lines:
        found.setdefault(key, []).append(value)
    return found
