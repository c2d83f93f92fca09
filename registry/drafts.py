"""What does the draft of a product say? For the eyes of its own agency.

For everybody else it is not there: the answer is that of a product without a draft.
"""

from sqlalchemy.orm import Session

from registry.addresses import Ref, require_address
from registry.errors import NotFoundError
from registry.identity import Actor
from registry.permissions import Action, allows
from registry.runtime import Runtime
from registry.store import reports
from registry.store.queries import Line, contract_of, product_view, visible_product
from registry.store.tables import ContentRow, ContractRow, DraftRow, ReportRow
from registry.views import DraftPage, DraftView, Original


def original(runtime: Runtime, actor: Actor, ref: Ref) -> Original:
    """Return the bytes of the draft as they were sent. Raises NotFoundError."""
    with runtime.read() as session:
        line, row = _found(session, actor, ref)
        content = session.get_one(ContentRow, row.digest)
        return Original(
            source=content.source,
            digest=content.digest,
            media_type=content.media_type,
            is_public=False,  # whoever may see the product
            version=row.number,
            product=f"{line[1]}/{line[0].slug}",
        )


def page(runtime: Runtime, actor: Actor, ref: Ref) -> DraftPage:
    """Return the draft: its text, what lint says of it, and the judgement it is kept under.

    Raises: NotFoundError.
    """
    with runtime.read() as session:
        line, row = _found(session, actor, ref)
        report = session.get_one(ReportRow, row.report_id)
        return DraftPage(
            product=product_view(line),
            draft=_view(row),
            text=runtime.contents.document(session, row.digest).text,
            lint=runtime.contents.lint(session, row.digest),
            report=reports.decode(report.body),
            may_publish=allows(actor, Action.PUBLISH, line[1], line[0].slug),
        )


def seen(
    session: Session, actor: Actor, contract: ContractRow | None, agency: str, slug: str
) -> DraftView | None:
    """Return what there is to know of the draft of *agency/slug*; None for others than its own."""
    row = _row(session, actor, contract, agency, slug)
    return _view(row) if row else None


def _found(session: Session, actor: Actor, ref: Ref) -> tuple[Line, DraftRow]:
    require_address(ref)
    line = visible_product(session, actor, ref.agency, ref.product)
    row = _row(session, actor, contract_of(session, line[0].id), line[1], line[0].slug)
    if row is None:
        raise NotFoundError(
            f"{ref} has no draft that you may see.",
            next_step=f"See /products/{ref} for the versions there are.",
        )
    return line, row


def _row(
    session: Session, actor: Actor, contract: ContractRow | None, agency: str, slug: str
) -> DraftRow | None:
    if contract is None:
        return None
    if actor.agency != agency and not allows(actor, Action.SEE_DRAFT, agency, slug):
        return None
    return session.get(DraftRow, contract.id)


def _view(row: DraftRow) -> DraftView:
    return DraftView(
        version=row.number,
        digest=row.digest,
        updated_at=row.updated_at,
        updated_by=row.updated_by_name,
    )
