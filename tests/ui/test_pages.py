"""Does every page say what it is there to say, to those who may read it?"""

import re

import msgspec
import pytest

from registry import catalog
from registry.identity import SYSTEM
from registry.views import Visibility
from ui.rendering import environment, is_open

BEDS = "/products/doh/hospital-beds"


def text_of(html: str) -> str:
    """Return what a page says, as one line."""
    main = html.partition("<main")[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main.partition(">")[2]).split())


def test_the_home_page_answers_the_three_questions_of_a_first_visitor(reader):
    """What is here, who owns it, how do I get it: without scrolling through a manual."""
    said = text_of(reader.get("/"))

    assert "3 data products" in said
    assert "2 agencies" in said
    assert "How do I get it?" in said


def test_example_searches_are_those_that_find_something(reader):
    """An example that finds nothing teaches that the search does not work."""
    html = reader.get("/")

    assert re.findall(r'href="(/search\?q=[^"]+)"', html) == [
        "/search?q=hospital+beds",
        "/search?q=county_fips",
    ]


def test_nobody_learns_what_they_may_not_see(visitor):
    """A product for the state's staff looks to everybody else as if it were not there."""
    assert "1 data product " in text_of(visitor.get("/"))
    assert "1 data product " in text_of(visitor.get("/search?q=beds"))
    assert "Hospital beds" not in visitor.get("/agencies/doh")
    for address in (BEDS, f"{BEDS}/versions/1.0.0", f"{BEDS}/diff?from=1.0.0&to=1.1.0"):
        assert "Hospital beds" not in visitor.get(address, 404)


def test_a_search_says_how_many_why_and_in_which_column(reader):
    """People trust a result when they see what matched."""
    html = reader.get("/search?q=county_fips")

    assert "2 data products for" in text_of(html)
    assert f'href="{BEDS}#c-county_fips"' in html
    assert "<mark>" in html


def test_filters_are_in_the_address_and_can_be_taken_off(reader):
    """A search can be sent to a colleague, and is not a dead end."""
    html = reader.get("/search?q=beds&agency=doh&classification=internal")

    assert 'name="agency" value="doh" checked' in html
    assert 'href="/search?q=beds&amp;classification=internal"' in html
    assert 'href="/search?q=beds"' in html


def test_a_filter_that_was_typed_is_shown_as_one_that_was_chosen(reader):
    """One search has one address, and its filters can be taken away one by one."""
    typed = reader.get("/search?q=beds+agency:DOH+classification:internal")
    html = reader.get("/search?q=beds&agency=doh&classification=internal")

    assert text_of(typed) == text_of(html)
    assert 'href="/search?q=beds&amp;classification=internal"' in typed


def test_an_unknown_value_of_a_typed_filter_is_named(reader):
    """Nobody should take a misspelt agency for an empty one."""
    said = text_of(reader.get("/search?q=beds+agency:xylophone"))

    assert "No product that you may see has agency:xylophone" in said


def test_a_search_that_finds_nothing_says_what_to_try(reader):
    """An empty page is where people give up."""
    said = text_of(reader.get("/search?q=xylophone&agency=doh"))

    assert "No data product for xylophone" in said
    assert "Taking the filters away would not help" in said
    assert "fewer words" in said


def test_a_search_that_its_filters_leave_empty_leads_to_what_there_is_without_them(reader):
    """A number beside the link says whether it is worth following."""
    address = "/search?q=beds&agency=doh&status=retired"
    html = reader.get(address)

    assert 'href="/search?q=beds&amp;agency=doh">Leave out the filter “Status”</a>: 2' in html
    assert reader.reply(f"/api/v1{address}").json()["loosened"] == [{"facet": "status", "total": 2}]


def test_a_search_that_finds_nothing_offers_words_that_there_are(reader):
    """What somebody nearly typed may be what they meant."""
    address = "/search?q=hospices"

    assert 'href="/search?q=hospital"' in reader.get(address)
    assert "hospital" in reader.reply(f"/api/v1{address}").json()["nearest"]


