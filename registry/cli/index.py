"""`charter index`: does the search index say what the registry holds?"""

import click

from registry import relay, upkeep
from registry.cli import console
from registry.cli.console import Exit
from registry.cli.opening import opened


@click.group(name="index")
def command() -> None:
    """Verify or rebuild the search index."""


@command.command()
def verify() -> int:
    """Compare the search index with the registry.

    Changes that the index has yet to hear of are carried over first, as a server does at its start.
    Exit code 1: they differ; `charter index rebuild` mends it.
    """
    with opened(index=True) as runtime:
        if relay.is_behind(runtime):
            console.tell("charter: The search index is missing, broken, or of another time.")
            console.tell("'charter index rebuild' mends it, and so does the start of the server.")
            return Exit.INCOMPATIBLE
        relay.drain(runtime)
        drift = upkeep.verify(runtime)
    if drift.is_clean:
        console.say(f"The search index equals the registry: {drift.documents} products.")
        return Exit.FINE
    for word, refs in (
        ("missing", drift.missing),
        ("out of date", drift.stale),
        ("not in the registry", drift.surplus),
    ):
        for ref in refs:
            console.say_plainly(f"{word}: {ref}")
    console.tell("charter: The search index differs. 'charter index rebuild' mends it.")
    return Exit.INCOMPATIBLE


@command.command()
def rebuild() -> None:
    """Build the search index anew from the registry. Searches go on with the old one meanwhile."""
    with opened(index=True) as runtime:
        count = upkeep.rebuild(runtime)
    console.say(f"The search index was built from {count} products.")
