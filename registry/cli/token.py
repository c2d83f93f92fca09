"""`charter token`: which robots may act for an agency?"""

import sys
from datetime import timedelta

import click

from contracts.render.safe import visible
from registry import tokens as robots
from registry.addresses import MAX_SLUG
from registry.cli import console
from registry.cli.opening import opened
from registry.identity import SYSTEM


@click.group(name="token")
def command() -> None:
    """Issue, rotate, list and revoke robot tokens."""


@command.command()
@click.argument("agency", metavar="AGENCY")
@click.option("--name", help="What the token is for, such as 'beds pipeline'.")
@click.option(
    "--scope",
    "scopes",
    multiple=True,
    type=click.Choice(("publish", "read")),
    default=("publish", "read"),
    show_default=True,
    help="What it may do with the agency's products.",
)
@click.option("--days", default=90, show_default=True, help="How long it is valid, 1 to 365.")
def issue(agency: str, name: str | None, scopes: tuple[str, ...], days: int) -> None:
    """Issue a token that publishes for AGENCY. It is printed this once, and stored as a digest.

    The token alone goes to standard output: export CHARTER_TOKEN=$(charter token issue doh). What
    it publishes is shown as by its name, "robot of AGENCY" where none is given.
    """
    name = name or f"robot of {visible(agency)[:MAX_SLUG]}"  # as it is, where there is such a one
    with opened() as runtime:
        issued = robots.issue_token(runtime, SYSTEM, agency, scopes=scopes, days=days, name=name)
    console.say(issued.token)
    expires = issued.expires_at.date().isoformat()
    console.tell(f"Token {issued.id} of {agency}, valid until {expires}. It is not shown again.")
    if sys.stdout.isatty():
        console.tell("Put it into CHARTER_TOKEN, and nowhere into a repository.")


@command.command("list")
@click.argument("agency", metavar="AGENCY")
def listed(agency: str) -> None:
    """List the tokens of AGENCY, newest first, ended ones as well."""
    with opened() as runtime:
        tokens = robots.tokens(runtime, SYSTEM, agency)
        today = runtime.clock()
    for each in tokens:
        if each.revoked_at:
            end = f"revoked {each.revoked_at.date()}"
        else:
            end = f"{'until' if each.expires_at > today else 'expired'} {each.expires_at.date()}"
        used = f"used {each.last_used_at.date()}" if each.last_used_at else "never used"
        console.say(visible(f"{each.id}  {end}  {used}  {' '.join(each.scopes)}  {each.name}"))


@command.command()
@click.argument("agency", metavar="AGENCY")
@click.argument("token_id", metavar="ID")
@click.option("--overlap", "hours", default=24, show_default=True, help="Hours it stays valid.")
def rotate(agency: str, token_id: str, hours: int) -> None:
    """Issue a token of AGENCY in the place of ID, which stays valid for a day.

    The new one has the same name, scopes and life, and is printed this once. Give it to whatever
    shows the old one, before that ends; --overlap 0 ends it at once.
    """
    with opened() as runtime:
        issued = robots.rotate_token(
            runtime, SYSTEM, agency, token_id, overlap=timedelta(hours=hours)
        )
    console.say(issued.token)
    expires = issued.expires_at.date().isoformat()
    console.tell(f"Token {issued.id} of {agency}, valid until {expires}. It is not shown again.")
    console.tell(f"{token_id} ends in {hours} hours." if hours else f"{token_id} has ended.")


@command.command()
@click.argument("agency", metavar="AGENCY")
@click.argument("token_id", metavar="ID")
def revoke(agency: str, token_id: str) -> None:
    """End a token of AGENCY at once. ID is what `charter token list` shows, not the token."""
    with opened() as runtime:
        robots.revoke_token(runtime, SYSTEM, agency, token_id)
    console.tell(f"Token {token_id} of {agency} is revoked.")