def test_a_search_with_nothing_to_filter_offers_no_filters(reader):
    """A button that applies nothing is one more thing to wonder about."""
    html = reader.get("/search?q=xylophone")

    assert "Apply filters" not in html
    assert "<details" not in html


def test_a_search_that_looked_for_other_words_says_so(reader):
    """Whoever mistyped must not take the answer for one to what they typed."""
    address = "/search?q=hospitel"

    assert "Showing results for hospital : no product that you may see has hospitel ." in text_of(
        reader.get(address)
    )
    assert reader.reply(f"/api/v1{address}").json()["relaxed"] == [
        {"kind": "spelling", "asked": "hospitel", "used": "hospital"}
    ]


@pytest.mark.parametrize("query", ["", "?q=beds", "?q=strange", "?q=xylophone"])
def test_the_title_of_a_search_is_its_heading(reader, query):
    """The name of the tab, and the first thing a screen reader says."""
    html = reader.get(f"/search{query}")
    title = html.partition("<title>")[2].partition(" · Charter</title>")[0]
    heading = html.partition("<h1>")[2].partition("</h1>")[0]

    assert title.replace("“", "").replace("”", "") == re.sub(r"<[^>]+>", "", heading)


@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "' OR 1=1", "%00", "\u202eabc"])
def test_whatever_is_searched_for_is_only_text(reader, text):
    """The words come back on the page, and must not become a part of it."""
    html = reader.get(f"/search?q={text}")

    assert "<script" not in html


def test_a_product_says_owner_access_state_and_how_to_get_it(reader):
    """Ten seconds decide whether somebody reads on."""
    said = text_of(reader.get(BEDS))

    for fact in (
        "Product owner, Department of Health",
        "Internal data; state staff may read this page.",
        "1.1.0 ● Active",
        "Promised: every 15 minutes",
        "Last delivered: not reported.",
        "Contact the owner",
        "Emergency Management Division Surge planning available_beds",
        "/api/v1/products/doh/hospital-beds/versions/1.1.0.odcs.yaml",
        "charter check contract.odcs.yaml --product doh/hospital-beds",
    ):
        assert fact in said


@pytest.mark.parametrize(
    ("visibility", "classification", "version", "said"),
    [
        ("public", "public", "1.0.0", "Open data: everyone may have it"),
        ("state", "public", "1.0.0", "Public data; state staff may read this page"),
        ("public", "internal", "1.0.0", "Internal data; everyone may read this page"),
        ("hidden", "", "1.0.0", "Classification not stated; those who answer for it alone may"),
        ("public", "public", None, "Nothing is published yet; its own agency alone may read this"),
    ],
)
def test_who_may_have_the_data_and_who_may_read_the_page_are_told_apart(
    reader, visibility, classification, version, said
):
    """A page that everybody may read is not data that everybody may have."""
    product = catalog.product(reader.runtime, SYSTEM, "doh", "hospital-beds").product
    product = msgspec.structs.replace(
        product,
        visibility=Visibility(visibility),
        classification=classification,
        version=version,
    )
    words = environment().get_template("_parts/words.html").module

    assert said in str(words.access(product))
    assert is_open(product) is said.startswith("Open data")


def test_a_first_version_is_not_said_to_have_changed_nothing(reader):
    """There was nothing that it could have changed."""
    said = text_of(reader.get(f"{BEDS}/versions/1.0.0"))

    assert "1.0.0 First version. State" in said
    assert "nothing changed" not in said


def test_the_digest_on_the_page_is_that_of_the_bytes(reader):
    """Whoever checks a copy must find the same number in both places."""
    digest = reader.reply(f"/api/v1{BEDS}/versions/1.1.0.odcs.yaml").headers["etag"].strip('"')

    assert digest in reader.get(BEDS)


