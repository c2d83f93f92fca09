"""What is there to read? Products, their versions, and the exact bytes, as far as a caller may see.

Every query holds the caller's audience, so that what is not theirs to know does not exist for them.
"""

import base64
import binascii

import msgspec
from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session
from sqlmodel import col

from contracts.compat.circumstances import Circumstances
from contracts.compat.judge import judge
from contracts.findings import Report
from registry import drafts
from registry.addresses import MAX_CONTRACT_ID, MAX_VERSION, Ref, is_plain, require_address, shown
from registry.deprecations import since_when
from registry.errors import InvalidRequestError, NotFoundError
from registry.following import is_followed
from registry.identity import Actor, Kind
from registry.judging import Standing
from registry.permissions import Action, allows
from registry.runtime import Runtime
from registry.store import counts, references, reports
from registry.store.queries import (
    Line,
    contract_of,
    product_lines,
    product_view,
    uses_of,
    version_view,
    versions_of,
    visible_product,
)
from registry.store.tables import (
    AgencyRow,
    ContentRow,
    ContractRow,
    ProductRow,
    ReportRow,
    VersionRow,
)
from registry.team import people_of
from registry.views import (
    DiffPage,
    HomePage,
    Original,
    Page,
    ProductPage,
    ProductView,
    State,
    VersionPage,
    VersionView,
    Visibility,
)

MAX_LIMIT = 200


def overview(runtime: Runtime, actor: Actor) -> HomePage:
    """Return how much there is, and what changed last."""
    with runtime.read() as session:
        agencies = session.execute(select(func.count()).select_from(AgencyRow)).scalar_one()
        recent = session.execute(
            product_lines(actor)
            .order_by(col(ProductRow.updated_at).desc(), col(ProductRow.id).desc())
            .limit(_RECENT)
        )
        return HomePage(
            agencies=agencies,
            products=sum(published for published, _ in counts.counted(session, actor).values()),
            recent=tuple(product_view(line) for line in recent),
        )


