"""Can everybody use every page, in every state it can be in?"""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

BEDS = "/products/doh/hospital-beds"
STRANGE = "/products/doh/strange"

FOR_EVERYBODY = {
    "home": "/",
    "nothing found": "/search?q=xylophone&agency=doh",
    "results for everybody": "/search?q=beds",
    "results in another order": "/search?q=beds&sort=title",
    "a misspelt word": "/search?q=hosptal+beds",
    "what nobody has": "/search?q=xylophone",
    "a public product": "/products/doh/clinic-beds",
    "a public version": "/products/doh/clinic-beds/versions/1.1.0",
    "agencies": "/agencies",
    "an agency without products to see": "/agencies/doh",
    "rules": "/rules",
    "who may do what": "/roles",
    "the policy of the registry": "/policy",
    "the policy of an agency": "/agencies/doh/policy",
    "the policy of a public product": "/products/doh/clinic-beds/policy",
    "waivers, for everybody": "/products/doh/clinic-beds/waivers",
    "a form that needs a name": "/agencies/doh/policy/edit",
    "publishing, for everybody": "/publish",
    "a rule about changes": "/rules/PROP-03",
    "a kind of problem": "/problems/incompatible-change",
    "the sign-in": "/sign-in?next=/search",
    "the API": "/api",
    "the API reference": "/api/docs",
    "the accessibility statement": "/accessibility",
    "nothing there": "/nowhere",
    "a product that cannot be seen": BEDS,
    "a comparison without ends": f"{BEDS}/diff",
}

FOR_STAFF = {
    "home, signed in": "/",
    "results": "/search?q=hospital+beds",
    "results under filters": "/search?q=beds&agency=doh&classification=internal",
    "an agency": "/agencies/doh",
    "an agency without products": "/agencies/memd",
    "a product": BEDS,
    "a product, columns filtered": f"{BEDS}?columns=county",
    "a product, no such column": f"{BEDS}?columns=xylophone",
    "a strange product": STRANGE,
    "a version": f"{BEDS}/versions/1.1.0",
    "a proposed version": f"{BEDS}/versions/2.0.0",
    "a strange version": f"{STRANGE}/versions/1.0.0",
    "a compatible change": f"{BEDS}/diff?from=1.0.0&to=1.1.0",
    "a breaking change": f"{BEDS}/diff?from=1.1.0&to=2.0.0",
    "no change": f"{BEDS}/diff?from=1.0.0&to=1.0.0",
    "the policy of a product": f"{BEDS}/policy",
    "the policy of a strange product": f"{STRANGE}/policy",
    "a policy to edit": f"{BEDS}/policy/edit",
    "a policy that others edit": "/agencies/doh/policy/edit",
    "no waivers": f"{BEDS}/waivers",
    "a waiver to ask for": f"{BEDS}/waivers?finding=0123456789abcdef&version=2.0.0",
    "no such version": f"{BEDS}/versions/9.9.9",
    "saved searches": "/saved-searches",
    "what people have asked for": "/demands",
    "data to ask for": "/search?q=xylophone",
    "a word corrected, under a filter that leaves nothing": "/search?q=hosptal&agency=memd",
    "a contract to publish": "/publish?product=doh/hospital-beds",
    "notices": "/notices",
    "who uses a product": f"{BEDS}/uses",
    "who holds which role": "/agencies/doh/roles",
    "who holds a role for the state": "/roles/state",
}

FOR_OFFICERS = {
    "no notices": "/notices",
    "the policy of their agency": "/agencies/doh/policy",
    "the policy of their agency to edit": "/agencies/doh/policy/edit",
    "waivers to withdraw": "/products/doh/clinic-beds/waivers",
    "a waiver to grant": f"{BEDS}/waivers?finding=0123456789abcdef&version=2.0.0",
    "waivers that have ended": f"{STRANGE}/waivers",
    "tokens of their agency": "/agencies/doh/tokens",
    "roles in their agency": "/agencies/doh/roles",
    "a proposed version that may be waived": f"{BEDS}/versions/2.0.0",
}

STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def violations(page, only: str = "") -> list[str]:
    """Return what axe finds on the page as it stands, in words; *only* names a single rule."""
    run = {"type": "rule", "values": [only]} if only else {"type": "tag", "values": STANDARDS}
    found = Axe().run(page, options={"runOnly": run, "resultTypes": ["violations"]})
    return [
        f"{rule['id']}: {rule['help']}: {node['target']}"
        for rule in found.response["violations"]
        for node in rule["nodes"]
    ]


def width_beyond(page) -> int:
    """Return by how many pixels the page is wider than its window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("state", FOR_EVERYBODY)
def test_a_page_for_everybody_has_no_barrier(scripted, state):
    """The catalogue is for everybody, whatever they read it with."""
    _check(scripted, FOR_EVERYBODY[state])


@pytest.mark.parametrize("state", FOR_STAFF)
def test_a_page_for_staff_has_no_barrier(owner, state):
    """Section 508 holds for those who work for the state as well."""
    _check(owner, FOR_STAFF[state])


@pytest.mark.parametrize("state", FOR_OFFICERS)
def test_a_page_for_officers_has_no_barrier(officer, state):
    """Who decides must be able to, whatever they read and write with."""
    _check(officer, FOR_OFFICERS[state])


@pytest.mark.parametrize("text", ["risks: error", "risks: maybe\nmode: compatible"])
def test_a_preview_has_no_barrier(officer, text):
    """Neither what a policy would mean, nor what is wrong with it."""
    officer.goto("/agencies/doh/policy/edit")
    officer.get_by_label("The document").fill(text)
    officer.get_by_role("button", name="Show what it would mean").click()

    _look(officer)


GUISES = {
    "dark": {"color_scheme": "dark"},
    "in forced colours": {"forced_colors": "active"},
}
MAIN = (
    "/",
    f"{BEDS}/policy",
    f"{BEDS}/waivers",
    "/notices",
    "/search?q=hospital+beds",
    BEDS,
    f"{BEDS}/diff?from=1.1.0&to=2.0.0",
)


@pytest.mark.parametrize("address", MAIN)
@pytest.mark.parametrize("guise", GUISES)
def test_a_page_has_no_barrier_in_other_colours(owner, guise, address):
    """People change the colours of their pages, and must still read them."""
    owner.emulate_media(**GUISES[guise])

    _check(owner, address)


@pytest.mark.parametrize("address", MAIN)
def test_a_page_has_no_barrier_at_four_times_its_size(owner, address):
    """Whoever needs large letters sees a window of 320 by 256 pixels."""
    owner.set_viewport_size({"width": 320, "height": 256})

    _check(owner, address)


def _check(page, address: str) -> None:
    """Look for barriers at *address*, folded parts open, and for text beyond a narrow window."""
    page.goto(address)
    _look(page)


def _look(page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")

    assert violations(page) == []
    page.set_viewport_size({"width": 320, "height": 800})
    assert width_beyond(page) == 0
    assert violations(page, "target-size") == []
