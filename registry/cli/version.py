"""`charter version`: how does a version go on after it was published?"""

from collections.abc import Callable
from functools import partial

import click

from registry import directory, lifecycle
from registry.addresses import Ref, parse_ref
from registry.cli import console
from registry.cli.opening import opened
from registry.identity import Actor
from registry.runtime import Runtime
from registry.views import Receipt


@click.group(name="version")
def command() -> None:
    """Activate, withdraw, deprecate and retire versions, in somebody's name.

    That of a person who may: the product's owner, or the agency's chief data officer.
    """


_PRODUCT = click.argument("product", metavar="AGENCY/PRODUCT")
_NUMBER = click.argument("number", metavar="VERSION")
_BY = click.option("--by", "email", metavar="EMAIL", required=True, help="Who decides this.")
_REASON = click.option("--reason", required=True, help="Why, for those who read the history.")


@command.command()
@_PRODUCT
@_NUMBER
@_BY
def activate(product: str, number: str, email: str) -> None:
    """Put the proposed VERSION in force. It is judged once more, as it would be today."""
    _step(lifecycle.activate, product, number, email)


@command.command()
@_PRODUCT
@_NUMBER
@_BY
@_REASON
def withdraw(product: str, number: str, email: str, reason: str) -> None:
    """Take the proposed VERSION back. It stays readable, and its number stays used."""
    _step(partial(lifecycle.withdraw, reason=reason), product, number, email)


@command.command()
@_PRODUCT
@_NUMBER
@_BY
@_REASON
def deprecate(product: str, number: str, email: str, reason: str) -> None:
    """Say that the active VERSION will end."""
    _step(partial(lifecycle.deprecate, reason=reason), product, number, email)


@command.command()
@_PRODUCT
@_NUMBER
@_BY
@_REASON
def retire(product: str, number: str, email: str, reason: str) -> None:
    """End the deprecated VERSION, and what is left of its major line."""
    _step(partial(lifecycle.retire, reason=reason), product, number, email)


def _step(
    step: Callable[[Runtime, Actor, Ref, str], Receipt], product: str, number: str, email: str
) -> None:
    with opened() as runtime:
        person = directory.known_person(runtime, email)
        actor = directory.actor_for_person(runtime, person)
        receipt = step(runtime, actor, parse_ref(product), number)
    for notice in receipt.notices:
        console.tell(notice)
