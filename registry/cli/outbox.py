"""`charter outbox`: what could not be delivered, and what is to become of it?"""

import click

from contracts.render.safe import visible
from registry import outbox
from registry.cli import console
from registry.cli.opening import opened
from registry.identity import SYSTEM
from registry.notice_views import LetterView


@click.group(name="outbox")
def command() -> None:
    """List, retry and drop notices that are not delivered."""


@command.command("list")
def listed() -> None:
    """List what waits to be delivered, dead letters first.

    A dead letter was tried ten times. Its product goes on without it, until somebody retries or
    drops it.
    """
    with opened() as runtime:
        letters = outbox.letters(runtime, SYSTEM)
        waiting, dead = outbox.lag(runtime)[0], outbox.dead_letters(runtime)
    for each in letters:
        console.say(visible(_line(each)))
    shown = f", the first {len(letters)} are shown" if len(letters) < waiting + dead else ""
    console.tell(f"{waiting} to be delivered, {dead} dead{shown}.")


@command.command()
@click.argument("letter", metavar="[ID]", type=int, required=False)
@click.option("--all", "every", is_flag=True, help="Every dead letter.")
def retry(letter: int | None, every: bool) -> None:
    """Try to deliver ID anew, or every dead letter. It comes before what waits behind it."""
    if (letter is None) is not every:
        console.stop("Name one ID, or say --all.", next_step="'charter outbox list' shows them.")
    with opened() as runtime:
        count = outbox.retry(runtime, SYSTEM, letter)
    console.tell(f"{count} will be tried again.")


@command.command()
@click.argument("letter", metavar="ID", type=int)
@click.option("--reason", required=True, help="Why nobody is told. The audit trail keeps it.")
def drop(letter: int, reason: str) -> None:
    """Give ID up for good: nobody is told of its event."""
    with opened() as runtime:
        outbox.drop(runtime, SYSTEM, letter, reason=reason)
    console.tell(f"{letter} is dropped.")


def _line(letter: LetterView) -> str:
    state = "waits"
    if letter.dead_at:
        state = f"dead since {letter.dead_at:%Y-%m-%d %H:%M}"
    elif letter.next_at:
        state = f"again at {letter.next_at:%Y-%m-%d %H:%M:%S}"
    tried = f"  tried {letter.attempts} times: {letter.trouble}" if letter.attempts else ""
    return f"{letter.id}  {state}  {letter.product}  {letter.event}{tried}"
