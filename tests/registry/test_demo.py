"""Does the demo come in whole, however often its loading is interrupted?"""

import pytest

from contracts.document import load as read
from registry import audit, catalog, directory
from registry.demo import state
from registry.demo.load import is_wanted, load
from registry.identity import SYSTEM
from registry.products import set_product
from registry.publishing import Ref
from registry.runtime import open_runtime


class Killed(BaseException):
    """The end of a process, which no code of its own gets to see."""


@pytest.fixture
def small_state(monkeypatch):
    """Leave only the products with the most stages: versions, proposals, a draft, uses."""
    wanted = {"doh-hospital-bed-availability"} | {
        each.contract
        for each in state.products()
        if any(edition.status == "draft" for edition in state.editions(each))
    }
    products = [each for each in state.products() if each.contract in wanted]
    monkeypatch.setattr(state, "products", lambda: products)
    return products


def quiet(_line):
    """Hear of the progress, and say nothing."""


def killed_after(runtime, writes):
    """Load with a runtime that ends after so many writes; return whether the loading was done."""
    left = writes
    write = runtime.write

    def counted(work):
        nonlocal left
        if left == 0:
            raise Killed
        left -= 1
        return write(work)

    runtime.write = counted
    try:
        load(runtime, quiet)
    except Killed:
        return False
    finally:
        runtime.write = write
    return True


def everything(runtime):
    """Return what is there: the trail, every product with its versions and uses, every person."""
    events = []
    cursor = None
    while cursor is not None or not events:
        page = audit.events(runtime, SYSTEM, "*", cursor=cursor)
        events += [(each.type, each.body["subject"].get("version")) for each in page.items]
        cursor = page.cursor
    products = {}
    for line in catalog.products(runtime, SYSTEM, limit=200).items:
        page = catalog.product(runtime, SYSTEM, line.agency, line.slug)
        reports = [
            (each.version, each.state, consumer)
            for each in page.versions
            for consumer in catalog.version(
                runtime, SYSTEM, line.agency, line.slug, each.version
            ).report.consumers
        ]
        products[f"{line.agency}/{line.slug}"] = (
            (
                line.title,
                line.visibility,
                line.version,
                page.uses,
                page.draft and page.draft.digest,
            ),
            [(each.version, each.state, each.previous) for each in page.versions],
            reports,
        )
    people = {
        each.contact: sorted(
            (held.role, held.scope) for held in directory.actor_for_person(runtime, each.id).roles
        )
        for each in directory.people(runtime)
    }
    return events, products, people


@pytest.mark.parametrize("writes", [7, 41])
def test_an_interrupted_demo_goes_on_where_it_stopped(
    settings, clock, small_state, writes, tmp_path
):
    """Ctrl-C while it loads is everyday use, and half a demo teaches the wrong thing."""
    at_once = open_runtime(settings, clock=clock)
    load(at_once, quiet)
    expected = everything(at_once)
    at_once.close()
    runtime = open_runtime(type(settings)(home=tmp_path / "again"), clock=clock)

    attempts = 1
    while not killed_after(runtime, writes):
        assert is_wanted(runtime)
        attempts += 1

    assert attempts > 2
    assert everything(runtime) == expected
    assert not is_wanted(runtime)
    runtime.close()


def test_a_whole_demo_stays_as_people_have_made_it(settings, clock, small_state):
    """Loading again must not take back what somebody changed."""
    runtime = open_runtime(settings, clock=clock)
    load(runtime, quiet)
    some = small_state[0]
    set_product(runtime, SYSTEM, Ref(agency=some.agency, product=some.contract), title="Mine")
    before = everything(runtime)

    load(runtime, quiet)

    assert everything(runtime) == before
    runtime.close()


def test_progress_counts_drafts_apart(settings, clock, small_state):
    """A draft is no version: nobody else can see it."""
    runtime = open_runtime(settings, clock=clock)
    lines = []

    load(runtime, lines.append)

    pages = [
        catalog.product(runtime, SYSTEM, each.agency, each.slug)
        for each in catalog.products(runtime, SYSTEM, limit=200).items
    ]
    versions = sum(len(each.versions) for each in pages)
    drafts = sum(each.draft is not None for each in pages)
    assert drafts
    assert (
        lines[-1]
        == f"  {len(pages)} of {len(pages)} products, {versions} versions and {drafts} drafts"
    )
    runtime.close()


def test_open_data_is_not_said_to_be_for_those_who_ask():
    """A page that says "everyone may have it" and "ask the owner" teaches nobody anything."""
    found = 0
    for product in state.products():
        for edition in state.editions(product):
            contract = read(edition.source).contract
            levels = {each.classification for table in contract.schema for each in table.properties}
            is_open = product.visibility == "public" and levels == {"public"}
            found += is_open
            usage = contract.description.usage or ""
            assert ("Ask the product owner" in usage) is not is_open, (product, edition.version)
    assert found > 10
