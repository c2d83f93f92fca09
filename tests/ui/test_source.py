"""Are the lines that pages show the lines that editors show?"""

from ui.source import WINDOW, Changed, unified, window


def test_lines_are_counted_as_editors_do():
    """A finding says line 3, so the page's line 3 must be that one, whatever stands above."""
    source = window("a\u2028b\r\nc\x0bd\ne\n")

    assert source.lines == ("a\u2028b", "c\x0bd", "e")
    assert source.total == 3


def test_a_long_text_comes_in_windows_that_hold_the_line_asked_for():
    """A contract of 40,000 lines is real, and a page of them is not."""
    text = "\n".join(str(number) for number in range(1, 5001))

    source = window(text, line=WINDOW + 1)

    assert (source.first, source.last, source.total) == (WINDOW + 1, 2 * WINDOW, 5000)
    assert source.lines[0] == str(WINDOW + 1)


def test_a_line_beyond_the_end_leads_to_the_last_window():
    """An old link must not lead to an empty page."""
    assert window("a\nb", line=10**9).lines == ("a", "b")
    assert window("a\nb", line=-5).lines == ("a", "b")
    assert window("", line=1).lines == ("",)


def test_a_diff_shows_what_differs_and_a_little_around_it():
    """Nobody reads 200 equal lines to find one that is not."""
    before = "\n".join(f"line {number}" for number in range(100))

    assert unified(before, before.replace("line 50", "line fifty")) == (
        Changed(kind="place", text="from line 48"),
        Changed(kind="same", text="line 47"),
        Changed(kind="same", text="line 48"),
        Changed(kind="same", text="line 49"),
        Changed(kind="removed", text="line 50"),
        Changed(kind="added", text="line fifty"),
        Changed(kind="same", text="line 51"),
        Changed(kind="same", text="line 52"),
        Changed(kind="same", text="line 53"),
    )


def test_equal_texts_have_no_diff():
    """Then the page says so instead of showing an empty box."""
    assert unified("a\nb\n", "a\nb\n") == ()


def test_texts_that_differ_in_too_many_lines_are_not_compared():
    """Comparing is quadratic, and a page must not cost seconds."""
    many = "\n".join(str(number) for number in range(4000))
    others = "\n".join(f"x{number}" for number in range(4000))

    assert unified(many, others) is None
