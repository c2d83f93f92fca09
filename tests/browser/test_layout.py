"""Does what matters stand where somebody looks first?"""

import pytest

pytestmark = pytest.mark.browser

PHONE = {"width": 390, "height": 844}


def test_the_first_result_is_on_the_first_screen_of_a_phone(owner):
    """Filters come before the results, so on a small screen they are folded."""
    owner.set_viewport_size(PHONE)
    owner.goto("/search?q=beds")
    first = owner.locator(".entries > li").first.bounding_box()

    assert first["y"] + 100 < PHONE["height"]
    assert not owner.get_by_role("button", name="Apply filters").is_visible()
    owner.get_by_text("Filters", exact=True).click()
    assert owner.get_by_role("button", name="Apply filters").is_visible()


def test_filters_in_force_are_not_folded_away(owner):
    """Whoever has chosen something must see what."""
    owner.set_viewport_size(PHONE)
    owner.goto("/search?q=beds&agency=doh")

    assert owner.get_by_label("Department of Health").is_visible()


def test_filters_stand_open_where_there_is_room(owner):
    """On a wide screen they are beside the results."""
    owner.goto("/search?q=beds")

    assert owner.get_by_label("Department of Health").is_visible()
    assert not owner.get_by_text("Filters", exact=True).is_visible()


def test_signing_out_stands_on_the_line_of_the_name(owner):
    """A word that hangs lower than its neighbours looks like a mistake."""
    owner.goto("/")
    owner.set_viewport_size({"width": 1280, "height": 900})
    baselines = owner.evaluate("""() => {
        const line = element => {
            const mark = document.createElement("span");
            mark.style.cssText = "display:inline-block;width:1px;height:0";
            element.append(mark);
            const at = mark.getBoundingClientRect().bottom;
            mark.remove();
            return at;
        };
        return [".caller span", ".caller button", ".wordmark", ".masthead li a"].map(
            each => line(document.querySelector(each)));
    }""")

    assert max(baselines) - min(baselines) <= 1


def test_the_matrix_of_roles_is_a_table_where_there_is_room_for_it(scripted):
    """No heading runs into the next one."""
    scripted.set_viewport_size({"width": 1200, "height": 900})
    scripted.goto("/roles")
    overflowing = scripted.evaluate("""() => [...document.querySelectorAll(".matrix th")]
        .filter(each => each.scrollWidth > each.clientWidth).map(each => each.textContent)""")

    assert overflowing == []
    assert scripted.get_by_role("columnheader", name="Registry administrator").is_visible()


def test_the_matrix_of_roles_is_sentences_on_a_phone(scripted):
    """Those who may stand in one line after another, not each dot on a line of its own."""
    scripted.set_viewport_size(PHONE)
    scripted.goto("/roles")
    row = scripted.locator(".matrix tbody tr").nth(1)  # publish

    assert row.bounding_box()["height"] < 110
    assert scripted.locator(".matrix").bounding_box()["height"] < 2500


def test_a_notice_and_its_state_stand_on_one_line(owner):
    """As every other list with a word before its lines."""
    owner.goto("/notices")
    state, sentence = (
        owner.locator(each).first.bounding_box() for each in (".finding .weight", ".finding div p")
    )

    assert abs(state["y"] - sentence["y"]) <= 1
