"""Which commands are there? The group names them all and imports the one that is called."""

import gc
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import click

from registry.cli import console

COMMANDS = {
    "lint": "Check contracts or data products for mistakes, offline.",
    "diff": "Judge a change between two contracts or data products, offline.",
    "init": "Write a first contract to start from.",
    "check": "Ask the registry what publishing would do.",
    "comment": "Put a report into the pull request, once.",
    "publish": "Publish a contract, or a folder of them.",
    "search": "Find data products.",
    "show": "Show a data product, or one version's contract.",
    "rules": "List the rules, or explain one.",
    "serve": "Run the registry.",
    "worker": "Deliver notices, for servers that run with --no-worker.",
    "demo": "Load the State of Meridian, an invented state to try things with.",
    "db": "Prepare and verify the database.",
    "index": "Verify or rebuild the search index.",
    "outbox": "List, retry and drop notices that are not delivered.",
    "backup": "Write everything in the registry to one file, while it is running.",
    "restore": "Read a backup into an empty place, and bring it up to date with this Charter.",
    "agency": "Add and list agencies.",
    "version": "Activate, withdraw, deprecate and retire versions, in somebody's name.",
    "policy": "Show and set what the registry, an agency, or one product insists on.",
    "simulate": "Replay the published history under another policy.",
    "waiver": "Grant, list and take back waivers of findings.",
    "use": "Declare, list and end what agencies rely on.",
    "role": "Appoint people, list who holds which role, and withdraw it.",
    "token": "Issue, rotate, list and revoke robot tokens.",
}
"""Every command with its first line of help, which a test holds against the command's own."""

_COLLECT_AFTER = 50_000
"""Objects between two garbage collections; the usual 700 cost a short command a tenth more."""

_EPILOG = """\b
Exit codes:
  0  fine
  1  incompatible: the change may not go out like this
  2  misuse: a wrong argument or setting, or you may not do this
  3  invalid contract
  4  the registry cannot be reached, or cannot answer now
  70 a fault in Charter itself
"""


class LazyGroup(click.Group):
    """A group that knows its commands by name and loads the one that is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in the order people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of the command; its `command` is the command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"registry.cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = "charter",
        complete_var: str | None = None,
        standalone_mode: bool = True,  # noqa: FBT002 (the signature is click's)
        **extra: Any,
    ) -> Any:
        """Run a command and leave with its exit code, whatever the terminal and the input are."""
        gc.set_threshold(_COLLECT_AFTER)
        console.prepare()
        sys.exit(
            console.guarded(
                lambda: super(LazyGroup, self).main(
                    args, prog_name, complete_var, standalone_mode=False, **extra
                )
            )
        )


@click.group(
    name="charter",
    cls=LazyGroup,
    epilog=_EPILOG,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(package_name="charter", message="charter %(version)s")
def main() -> None:
    """Charter: contracts for the data that agencies share.

    lint, diff, init and rules work offline. check, publish, search and show talk to the registry
    at CHARTER_URL with the token in CHARTER_TOKEN. serve, worker, demo, db, index, outbox, backup,
    restore, agency, version, policy, simulate, waiver, use, role and token open the database in
    CHARTER_HOME.
    """
