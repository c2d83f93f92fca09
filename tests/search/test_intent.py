"""What people type is read as they mean it, and never refused."""

import pytest

from search.intent import Intent, read


def test_words_are_read_once_each_in_order():
    """Repeating a word does not make it mean more."""
    assert read("Beds beds BEDS hospital").words == ("beds", "hospital")


def test_quotes_make_a_phrase_of_which_the_words_count_too():
    """Whoever quotes wants the words side by side."""
    intent = read('"air quality" ohio')

    assert (intent.words, intent.phrases) == (("air", "quality", "ohio"), (("air", "quality"),))


def test_curly_quotes_are_quotes():
    """Word processors write them."""
    assert read("“air quality”").phrases == (("air", "quality"),)


def test_a_minus_before_a_word_excludes_it_and_inside_a_word_does_not():
    """`covid-19` is a word; `-covid` is a wish."""
    intent = read('beds -covid -"long stay" well-being')

    assert intent.excluded == (("covid",), ("long", "stay"))
    assert intent.words == ("beds", "well", "being")


@pytest.mark.parametrize("text", ["", " ", '"', '""', "-", "- -", "+", "()", "?", "\x00", "\ud800"])
def test_a_text_that_says_nothing_is_empty(text):
    """Stray signs are not a question, and not an error."""
    assert read(text).is_empty


def test_an_unbalanced_quote_is_read_past():
    """Half-typed phrases are searched as words."""
    assert read('"air quality') == read("air quality")


def test_weak_words_count_only_where_there_are_no_others():
    """`the data` still finds something."""
    assert (read("the hospital data").content, read("the data").content) == (
        ("hospital",),
        ("the", "data"),
    )


def test_field_names_and_operators_are_ordinary_words():
    """No syntax lets a visitor address a field of the index."""
    assert read("audience:hidden AND status:*").words == (
        "audience",
        "hidden",
        "and",
        "status",
    )


def test_a_very_long_question_is_cut_and_says_so():
    """Cost is bounded whatever is pasted."""
    intent = read(" ".join(f"word{number}" for number in range(500)))

    assert (len(intent.words), intent.is_shortened) == (32, True)


def test_neighbours_and_compounds_are_joined():
    """`child care` also looks for `childcare`, `county_fips` for `countyfips`."""
    intent = read("child care county_fips")

    assert intent.wholes == ("countyfips",)
    assert intent.pairs == ("childcare", "carecounty", "countyfips")


def test_nothing_is_an_empty_intent():
    """Browsing is a search without a text."""
    assert read("") == Intent()
