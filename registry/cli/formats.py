"""In which form does a verdict go out, and where to? As text for people, or a form for machines."""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from contracts.findings import Finding, LintedFile, Report
from registry.cli import console, files

if TYPE_CHECKING:
    from contracts.render.checked import CheckedFile

FORMATS = ("text", "json", "markdown", "github", "gitlab", "sarif", "junit")
JUDGED = (*FORMATS, "omds")
"""The forms of a verdict on one change: some have no way to speak of mistakes, or of several."""


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


def output(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the `--output` option. The command takes no argument for it: `write` knows."""
    option = click.option(
        "--output",
        metavar="FILE",
        expose_value=False,
        callback=_remember,
        help="Write the result to FILE instead of printing it.",
    )
    return option(function)


def say_linted(form: str, linted: Sequence[LintedFile]) -> None:
    """Print what lint found; beside the result where the form has no way to say it."""
    if form not in FORMATS:
        for line in _renderer("text").linted(linted).splitlines():
            console.tell(line)
        return
    write(_renderer(form).linted(linted, **_extras(form)))


def say_judged(
    form: str, report: Report, *, file: str, title: str, lint: Sequence[Finding] = ()
) -> None:
    """Print the verdict on a change."""
    extras = _extras(form)
    write(_renderer(form).judged(report, file=file, title=title, lint=lint, **extras))


def say_checked(
    form: str, found: Sequence["CheckedFile"], notices: Sequence[str], *, noun: str = "contract"
) -> None:
    """Print one report on several contracts, or on several of what *noun* says."""
    from contracts.render.checked import checked  # loads two renderers, and only check needs it

    write(checked(form, found, notices=notices, noun=noun, **_extras(form)))


def write(text: str) -> None:
    """Print *text*, which ends its last line itself, or put it where `--output` says.

    A file holds everything that the command would have printed. Raises: Stop.
    """
    wanted = _wanted()
    if wanted is None:
        console.say(text, end="")
        return
    wanted.append(text)
    name, *texts = wanted
    files.write(name, "".join(texts))


_KEY = "charter.output"


def _remember(context: click.Context, _parameter: click.Parameter, name: str | None) -> None:
    if name is not None:
        context.meta[_KEY] = [name]


def _wanted() -> list[str] | None:
    """Return the file of `--output` and what is in it so far, None without the option."""
    context = click.get_current_context(silent=True)
    return context.meta.get(_KEY) if context else None


def _renderer(form: str) -> Any:
    """Return the module; they share two signatures, which no type of a module can say."""
    return import_module(f"contracts.render.{form}")


def _extras(form: str) -> dict[str, bool]:
    is_colourful = form == "text" and _wanted() is None and console.is_colourful()
    return {"colour": is_colourful} if form == "text" else {}
