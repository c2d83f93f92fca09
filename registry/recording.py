"""How does a change of a product reach tables, audit trail and outbox together?

Everything here runs inside one transaction of the writer; nothing here decides.
"""

from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from sqlmodel import col

from contracts.document import Document
from contracts.lint.ladder import LADDER, rank
from contracts.model import Contract, Property
from registry import audit, json_text, notices
from registry.addresses import Ref, plain, readable
from registry.audit import Event
from registry.identity import Actor
from registry.judging import Verdict
from registry.runtime import Runtime
from registry.store import counts, feed
from registry.store.queries import IN_FORCE, audience, versions_of
from registry.store.tables import (
    ContentRow,
    ContractRow,
    ProductAudienceRow,
    ProductRow,
    ReportRow,
    VersionRow,
)
from registry.views import State

INDEX = "index"
"""The sink of the outbox that the search index hears from."""


def new_product(session: Session, agency_id: int, ref: Ref, at: datetime) -> ProductRow:
    """Add an empty product, known to its own agency alone until something is published."""
    row = ProductRow(
        agency_id=agency_id,
        slug=ref.product,
        title=readable(ref.product),
        sort_key=readable(ref.product).casefold(),
        visibility="state",
        shared_with=[],
        created_at=at,
        updated_at=at,
    )
    session.add(row)
    session.flush()
    return row


def new_contract(
    session: Session, product: ProductRow, odcs_id: str | None, at: datetime
) -> ContractRow:
    """Add the contract of a product."""
    row = ContractRow(product_id=product.id, odcs_id=odcs_id, created_at=at)
    session.add(row)
    session.flush()
    return row


def keep_content(session: Session, document: Document, at: datetime) -> None:
    """Store the bytes, once for ever."""
    present = select(col(ContentRow.digest)).where(col(ContentRow.digest) == document.digest)
    if session.execute(present).first() is None:
        session.add(
            ContentRow(
                digest=document.digest,
                source=document.source,
                media_type=document.media_type,
                size_bytes=len(document.source),
                created_at=at,
            )
        )
        session.flush()


def keep_report(session: Session, contract: ContractRow, verdict: Verdict, at: datetime) -> int:
    """Store the judgement with the digests of everything it was made from; return its number."""
    row = ReportRow(
        contract_id=contract.id,
        candidate=verdict.review.digest,
        baselines=verdict.baselines,
        policy=verdict.policy,
        engine=audit.engine_version(),
        outcome=verdict.review.report.outcome.value,
        body=json_text.encode(verdict.review.report),
        created_at=at,
    )
    session.add(row)
    session.flush()
    return row.id


def end_line(
    session: Session, contract: ContractRow, row: VersionRow, state: State | None = None
) -> list[VersionRow]:
    """End what *row* takes the place of in its major line; return the versions that it ended.

    That is the active version, which becomes superseded; or, with *state*, everything in force,
    which enters that state. Flushed, because the database allows one active version in a line.
    """
    ending = IN_FORCE if state else (State.ACTIVE,)
    found = session.scalars(
        select(VersionRow)
        .where(
            col(VersionRow.contract_id) == contract.id,
            col(VersionRow.major) == row.major,
            col(VersionRow.state).in_([each.value for each in ending]),
            col(VersionRow.number) != row.number,
        )
        .order_by(col(VersionRow.sort_key).desc())
    ).all()
    for other in found:
        other.state = (state or State.SUPERSEDED).value
        other.changed_at = row.changed_at
    session.flush()
    return list(found)


def renew(
    runtime: Runtime, session: Session, product: ProductRow, contract: ContractRow, ref: Ref
) -> None:
    """Bring up to date what the product's row says of its version in force, and who may know."""
    current = current_version(versions_of(session, contract.id))
    product.version = current.number if current else None
    product.state = current.state if current else None
    product.digest = current.digest if current else None
    if current is not None:
        view = runtime.contents.document(session, current.digest).contract
        product.summary = summary(view)
        product.domain = plain(view.domain or "")[:_MAX_TEXT]
        product.classification = classification(view)
        if not product.is_titled:
            retitle(product, title_of(view, ref))
    renew_audience(session, product, ref.agency)


