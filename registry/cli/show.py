"""`charter show`: what is this data product, and what does its contract say?"""

import sys

import click

from registry.addresses import parse_ref
from registry.cli import client, console, formats, targets
from registry.errors import InvalidRequestError
from registry.views import ProductPage


@click.command()
@click.argument("product", metavar="AGENCY/PRODUCT")
@click.argument("version", required=False)
@formats.option("text", "json")
def command(product: str, version: str | None, form: str) -> None:
    """Show a data product, or one version's contract.

    With a VERSION, the contract is printed byte by byte as it was published, so that it can be
    saved, changed and published again.
    """
    settings = targets.settings()
    try:
        ref = parse_ref(product)
    except InvalidRequestError as error:
        console.stop(error.message, next_step=error.next_step)
    path = f"/products/{client.segment(ref.agency)}/{client.segment(ref.product)}"
    if version is not None and form == "text":
        answer = client.call(
            settings, "GET", f"{path}/versions/{client.segment(version)}.odcs.yaml"
        )
        if problem := answer.problem:
            client.refuse_to_show(settings, problem)
        sys.stdout.flush()
        sys.stdout.buffer.write(answer.body)
        return
    if form == "json":
        where = path if version is None else f"{path}/versions/{client.segment(version)}"
        answer = client.call(settings, "GET", where)
        if problem := answer.problem:
            client.refuse_to_show(settings, problem)
        console.say(answer.indented())
        return
    console.say_plainly("\n".join(_described(client.fetch(settings, path, ProductPage))))


def _described(page: ProductPage) -> list[str]:
    found = page.product
    lines = [
        f"{found.title} ({found.agency}/{found.slug})",
        *([found.summary] if found.summary else []),
        "",
        f"Agency: {found.agency_name}",
        f"Domain: {found.domain}",
        f"Visible to: {found.visibility}",
        f"Highest classification: {found.classification or 'none stated'}",
    ]
    lines += [f"{each.role}: {each.name} {each.contact}".rstrip() for each in page.people]
    lines += ["", "Versions:"]
    lines += [f"  {each.version}  {each.state}" for each in page.versions] or ["  none yet"]
    if page.contract is not None:
        lines += ["", f"Columns of {found.version}:"]
        for table in page.contract.schema:
            lines += [
                f"  {each.name}  {each.logical_type or each.physical_type or ''}".rstrip()
                for each in table.properties
            ]
    if page.uses:
        lines += ["", "Relied on by:"]
        lines += [f"  {each.agency_name}: {each.purpose}" for each in page.uses]
    return lines
