"""`charter search`: which data products are about this?"""

import re
from html import unescape
from typing import Any

import click

from contracts.render.safe import indented
from registry.cli import client, console, formats, targets
from registry.search_views import HitView, SearchPage


@click.command()
@click.argument("words", nargs=-1)
@click.option("--agency", metavar="SLUG", multiple=True, help="Only this agency's.")
@click.option("--domain", metavar="NAME", multiple=True, help="Only of this domain.")
@click.option(
    "--sort",
    type=click.Choice(["relevance", "newest", "title"]),
    default="relevance",
    show_default=True,
    help="The order of what is found.",
)
@click.option("--limit", type=click.IntRange(1, 200), default=10, show_default=True)
@click.option("--cursor", metavar="TEXT", help="Go on where the answer before ended.")
@formats.option("text", "json")
def command(words: tuple[str, ...], form: str, **asked: Any) -> None:
    """Find data products.

    Looks for the WORDS in titles, descriptions, columns, terms and tags. Without words, everything
    is found. A word may name where it stands (column:, title:, tag:, term:) or a filter
    (agency:doh); -word leaves out. You see what your token may see; without one, what is public.
    """
    query = client.query(q=" ".join(words), **asked)
    page = client.fetch(targets.settings(), f"/search{query}", SearchPage)
    if form == "json":
        console.say(indented(page))
        return
    for hit in page.items:
        console.say_plainly(_described(hit))
    for eased in page.relaxed:
        if said := _SAID.get(eased.kind):  # a later server may say more
            console.tell(said.format(asked=eased.asked, used=eased.used))
    products = "product" if page.total == 1 else "products"
    console.tell(f"{page.total} {products} found, {len(page.items)} shown.")
    if page.cursor:
        console.tell(f"There are more: --cursor {page.cursor}")
    for way in page.loosened:
        without = f"--{way.facet}" if way.facet else "any filter"
        console.tell(f"Without {without} there are {way.total}.")
    if page.nearest:
        console.tell(f"Words that there are: {', '.join(page.nearest)}.")


_SAID = {
    "spelling": "Nothing that you may see has '{asked}'; found by '{used}'.",
    "phrase": "Nothing that you may see has these words side by side; looked for apart.",
    "field": "Nothing that you may see has '{used}' in its {asked}; looked for everywhere.",
    "value": "Nothing that you may see has '{asked}'.",
    "synonym": "Also searched for '{used}', another name for '{asked}'.",
    "length": "Only the first {used} words were looked for.",
}


_REASONS = 2  # of those that the answer holds; more would hide the next product


def _described(hit: HitView) -> str:
    found = hit.product
    lines = [f"{found.agency}/{found.slug} {found.version or ''}".rstrip(), f"  {found.title}"]
    told = {found.title, found.slug}
    for match in hit.why[:_REASONS]:
        text = _plain(match.html)
        if text not in told:
            lines.append(
                f"  {match.label}: {text}" if match.label not in {"", text} else f"  {text}"
            )
    return "\n".join(lines)


def _plain(html: str) -> str:
    """Return the text of a snippet, in which `<mark>` is the only markup."""
    return unescape(re.sub(r"</?mark>", "", html))
