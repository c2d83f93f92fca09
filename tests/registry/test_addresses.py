"""Which product does a contract belong to, and what is it called?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.addresses import Ref, is_slug, parse_ref, readable, resolve, slugged
from registry.errors import InvalidRequestError


@pytest.mark.parametrize(
    ("name", "slug", "title"),
    [
        ("doh-bed-availability", "doh-bed-availability", "Bed availability"),
        ("Hospital bed availability", "hospital-bed-availability", "Hospital bed availability"),
        ("staffedBedCount", "staffed-bed-count", "Staffed bed count"),
        ("HR_EMP_TBL", "hr-emp-tbl", "Hr emp tbl"),
        ("Écoles — rentrée", "ecoles-rentree", "Écoles — rentrée"),
        ("doh", "doh", "Doh"),
        ("///", "", "///"),
        ("病院", "", "病院"),
    ],
)
def test_a_name_becomes_an_address_and_a_title(name, slug, title):
    """People see words, never only a slug."""
    assert (slugged(name), readable(name, agency="doh")) == (slug, title)


def test_a_contract_belongs_to_its_data_product_else_to_its_name():
    """And the command line may say otherwise."""
    tree = {"dataProduct": "Hospital beds", "name": "beds-v2"}

    assert resolve("DOH", tree) == Ref(agency="doh", product="hospital-beds")
    assert resolve("doh", {"name": "beds-v2"}) == Ref(agency="doh", product="beds-v2")
    assert resolve("doh", tree, "dot/roads") == Ref(agency="dot", product="roads")


@pytest.mark.parametrize(
    ("agency", "tree", "override"),
    [
        ("doh", {}, None),
        ("doh", {"name": 5, "dataProduct": "///"}, None),
        ("", {"name": "beds"}, None),
        ("../etc", {"name": "beds"}, None),
        ("doh", {}, "beds"),
        ("doh", {}, "doh/Beds"),
        ("doh", {}, "\ud800/\0"),
    ],
    ids=str,
)
def test_what_names_no_product_is_refused(agency, tree, override):
    """With the way to name one."""
    with pytest.raises(InvalidRequestError) as caught:
        resolve(agency, tree, override)

    assert caught.value.next_step


@given(st.text())
def test_any_text_becomes_a_slug_or_nothing(name):
    """Names come from strangers."""
    slug = slugged(name)

    assert slug == "" or is_slug(slug)
    assert slugged(slug) == slug


@given(st.text())
def test_any_text_is_parsed_or_refused(text):
    """Nothing else is raised."""
    try:
        ref = parse_ref(text)
    except InvalidRequestError:
        return
    assert str(ref) == text


@pytest.mark.parametrize("name", ["數據", "!!!", ".."])
def test_a_name_without_letters_for_an_address_is_told_so(name):
    """Its author did name it, and needs to hear what to do instead."""
    with pytest.raises(InvalidRequestError, match="has no letter a-z and no digit") as caught:
        resolve("doh", {"name": name})

    assert "--product" in caught.value.next_step
