"""Can somebody do what they came for, without a script and without a mouse?"""

import pytest
from signing_in import sign_in

pytestmark = pytest.mark.browser

BEDS = "/products/doh/hospital-beds"


def focused(page) -> str:
    """Return the text or name of what has the focus."""
    return page.evaluate(
        "document.activeElement.innerText || document.activeElement.name || ''"
    ).strip()


def test_a_product_is_found_opened_and_compared_without_a_script(page):
    """Search, filter, read, compare: the main journey, in a browser that runs nothing."""
    sign_in(page, "Rafael Ortiz")
    page.goto("/")
    page.get_by_label("Search by subject, agency or column").fill("county_fips")
    page.locator("main").get_by_role("button", name="Search").click()
    assert "county_fips" in page.get_by_role("heading", level=1).inner_text()
    page.get_by_label("Department of Health").check()
    page.get_by_role("button", name="Apply filters").click()
    assert "agency=doh" in page.url
    page.get_by_role("link", name="Remove Agency").click()
    assert "agency=doh" not in page.url
    page.locator(f'main a[href="{BEDS}#c-county_fips"]').click()
    assert page.url.endswith(f"{BEDS}#c-county_fips")
    page.get_by_role("link", name="What changed since 1.0.0").click()

    assert page.get_by_role("heading", level=1).inner_text().startswith("Went out as 1.1.0")


def test_keys_alone_lead_to_a_product(scripted):
    """Whoever cannot use a mouse must reach the search, the results and the product."""
    sign_in(scripted, "Rafael Ortiz")
    scripted.goto("/")
    scripted.keyboard.press("Tab")
    assert focused(scripted) == "Skip to the content"
    scripted.keyboard.press("Enter")
    scripted.keyboard.press("Tab")
    assert focused(scripted) == "q"
    scripted.keyboard.type("hospital beds")
    scripted.keyboard.press("Enter")
    scripted.wait_for_url("**/search?q=hospital+beds")
    for _ in range(60):
        scripted.keyboard.press("Tab")
        if focused(scripted) == "Hospital beds":
            break
    scripted.keyboard.press("Enter")

    scripted.wait_for_url("**/products/doh/hospital-beds")


def test_the_owner_activates_a_proposed_version(page):
    """A breaking change waits for its owner, who decides with one button and no script."""
    sign_in(page, "Amara Nwosu")
    page.goto("/products/doh/clinic-beds/versions/2.0.0")
    assert "Waits to go out as 2.0.0" in page.locator("main").inner_text()

    page.get_by_role("button", name="Activate 2.0.0").click()

    assert "Went out as 2.0.0" in page.locator("main").inner_text()
    assert page.get_by_role("button", name="Activate").count() == 0


def test_a_reader_is_offered_no_button_that_leads_nowhere(page):
    """Who may not activate does not see how."""
    sign_in(page, "Rafael Ortiz")
    page.goto(f"{BEDS}/versions/2.0.0")

    assert page.get_by_role("button", name="Activate").count() == 0


def test_columns_begin_on_the_first_screen(scripted):
    """What somebody decides by is the columns, so they stand high on the page."""
    sign_in(scripted, "Rafael Ortiz")
    scripted.goto(BEDS)

    top = scripted.get_by_role("heading", name="Columns").bounding_box()["y"]

    assert top < 900
