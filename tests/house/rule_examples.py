"""What do the pages of the rules show? The folders of `compat` and `lint` in `tests/data`."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec
import yaml

from contracts.examples import COLLECTED, Example, Text
from tests.contracts.compat.rule_folders import FOLDERS

LINT = Path(__file__).parents[1] / "data" / "lint"


def collected() -> bytes:
    """Return the examples of all rules as `contracts.examples` reads them, a rule on each line."""
    lines = [
        f'"{folder.name}":{msgspec.json.encode(example).decode()}'
        for folder, example in (
            *((folder, _example(folder)) for folder in FOLDERS),
            *((folder, _of_one_contract(folder)) for folder in sorted(LINT.iterdir())),
        )
    ]
    return ("{\n" + ",\n".join(lines) + "\n}\n").encode()


def _example(folder: Path) -> Example:
    path = folder / "context.yaml"
    context = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    names = [*context.pop("history", ()), "before.yaml", "after.yaml"]
    texts = [(folder / name).read_text(encoding="utf-8") for name in names]
    return Example(
        context=tuple(_sentences(context)),
        texts=tuple(
            Text(version=str(yaml.safe_load(text).get("version", "")), text=text) for text in texts
        ),
    )


def _of_one_contract(folder: Path) -> Example:
    labels = {"bad.yaml": "what it finds", "good.yaml": "what it leaves alone"}
    return Example(
        texts=tuple(
            Text(version=label, text=(folder / name).read_text(encoding="utf-8"))
            for name, label in labels.items()
        )
    )


def _sentences(context: dict[str, Any]) -> Iterable[str]:
    """Return what the context of a folder says, in plain words."""
    for key, value in context.items():
        if key == "today":
            yield f"It is judged on {value}."
        elif key == "published":
            since = [f"{version} since {day}" for version, day in value.items()]
            yield f"In force: {', '.join(since)}."
        elif key == "uses":
            for use in value:
                reads = ", ".join(use.get("columns", ())) or "nobody knows what"
                yield f"{use['agency']} uses it for {use['purpose']} and reads {reads}."
        else:
            yield f"{key}: {value}."
    if "today" in context and not context.get("uses"):
        yield "Nobody has declared to use it."


if __name__ == "__main__":
    COLLECTED.write_bytes(collected())
