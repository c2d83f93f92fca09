"""`charter init`: how does a first contract begin?"""

import shlex
import uuid
from importlib.resources import files
from pathlib import Path

import click

from registry.cli import console

DEFAULT_FILE = "contract.odcs.yaml"


@click.command(name="init")
@click.argument("file", default=DEFAULT_FILE)
@click.option("--name", default="my-data-product", help="Short name of the data product.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(file: str, name: str, force: bool) -> None:
    """Write a first contract to start from.

    It is a draft that can be published as it stands, and says in <angle brackets> what to put
    where; as long as one is left, it cannot become active. FILE is contract.odcs.yaml where none is
    named; `-` prints it. A file that is there is left alone without --force.
    """
    text = first_contract(name)
    if file == "-":
        console.say(text, end="")
        return
    path = Path(file)
    try:
        with path.open("w" if force else "x", encoding="utf-8") as target:
            target.write(text)
    except FileExistsError:
        console.stop(f"'{file}' is there already.", next_step="--force writes over it.")
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "this is not a file name"
        console.stop(f"'{file}' cannot be written: {reason}.")
    console.tell(f"Wrote {file}. Replace what is in <angle brackets>, then run:")
    console.tell(f"charter lint {shlex.quote(file)}")


def first_contract(name: str) -> str:
    """Return the contract for the product *name*, with an id of its own."""
    if not name.replace("-", "").replace("_", "").isalnum() or not name.isascii():
        console.stop(f"'{name}' is not a short name: use letters, digits and hyphens.")
    title = name.replace("-", " ").replace("_", " ").strip()
    template = files("registry.cli").joinpath("first.odcs.yaml").read_text(encoding="utf-8")
    return (
        template.replace("{name}", name)
        .replace("{title}", title[:1].upper() + title[1:])
        .replace("{table}", name.replace("-", "_"))
        .replace("{id}", str(uuid.uuid4()))
    )