def test_columns_can_be_filtered_and_linked_to(reader):
    """Somebody sends a colleague one column out of three hundred."""
    html = reader.get(f"{BEDS}?columns=county")

    assert 'id="c-county_fips"' in html
    assert 'id="c-facility_id"' not in html


def test_text_of_a_contract_is_shown_and_never_run(reader):
    """Whoever publishes must not be able to write on everybody else's pages."""
    for address in ("/products/doh/strange", "/products/doh/strange/versions/1.0.0"):
        html = reader.get(address)
        assert "<script" not in html
        assert "<img" not in html
        assert 'href="javascript' not in html


def test_a_version_shows_its_lines_where_findings_point(reader):
    """A line number that leads nowhere is worse than none."""
    html = reader.get(f"{BEDS}/versions/1.1.0")

    assert '<li id="L5"><code>version: 1.1.0</code></li>' in html


def test_a_comparison_begins_with_the_verdict_and_names_the_version_it_needs(reader):
    """Whoever reads one line must know whether it may go out, and as what."""
    html = reader.get(f"{BEDS}/diff?from=1.1.0&to=2.0.0")
    heading = text_of(f"<main>{html.partition('<h1>')[2].partition('</h1>')[0]}</main>")

    assert heading == "Waits to go out as 2.0.0: readers break in one place."
    assert 'href="/rules/DEP-05"' in html
    assert "Emergency Management Division</bdi> (<bdi>Surge planning</bdi>)" in html


def test_a_version_compared_with_itself_has_not_changed(reader):
    """Somebody will try, and deserves an answer."""
    assert "nothing changed" in text_of(reader.get(f"{BEDS}/diff?from=1.0.0&to=1.0.0"))


def test_a_rule_is_found_by_its_name_as_well(visitor):
    """Reports print both, and people type either."""
    reply = visitor.reply("/rules/required-property-removed")

    assert (reply.status_code, reply.headers["location"]) == (301, "/rules/PROP-03")
    assert "PROP-03" in visitor.get("/rules/PROP-03")


def test_a_rule_is_shown_by_an_example_with_what_must_be_known_of_it(visitor):
    """A removal means nothing without the day, the history and those who read."""
    text = text_of(visitor.get("/rules/DEP-04"))

    assert "It is judged on 2026-07-20." in text
    assert "Nobody has declared to use it." in text
    assert "From 1.1.0 to 2.0.0" in text
    assert "removed: - name: bed_type" in " ".join(text.split())
    assert "For instance" not in text_of(visitor.get("/rules/READ-01"))


def test_a_rule_about_one_contract_shows_what_it_finds_and_what_not(visitor):
    """A mistake is understood by the line that is wrong and the line that is right."""
    text = " ".join(text_of(visitor.get("/rules/LIMIT-01")).split())

    assert "From what it finds to what it leaves alone" in text
    assert "removed: minLength: 5 added: minLength: 2" in text


def test_the_catalogue_lists_every_rule(visitor):
    """A rule that nobody can read about is arbitrary."""
    from contracts.catalogue import RULES  # noqa: PLC0415  # only this test wants all of them

    html = visitor.get("/rules")

    assert [rule.code for rule in RULES if f'href="/rules/{rule.code}"' not in html] == []


def test_every_kind_of_problem_has_a_page(visitor):
    """The `type` of a problem is an address, and must lead somewhere."""
    from registry.errors import problem_types  # noqa: PLC0415  # only this test wants all of them

    for kind in problem_types():
        assert kind.title in visitor.get(f"/problems/{kind.slug}")


def test_the_public_is_not_told_that_nobody_uses_what_staff_use(visitor, reader):
    """What is not shown is not the same as what is not there."""
    clinics = "/products/doh/clinic-beds"
    difference = f"{clinics}/diff?from=1.1.0&to=2.0.0"

    for address in (clinics, difference):
        said = text_of(visitor.get(address))
        assert "Told to state staff who are signed in" in said
        assert "Nobody has declared" not in said
    assert "is hit" in text_of(reader.get(difference))
