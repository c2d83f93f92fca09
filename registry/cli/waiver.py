"""`charter waiver`: which findings does somebody answer for?"""

from datetime import datetime

import click

from registry import directory, waivers
from registry.cli import console
from registry.cli.opening import opened
from registry.identity import SYSTEM, Actor
from registry.policy_views import WaiverView
from registry.publishing import parse_ref
from registry.runtime import Runtime


@click.group(name="waiver")
def command() -> None:
    """Grant, list and take back waivers of findings."""


@command.command()
@click.argument("product", metavar="AGENCY/PRODUCT")
@click.argument("fingerprint")
@click.option("--reason", required=True, help="Why the finding need not count.")
@click.option(
    "--until",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="The last day on which it does not.",
)
@click.option(
    "--approver",
    metavar="EMAIL",
    required=True,
    help="Who answers for it: the agency's chief data officer, and not the one who publishes.",
)
def grant(product: str, fingerprint: str, reason: str, until: datetime, approver: str) -> None:
    """Waive the finding with FINGERPRINT on AGENCY/PRODUCT.

    The finding is shown all the same, with who waived it, why and until when.
    'charter check FILE --format json' shows the fingerprints.
    """
    with opened() as runtime:
        actor = _person(runtime, approver)
        made = waivers.grant(
            runtime, actor, parse_ref(product), fingerprint, reason=reason, until=until.date()
        )
    console.tell(f"{made.approver} answers for {fingerprint} on {product} until {made.until}.")


@command.command()
@click.argument("product", metavar="AGENCY/PRODUCT")
@click.argument("fingerprint")
@click.option("--reason", required=True, help="Why the finding counts again.")
@click.option("--approver", metavar="EMAIL", required=True, help="Who takes it back.")
def revoke(product: str, fingerprint: str, reason: str, approver: str) -> None:
    """Take back what waives the finding with FINGERPRINT on AGENCY/PRODUCT."""
    with opened() as runtime:
        actor = _person(runtime, approver)
        waivers.revoke(runtime, actor, parse_ref(product), fingerprint, reason=reason)
    console.tell(f"{fingerprint} on {product} counts again from the next check on.")


@command.command("list")
@click.argument("product", metavar="AGENCY/PRODUCT")
def listed(product: str) -> None:
    """List the waivers on AGENCY/PRODUCT, newest first, ended ones as well."""
    with opened() as runtime:
        found = waivers.waivers(runtime, SYSTEM, parse_ref(product))
    for each in found:
        console.say_plainly(f"{each.fingerprint}  {_end(each)}  {each.approver}  {each.reason}")


def _end(waiver: WaiverView) -> str:
    if waiver.ended_at is not None and waiver.ended_by:
        return f"taken back {waiver.ended_at.date()} by {waiver.ended_by}"
    return f"{'ended' if waiver.is_over else 'until'} {waiver.until}"


def _person(runtime: Runtime, email: str) -> Actor:
    people = {each.contact.casefold(): each for each in directory.people(runtime)}
    found = people.get(email.casefold())
    if found is None:
        console.stop(f"Nobody with a role has the address '{email}'.")
    return directory.actor_for_person(runtime, found.id)
