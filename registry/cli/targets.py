"""Which product is meant, and what does a refusal of its contract look like?"""

import os
from collections.abc import Callable, Sequence
from typing import Any

import click

from contracts.findings import LintedFile
from registry import settings as environment
from registry.addresses import parse_ref
from registry.cli import client, console, formats
from registry.cli.console import Exit
from registry.errors import InvalidRequestError
from registry.settings import Settings
from registry.views import SimilarView

INVALID = {"invalid-contract", "too-large", "unsupported-media-type"}
"""Problems that are the contract's own."""

INCOMPATIBLE = {
    "incompatible-change",
    "version-exists",
    "contract-id-taken",
    "verdict-changed",
    "conflict",
}
"""Problems of the contract with what is in force."""


def options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that say which product is meant."""
    agency = click.option(
        "--agency", metavar="SLUG", help="Agency of the product. Default: CHARTER_AGENCY, or yours."
    )
    product = click.option(
        "--product", metavar="AGENCY/SLUG", help="The product, where the contract's name is not it."
    )
    return agency(product(function))


def settings() -> Settings:
    """Return the settings of the environment. Ends the command where one is wrong."""
    try:
        return environment.load(os.environ)
    except environment.SettingsError as error:
        console.stop(str(error))


def path(settings: Settings, agency: str | None, product: str | None, what: str) -> str:
    """Return the address to send a contract to: *what* is `contract` or `checks`."""
    if product:
        try:
            ref = parse_ref(product)
        except InvalidRequestError as error:
            console.stop(error.message, next_step=error.next_step)
        return f"/products/{client.segment(ref.agency)}/{client.segment(ref.product)}/{what}"
    plural = "contracts" if what == "contract" else what
    return f"/{plural}{client.query(agency=agency or settings.agency)}"


def say_refusal(form: str, problem: client.Problem, *, file: str) -> int:
    """Print why the registry does not take a contract, and return the exit code it amounts to."""
    code = code_of(problem.slug)
    if code is Exit.MISUSE:
        client.refuse(problem)
    console.tell(f"charter: {problem.detail}")
    if problem.next_step:
        console.tell(problem.next_step)
    if problem.report is not None:
        formats.say_judged(form, problem.report, file=file, title=file, lint=problem.findings)
    elif problem.findings:
        linted = LintedFile(file=file, valid=False, findings=problem.findings)
        formats.say_linted(form, [linted])
    return code


def tell_similar(found: Sequence[SimilarView]) -> None:
    """Tell what is there already, beside the result."""
    if found:
        console.tell("Is this there already? Nothing keeps you from publishing it all the same.")
    for each in found:
        console.tell(f"  {each.ref} ({each.title}): {each.why}")


def code_of(slug: str) -> Exit:
    """Return the exit code of a problem."""
    if slug in INVALID:
        return Exit.INVALID
    return Exit.INCOMPATIBLE if slug in INCOMPATIBLE else Exit.MISUSE
