"""How is the text of a contract shown? As Markdown that can neither run nor fetch anything.

Descriptions are written by strangers. HTML in them is text, images are not loaded, links keep to
the web and mail and carry no recommendation, and headings become paragraphs, because the outline of
a page is the page's own.
"""

import re
from functools import cache
from itertools import pairwise

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup, escape

MAX_CHARACTERS = 20_000
"""Longer text is shown as it was written: no reader needs its bold, and parsing costs time."""


def html(text: str | None) -> Markup:
    """Return *text* as safe HTML, in paragraphs; empty for None."""
    if text is None or not text.strip():
        return Markup("")
    if not _MARKED.search(text) or len(text) > MAX_CHARACTERS:
        return Markup('<p dir="auto">{}</p>').format(text.strip())
    rendered = nh3.clean(
        _parser().render(text),
        tags=_TAGS,
        clean_content_tags={"script", "style"},
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel="nofollow noopener",
    )
    return Markup(rendered)  # noqa: S704  # nh3 has just cleaned it to a closed list of tags


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
_MARKED = re.compile(r"[*_`#\[\]<>~\\&]|\n|^\s*[-+\d]|https?:")
_SYNTAX = re.compile(r"[*`]|(?<!\w)_|_(?!\w)|^#+\s*|\[(?=[^\]]*\]\()|\]\([^)]*\)")


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
