"""What do the README's tables say? Each is made from the code, and `make fix` writes them anew."""

import ast
import re
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from contracts.catalogue import RULES
from contracts.rule import Rule
from registry.cli import COMMANDS, main
from registry.settings import MEANINGS

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"

FOLDERS = (
    "contracts",
    "contracts/reader",
    "contracts/lint",
    "contracts/compat",
    "contracts/render",
    "search",
    "registry",
    "registry/store",
    "registry/api",
    "registry/cli",
    "registry/demo",
    "ui",
    "ui/pages",
)
"""The packages a newcomer should know, in the order of the dependencies."""


def with_tables(text: str) -> str:
    """Return the text of the README with every table as it should be."""
    for name, table in TABLES.items():
        begin, end = f"<!-- {name} -->", f"<!-- /{name} -->"
        pattern = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
        made = f"{begin}\n{table()}\n{end}"
        text, count = pattern.subn(lambda _, made=made: made, text)
        if count != 1:
            message = f"README.md must hold {begin} and {end} once"
            raise ValueError(message)
    return text


def _settings() -> str:
    return _table("name", "meaning", ((f"`{name}`", text) for name, text in MEANINGS.items()))


def _commands() -> str:
    context = click.Context(main, info_name="charter", **main.context_settings)
    with context:
        overview = main.get_help(context)
    usages = [_usage(name) for name in COMMANDS]
    return f"```\n$ charter --help\n{overview}\n```\n\n" + "```\n" + "\n".join(usages) + "\n```"


def _usage(name: str) -> str:
    command = main.get_command(click.Context(main), name)
    if isinstance(command, click.Group):
        parts = [_line(f"{name} {each}", command.commands[each]) for each in command.commands]
        return "\n".join(parts)
    return _line(name, command)


def _line(name: str, command: click.Command) -> str:
    context = click.Context(command)
    return " ".join(["charter", name, *command.collect_usage_pieces(context)])


def _rules() -> str:
    families: dict[str, list[Rule]] = {}
    for rule in RULES:
        families.setdefault(rule.family, []).append(rule)
    rows = [
        (
            f"`{each[0].code}` to `{each[-1].code}`",
            "two versions" if each[0].judges_change else "one contract",
            family.lower(),
            str(len(each)),
        )
        for family, each in families.items()
    ]
    return _table("codes", "look at", "about", "rules", rows)


def _folders() -> str:
    rows = [(f"`{folder}/`", _question(ROOT / folder)) for folder in FOLDERS]
    rows += [
        ("`deploy/`", "How do others run it? As a service, and in pipelines that check contracts."),
        (
            "`tests/`",
            "The same packages; `features/` from outside, `browser/`, `house/` for what can rot.",
        ),
    ]
    return _table("folder", "what it answers", rows)


def _question(folder: Path) -> str:
    docstring = ast.get_docstring(ast.parse((folder / "__init__.py").read_text()))
    return (docstring or "").split("\n\n")[0].replace("\n", " ")


def _table(*columns_and_rows: str | Iterable[tuple[str, ...]]) -> str:
    *columns, rows = columns_and_rows
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines)


TABLES: dict[str, Callable[[], str]] = {
    "settings": _settings,
    "commands": _commands,
    "rules": _rules,
    "folders": _folders,
}

if __name__ == "__main__":
    README.write_text(with_tables(README.read_text()))
