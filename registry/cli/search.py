"""`charter search`: which data products are about this?"""

import re
from html import unescape
from typing import Any

import click

from contracts.render.safe import indented
from registry.cli import client, console, formats, targets
from registry.search_views import HitView, SearchPage

_LANGUAGE = """\b
WORDS may say more; a shell wants single quotes around double ones:
  '"air quality"'       these words side by side
  column:county_fips    the name of a column; term: and tag: likewise
  title:budget          in the title alone; title:'"air quality"' side by side
  agency:doh            of this agency alone; -agency:doh of all others
  -traffic              without this word
"""

# Click would read `-traffic` as options, and the `h` of `-health` as the one for help.
_WITH_MINUS = {"ignore_unknown_options": True, "help_option_names": ["--help"]}


def _words(
    context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[str, ...]:
    """Take the words as they are, but for those that cannot be meant to be looked for."""
    if "-h" in given:
        console.say(context.get_help())
        context.exit()
    for word in given:
        if word.startswith("--"):
            raise click.NoSuchOption(word, ctx=context)
    return given


@click.command(epilog=_LANGUAGE, context_settings=_WITH_MINUS)
@click.argument("words", nargs=-1, callback=_words)
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
    is found. You see what your token may see; without one, what is public.
    """
    query = client.query(q=" ".join(words), **asked)
    settings = targets.settings()
    page = client.fetch(settings, f"/search{query}", SearchPage)
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
    if not page.total and not settings.token:
        console.tell(client.PUBLIC_ALONE)


_SAID = {
    "spelling": "Nothing that you may see has '{asked}'; found by '{used}'.",
    "phrase": "Nothing that you may see has these words side by side; looked for apart.",
    "field": "Nothing that you may see has '{used}' in its {asked}; looked for everywhere.",
    "value": "Nothing that you may see has '{asked}'.",
    "synonym": "Also searched for '{used}', another name for '{asked}'.",
    "length": "Only the first {used} words were looked for.",
}


_LONGEST = 200  # characters of a line about a product

_REASONS = 2  # of those that the answer holds; more would hide the next product


def _described(hit: HitView) -> str:
    found = hit.product
    lines = [f"{found.agency}/{found.slug} {found.version or ''}".rstrip()]
    lines.append(f"  {_short(found.title)}")
    told = {found.title, found.slug}
    for match in hit.why[:_REASONS]:
        text = _plain(match.html)
        if text not in told:
            where = f"{_short(match.label)}: " if match.label not in {"", text} else ""
            lines.append(f"  {where}{_short(text)}")
    return "\n".join(lines)


def _short(text: str) -> str:
    """Return *text* on one line, with its first characters and `...` where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}..."


def _plain(html: str) -> str:
    """Return the text of a snippet, in which `<mark>` is the only markup."""
    return unescape(re.sub(r"</?mark>", "", html))