def products(
    runtime: Runtime,
    actor: Actor,
    *,
    agency: str | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[ProductView]:
    """Return products by title, those of *agency* alone where one is named.

    Raises: InvalidRequestError for a cursor that Charter did not give out.
    """
    limit = max(1, min(limit, MAX_LIMIT))
    query = product_lines(actor).order_by(col(ProductRow.sort_key), col(ProductRow.id))
    if agency is not None:
        if not is_plain(agency, longest=MAX_VERSION):
            return Page(items=())
        home = select(col(AgencyRow.id)).where(col(AgencyRow.slug) == agency).scalar_subquery()
        query = query.where(col(ProductRow.agency_id) == home)
    if cursor is not None:
        after = _position(cursor)
        key, identifier = col(ProductRow.sort_key), col(ProductRow.id)
        query = query.where(tuple_(key, identifier) > tuple_(after.key, after.id))
    with runtime.read() as session:
        lines = session.execute(query.limit(limit + 1)).all()
    items = tuple(product_view(line) for line in lines[:limit])
    if len(lines) <= limit:
        return Page(items=items)
    last = lines[limit - 1][0]
    return Page(items=items, cursor=_cursor(_Position(key=last.sort_key, id=last.id)))


def product(runtime: Runtime, actor: Actor, agency: str, slug: str) -> ProductPage:
    """Return everything about a product; a former address leads to it as well (`moved`).

    The public does not learn who uses it (`uses`), nor the names of the registry's people.

    Raises: NotFoundError, also for what the caller may not see.
    """
    with runtime.read() as session:
        line, contract, rows = _found(session, actor, agency, slug)
        row, home, _ = line
        current = next((each for each in rows if each.number == row.version), None)
        text = runtime.contents.document(session, current.digest) if current else None
        return ProductPage(
            product=product_view(line),
            contract_id=(contract.odcs_id if contract else None) or "",
            contract=text.contract if text else None,
            digest=current.digest if current else None,
            versions=tuple(version_view(each, rows) for each in rows),
            people=people_of(
                session, actor, Ref(agency=home, product=row.slug), text, runtime.clock()
            ),
            uses=() if actor.kind is Kind.ANONYMOUS else tuple(uses_of(session, row.id)),
            referrers=references.seen(session, actor, contract.odcs_id if contract else None),
            revision=row.revision,
            may_publish=allows(actor, Action.PUBLISH, home, row.slug),
            draft=drafts.seen(session, actor, contract, home, row.slug),
            may_activate=allows(actor, Action.ACTIVATE, home, row.slug),
            followed=is_followed(session, actor, row.id),
            moved=(home, row.slug) != (agency, slug),
        )


def versions(runtime: Runtime, actor: Actor, agency: str, slug: str) -> list[VersionView]:
    """Return all versions of a product's contract, highest number first. Raises NotFoundError."""
    with runtime.read() as session:
        _, _, rows = _found(session, actor, agency, slug)
        return [version_view(row, rows) for row in rows]


def version(runtime: Runtime, actor: Actor, agency: str, slug: str, number: str) -> VersionPage:
    """Return one version: its text, what lint says of it, and the judgement it entered under.

    Raises: NotFoundError.
    """
    with runtime.read() as session:
        line, _, rows = _found(session, actor, agency, slug)
        row = _numbered(rows, number, agency, slug)
        stored = session.execute(
            select(col(ReportRow.body)).where(col(ReportRow.id) == row.report_id)
        ).scalar_one()
        text = runtime.contents.document(session, row.digest)
        view = version_view(row, rows)

        def may(action: Action, state: State) -> bool:
            return view.state is state and allows(actor, action, line[1], line[0].slug)

        return VersionPage(
            product=product_view(line),
            version=view,
            contract=text.contract,
            text=text.text,
            lint=runtime.contents.lint(session, row.digest),
            report=_told(actor, reports.decode(stored)),
            may_activate=not view.hindrance and may(Action.ACTIVATE, State.PROPOSED),
            may_withdraw=may(Action.WITHDRAW, State.PROPOSED),
            may_deprecate=may(Action.DEPRECATE, State.ACTIVE),
            may_retire=may(Action.RETIRE, State.DEPRECATED),
        )


def diff(  # an address has two parts, a comparison two ends
    runtime: Runtime, actor: Actor, agency: str, slug: str, before: str, after: str
) -> DiffPage:
    """Return what changed from one version to another, and the verdict on that step alone.

    Windows are counted up to the day on which the later one was published.

    Raises: NotFoundError.
    """
    with runtime.read() as session:
        line, _, rows = _found(session, actor, agency, slug)
        old = _numbered(rows, before, agency, slug)
        new = _numbered(rows, after, agency, slug)
        standing = Standing(session, Ref(agency=line[1], product=line[0].slug), None)
        texts = runtime.contents.documents(session, [old.digest, new.digest])
        known = Circumstances(
            today=new.published_at.date(),
            deprecated=since_when(runtime, session, rows, texts[0], new.published_at),
            uses=standing.consumers,
        )
    return DiffPage(
        product=product_view(line),
        before=version_view(old, rows),
        after=version_view(new, rows),
        report=_told(actor, judge(texts[1], [texts[0]], standing.policy, known)),
        before_text=texts[0].text,
        after_text=texts[1].text,
    )


def original(
    runtime: Runtime, actor: Actor, agency: str, slug: str, number: str | None = None
) -> Original:
    """Return the bytes of a version as they were published; of the one in force without *number*.

    Raises: NotFoundError.
    """
    with runtime.read() as session:
        line, _, rows = _found(session, actor, agency, slug)
        wanted = line[0].version if number is None else number
        row = _numbered(rows, wanted or "", agency, slug)
        return _original(session, line, row.digest, row.number)


def contract_by_id(runtime: Runtime, actor: Actor, contract_id: str) -> Original:
    """Return the bytes of the version in force of the contract with that `id`.

    Raises: NotFoundError.
    """
    missing = NotFoundError(
        f"There is no contract with the id '{shown(contract_id)}' that you may see.",
        next_step="Look for the product in the search, or sign in to see more.",
    )
    if not is_plain(contract_id, longest=MAX_CONTRACT_ID):
        raise missing
    with runtime.read() as session:
        line = session.execute(
            product_lines(actor)
            .join(ContractRow, col(ContractRow.product_id) == col(ProductRow.id))
            .where(col(ContractRow.odcs_id) == contract_id)
        ).first()
        if line is None or line[0].digest is None:
            raise missing
        return _original(session, line, line[0].digest, line[0].version or "")


def _told(actor: Actor, report: Report) -> Report:
    """Return what the caller may read of a report: the public does not learn who uses what."""
    if actor.kind is not Kind.ANONYMOUS:
        return report
    return msgspec.structs.replace(report, consumers=())


class _Position(msgspec.Struct, frozen=True, kw_only=True):
    """The last product of a page, as a cursor says it."""

    key: str
    id: int


_RECENT = 6


def _cursor(position: _Position) -> str:
    packed = msgspec.msgpack.encode(position)
    return base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")


def _position(cursor: str) -> _Position:
    try:
        packed = base64.b64decode(cursor.encode("ascii") + b"==", altchars=b"-_", validate=False)
        position = msgspec.msgpack.decode(packed, type=_Position)
    except (ValueError, binascii.Error, msgspec.DecodeError) as error:
        raise _not_ours() from error
    if not 0 <= position.id < _LARGEST or not is_plain(position.key or " ", longest=_LONGEST):
        raise _not_ours()
    return position


_LARGEST = 2**63
_LONGEST = 1000


def _not_ours() -> InvalidRequestError:
    return InvalidRequestError(
        "The cursor is not one that Charter gave out.",
        next_step="Leave it out to begin at the first page.",
    )


def _found(
    session: Session, actor: Actor, agency: str, slug: str
) -> tuple[Line, ContractRow | None, list[VersionRow]]:
    """Return the product at that address with its contract and versions. Raises NotFoundError."""
    require_address(Ref(agency=agency, product=slug))
    line = visible_product(session, actor, agency, slug)
    contract = contract_of(session, line[0].id)
    return line, contract, versions_of(session, contract.id) if contract else []


def _numbered(rows: list[VersionRow], number: str, agency: str, slug: str) -> VersionRow:
    for row in rows:
        if row.number == number:
            return row
    raise NotFoundError(
        f"{agency}/{slug} has no version '{shown(number)}'.",
        next_step=f"See /products/{agency}/{slug} for the versions there are.",
    )


def _original(session: Session, line: Line, digest: str, number: str) -> Original:
    source, media_type = session.execute(
        select(col(ContentRow.source), col(ContentRow.media_type)).where(
            col(ContentRow.digest) == digest
        )
    ).one()
    row, agency, _ = line
    return Original(
        source=source,
        digest=digest,
        media_type=media_type,
        is_public=row.visibility == Visibility.PUBLIC,
        version=number,
        product=f"{agency}/{row.slug}",
    )
