"""How does the State of Meridian come into a registry? The way anything does: through the services.

Every version is published by its product's owner, so that each has its report and its audit row.
Loading again adds what is missing and leaves everything else as people have made it since.
"""

from collections.abc import Callable

from registry import catalog, directory, lifecycle, publishing
from registry.addresses import Ref, slugged
from registry.demo import state
from registry.demo.mark import Mark, mark, set_mark
from registry.demo.state import Agency, Edition, Product
from registry.entering import DRAFT
from registry.errors import ConflictError, NotFoundError
from registry.identity import SYSTEM, Actor, RoleName
from registry.products import declare_use, set_product
from registry.runtime import Runtime
from registry.views import ProductPage, State, UseView, Visibility

Progress = Callable[[str], None]

_WAITING = {"proposed", DRAFT}  # what is not in force, so that nobody can use it yet
_STRIDE = 10  # products between two lines of progress


def load(runtime: Runtime, progress: Progress) -> None:
    """Load agencies, people and products, oldest versions first. Tells *progress* line by line.

    A loading that was interrupted goes on after its last write.
    """
    progress("Loading the State of Meridian, which does not exist ...")
    is_whole = mark(runtime) is Mark.WHOLE
    if not is_whole:
        set_mark(runtime, Mark.BEGUN)
    agencies, products = state.agencies(), state.products()
    _enter_agencies(runtime, agencies)
    people = _enter_people(runtime, agencies, products)
    progress(f"  {len(agencies)} agencies, {len(people)} people")
    versions = drafts = 0
    for count, product in enumerate(products, start=1):
        editions = state.editions(product)
        _enter_product(runtime, people, product, editions, is_whole=is_whole)
        kept = sum(edition.status == DRAFT for edition in editions)
        drafts += kept
        versions += len(editions) - kept
        if count % _STRIDE == 0 or count == len(products):
            held = f"{versions} versions" + (f" and {drafts} drafts" if drafts else "")
            progress(f"  {count} of {len(products)} products, {held}")
    set_mark(runtime, Mark.WHOLE)


def is_wanted(runtime: Runtime) -> bool:
    """Whether the registry is empty, or holds a part of the demo and nothing else."""
    found = {each.slug for each in directory.agencies(runtime, SYSTEM)}
    is_begun = mark(runtime) is Mark.BEGUN
    return not found or (is_begun and found <= {each.slug for each in state.agencies()})


def _enter_agencies(runtime: Runtime, agencies: list[Agency]) -> None:
    known = {each.slug for each in directory.agencies(runtime, SYSTEM)}
    for each in agencies:
        if each.slug not in known:
            directory.create_agency(
                runtime,
                SYSTEM,
                slug=each.slug,
                acronym=each.acronym,
                name=each.name,
                domain=each.domain,
            )


def _enter_people(
    runtime: Runtime, agencies: list[Agency], products: list[Product]
) -> dict[str, Actor]:
    """Enter everyone with their roles; return them as callers by mail address."""
    roles: dict[str, dict[tuple[RoleName, str], None]] = {}  # in order, each once
    for agency in agencies:
        roles.setdefault(agency.cdo, {})[RoleName.AGENCY_CDO, agency.slug] = None
        officer = roles.setdefault(agency.privacy_officer, {})
        officer[RoleName.PRIVACY_OFFICER, agency.slug] = None
    for product in products:
        scope = str(_ref(product))
        roles.setdefault(product.owner, {})[RoleName.PRODUCT_OWNER, scope] = None
        roles.setdefault(product.steward, {})[RoleName.STEWARD, scope] = None
    operator = next(each for each in agencies if each.slug == "odi")
    roles[operator.cdo][RoleName.STATE_CDO, "*"] = None
    homes = {each.cdo.partition("@")[2]: each.slug for each in agencies}
    actors = {}
    for address, held in roles.items():
        known = directory.person_id(runtime, address)
        if known is None:
            known = directory.create_person(
                runtime,
                SYSTEM,
                name=state.person(address),
                email=address,
                agency=homes[address.partition("@")[2]],
            ).id
        present = {(each.role, each.scope) for each in _actor(runtime, known).roles}
        for role, scope in held:
            if (role, scope) not in present:
                directory.assign(runtime, SYSTEM, known, role, scope)
        actors[address] = _actor(runtime, known)
    return actors


def _actor(runtime: Runtime, person_id: str) -> Actor:
    return directory.actor_for_person(runtime, person_id)


def _enter_product(
    runtime: Runtime,
    people: dict[str, Actor],
    product: Product,
    editions: list[Edition],
    *,
    is_whole: bool,
) -> None:
    """Publish the versions of a product that are not there, oldest first.

    After each, its readers declare what they use of it, so that the report on the next one can
    name whom it hits. Of those that are there, the last one may have been interrupted before that;
    once the demo is whole, they stay as people have made them since.
    """
    numbers = _numbers(runtime, product)
    there = [edition.version for edition in editions if edition.version in numbers]
    for edition in editions:
        if is_whole and (edition.version in there or edition.status == DRAFT):
            continue
        if edition.version in there[:-1]:
            continue
        if edition.version not in there:
            try:
                publishing.publish(runtime, people[product.owner], _ref(product), edition.source)
            except ConflictError:  # somebody has gone on from here since the demo was begun
                continue
        _finish(runtime, people, product, edition)


def _numbers(runtime: Runtime, product: Product) -> set[str]:
    page = _page(runtime, product)
    if page is None:
        return set()
    draft = {page.draft.version} if page.draft else set()
    return {each.version for each in page.versions} | draft


def _page(runtime: Runtime, product: Product) -> ProductPage | None:
    try:
        return catalog.product(runtime, SYSTEM, product.agency, _ref(product).product)
    except NotFoundError:
        return None


def _finish(runtime: Runtime, people: dict[str, Actor], product: Product, edition: Edition) -> None:
    """Do what is missing after a version was published: activate, present, declare its uses."""
    owner, ref = people[product.owner], _ref(product)
    page = _page(runtime, product)
    states = {each.version: each.state for each in page.versions} if page else {}
    if edition.status not in _WAITING and states.get(edition.version) is State.PROPOSED:
        lifecycle.activate(runtime, owner, ref, edition.version)
    visibility = Visibility(product.visibility)
    set_product(runtime, owner, ref, title=product.title, visibility=visibility)
    if edition.status not in _WAITING:
        _declare_uses(runtime, people, product, edition)


def _declare_uses(
    runtime: Runtime, people: dict[str, Actor], product: Product, edition: Edition
) -> None:
    """Declare who relies on the product, each use by the chief data officer of its agency."""
    officers = {each.slug: people[each.cdo] for each in state.agencies()}
    page = _page(runtime, product)
    uses = page.uses if page else ()
    present = {(each.agency, each.purpose, each.columns, each.major) for each in uses}
    for use in product.uses:
        declared = UseView(
            agency=use.agency,
            agency_name="",
            purpose=state.purpose(use.purpose),
            columns=tuple(each for each in use.columns if each in edition.columns),
            major=edition.major,
        )
        key = (declared.agency, declared.purpose, declared.columns, declared.major)
        if key not in present:
            declare_use(runtime, officers[use.agency], _ref(product), declared)


def _ref(product: Product) -> Ref:
    return Ref(agency=product.agency, product=slugged(product.contract))
