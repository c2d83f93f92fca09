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
from registry.runtime import Runtime
from registry.views import State

Progress = Callable[[str], None]

_STRIDE = 10  # products between two lines of progress


def load(runtime: Runtime, progress: Progress) -> None:
    """Load agencies, people and products, oldest versions first. Tells *progress* line by line."""
    progress("Loading the State of Meridian, which does not exist ...")
    agencies, products = state.agencies(), state.products()
    _enter_agencies(runtime, agencies)
    people = _enter_people(runtime, agencies, products)
    progress(f"  {len(agencies)} agencies, {len(people)} people")
    versions = 0
    for count, product in enumerate(products, start=1):
        owner = directory.actor_for_person(runtime, people[product.owner])
        versions += _enter_product(runtime, owner, product)
        if count % _STRIDE == 0 or count == len(products):
            progress(f"  {count} of {len(products)} products, {versions} versions")


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
) -> dict[str, str]:
    """Enter everyone with their roles; return their ids by mail address."""
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
    return known


def _enter_product(runtime: Runtime, owner: Actor, product: Product) -> int:
    """Publish the versions of a product; return how many there are.

    Uses are declared before anything that waits is proposed, so that its report can name them.
    """
    editions = state.editions(product)
    settled = [each for each in editions if each.status not in {"proposed", "draft"}]
    for edition in settled:
        _publish(runtime, owner, product, edition)
    for edition in editions:
        if edition not in settled:
            _publish(runtime, owner, product, edition)
    return len(editions)


def _publish(runtime: Runtime, owner: Actor, product: Product, edition: Edition) -> None:
    ref = _ref(product)
    try:
        receipt = publishing.publish(runtime, owner, ref, edition.source)
    except ConflictError:  # somebody has gone on from here since the demo was loaded
        return
    if receipt.created and receipt.state == State.PROPOSED and edition.status != "proposed":
        lifecycle.activate(runtime, owner, ref, edition.version)


def _ref(product: Product) -> Ref:
    return Ref(agency=product.agency, product=slugged(product.contract, agency=product.agency))
