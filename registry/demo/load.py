"""How does the State of Meridian come into a registry? The way anything does: through the services.

Every version is published by its product's owner, so that each has its report and its audit row.
Loading again adds what is missing and leaves everything else as people have made it since.
"""

from collections.abc import Callable

from registry import directory, lifecycle, publishing
from registry.addresses import Ref, slugged
from registry.demo import state
from registry.demo.state import Agency, Edition, Product
from registry.errors import ConflictError
from registry.identity import SYSTEM, Actor, RoleName
from registry.products import declare_use, set_product
from registry.runtime import Runtime
from registry.views import State, UseView, Visibility

Progress = Callable[[str], None]

_WAITING = {"proposed", "draft"}  # what is not in force, so that nobody can use it yet
_STRIDE = 10  # products between two lines of progress


def load(runtime: Runtime, progress: Progress) -> None:
    """Load agencies, people and products, oldest versions first. Tells *progress* line by line."""
    progress("Loading the State of Meridian, which does not exist ...")
    agencies, products = state.agencies(), state.products()
    _enter_agencies(runtime, agencies)
    people = _enter_people(runtime, agencies, products)
    progress(f"  {len(agencies)} agencies, {len(people)} people")
    entered = 0
    for count, product in enumerate(products, start=1):
        entered += _enter_product(runtime, people, product)
        if count % _STRIDE == 0 or count == len(products):
            progress(f"  {count} of {len(products)} products, {entered} versions")


def is_wanted(runtime: Runtime) -> bool:
    """Whether the registry is empty, or holds a part of the demo and nothing else."""
    demo = {each.slug for each in state.agencies()}
    found = directory.agencies(runtime, SYSTEM)
    products = sum(each.products for each in found)
    return {each.slug for each in found} <= demo and products < len(state.products())


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
    known = {each.contact: each.id for each in directory.people(runtime)}
    for address, held in roles.items():
        if address in known:
            continue
        entered = directory.create_person(
            runtime,
            SYSTEM,
            name=state.person(address),
            email=address,
            agency=homes[address.partition("@")[2]],
        )
        known[address] = entered.id
        for role, scope in held:
            directory.assign(runtime, SYSTEM, entered.id, role, scope)
    return {address: directory.actor_for_person(runtime, known[address]) for address in roles}


def _enter_product(runtime: Runtime, people: dict[str, Actor], product: Product) -> int:
    """Publish the versions of a product, oldest first; return how many there are.

    After each, its readers declare what they use of it, so that the report on the next one can
    name whom it hits. What people have changed since an earlier loading stays as it is.
    """
    owner = people[product.owner]
    editions = state.editions(product)
    for edition in editions:
        if _publish(runtime, owner, product, edition):
            _present(runtime, owner, product)
            if edition.status not in _WAITING:
                _declare_uses(runtime, people, product, edition)
    return len(editions)


def _publish(runtime: Runtime, owner: Actor, product: Product, edition: Edition) -> bool:
    """Publish a version and let it come into force; return whether it was not there before."""
    ref = _ref(product)
    try:
        receipt = publishing.publish(runtime, owner, ref, edition.source)
    except ConflictError:  # somebody has gone on from here since the demo was loaded
        return False
    if receipt.created and receipt.state == State.PROPOSED and edition.status not in _WAITING:
        lifecycle.activate(runtime, owner, ref, edition.version)
    return receipt.created


def _present(runtime: Runtime, owner: Actor, product: Product) -> None:
    visibility = Visibility(product.visibility)
    set_product(runtime, owner, _ref(product), title=product.title, visibility=visibility)


def _declare_uses(
    runtime: Runtime, people: dict[str, Actor], product: Product, edition: Edition
) -> None:
    """Declare who relies on the product, each use by the chief data officer of its agency."""
    officers = {each.slug: people[each.cdo] for each in state.agencies()}
    for use in product.uses:
        declared = UseView(
            agency=use.agency,
            agency_name="",
            purpose=state.purpose(use.purpose),
            columns=tuple(each for each in use.columns if each in edition.columns),
            major=edition.major,
        )
        declare_use(runtime, officers[use.agency], _ref(product), declared)


def _ref(product: Product) -> Ref:
    return Ref(agency=product.agency, product=slugged(product.contract))
