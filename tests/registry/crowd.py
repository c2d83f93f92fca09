"""How does a registry get as many products as a test wants? Its rows are put in directly.

Each product has a contract with one version, as publishing writes it down. Agencies grow with the
square root; of ten products six are public, three for the state, and the last is hidden, for its
agency alone, or a draft.
"""

from datetime import UTC, datetime, timedelta
from math import isqrt

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session
from sqlmodel import col

from contracts.compat.judge import judge
from contracts.document import load
from registry import json_text
from registry.recording import INDEX
from registry.runtime import Runtime
from registry.store.counts import ProductCountRow, place_of
from registry.store.queries import audience
from registry.store.tables import (
    AgencyRow,
    AuditEventRow,
    ContentRow,
    ContractRow,
    OutboxRow,
    ProductAudienceRow,
    ProductRow,
    ReportRow,
    VersionRow,
)
from tests.registry.hospital import a_contract

_AT = datetime(2025, 1, 1, tzinfo=UTC)
_KINDS = ("public", "public", "state", "public", "public", "state", "public", "state", "public")
_LAST = ("agencies", "hidden", "agencies", "draft")
_CHUNK = 2_000


def fill(runtime: Runtime, count: int) -> None:
    """Add *count* products of `isqrt(count)` agencies `a0`, `a1`, ... to an empty registry."""
    runtime.write(lambda session: _enter_agencies(session, isqrt(count)))
    for begin in range(1, count + 1, _CHUNK):
        numbers = range(begin, min(begin + _CHUNK, count + 1))
        runtime.write(lambda session, numbers=numbers: _enter(session, numbers, isqrt(count)))
    runtime.write(_count)


def _enter_agencies(session: Session, count: int) -> None:
    session.execute(
        insert(AgencyRow),
        [
            {"id": 1 + n, "slug": f"a{n}", "acronym": f"A{n}", "name": f"Agency {n}",
             "domain": "", "created_at": _AT}
            for n in range(count)
        ],
    )  # fmt: skip
    document = load(a_contract())
    session.execute(
        insert(ContentRow).values(
            digest=document.digest,
            source=document.source,
            media_type=document.media_type,
            size_bytes=len(document.source),
            created_at=_AT,
        )
    )


def _enter(session: Session, numbers: range, agencies: int) -> None:
    document = load(a_contract())
    report = json_text.encode(judge(document, []))
    rows: dict[type, list[dict[str, object]]] = {
        table: []
        for table in (
            ProductRow, ProductAudienceRow, ContractRow, ReportRow, VersionRow, AuditEventRow,
            OutboxRow,
        )
    }  # fmt: skip
    for number in numbers:
        at = _AT + timedelta(seconds=number)
        home = (number * 7919 - 7918) % agencies  # the first in `a1`
        kind = (*_KINDS, _LAST[number // 10 % len(_LAST)])[number % 10]
        is_published = kind != "draft"
        product = ProductRow(
            id=number,
            agency_id=1 + home,
            slug=f"p{number}",
            title=f"Title {number * 7919 % 1_000_003}",
            sort_key=f"title {number * 7919 % 1_000_003}",
            summary="Free beds by hospital.",
            domain="public-health",
            classification="internal",
            visibility=kind if is_published else "state",
            shared_with=[],
            version="1.0.0" if is_published else None,
            state="active" if is_published else None,
            digest=document.digest if is_published else None,
            revision=1,
            created_at=at,
            updated_at=at,
        )
        product.counted = place_of(product)
        rows[ProductRow].append(product.model_dump())
        rows[ProductAudienceRow] += [
            {"product_id": number, "token": token} for token in audience(product, f"a{home}")
        ]
        rows[ContractRow].append(
            {"id": number, "product_id": number, "odcs_id": f"urn:{number}", "created_at": at}
        )
        if not is_published:
            continue
        rows[ReportRow].append(
            {"id": number, "contract_id": number, "candidate": document.digest, "baselines": [],
             "policy": "", "engine": "test", "outcome": "accepted", "body": report,
             "created_at": at}
        )  # fmt: skip
        rows[VersionRow].append(
            {"id": number, "contract_id": number, "number": "1.0.0", "sort_key": "1", "major": 1,
             "state": "active", "digest": document.digest, "size_bytes": len(document.source),
             "report_id": number, "bump": "none", "published_by": "token:1",
             "published_by_name": "CI", "published_at": at, "changed_at": at, "in_force_at": at}
        )  # fmt: skip
        rows[AuditEventRow].append(
            {"seq": number, "id": f"event-{number}", "at": at, "type": "contract.activated",
             "actor_id": "token:1", "subject_kind": "product", "subject_id": f"a{home}/p{number}",
             "body": json_text.encode({"id": f"event-{number}", "type": "contract.activated",
                                      "after_digest": document.digest})}
        )  # fmt: skip
        rows[OutboxRow].append(
            {"seq": number, "position": number, "sink": INDEX, "audit_seq": number,
             "product_id": number, "created_at": at}
        )  # fmt: skip
    for table, lines in rows.items():
        session.execute(insert(table), lines)


def _count(session: Session) -> None:
    counted = select(col(ProductRow.counted), func.count()).group_by(col(ProductRow.counted))
    session.execute(
        insert(ProductCountRow),
        [
            {"agency_id": int(place.partition(" ")[0]), "kind": place.partition(" ")[2],
             "products": products}
            for place, products in session.execute(counted)
        ],
    )  # fmt: skip
