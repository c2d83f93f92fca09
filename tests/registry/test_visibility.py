"""Does anybody learn of what is not theirs to know? In no list, count, facet, search or error."""

import pytest

from registry import catalog, directory, discovery, lifecycle, publishing, relay
from registry.errors import NotAllowedError, NotFoundError
from registry.identity import ANONYMOUS, SYSTEM, RoleName
from registry.products import declare_use, rename_product, set_product
from registry.publishing import Ref
from registry.questions import Question
from registry.runtime import open_runtime
from registry.views import UseView, Visibility
from tests.databases import settings_at
from tests.registry.hospital import NARROWER, OWNER, a_contract, person, robot

ACTORS = {
    "anonymous": ANONYMOUS,
    "consumer of memd": person(RoleName.CONSUMER, "memd", agency="memd"),
    "consumer of dot": person(RoleName.CONSUMER, "dot", agency="dot"),
    "consumer of doh": person(RoleName.CONSUMER),
    "owner of doh": OWNER,
    "owner of one product": person(RoleName.PRODUCT_OWNER, "doh/beds-hidden"),
    "owner of another": person(RoleName.PRODUCT_OWNER, "doh/beds-state"),
    "auditor": person(RoleName.AUDITOR, "*", agency="dot"),
    "publishing robot": robot("publish"),
    "reading robot": robot("read"),
    "robot of memd": robot("publish", agency="memd"),
    "system": SYSTEM,
}

SEEN = {
    "anonymous": "public",
    "consumer of memd": "public state agencies",
    "consumer of dot": "public state",
    "consumer of doh": "public state agencies draft",
    "owner of doh": "public state agencies hidden draft",
    "owner of one product": "public state agencies hidden draft",
    "owner of another": "public state agencies draft",
    "auditor": "public state agencies hidden",
    "publishing robot": "public state agencies hidden draft",
    "reading robot": "public state agencies draft",
    "robot of memd": "public state agencies",
    "system": "public state agencies hidden draft",
}


@pytest.fixture(scope="module")
def shelf(empty_home):
    """Return a registry with a product of each visibility, and one that is but a draft."""
    opened = open_runtime(settings_at(empty_home.with_name("shelf")))
    for slug in ("doh", "memd", "dot"):
        directory.create_agency(opened, SYSTEM, slug=slug, acronym=slug.upper(), name=slug)
    fill(opened)
    yield opened
    opened.close()


@pytest.fixture
def shelf_of_my_own(runtime):
    """Return the same registry, to be changed."""
    fill(runtime)
    return runtime


def fill(runtime):
    """Publish a product of each visibility, and keep one as a draft."""
    for word in ("public", "state", "agencies", "hidden", "draft"):
        ref = Ref(agency="doh", product=f"beds-{word}")
        status = "draft" if word == "draft" else "active"
        source = a_contract(identifier=f"id-{word}", name=f"doh-beds-{word}", status=status)
        publishing.publish(runtime, OWNER, ref, source)
        if word != "draft":
            set_product(runtime, OWNER, ref, visibility=Visibility(word), agencies=["memd"])
    relay.drain(runtime)


@pytest.mark.parametrize("who", ACTORS)
def test_everyone_sees_theirs_and_nothing_else(shelf, who):
    """Each way of looking agrees with every other."""
    actor = ACTORS[who]
    seen = [f"beds-{word}" for word in SEEN[who].split()]
    published = [slug for slug in seen if slug != "beds-draft"]

    assert sorted(each.slug for each in catalog.products(shelf, actor).items) == sorted(seen)
    found = discovery.search(shelf, actor, Question(text="beds"))
    assert sorted(each.product.slug for each in found.items) == sorted(published)
    assert found.total == len(published)
    for facet in found.facets:
        assert sum(value.count for value in facet.values) in {0, len(published)}, facet
    doh = directory.agency(shelf, actor, "doh")
    assert (doh.products, doh.drafts) == (len(published), len(seen) - len(published))
    assert [each for each in directory.agencies(shelf, actor) if each.slug == "doh"] == [doh]
    home = catalog.overview(shelf, actor)
    assert home.products == len(published)
    assert sorted(each.slug for each in home.recent) == sorted(seen)


