"""`charter diff`: may this contract, or data product, follow that one?"""

import click

from contracts.compat.judge import judge
from contracts.document import Document, UnreadableError, load
from contracts.findings import LintedFile, Outcome, Report
from contracts.kinds import is_product
from contracts.policy import DEFAULT, Mode, Policy
from registry.cli import files, formats, policies
from registry.cli.console import Exit, stop


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode], case_sensitive=False),
    help="FORWARD protects consumers, BACKWARD history and suppliers, FULL both. "
    f"Default: {DEFAULT.mode.value}.",
)
@click.option(
    "--contracts",
    "folder",
    metavar="FOLDER",
    help="Judge the contracts behind a product's output ports as well, found in FOLDER by `id` "
    "and `version`.",
)
@policies.option
@formats.option(*formats.JUDGED)
@formats.output
def command(
    old: str, new: str, mode: str | None, folder: str | None, policy: Policy | None, form: str
) -> int:
    """Judge a change between two contracts or data products, offline.

    OLD is what people rely on, NEW what you would like to publish; `-` reads one of them from
    standard input. A breaking change is fine (exit code 0) where NEW carries the version number
    that says so: it then waits for its owner to activate it.

    Of a data product (ODPS), the ports and the envelope are judged. With --contracts, so is each
    version of a contract that a port of NEW promises and no port of OLD did, against the versions
    of it that OLD promised.

    Exit code 1: the change may not go out like this. 2: a contract cannot be found in FOLDER, or
    one file is a contract and the other a product. 3: a file is not readable.
    """
    if mode and policy:
        stop("--mode and --policy both say whom to protect.", next_step="Leave one of them out.")
    if folder is not None and form not in formats.FORMATS:
        raise click.UsageError(f"--format {form} speaks of one change; leave --contracts out.")
    weighing = policy or Policy(mode=Mode(mode.upper()) if mode else DEFAULT.mode)
    documents = []
    for name in (old, new):
        try:
            documents.append(load(files.read(name), name=name))
        except UnreadableError as error:
            broken = LintedFile(file=files.shown(name), valid=False, findings=(error.finding,))
            formats.say_linted(form, [broken])
            return Exit.INVALID
    before, after = documents
    _require_alike((old, before), (new, after), folder)
    report = judge(after, [before], weighing)
    if folder is not None:
        return _with_contracts(folder, (before, after), (new, report), weighing, form)
    formats.say_judged(form, report, file=files.shown(new), title=_title(after))
    return _code(report)


def _require_alike(
    old: tuple[str, Document], new: tuple[str, Document], folder: str | None
) -> None:
    """Do nothing if both are contracts, or both products. Raises: Stop."""
    kinds = [is_product(document.tree) for _, document in (old, new)]
    if kinds == [False, False] and folder is not None:
        stop(
            "--contracts is about the ports of a data product, and these are contracts.",
            next_step="Leave it out.",
        )
    if kinds[0] is not kinds[1]:
        words = ["a data product" if each else "a contract" for each in kinds]
        stop(
            f"'{files.shown(old[0])}' is {words[0]} and '{files.shown(new[0])}' is {words[1]}: "
            "neither can follow the other.",
            next_step="Compare two contracts, or two data products.",
        )


def _with_contracts(
    folder: str,
    documents: tuple[Document, Document],
    judged: tuple[str, Report],
    policy: Policy,
    form: str,
) -> int:
    """Print one report on a product and on the contracts behind its ports."""
    from contracts.render.checked import CheckedFile  # only products need it
    from registry.cli import ports

    (before, after), (name, report) = documents, judged
    shelf = ports.Shelf(folder)
    envelope = CheckedFile(
        file=files.shown(name),
        product=_name(after),
        version=str(after.tree.get("version") or ""),
        published=report.baseline.version if report.baseline else None,
        valid=True,
        report=report,
    )
    behind = list(ports.judged(shelf, before, after, policy))
    formats.say_checked(form, [envelope, *behind], shelf.notices, noun="file")
    codes = [_code(each.report) if each.report else Exit.MISUSE for each in behind]
    return max((_code(report), *codes))


def _code(report: Report) -> Exit:
    return Exit.INCOMPATIBLE if report.outcome is Outcome.REJECTED else Exit.FINE


def _title(document: Document) -> str:
    version = document.tree.get("version")
    return f"{_name(document)} {version if isinstance(version, str) else ''}".strip()


def _name(document: Document) -> str:
    """Return what people call a contract or a product."""
    names = (document.tree.get(key) for key in ("name", "dataProduct", "id"))
    known = next((name for name in names if isinstance(name, str) and name), None)
    return known or ("The product" if is_product(document.tree) else "The contract")
