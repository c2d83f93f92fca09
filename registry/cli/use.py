"""`charter use`: who relies on a product?"""

import click

from registry import directory, products
from registry.addresses import parse_ref
from registry.cli import console
from registry.cli.opening import opened
from registry.identity import SYSTEM
from registry.views import UseView


@click.group(name="use")
def command() -> None:
    """Declare, list and end what agencies rely on."""


_PRODUCT = click.argument("product", metavar="AGENCY/PRODUCT")
_BY = click.option("--by", "email", metavar="EMAIL", required=True, help="Who says so.")
_AGENCY = click.option("--agency", required=True, help="The agency that uses it.")
_MAJOR = click.option("--major", type=int, required=True, help="The major version that it uses.")
_PURPOSE = click.option("--purpose", required=True, help="What for.")


@command.command()
@_PRODUCT
@_AGENCY
@_MAJOR
@_PURPOSE
@click.option("--column", "columns", multiple=True, help="A column that it reads; repeatable.")
@_BY
def declare(  # what is used, by whom, what for
    product: str, agency: str, major: int, purpose: str, columns: tuple[str, ...], email: str
) -> None:
    """Declare that an agency relies on AGENCY/PRODUCT."""
    use = UseView(agency=agency, agency_name="", purpose=purpose, columns=columns, major=major)
    with opened() as runtime:
        actor = directory.actor_for_person(runtime, directory.known_person(runtime, email))
        products.declare_use(runtime, actor, parse_ref(product), use)
    console.tell(f"{agency} uses {product} {major}.x: {purpose}")


@command.command("list")
@_PRODUCT
def listed(product: str) -> None:
    """List who relies on AGENCY/PRODUCT."""
    with opened() as runtime:
        found = products.uses(runtime, SYSTEM, parse_ref(product))
    for each in found:
        console.say_plainly(f"{each.agency}  {each.major}.x  {each.purpose}")


@command.command()
@_PRODUCT
@_AGENCY
@_MAJOR
@_PURPOSE
@_BY
def end(product: str, agency: str, major: int, purpose: str, email: str) -> None:
    """End a use of AGENCY/PRODUCT, so that its line can be retired once nobody uses it."""
    with opened() as runtime:
        actor = directory.actor_for_person(runtime, directory.known_person(runtime, email))
        products.end_use(
            runtime, actor, parse_ref(product), agency=agency, major=major, purpose=purpose
        )
    console.tell(f"{agency} no longer uses {product} {major}.x: {purpose}")
