"""What is there to read?"""

import pytest
from sqlalchemy import event

from registry import catalog, directory, discovery, products, publishing, relay
from registry.errors import ConflictError, InvalidRequestError, NotFoundError
from registry.identity import ANONYMOUS, SYSTEM, RoleName
from registry.publishing import Ref
from registry.questions import Question
from registry.views import UseView, Visibility
from tests.registry.hospital import NARROWER, OWNER, WIDER, a_contract

BEDS = Ref(agency="doh", product="hospital-beds")


@pytest.fixture
def published(runtime):
    """Return a registry with two versions of one product."""
    publishing.publish(runtime, OWNER, BEDS, a_contract())
    publishing.publish(runtime, OWNER, BEDS, a_contract(version="1.1.0", columns=WIDER))
    return runtime


def test_pages_lead_through_all_products_once(runtime):
    """Nothing is skipped and nothing comes twice, whatever the titles are."""
    for number in range(7):
        ref = Ref(agency="doh", product=f"product-{number}")
        publishing.publish(
            runtime, OWNER, ref, a_contract(identifier=f"id-{number}", name="The same title")
        )
    seen, cursor = [], None
    while True:
        page = catalog.products(runtime, OWNER, agency="doh", cursor=cursor, limit=3)
        seen += [each.slug for each in page.items]
        cursor = page.cursor
        if cursor is None:
            break

    assert seen == [f"product-{number}" for number in range(7)]


@pytest.mark.parametrize("cursor", ["", "!", "o1", "\ud800", "\0", "AAAA", "A" * 9999, "gqNrZXmg"])
def test_a_cursor_of_nobody_is_refused(published, cursor):
    """Cursors are read, never trusted."""
    with pytest.raises(InvalidRequestError):
        catalog.products(published, OWNER, cursor=cursor)


@pytest.mark.parametrize("limit", [-1, 0, 10**30])
def test_any_limit_will_do(published, limit):
    """It is brought within bounds."""
    assert len(catalog.products(published, OWNER, limit=limit).items) == 1


def test_a_product_page_says_who_answers_for_it(published):
    """People look for somebody to ask."""
    entered = directory.create_person(
        published, SYSTEM, name="Felix Arroyo", email="felix@doh.example", agency="doh"
    )
    directory.assign(published, SYSTEM, entered.id, RoleName.STEWARD, "doh/hospital-beds")

    page = catalog.product(published, OWNER, "doh", "hospital-beds")
    assert [(each.name, each.role) for each in page.people] == [
        ("Felix Arroyo", "Data steward"),
        ("amara.nwosu@doh.example", "product owner"),
    ]
    products.set_product(published, OWNER, BEDS, visibility=Visibility.PUBLIC)
    for_all = catalog.product(published, ANONYMOUS, "doh", "hospital-beds")
    assert [each.role for each in for_all.people] == ["product owner"]


def test_a_version_page_has_text_lint_and_the_report_it_entered_under(published):
    """Every version can say under which judgement it went out."""
    page = catalog.version(published, OWNER, "doh", "hospital-beds", "1.1.0")

    assert page.text.encode() == a_contract(version="1.1.0", columns=WIDER)
    assert page.version.previous == "1.0.0"
    assert [finding.name for finding in page.report.findings] == ["property-added"]


def test_a_diff_compares_any_two_versions(published):
    """Also those that were never judged against each other."""
    publishing.publish(published, OWNER, BEDS, a_contract(version="2.0.0", columns=NARROWER))

    page = catalog.diff(published, OWNER, "doh", "hospital-beds", "1.1.0", "2.0.0")

    assert page.report.reads == "break"
    assert (page.before.version, page.after.version) == ("1.1.0", "2.0.0")


def test_the_contract_id_leads_to_the_version_in_force(published):
    """Whatever the product is called today."""
    original = catalog.contract_by_id(published, OWNER, "e7b7ab23-3c99-5f0a-a7b2-b41a72d15a83")

    assert (original.version, original.product) == ("1.1.0", "doh/hospital-beds")


def test_an_old_address_leads_to_the_product(published):
    """Links in documents and mails live on."""
    relay.drain(published)
    products.rename_product(published, OWNER, BEDS, "beds")
    relay.drain(published)

    page = catalog.product(published, OWNER, "doh", "hospital-beds")
    assert (page.product.slug, page.moved) == ("beds", True)
    assert not catalog.product(published, OWNER, "doh", "beds").moved
    assert (
        catalog.original(published, OWNER, "doh", "hospital-beds", "1.0.0").source == a_contract()
    )
    found = discovery.search(published, OWNER, Question(text="hospital beds"))
    assert [each.product.slug for each in found.items] == ["beds"]


