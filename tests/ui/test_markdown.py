"""Can the text of a contract do anything but be read?"""

from html.parser import HTMLParser

import pytest

from ui import markdown

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](JaVaScRiPt:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "[click](vbscript:x)",
    "![track](https://evil.example/pixel.png)",
    "<a href='https://evil.example' style='position:fixed'>all</a>",
    "<svg/onload=alert(1)>",
    "<style>body{display:none}</style>",
    "<javascript:alert(1)>",
    "[a](<javascript:alert(1)>)",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<iframe src=//evil.example></iframe>",
    '[x](https://a.example "onmouseover=alert(1)")',
]


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Keep what a browser would make of it."""
        self.found.append((tag, dict(attrs)))


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_description_runs_or_is_fetched(text):
    """A description is written by a stranger and read by everybody."""
    for tag, attributes in _Tags(str(markdown.html(text))).found:
        assert tag in {"p", "a", "em", "strong", "code"}
        assert set(attributes) <= {"href", "rel", "dir"}
        assert (attributes.get("href") or "https:").startswith(("https:", "http:", "mailto:"))


def test_emphasis_lists_and_links_are_kept():
    """Authors write Markdown, and readers should see what they meant."""
    shown = str(markdown.html("Some **bold** text.\n\n- one\n- [two](https://a.example)\n"))

    assert "<strong>bold</strong>" in shown
    assert '<a href="https://a.example" rel="nofollow noopener">two</a>' in shown


def test_a_heading_in_a_description_is_a_paragraph():
    """The outline of a page is the page's own; screen readers move along it."""
    shown = str(markdown.html("# Not a title\n\nText"))

    assert "<h1" not in shown
    assert ">Not a title</p>" in shown


def test_a_link_without_a_text_gets_its_address():
    """A link that says nothing cannot be found by ear."""
    shown = str(markdown.html("See [](https://a.example/terms)."))

    assert ">https://a.example/terms</a>" in shown


def test_plain_text_is_escaped_on_the_quick_way_too():
    """Text without marks skips the parser, and must be no less safe."""
    assert str(markdown.html('Say "hello"')) == '<p dir="auto">Say &#34;hello&#34;</p>'


def test_a_very_long_text_is_shown_as_it_was_written():
    """Parsing costs time, and nobody reads the bold of a megabyte."""
    shown = str(markdown.html("*[" * 100_000))

    assert shown.startswith('<p dir="auto">*[*[')


def test_a_summary_is_one_line_without_marks():
    """Lists show the first paragraph, cut at a word."""
    shown = str(markdown.inline("**Beds** by [type](https://a.example) " + "and more " * 100))

    assert shown.startswith("Beds by type and more")
    assert shown.endswith(("more…", "and…"))
    assert len(shown) <= 301
