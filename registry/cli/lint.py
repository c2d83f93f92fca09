"""`charter lint`: what is wrong with these contracts or data products?"""

import click

from contracts.document import UnreadableError, load
from contracts.findings import LintedFile
from contracts.lint.run import is_valid, lint
from contracts.policy import DEFAULT, Policy
from contracts.policy import linted as weighed
from registry.cli import console, files, formats, policies
from registry.cli.console import Exit


@click.command()
@click.argument("names", metavar="FILE...", nargs=-1, required=True)
@policies.option
@formats.option()
@formats.output
def command(names: tuple[str, ...], policy: Policy | None, form: str) -> int:
    """Check contracts or data products for mistakes, offline.

    Each FILE is a contract (ODCS) or a data product (ODPS) in YAML or JSON; its `kind` says which.
    `-` reads standard input. Every finding has its line and says how to mend it. Warnings make no
    file invalid.

    Exit code 3: a file is invalid. 2: a file cannot be read; the others are checked all the
    same.
    """
    code = Exit.FINE
    linted = []
    for name in names:
        try:
            source = files.read(name)
        except console.Stop as end:
            console.tell(f"charter: {end.message}")
            code = Exit.MISUSE
            continue
        linted.append(_lint(files.shown(name), source, policy or DEFAULT))
    if linted:
        formats.say_linted(form, linted)
    if code is Exit.FINE and not all(each.valid for each in linted):
        code = Exit.INVALID
    return code


def _lint(name: str, source: bytes, policy: Policy) -> LintedFile:
    try:
        findings = weighed(lint(load(source, name=name)), policy)
    except UnreadableError as error:
        return LintedFile(file=name, valid=False, findings=(error.finding,))
    return LintedFile(file=name, valid=is_valid(findings), findings=findings)
