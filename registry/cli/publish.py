"""`charter publish`: put a contract into force, or say why it may not go out."""

from pathlib import Path
from urllib.parse import urljoin

import click

from contracts.render.safe import indented
from registry.cli import client, console, files, folders, formats, targets
from registry.cli.console import Exit
from registry.cli.folders import SUFFIXES, contracts_in
from registry.settings import Settings
from registry.views import Receipt

_EXIT_CODES = """\b
Exit codes, the highest of a folder:
  0  published, or there already
  1  the change may not go out like this, or the version number is taken
  2  you may not publish this, or the product is not clear
  3  the contract is invalid
  4  the registry cannot be reached, or cannot answer now
"""


@click.command(epilog=_EXIT_CODES)
@click.argument("name", metavar="FILE|FOLDER")
@targets.options
@formats.option(*formats.JUDGED)
@formats.output
def command(name: str, agency: str | None, product: str | None, form: str) -> int:
    """Publish a contract, or a folder of them.

    FILE is a contract in YAML or JSON; `-` reads standard input. In a FOLDER, every file that ends
    in .odcs.yaml, .odcs.yml or .odcs.json is published, in the order of the names (2.9.0 before
    2.10.0). The contract's own `version` and `status` say what becomes of it; a breaking change
    under the right version number is stored as proposed and waits for its owner to activate it.
    """
    settings = targets.settings()
    path = targets.path(settings, agency, product, "contract")
    if name == "-" or not folders.is_folder(name):
        return _publish(settings, path, name, form, is_brief=False)
    found = contracts_in(Path(name))
    if not found:
        console.stop(f"'{name}' holds no file that ends in {', '.join(SUFFIXES)}.")
    if product:
        console.stop("--product names one product, and a folder may hold contracts of several.")
    codes = [_publish(settings, path, str(file), form, is_brief=True) for file in found]
    fine = codes.count(Exit.FINE)
    console.tell(f"{fine} of {len(codes)} contracts published or there already.")
    return max(codes)


def _publish(settings: Settings, path: str, name: str, form: str, *, is_brief: bool) -> int:
    """Publish one contract. *is_brief* leaves the report out where the contract went in."""
    method = "PUT" if path.startswith("/products/") else "POST"
    answer = client.call(settings, method, path, body=files.read(name))
    if problem := answer.problem:
        return targets.say_refusal(form, problem, file=files.shown(name))
    receipt = answer.decode(Receipt)
    if form == "json":
        formats.write(f"{indented(receipt)}\n")
        return Exit.FINE
    title = f"{receipt.product} {receipt.version}"
    if receipt.created and not is_brief:
        shown = files.shown(name)
        formats.say_judged(form, receipt.report, file=shown, title=title, lint=receipt.lint)
    for line in _outcome(receipt, title, settings.url, is_brief=is_brief):
        console.tell(line)
    targets.tell_similar(receipt.similar)
    return Exit.FINE


def _outcome(receipt: Receipt, title: str, url: str, *, is_brief: bool) -> list[str]:
    if not receipt.created:
        return [f"{title} was there already."]
    first = f"{title} is {receipt.state}."
    return [first] if is_brief else [first, *receipt.notices, f"See {urljoin(url, receipt.url)}"]