def test_publishing_to_an_old_address_reaches_the_same_product(published):
    """A pipeline that was set up before the rename goes on working."""
    products.rename_product(published, OWNER, BEDS, "beds")

    receipt = publishing.publish(
        published, OWNER, BEDS, a_contract(version="1.2.0", columns=WIDER, purpose="More.")
    )

    assert receipt.product == "doh/beds"


def test_an_old_address_is_never_given_to_another_product(published):
    """A link must not begin to lead elsewhere."""
    products.rename_product(published, OWNER, BEDS, "beds")
    other = Ref(agency="doh", product="clinics")
    publishing.publish(published, OWNER, other, a_contract(identifier="other"))

    with pytest.raises(ConflictError):
        products.rename_product(published, OWNER, other, "hospital-beds")
    assert products.rename_product(
        published, OWNER, Ref(agency="doh", product="beds"), "hospital-beds"
    )
    assert not catalog.product(published, OWNER, "doh", "hospital-beds").moved


def test_a_chosen_title_outlives_new_versions(published):
    """The registry's title is its own."""
    products.set_product(published, OWNER, BEDS, title="Hospital bed availability")
    publishing.publish(
        published, OWNER, BEDS, a_contract(version="1.2.0", columns=WIDER, purpose="More.")
    )

    page = catalog.product(published, OWNER, "doh", "hospital-beds")
    assert page.product.title == "Hospital bed availability"


def test_declaring_the_same_use_again_replaces_its_columns(published):
    """One consumer, one purpose, one line."""
    for columns in (("note",), ("free_beds",)):
        use = UseView(agency="memd", agency_name="", purpose="Ambulances", columns=columns, major=1)
        products.declare_use(published, SYSTEM, BEDS, use)

    page = catalog.product(published, OWNER, "doh", "hospital-beds")
    assert [(use.agency, use.columns) for use in page.uses] == [("memd", ("free_beds",))]


def test_a_use_by_an_unknown_agency_is_refused(published):
    """Impact must name somebody who exists."""
    use = UseView(agency="moon", agency_name="", purpose="Craters", columns=(), major=1)
    with pytest.raises(NotFoundError):
        products.declare_use(published, SYSTEM, BEDS, use)


PAGES = {
    "home": (lambda r: catalog.overview(r, OWNER), 4),
    "products": (lambda r: catalog.products(r, OWNER), 1),
    "products of an agency": (lambda r: catalog.products(r, OWNER, agency="doh"), 1),
    "product": (lambda r: catalog.product(r, OWNER, "doh", "hospital-beds"), 8),
    "version": (lambda r: catalog.version(r, OWNER, "doh", "hospital-beds", "1.0.0"), 5),
    "bytes": (lambda r: catalog.original(r, OWNER, "doh", "hospital-beds", "1.0.0"), 4),
    "diff": (lambda r: catalog.diff(r, OWNER, "doh", "hospital-beds", "1.0.0", "1.1.0"), 10),
    "agencies": (lambda r: directory.agencies(r, OWNER), 3),
    "agency": (lambda r: directory.agency_page(r, OWNER, "doh"), 4),
    "search": (lambda r: discovery.search(r, OWNER, Question(text="beds")), 2),
}


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_the_database_a_fixed_number_of_questions(published, page):
    """However many products, versions and people there are."""
    look, most = PAGES[page]
    relay.drain(published)
    asked = []

    def note(*arguments):
        if arguments[2] != "BEGIN":
            asked.append(arguments[2])

    event.listen(published._reader, "before_cursor_execute", note)
    look(published)

    assert len(asked) <= most, asked


def test_owners_keep_their_roles_when_a_product_moves(published):
    """And so does what is hidden for them."""
    entered = directory.create_person(published, SYSTEM, name="Amara Nwosu", agency="doh")
    directory.assign(published, SYSTEM, entered.id, RoleName.PRODUCT_OWNER, "doh/hospital-beds")
    products.set_product(published, OWNER, BEDS, visibility=Visibility.HIDDEN)
    products.rename_product(published, OWNER, BEDS, "beds")

    owner = directory.actor_for_person(published, entered.id)
    page = catalog.product(published, owner, "doh", "beds")
    assert (page.may_publish, page.may_activate) == (True, True)
