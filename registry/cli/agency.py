"""`charter agency`: which agencies take part?"""

import click

from registry import directory
from registry.cli import console
from registry.cli.opening import opened
from registry.identity import SYSTEM


@click.group(name="agency")
def command() -> None:
    """Add and list agencies."""


@command.command()
@click.argument("slug")
@click.argument("name")
@click.option("--acronym", help="As people write it. Default: the slug in capitals.")
@click.option("--domain", default="", help="What it is about, such as public-health.")
def add(slug: str, name: str, acronym: str | None, domain: str) -> None:
    """Add the agency NAME under the short name SLUG, which addresses use: `doh`."""
    with opened(begin=True) as runtime:
        directory.create_agency(
            runtime, SYSTEM, slug=slug, acronym=acronym or slug.upper(), name=name, domain=domain
        )
    console.tell(f"{name} is {slug}. 'charter token issue {slug}' makes a token to publish with.")


@command.command("list")
def listed() -> None:
    """List the agencies with the number of their products."""
    with opened() as runtime:
        agencies = directory.agencies(runtime, SYSTEM)
    width = max((len(each.slug) for each in agencies), default=0)
    for each in agencies:
        console.say_plainly(f"{each.slug:{width}}  {each.products:3}  {each.name}")
