"""How is the text of a contract shown? As Markdown that can neither run nor fetch anything.

Descriptions are written by strangers. HTML in them is text, images are not loaded, links keep to
the web and mail and carry no recommendation, and headings become paragraphs, because the outline of
a page is the page's own.
"""

import re
from functools import cache, lru_cache
from itertools import pairwise

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

MAX_CHARACTERS = 5_000
"""Longer text is shown as it was written: parsing costs up to 15 microseconds a character."""


def html(text: str | None, longest: int = MAX_CHARACTERS) -> Markup:
    """Return *text* as safe HTML, in paragraphs; empty for None. Beyond *longest* it is plain."""
    if text is None or not text.strip():
        return Markup("")
    if not _MARKED.search(text) or len(text) > longest:
        return Markup('<p dir="auto">{}</p>').format(text.strip())
    return _remembered(text) if len(text) <= _WORTH_REMEMBERING else _rendered(text)


def inline(text: str | None, *, limit: int = 300) -> Markup:
    """Return the first paragraph of *text* without any markup, cut at a word near *limit*."""
    plain = " ".join(_SYNTAX.sub("", (text or "").strip().split("\n\n")[0]).split())
    if len(plain) > limit:
        plain = plain[:limit].rsplit(" ", 1)[0].rstrip(",;:.") + "…"
    return escape(plain)


_TAGS = {"p", "em", "strong", "code", "pre", "ul", "ol", "li", "a", "blockquote", "br"}
_ATTRIBUTES: dict[str, set[str]] = {
    "*": set(),
    "a": {"href"},
    "ol": {"start"},
    "p": {"dir"},
    "li": {"dir"},
}
# What may mean something in Markdown. Most descriptions hold nothing of it and skip the parser.
_MARKED = re.compile(
    r"[*`\[\]<\\&]|(?<!\w)_|_(?!\w)|\n\s*\n|^ {0,3}(?:[-+#>=]|\d+[.)])|^(?: {4}|\t)",
    re.MULTILINE,
)
_WORTH_REMEMBERING = 2_000
_SYNTAX = re.compile(r"[*`]|(?<!\w)_|_(?!\w)|^#+\s*|\[(?=[^\]]*\]\()|\]\([^)]*\)")


@lru_cache(maxsize=4096)
def _remembered(text: str) -> Markup:
    return _rendered(text)


def _rendered(text: str) -> Markup:
    rendered = nh3.clean(
        _parser().render(text),
        tags=_TAGS,
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )
    return Markup(rendered)  # noqa: S704  # nh3 has just cleaned it to a closed list of tags


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False})
    parser.disable(["image", "html_block", "html_inline", "reference"])
    parser.core.ruler.push("charter", lambda state: _settle(state.tokens))
    return parser


def _settle(tokens: list[Token]) -> None:
    """Turn headings into paragraphs, mark the direction, and give links without a text one."""
    for token in tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = "p"
        if token.type in {"heading_open", "paragraph_open", "list_item_open"}:
            token.attrSet("dir", "auto")
        children = token.children or []
        for link, following in pairwise(children):
            if link.type == "link_open" and following.type == "link_close":
                link.meta["empty"] = True
        token.children = _with_texts(children) if children else token.children


def _with_texts(children: list[Token]) -> list[Token]:
    filled: list[Token] = []
    for child in children:
        filled.append(child)
        if child.meta.get("empty"):
            filled.append(Token("text", "", 0, content=str(child.attrGet("href") or "link")))
    return filled
