"""What is this data product, may I use it, and how do I get it?"""

from typing import ClassVar

import msgspec
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery
from litestar.response import Redirect

from contracts import versions
from contracts.model import Contract, Quality, ServiceLevel
from registry import catalog, views
from registry.addresses import Ref
from registry.api.answers import Answer
from registry.permissions import Action, allows
from registry.runtime import Runtime
from registry.similar import similar
from ui import addresses
from ui.columns import Selection, select
from ui.contacts import Channel, Decision, channels_of, decisions_of
from ui.frame import AGENCIES, Crumb, Page, frame
from ui.rendering import respond
from ui.routing import shows
from ui.visitor import Visitor


class Promise(msgspec.Struct, frozen=True, kw_only=True):
    """A quality rule of a table or column."""

    where: str
    quality: Quality


class Machine(msgspec.Struct, frozen=True, kw_only=True):
    """How programs get the contract: addresses and lines to copy."""

    original: str
    as_json: str
    curl: str
    ci: str


class ProductPage(Page, frozen=True, kw_only=True):
    """A product with everything its contract and the registry say of it."""

    template: ClassVar[str] = "product.html"
    view: views.ProductPage
    owner: views.PersonView | None
    contact: str | None  # an address to write to
    cadence: ServiceLevel | None
    current: views.VersionView | None  # the version that the page shows
    coming: views.VersionView | None  # the newest version that waits to replace it
    older_lines: dict[str, int]  # the major line of each active version below the current one
    columns: Selection | None
    promises: tuple[Promise, ...]
    machine: Machine | None
    may_publish: bool
    channels: tuple[Channel, ...]
    decisions: tuple[Decision, ...]
    similar: tuple[views.SimilarView, ...]


@shows("/products/{agency:str}/{product:str}")
def product(  # two of the path, two of the query, two of ours
    agency: FromPath[str],
    product: FromPath[str],
    runtime: NamedDependency[Runtime],
    visitor: NamedDependency[Visitor],
    columns: FromQuery[str] = "",
    start: FromQuery[int] = 0,
) -> Answer | Redirect:
    """Show one product. *columns* filters its columns, *start* pages through them."""
    view = catalog.product(runtime, visitor.actor, agency, product)
    if view.moved:
        return Redirect(addresses.product(view.product.agency, view.product.slug), status_code=301)
    found = _similar(runtime, visitor, view)
    page = page_of(view, visitor, found, text=columns[:200], start=max(0, start))
    return respond(visitor, page)


def _similar(
    runtime: Runtime, visitor: Visitor, view: views.ProductPage
) -> tuple[views.SimilarView, ...]:
    if view.contract is None:
        return ()
    ref = Ref(agency=view.product.agency, product=view.product.slug)
    return similar(runtime, visitor.actor, ref, view.product.title, view.contract)


def page_of(
    view: views.ProductPage,
    visitor: Visitor,
    similar: tuple[views.SimilarView, ...] = (),
    *,
    text: str = "",
    start: int = 0,
) -> ProductPage:
    """Return the page of *view*, with what is *similar*."""
    contract = view.contract
    owner = owner_of(view)
    parent = Crumb(view.product.agency_name, addresses.agency(view.product.agency))
    return ProductPage(
        frame=frame(visitor, view.product.title, AGENCIES, parent, section="search"),
        view=view,
        owner=owner,
        contact=contact_of(contract, owner),
        cadence=cadence_of(contract) if contract else None,
        current=next(
            (each for each in view.versions if each.version == view.product.version), None
        ),
        coming=next((each for each in view.versions if _is_coming(each)), None),
        older_lines=older_lines_of(view),
        columns=select(contract, text=text, start=start) if contract else None,
        promises=promises_of(contract) if contract else (),
        machine=machine_of(view, visitor.origin),
        may_publish=allows(visitor.actor, Action.PUBLISH, view.product.agency, view.product.slug),
        channels=channels_of(contract) if contract else (),
        decisions=decisions_of(view.people),
        similar=similar,
    )


def owner_of(view: views.ProductPage) -> views.PersonView | None:
    """Return who answers for the product: the one called owner, else whoever is named first."""
    for person in view.people:
        if "owner" in person.role.casefold():
            return person
    return view.people[0] if view.people else None


def contact_of(contract: Contract | None, owner: views.PersonView | None) -> str | None:
    """Return where to write to about this product, None where nobody said."""
    given = [owner.contact, owner.name] if owner else []
    if contract:
        given += [channel.url or "" for channel in contract.support]
    return next((found for each in given if (found := addresses.contact(each))), None)


def older_lines_of(view: views.ProductPage) -> dict[str, int]:
    """Return the active versions that another one stands before, each with its major line."""
    active = [each.version for each in view.versions if each.state is views.State.ACTIVE]
    read = {each: versions.parse(each) for each in active if each != view.product.version}
    return {number: found.major for number, found in read.items() if found}


def _is_coming(version: views.VersionView) -> bool:
    return version.state is views.State.PROPOSED and not version.hindrance


def cadence_of(contract: Contract) -> ServiceLevel | None:
    """Return the promise of how often the data comes."""
    levels = [level for level in contract.sla_properties if level.property in _CADENCE]
    return min(levels, key=lambda level: _CADENCE.index(level.property or ""), default=None)


def promises_of(contract: Contract) -> tuple[Promise, ...]:
    """Return the quality rules of all tables and their columns, in the contract's order."""
    found: list[Promise] = []
    for table in contract.schema:
        found += [Promise(where=table.name or "table", quality=each) for each in table.quality]
        for column in table.properties:
            where = column.name or "column"
            found += [Promise(where=where, quality=each) for each in column.quality]
    return tuple(found)


def machine_of(view: views.ProductPage, origin: str) -> Machine | None:
    """Return how programs read the version that the page shows."""
    product = view.product
    if product.version is None:
        return None
    original = addresses.original(product.agency, product.slug, product.version)
    is_public = product.visibility is views.Visibility.PUBLIC
    caller = "" if is_public else '-H "Authorization: Bearer $CHARTER_TOKEN" '
    return Machine(
        original=original,
        as_json=addresses.api_version(product.agency, product.slug, product.version),
        curl=f"curl -fsS {caller}{origin}{original}",
        ci=(
            f"CHARTER_URL={origin} charter check contract.odcs.yaml"
            f" --product {product.agency}/{product.slug}"
        ),
    )


_CADENCE = ("frequency", "updateFrequency", "refreshFrequency", "latency", "freshness")
