"""`charter check`: what would publishing this contract do?"""

import click

from contracts.findings import Outcome
from registry.cli import client, files, formats, targets
from registry.cli.console import Exit
from registry.views import Review


@click.command()
@click.argument("name", metavar="FILE")
@targets.options
@formats.option()
def command(name: str, agency: str | None, product: str | None, form: str) -> int:
    r"""Ask the registry what publishing would do.

    FILE is a contract in YAML or JSON; `-` reads standard input. It is judged against what is in
    force in the registry, exactly as `charter publish` would, and nothing is stored. The contract
    names its product by `dataProduct`, else by `name`.

    \b
    Exit codes:
      0  it may be published; a breaking change that says so waits for its owner
      1  the change may not go out like this
      2  you may not ask this, or the product is not clear
      3  the contract is invalid
      4  the registry cannot be reached
    """
    settings = targets.settings()
    body = files.read(name)
    answer = client.call(
        settings, "POST", targets.path(settings, agency, product, "checks"), body=body
    )
    if problem := answer.problem:
        return targets.say_refusal(form, problem, file=files.shown(name))
    review = answer.decode(Review)
    title = f"{review.product} {review.version}"
    formats.say_judged(form, review.report, file=files.shown(name), title=title, lint=review.lint)
    if not review.valid:
        return Exit.INVALID
    return Exit.INCOMPATIBLE if review.report.outcome is Outcome.REJECTED else Exit.FINE
