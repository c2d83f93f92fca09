"""`charter rules`: what does Charter look for, and why?"""

import itertools

import click

from contracts.catalogue import RULES, rule
from contracts.render.safe import indented
from contracts.rule import Rule
from registry.cli import console, formats


@click.command()
@click.argument("which", metavar="[CODE|NAME]", required=False)
@formats.option("text", "json")
def command(which: str | None, form: str) -> None:
    """List the rules, or explain one.

    A rule is named by its code (PROP-04) or its readable name (property-removed).
    """
    if which is None:
        _list(form)
        return
    found = rule(which)
    if found is None:
        import difflib  # only where somebody mistyped

        keys = [key for each in RULES for key in (each.code, each.name)]
        close = difflib.get_close_matches(which.lower(), [key.lower() for key in keys], n=3)
        known = {key.lower(): key for key in keys}
        meant = " or ".join(known[key] for key in close)
        console.stop(
            f"There is no rule '{which}'.",
            next_step=f"Did you mean {meant}?" if meant else "'charter rules' lists them all.",
        )
    console.say(indented(found) if form == "json" else _explained(found))


def _list(form: str) -> None:
    if form == "json":
        console.say(indented(RULES))
        return
    width = max(len(each.code) for each in RULES)
    family = ""
    for each in RULES:
        if each.family != family:
            console.say(("\n" if family else "") + each.family)
            family = each.family
        console.say(f"  {each.code:{width}}  {each.name}: {each.statement}")


def _explained(found: Rule) -> str:
    if found.judges_change:
        weight = f"Reads: {found.reads}. History and suppliers: {found.writes}."
        weight += f" Version: {found.bump}."
        if found.approvers:
            weight += f" Must agree: {', '.join(found.approvers)}."
    else:
        weight = f"Severity: {found.severity}."
    lines = [f"{found.code} {found.name}", "", found.statement, "", found.reason, ""]
    return "\n".join([*lines, f"What to do: {found.fix}", "", weight, *_shown(found.code)])


def _shown(code: str) -> list[str]:
    """Return the lines of the rule's example."""
    import difflib  # only where one rule is explained

    from contracts.examples import example

    shown = example(code)
    if shown is None:
        return []
    lines = ["", "Example", *(f"  {sentence}" for sentence in shown.context)]
    for old, new in itertools.pairwise(shown.texts):
        before, after = old.text.splitlines(), new.text.splitlines()
        changed = [*difflib.unified_diff(before, after, n=_AROUND, lineterm="")][_HEAD:]
        lines += ["", f"  From {old.version} to {new.version}:"]
        lines += ["  ..." if line.startswith("@@") else f"  {line}" for line in changed]
    return lines


_AROUND = 2  # lines that stay, around those that changed
_HEAD = 2  # lines with which difflib names its files
