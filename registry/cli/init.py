"""`charter init`: how does a first contract begin?"""

import uuid
from importlib.resources import files
from pathlib import Path

import click

from registry.cli import console

DEFAULT_FILE = "contract.odcs.yaml"


@click.command(name="init")
@click.argument("file", default=DEFAULT_FILE)
@click.option("--name", default="food-inspections", help="Short name of the data product.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
def command(file: str, name: str, force: bool) -> None:
    """Write a first contract to start from.

    It is valid as it stands, describes an invented table, and says beside each part what to put
    there. FILE is contract.odcs.yaml where none is named; `-` prints it. A file that is there is
    left alone without --force.
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
    console.tell(f"Wrote {file}. Change it, then run 'charter lint {file}'.")


def first_contract(name: str) -> str:
    """Return the contract for the product *name*, with an id of its own."""
    if not name.replace("-", "").replace("_", "").isalnum() or not name.isascii():
        console.stop(f"'{name}' is not a short name: use letters, digits and hyphens.")
    template = files("registry.cli").joinpath("first.odcs.yaml").read_text(encoding="utf-8")
    return (
        template.replace("{name}", name)
        .replace("{table}", name.replace("-", "_"))
        .replace("{id}", str(uuid.uuid4()))
    )
