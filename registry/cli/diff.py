"""`charter diff`: may this contract follow that one?"""

import click

from contracts.compat.judge import judge
from contracts.document import Document, UnreadableError, load
from contracts.findings import LintedFile, Outcome
from contracts.policy import DEFAULT, Mode, Policy
from registry.cli import files, formats, policies
from registry.cli.console import Exit, stop


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode], case_sensitive=False),
    help="FORWARD protects consumers, BACKWARD history and suppliers, FULL both. "
    f"Default: {DEFAULT.mode.value}.",
)
@policies.option
@formats.option(*formats.JUDGED)
@formats.output
def command(old: str, new: str, mode: str | None, policy: Policy | None, form: str) -> int:
    """Judge a change between two contracts, offline.

    OLD is what people rely on, NEW what you would like to publish; `-` reads one of them from
    standard input. A breaking change is fine (exit code 0) where NEW carries the version number
    that says so: it then waits for its owner to activate it.

    Exit code 1: the change may not go out like this. 3: a file is not a readable contract.
    """
    if mode and policy:
        stop("--mode and --policy both say whom to protect.", next_step="Leave one of them out.")
    weighing = policy or Policy(mode=Mode(mode.upper()) if mode else DEFAULT.mode)
    documents = []
    for name in (old, new):
        try:
            documents.append(load(files.read(name), name=name))
        except UnreadableError as error:
            broken = LintedFile(file=files.shown(name), valid=False, findings=(error.finding,))
            formats.say_linted(form, [broken])
            return Exit.INVALID
    before, after = documents
    report = judge(after, [before], weighing)
    formats.say_judged(form, report, file=files.shown(new), title=_title(after))
    return Exit.INCOMPATIBLE if report.outcome is Outcome.REJECTED else Exit.FINE


def _title(document: Document) -> str:
    names = (document.tree.get(key) for key in ("name", "dataProduct", "id", "version"))
    name, product, identity, version = (text if isinstance(text, str) else "" for text in names)
    return f"{name or product or identity or 'The contract'} {version}".strip()
