"""`charter role`: who holds which role?"""

from datetime import datetime

import click

from registry import directory, roles
from registry.cli import console
from registry.cli.opening import opened
from registry.identity import SYSTEM, RoleName
from registry.permissions import words
from registry.roles import STATE


@click.group(name="role")
def command() -> None:
    """Appoint people, list who holds which role, and withdraw it.

    In an agency, for one of its products, or with '*' for the whole state.
    """


@command.command()
@click.argument("scope", metavar="AGENCY[/PRODUCT]")
@click.argument("email")
@click.argument("role", type=click.Choice([each.value for each in RoleName]), metavar="ROLE")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="The last day. Default: no end.")
@click.option("--name", help="Enter the person under this name first, if nobody has the address.")
def give(scope: str, email: str, role: str, until: datetime | None, name: str | None) -> None:
    """Appoint the person with the address EMAIL as ROLE for AGENCY[/PRODUCT].

    Whoever holds the role already goes on to hold it up to the new end.
    """
    agency = scope.partition("/")[0]
    with opened() as runtime:
        roles.require_appointing(SYSTEM, RoleName(role), scope)
        end = roles.end_of(until.date()) if until else None
        if name and directory.person_id(runtime, email) is None:
            home = None if agency == STATE else agency
            directory.create_person(runtime, SYSTEM, name=name, email=email, agency=home)
        person = directory.known_person(runtime, email)
        made = roles.assign(runtime, SYSTEM, person, RoleName(role), scope, until=end)
    last = f"until {made.last_day}" if made.last_day else "without an end"
    console.tell(f"{made.name} is {words(role)} of {made.scope}, {last}.")


@command.command("list")
@click.argument("agency", metavar="AGENCY")
def listed(agency: str) -> None:
    """List who holds which role in AGENCY, and for its products."""
    with opened() as runtime:
        found = roles.holders(runtime, SYSTEM, agency)
    for each in found:
        last = f"until {each.last_day}" if each.last_day else "no end"
        console.say_plainly(
            f"{each.id:4}  {each.role.value}  {each.scope}  {each.name} <{each.contact}>  "
            f"since {each.since.date()}  {last}"
        )


@command.command()
@click.argument("agency", metavar="AGENCY")
@click.argument("role_id", metavar="ID", type=int)
def withdraw(agency: str, role_id: int) -> None:
    """End the role ID in AGENCY at once. ID is what `charter role list` shows."""
    with opened() as runtime:
        roles.withdraw(runtime, SYSTEM, agency, role_id)
    console.tell(f"The role {role_id} in {agency} has ended.")
