"""In which form does a verdict go out? As text for people, or in a form for machines."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import click

from contracts.findings import Finding, LintedFile, Report
from registry.cli import console

FORMATS = ("text", "json", "markdown", "github")


def option(*names: str) -> Callable[[Any], Any]:
    """Return the `--format` option with the forms *names*; all of them when none is named."""
    return click.option(
        "--format",
        "form",
        type=click.Choice(names or FORMATS),
        default="text",
        show_default=True,
        help="How to print the result.",
    )


def say_linted(form: str, files: Sequence[LintedFile]) -> None:
    """Print what lint found."""
    console.say(_renderer(form).linted(files, **_extras(form)), end="")


def say_judged(
    form: str, report: Report, *, file: str, title: str, lint: Sequence[Finding] = ()
) -> None:
    """Print the verdict on a change."""
    extras = _extras(form)
    console.say(_renderer(form).judged(report, file=file, title=title, lint=lint, **extras), end="")


def _renderer(form: str) -> Any:
    """Return the module; they share two signatures, which no type of a module can say."""
    return import_module(f"contracts.render.{form}")


def _extras(form: str) -> dict[str, bool]:
    return {"colour": console.is_colourful()} if form == "text" else {}
