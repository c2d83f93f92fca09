"""Which policy was named on the command line? The one that the file states."""

from collections.abc import Callable
from typing import Any

import click

from contracts.policy import Policy
from registry.cli import console, files
from registry.cli.console import Exit, Stop


def option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the `--policy` option; the command gets the policy, or None."""
    added = click.option(
        "--policy",
        metavar="FILE",
        callback=lambda _context, _parameter, name: read(name) if name else None,
        help="Weigh findings as the policy in FILE says.",
    )
    return added(function)


def read(name: str) -> Policy:
    """Return the policy in the file *name*. Raises: Stop, after a line for each mistake."""
    from contracts.policy_document import PolicyError, read_policy  # knows every rule

    source = files.read(name)
    try:
        return read_policy(source)
    except PolicyError as error:
        for problem in error.problems[:-1]:
            console.tell(f"charter: {files.shown(name)}: {problem}")
        raise Stop(f"{files.shown(name)}: {error.problems[-1]}", code=Exit.MISUSE) from error