def title_of(view: Contract, ref: Ref) -> str:
    """Return the contract's name, or the product's address where there is nothing to read in it."""
    name = plain(view.name or "")
    named = any(map(str.isprintable, name.split()))
    return readable(name if named else ref.product, agency=ref.agency)


def retitle(product: ProductRow, title: str) -> None:
    """Set the title, and what lists are sorted by."""
    product.title = title
    product.sort_key = title.casefold()


def renew_audience(session: Session, product: ProductRow, agency: str) -> None:
    """Write down who may know of the product, and count it there."""
    counts.recount(session, product)
    wanted = audience(product, agency, product.shared_with)
    token = col(ProductAudienceRow.token)
    mine = col(ProductAudienceRow.product_id) == product.id
    present = set(session.scalars(select(token).where(mine)))
    if present - wanted:
        session.execute(delete(ProductAudienceRow).where(mine, token.in_(present - wanted)))
    session.add_all(
        ProductAudienceRow(product_id=product.id, token=missing)
        for missing in sorted(wanted - present)
    )


def announce(
    session: Session, actor: Actor, at: datetime, product: ProductRow, event: Event
) -> None:
    """Write the audit row of a change, and the outbox rows through which others hear of it."""
    seq = audit.record(session, actor, at, event)
    product.revision += 1
    product.updated_at = at
    feed.enter(session, INDEX, product.id, seq, at)
    notices.enter(session, product.id, seq, event.type, at)


def announce_state(  # noqa: PLR0913 # who, what, where, and under which decision
    session: Session,
    actor: Actor,
    product: ProductRow,
    ref: Ref,
    row: VersionRow,
    *,
    before: str | None = None,
    decision: str | None = None,
    reason: str | None = None,
) -> None:
    """Announce that a version has entered its state. *before* is the digest that was in force."""
    event = Event(
        type=f"contract.{_VERBS[State(row.state)]}",
        kind="contract",
        subject=str(ref),
        version=row.number,
        decision_id=decision,
        reason_text=reason,
        before=before,
        after=row.digest,
    )
    announce(session, actor, row.changed_at, product, event)


def current_version(rows: list[VersionRow]) -> VersionRow | None:
    """Return the version that stands for the product, from rows with the highest number first.

    The newest active one; else the newest that is deprecated; else the newest that was not
    withdrawn; else the newest.
    """
    for state in (State.ACTIVE, State.DEPRECATED):
        for row in rows:
            if row.state == state:
                return row
    kept = (row for row in rows if row.state != State.WITHDRAWN)
    return next(kept, rows[0] if rows else None)


def summary(contract: Contract) -> str:
    """Return one sentence about the data, as its author put it first."""
    described = (contract.description.purpose, *(table.description for table in contract.schema))
    text = next((text for text in described if text and text.strip()), None) or ""
    words = " ".join(plain(text).split())
    end = words.find(". ")
    sentence = words if end < 0 else words[: end + 1]
    return sentence if len(sentence) <= _MAX_TEXT else sentence[: _MAX_TEXT - 1].rstrip() + "…"


def classification(contract: Contract) -> str:
    """Return the highest class of any column, "" where none of the ladder's is stated."""
    steps = [
        step
        for table in contract.schema
        for column in _columns(table.properties)
        if (step := rank(column.classification)) is not None
    ]
    return LADDER[max(steps)] if steps else ""


_MAX_TEXT = 300

_VERBS = {
    State.PROPOSED: "submitted",
    State.ACTIVE: "activated",
    State.SUPERSEDED: "superseded",
    State.DEPRECATED: "deprecated",
    State.RETIRED: "retired",
    State.WITHDRAWN: "withdrawn",
}


def _columns(properties: tuple[Property, ...]) -> list[Property]:
    """Return columns of every depth. Contracts are at most 100 levels deep."""
    found: list[Property] = []
    waiting = list(properties)
    while waiting:
        column = waiting.pop()
        found.append(column)
        waiting += column.properties
        waiting += [column.items] if column.items else []
        if column.map:
            waiting += [part for part in (column.map.key, column.map.value) if part]
    return found