@pytest.mark.parametrize("who", ACTORS)
def test_what_is_not_theirs_does_not_exist_for_them(shelf, who):
    """By every address, with the words for what is not there at all."""
    actor = ACTORS[who]
    for word in {"public", "state", "agencies", "hidden", "draft"} - set(SEEN[who].split()):
        slug = f"beds-{word}"
        for look in (
            lambda slug=slug: catalog.product(shelf, actor, "doh", slug),
            lambda slug=slug: catalog.versions(shelf, actor, "doh", slug),
            lambda slug=slug: catalog.version(shelf, actor, "doh", slug, "1.0.0"),
            lambda slug=slug: catalog.original(shelf, actor, "doh", slug, "1.0.0"),
            lambda slug=slug: catalog.diff(shelf, actor, "doh", slug, "1.0.0", "1.0.0"),
            lambda word=word: catalog.contract_by_id(shelf, actor, f"id-{word}"),
        ):
            with pytest.raises(NotFoundError):
                look()


def test_a_product_that_becomes_hidden_leaves_the_index(shelf_of_my_own):
    """Visibility moves in the store and in the index alike."""
    ref = Ref(agency="doh", product="beds-public")
    set_product(shelf_of_my_own, OWNER, ref, visibility=Visibility.HIDDEN)
    relay.drain(shelf_of_my_own)

    assert discovery.search(shelf_of_my_own, ANONYMOUS, Question(text="beds")).total == 0


def test_search_shows_nothing_hidden_even_while_the_index_lags(shelf_of_my_own):
    """Hits are read from the store under the same condition."""
    ref = Ref(agency="doh", product="beds-public")
    set_product(shelf_of_my_own, OWNER, ref, visibility=Visibility.HIDDEN)

    assert discovery.search(shelf_of_my_own, ANONYMOUS, Question(text="beds")).items == ()


def test_only_public_bytes_may_be_kept_by_shared_caches(shelf):
    """Visibility may change; what is private must not outlive that in a cache."""
    assert catalog.original(shelf, OWNER, "doh", "beds-public").is_public
    assert not catalog.original(shelf, OWNER, "doh", "beds-state").is_public


def test_the_public_does_not_learn_who_uses_what(shelf_of_my_own):
    """Neither from the product nor from a report."""
    use = UseView(agency="memd", agency_name="", purpose="Ambulances", columns=("note",), major=1)
    ref = Ref(agency="doh", product="beds-public")
    declare_use(shelf_of_my_own, SYSTEM, ref, use)
    source = a_contract(identifier="id-public", version="2.0.0", columns=NARROWER)
    publishing.publish(shelf_of_my_own, OWNER, ref, source)

    for actor, names in ((OWNER, ["memd"]), (ANONYMOUS, [])):
        page = catalog.product(shelf_of_my_own, actor, "doh", "beds-public")
        version = catalog.version(shelf_of_my_own, actor, "doh", "beds-public", "2.0.0")
        diff = catalog.diff(shelf_of_my_own, actor, "doh", "beds-public", "1.0.0", "2.0.0")
        assert [each.agency for each in page.uses] == names
        assert [each.agency for each in version.report.consumers] == names
        assert [each.agency for each in diff.report.consumers] == names


def test_a_refusal_does_not_tell_where_a_hidden_product_went(shelf_of_my_own):
    """The words are those for an address that leads nowhere."""
    hidden = Ref(agency="doh", product="beds-hidden")
    rename_product(shelf_of_my_own, OWNER, hidden, "secret-name")
    stranger = person(RoleName.PRODUCT_OWNER, "memd", agency="memd")
    steps = (
        lambda: publishing.publish(shelf_of_my_own, stranger, hidden, a_contract()),
        lambda: publishing.review(shelf_of_my_own, stranger, hidden, a_contract()),
        lambda: lifecycle.activate(shelf_of_my_own, stranger, hidden, "1.0.0"),
        lambda: set_product(shelf_of_my_own, stranger, hidden, title="Mine"),
    )
    for step in steps:
        with pytest.raises((NotAllowedError, NotFoundError)) as caught:
            step()
        assert "secret-name" not in f"{caught.value} {caught.value.next_step}"
