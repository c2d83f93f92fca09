"""Texts, identifiers and questions are cut into the same words."""

import pytest

from search.words import compounds, is_weak, key, stem, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("staffedBedCount", ["staffed", "bed", "count"]),
        ("county_fips", ["county", "fips"]),
        ("HR_EMP_TBL", ["hr", "emp", "tbl"]),
        ("HTTPServer2Go", ["http", "server2", "go"]),
        ("nc:PersonBirthDate", ["nc", "person", "birth", "date"]),
        ("IDs and APIs", ["ids", "and", "apis"]),
        ("children's", ["childrens"]),
        ("Ångström café ﬁnance Łódź Straße", ["angstrom", "cafe", "finance", "lodz", "strasse"]),
        ("東京 データ", ["東京", "データ"]),
        ("", []),
        ("?!", []),
    ],
)
def test_a_text_is_cut_where_a_reader_would_cut_it(text, expected):
    """Somebody who types `staffed beds` means the column `staffedBeds`."""
    assert words(text) == expected


def test_what_is_written_together_is_known_to_be_together():
    """`county_fips` must also be found as `countyfips`."""
    assert list(compounds("county_fips of bed-type")) == [
        ("county", "fips"),
        ("of",),
        ("bed", "type"),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [("DOH-Hospital_Beds", "doh hospital beds"), ("bedType", "bed_type"), ("Café", "cafe")],
)
def test_spellings_of_one_name_share_a_key(one, other):
    """People copy names from code, pages and mails."""
    assert key(one) == key(other)


def test_a_name_without_any_word_is_its_own_key():
    """A product may be called by a sign alone."""
    assert key(" € ") == "€"


def test_very_long_words_are_cut_alike_everywhere():
    """The engine refuses terms beyond 64 kB; a pasted blob is an ordinary text."""
    assert words("a" * 70_000) == ["a" * 100]


def test_words_of_every_catalog_are_weak():
    """`hospital data` is a question about hospitals."""
    assert [word for word in ("the", "data", "dataset", "table", "hospital") if is_weak(word)] == [
        "the",
        "data",
        "dataset",
        "table",
    ]


def test_stems_join_singular_and_plural():
    """`hospitals` finds `hospital`."""
    assert (stem("hospitals"), stem("counties")) == (stem("hospital"), stem("county"))
