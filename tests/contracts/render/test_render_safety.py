"""Can a contract do anything to those who read about it? Terminals, comments, workflows."""

import json as plain_json
import re
import unicodedata

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from contracts.findings import Finding, LintedFile, Severity
from contracts.render import github, gitlab, json, junit, markdown, omds, sarif, text

FORMATS = (text, json, markdown, github, sarif, junit, gitlab)
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)


@pytest.fixture
def attacked(reports, hostile):
    """A report in which every text is hostile, as each format shows it."""
    return lambda renderer: renderer.judged(reports["attacked"], file="a.yaml", title=hostile)


def finding(words):
    """A finding whose every free text is *words*."""
    return Finding(
        rule="X-01",
        name="x",
        severity=Severity.WARNING,
        path=words,
        pointer=words,
        line=1,
        column=1,
        message=words,
        before=words,
        after={words: words},
        fix=words,
        example={words: words},
    )


@pytest.mark.parametrize("renderer", [*FORMATS, omds])
def test_nothing_that_a_terminal_obeys_gets_through(renderer, attacked):
    """`cat report` must not clear the screen, turn the text round or retitle the window."""
    seen = attacked(renderer)

    unseen = {each for each in seen if unicodedata.category(each) in ("Cc", "Cf", "Cs")}

    assert unseen == {"\n"}


@pytest.mark.parametrize("renderer", FORMATS)
@given(words=ANY_TEXT)
def test_any_text_can_be_shown_and_sent(renderer, words):
    """A half character in one name must not take down the report on the other thousand."""
    files = [LintedFile(file=words, valid=True, findings=(finding(words),))]

    shown = renderer.linted(files)

    assert shown.encode()
    assert {each for each in shown if unicodedata.category(each) == "Cc"} == {"\n"}


@given(words=ANY_TEXT)
def test_json_is_json_whatever_it_carries(words):
    """Programs parse it without a second thought."""
    shown = json.linted([LintedFile(file="a", valid=True, findings=(finding(words),))])

    parsed = plain_json.loads(shown)["files"][0]["findings"][0]["message"]

    assert parsed == words.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


@given(words=ANY_TEXT)
def test_a_comment_keeps_its_four_columns(words):
    """A pipe, a line break or a backtick in a name must not move a verdict into another cell."""
    shown = markdown.linted([LintedFile(file=words, valid=True, findings=(finding(words),))])

    rows = [line for line in shown.splitlines() if line.startswith("| **")]
    cells = re.findall(r"(?<!\\)\|", rows[0])

    assert len(rows) == 1
    assert len(cells) == 5


def test_a_comment_shows_hostile_text_and_does_nothing(attacked):
    """No link, no image, no HTML but our own breaks, no mention, no reference to an issue."""
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False}).enable("table")

    tokens = parser.parse(attacked(markdown))
    inline = [child for token in tokens for child in token.children or ()]
    html = {token.content for token in [*tokens, *inline] if token.type.startswith("html")}
    texts = "".join(token.content for token in inline if token.type == "text")

    assert html <= {"<br>"}
    assert not any(token.type in ("image", "link_open") for token in inline)
    assert not re.search(r"[@#]\w|https?://|www\.evil", texts)
    assert [token.tag for token in tokens if token.type == "heading_open"] == ["h3"]


def test_a_workflow_gets_one_command_a_line(attacked):
    """`::error::` in a description must not become a command of its own."""
    lines = attacked(github).splitlines()

    assert len(lines) == 2
    assert all(re.match(r"::(error|notice) [^:]*::", line) for line in lines)


def test_annotation_properties_end_where_they_should():
    """A comma or colon in a file name must not start another property."""
    odd = LintedFile(file="a,line=9::b%.yaml", valid=True, findings=(finding("50% of a, b: c"),))

    first = github.linted([odd]).splitlines()[0]

    assert first == (
        "::warning file=a%2Cline=9%3A%3Ab%25.yaml,line=1,col=1,title=X-01 x"
        "::50%25 of a, b: c Fix: 50%25 of a, b: c"
    )


@pytest.mark.parametrize("renderer", [text, markdown, junit])
def test_long_values_are_shown_from_where_they_differ(renderer, reports):
    """Two addresses that begin alike must not look the same when they are shortened."""
    address = f"https://example.com/{'a' * 90}/"
    report = reports["rejected"]
    told = msgspec.structs.replace(
        report.findings[0], before=f"{address}before", after=f"{address}after"
    )

    shown = renderer.judged(
        msgspec.structs.replace(report, findings=(told,)), file="a.yaml", title="a"
    )

    assert "aa/before" in shown
    assert "aa/after" in shown
