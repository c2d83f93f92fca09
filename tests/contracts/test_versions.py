"""Do version numbers read, order and rise as people and SemVer 2.0 expect?"""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contracts.findings import Bump, greatest
from contracts.versions import Version, bump_between, next_version, parse

READABLE = [
    # text,             numbers,   pre-release,  well-formed
    ("1.2.3", (1, 2, 3), "", True),
    ("0.0.0", (0, 0, 0), "", True),
    ("1.10.0", (1, 10, 0), "", True),
    ("1", (1, 0, 0), "", False),
    ("1.2", (1, 2, 0), "", False),
    ("v1.2.3", (1, 2, 3), "", False),
    ("V2", (2, 0, 0), "", False),
    (" 1.2.3 ", (1, 2, 3), "", False),
    ("01.2.3", (1, 2, 3), "", False),
    ("2.0.0-rc.1", (2, 0, 0), "rc.1", True),
    ("2.0.0-rc.01", (2, 0, 0), "rc.01", False),
    ("v1.0.0-beta", (1, 0, 0), "beta", False),
    ("1.0.0-x-y.z", (1, 0, 0), "x-y.z", True),
    ("1.0.0+build.5", (1, 0, 0), "", True),
    ("1.0.0-a+b", (1, 0, 0), "a", True),
]


@pytest.mark.parametrize(("text", "numbers", "prerelease", "well_formed"), READABLE)
def test_a_version_is_read_as_people_write_it(text, numbers, prerelease, well_formed):
    """`1.2` and `v1.2.3` stand in one contract of six; refusing them would help nobody."""
    assert parse(text) == Version(
        text=text,
        major=numbers[0],
        minor=numbers[1],
        patch=numbers[2],
        prerelease=prerelease,
        well_formed=well_formed,
    )


@pytest.mark.parametrize(
    "text",
    ["", "x", "1.", ".1", "1.2.3.4", "1.2.x", "latest", "2026-11-25", "1.0.0-", "1.0.0-a..b"],
)
def test_what_is_no_version_is_none(text):
    """A contract with such a version is stored, but never becomes active."""
    assert parse(text) is None


@pytest.mark.parametrize(
    "text", ["1.0.0+", "-1", "1,2", "1.2.3 4", "१.0.0", "9" * 200, "1.0.0-" + "a" * 100, "9" * 19]
)
def test_no_more_is_what_only_resembles_one(text):
    """Digits of other scripts and endless numbers have no place in an address."""
    assert parse(text) is None


RANKED = [  # SemVer 2.0, section 11, and numbers that sort wrongly as text
    ["0.0.1", "0.0.2", "0.1.0", "0.9.0", "0.10.0", "1.0.0-0", "1.0.0-2", "1.0.0-10"],
    ["1.0.0-alpha", "1.0.0-alpha.1", "1.0.0-alpha.beta", "1.0.0-alpha-b", "1.0.0-beta"],
    ["1.0.0-beta.2", "1.0.0-beta.11", "1.0.0-rc.1", "1.0.0", "1.0.1", "1.2.0", "1.10.0", "2.0.0"],
    ["9.0.0", "10.0.0", "99.0.0", "100.0.0", "999999999999999999.0.0"],
]


def test_versions_sort_by_rank_in_any_database():
    """`1.10.0` is newer than `1.9.0`, though it sorts before it as text."""
    ranked = [text for row in RANKED for text in row]

    keys = [parse(text).sort_key.encode() for text in ranked]

    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)


def test_spellings_of_one_version_have_one_rank():
    """`v1` and `1.0.0` may not both be active."""
    assert len({parse(text).sort_key for text in ("1", "1.0", "v1.0.0", "1.0.0", "1.0.0+x")}) == 1


@pytest.mark.parametrize(
    ("before", "after", "bump"),
    [
        ("1.2.3", "1.2.3", Bump.NONE),
        ("1.2.3", "1.2.2", Bump.NONE),
        ("1.2.3", "1.2.4", Bump.PATCH),
        ("1.2.3", "1.3.0", Bump.MINOR),
        ("1.2.3", "1.4.7", Bump.MINOR),
        ("1.2.3", "2.0.0", Bump.MAJOR),
        ("1.2.3", "2.0.0-rc.1", Bump.MAJOR),
        ("2.0.0-rc.1", "2.0.0-rc.2", Bump.PATCH),
        ("2.0.0-rc.1", "2.0.0", Bump.MAJOR),
        ("2.1.0-rc.1", "2.1.0", Bump.MINOR),
        ("2.1.1-rc.1", "2.1.1", Bump.PATCH),
        ("2.0.0", "2.0.0-rc.1", Bump.NONE),
        ("0.3.1", "0.4.0", Bump.MAJOR),
        ("0.3.1", "0.3.2", Bump.MINOR),
        ("0.3.1", "1.0.0", Bump.MAJOR),
        ("1.0", "1.0.0", Bump.NONE),
    ],
)
def test_the_step_between_two_versions_carries_a_bump(before, after, bump):
    """Whether a change may go out depends on what its author raised."""
    assert bump_between(parse(before), parse(after)) is bump


@pytest.mark.parametrize(
    ("before", "bump", "after"),
    [
        ("1.2.3", Bump.PATCH, "1.2.4"),
        ("1.2.3", Bump.MINOR, "1.3.0"),
        ("1.2.3", Bump.MAJOR, "2.0.0"),
        ("1.2.3", Bump.NONE, "1.2.3"),
        ("0.3.1", Bump.MAJOR, "0.4.0"),
        ("0.3.1", Bump.MINOR, "0.3.2"),
        ("0.3.1", Bump.PATCH, "0.3.2"),
        ("1.2", Bump.MINOR, "1.3.0"),
        ("2.0.0-rc.1", Bump.MAJOR, "2.0.0"),
        ("2.0.0-rc.1", Bump.PATCH, "2.0.0"),
        ("2.1.0-rc.1", Bump.MAJOR, "3.0.0"),
    ],
)
def test_the_smallest_number_that_may_carry_a_change_is_offered(before, bump, after):
    """A refusal that says "set version: 2.0.0" is mended in a minute."""
    assert next_version(parse(before), bump) == after


identifiers = st.text("0123456789abcXYZ-", min_size=1, max_size=5)
prereleases = st.lists(identifiers, max_size=3).map(".".join)
numbers = st.integers(0, 10**17)
texts = st.builds(
    lambda major, minor, patch, pre: f"{major}.{minor}.{patch}{'-' * bool(pre)}{pre}",
    *[numbers] * 3,
    prereleases,
)
versions = texts.map(parse)


def precedence(version):
    """Return what SemVer 2.0 compares, as Python compares it."""
    parts = version.prerelease.split(".")
    ranks = [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts]
    return version.numbers, version.prerelease == "", ranks


@given(versions, versions)
def test_the_sort_key_orders_as_semver_does(one, other):
    """The database sorts what it cannot understand, so the key must be right for everything."""
    assert (one.sort_key < other.sort_key) == (precedence(one) < precedence(other))


@given(versions, st.sampled_from([Bump.PATCH, Bump.MINOR, Bump.MAJOR]))
def test_what_is_offered_carries_what_is_asked(version, bump):
    """An author who sets the version they were told to set is not refused again."""
    assume(max(version.numbers) < 10**17)
    offered = parse(next_version(version, bump))

    carried = bump_between(version, offered)

    assert offered.well_formed
    assert greatest(carried, bump) is carried


@given(st.text())
def test_any_text_is_a_version_or_none(text):
    """Whatever stands in `version:`, the reader of versions does not fall over."""
    version = parse(text)

    assert version is None or version.text == text
