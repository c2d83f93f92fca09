"""Which contracts refer to which? Written with each version, read by the id that they lead to.

A version says what it says for ever; what counts is what the lines in force say today.
"""

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import ColumnElement, and_, exists, insert, or_, select
from sqlalchemy.orm import Session, aliased
from sqlmodel import col

from contracts.compat.dangling import Referrer
from contracts.document import Document
from contracts.findings import Consumer
from contracts.references import Elements, references
from registry.addresses import MAX_CONTRACT_ID, is_plain
from registry.identity import Actor
from registry.store.queries import is_visible
from registry.store.tables import (
    AgencyRow,
    ContractRow,
    ProductAudienceRow,
    ProductRow,
    ReferenceRow,
    VersionRow,
)
from registry.views import ReferrerView, State

DEEPEST = 3
"""Steps from a contract to one that refers to it by way of others."""

MOST = 200
"""References that are read at each step, and shown."""

_LONGEST = 2_000  # characters of an element
_UNNAMED = "a contract that not everybody here may see"


class Referring(msgspec.Struct, frozen=True):
    """A contract in force refers to an element of another one.

    ``is_open``: everybody who may see the contract that it leads to may see this one.
    """

    contract_id: str
    agency: str
    product: str
    target: str
    element: str
    is_open: bool

    @property
    def called(self) -> str:
        """The contract as everybody may be told of it."""
        return f"{self.agency}/{self.product}" if self.is_open else _UNNAMED


def leading(document: Document) -> list[tuple[str, str]]:
    """Return the references of a contract into others that can be stored: id and element."""
    own = document.tree.get("id")
    found = {
        (each.contract, each.element): None
        for each in references(document.tree)
        if each.contract not in ("", own)
        and is_plain(each.contract, longest=MAX_CONTRACT_ID)
        and is_plain(each.element, longest=_LONGEST)
    }
    return [*found]


def write(session: Session, version_id: int, document: Document) -> None:
    """Write down where a version leads."""
    rows = [
        {"version_id": version_id, "target": target, "element": element}
        for target, element in leading(document)
    ]
    if rows:
        session.execute(insert(ReferenceRow), rows)


def referring(
    session: Session, product: ProductRow | None, targets: Sequence[str]
) -> list[Referring]:
    """Return what refers to contracts, as far as *product*'s readers are concerned, in order.

    One indexed read; at most `MOST`.
    """
    if product is None or not targets:
        return []
    lines = session.execute(
        select(
            col(ContractRow.odcs_id),
            col(AgencyRow.slug),
            col(ProductRow.slug),
            col(ReferenceRow.target),
            col(ReferenceRow.element),
            _is_open(product),
        )
        .join(VersionRow, col(VersionRow.id) == col(ReferenceRow.version_id))
        .join(ContractRow, col(ContractRow.id) == col(VersionRow.contract_id))
        .join(ProductRow, col(ProductRow.id) == col(ContractRow.product_id))
        .join(AgencyRow, col(AgencyRow.id) == col(ProductRow.agency_id))
        .where(
            col(ReferenceRow.target).in_(targets),
            col(VersionRow.state).in_(_SPEAKING),
            col(ProductRow.id) != product.id,
        )
        .distinct()
        .order_by(col(AgencyRow.slug), col(ProductRow.slug), col(ReferenceRow.element))
        .limit(MOST)
    )
    return [
        Referring(identifier or "", agency, slug, target, element, bool(is_open))
        for identifier, agency, slug, target, element, is_open in lines
    ]


_SPEAKING = (State.ACTIVE.value, State.DEPRECATED.value)
"""What a line says is what its last version says: those that it superseded say it no more."""


def _is_open(product: ProductRow) -> ColumnElement[bool]:
    """Whether whoever may see *product* may see the product of the query as well."""
    of_target, of_other = aliased(ProductAudienceRow), aliased(ProductAudienceRow)

    def seen_by(*tokens: str) -> ColumnElement[bool]:
        return exists().where(
            col(of_other.product_id) == col(ProductRow.id), col(of_other.token).in_(tokens)
        )

    def stranger(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
        return exists().where(col(of_target.product_id) == product.id, *conditions)

    let_in = (
        exists()
        .where(
            col(of_other.product_id) == col(ProductRow.id),
            col(of_other.token) == col(of_target.token),
        )
        .correlate(ProductRow, of_target)  # both queries around it, which is not guessed
    )
    return or_(
        seen_by("public"),
        and_(seen_by("state"), ~stranger(col(of_target.token) == "public")),
        ~stranger(~let_in),
    )


def referrers(found: Iterable[Referring]) -> tuple[Referrer, ...]:
    """Return who refers to a contract, as a judgement asks for it."""
    return tuple(Referrer(element=each.element, by=each.called) for each in found)


def consumers(
    session: Session, product: ProductRow | None, direct: Sequence[Referring], contract: Document
) -> tuple[Consumer, ...]:
    """Return whom a change of *contract* reaches through relationships, the nearest first.

    Each with the columns of *contract* at which its way begins, and that way as its purpose. What
    not everybody may see is left out, and what lies behind it.
    """
    elements = Elements(contract.tree)
    columns: dict[str, set[str]] = {}
    ways: dict[str, str] = {}
    for each in direct:
        found = elements.find(each.element)
        if each.is_open and each.contract_id:
            ways.setdefault(each.contract_id, f"{each.agency}/{each.product}, which refers to it")
            reached = columns.setdefault(each.contract_id, set())
            reached |= {".".join(found.names)} if found else set()
    agencies = {each.contract_id: each.agency for each in direct}
    level = list(ways)
    for _ in range(DEEPEST - 1):
        found_next = referring(session, product, level)
        level = []
        for each in found_next:
            if each.is_open and each.contract_id and each.contract_id not in ways:
                through = ways[each.target]
                ways[each.contract_id] = f"{each.agency}/{each.product}, through {through}"
                columns[each.contract_id] = columns[each.target]
                agencies[each.contract_id] = each.agency
                level.append(each.contract_id)
    return tuple(
        Consumer(agency=agencies[key], purpose=way, columns=tuple(sorted(columns[key])))
        for key, way in [*ways.items()][:MOST]
    )


def seen(session: Session, actor: Actor, odcs_id: str | None) -> tuple[ReferrerView, ...]:
    """Return the products whose contracts refer to one, as far as the caller may see them."""
    lines = session.execute(
        select(col(AgencyRow.slug), col(ProductRow.slug), col(ProductRow.title))
        .join(ContractRow, col(ContractRow.product_id) == col(ProductRow.id))
        .join(VersionRow, col(VersionRow.contract_id) == col(ContractRow.id))
        .join(ReferenceRow, col(ReferenceRow.version_id) == col(VersionRow.id))
        .join(AgencyRow, col(AgencyRow.id) == col(ProductRow.agency_id))
        .where(
            col(ReferenceRow.target) == odcs_id,
            col(VersionRow.state).in_(_SPEAKING),
            is_visible(actor),
        )
        .distinct()
        .order_by(col(ProductRow.title), col(AgencyRow.slug), col(ProductRow.slug))
        .limit(MOST)
    )
    return tuple(
        ReferrerView(agency=agency, slug=slug, title=title) for agency, slug, title in lines
    )
