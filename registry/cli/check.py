"""`charter check`: what would publishing these contracts do?"""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from pathlib import Path
from typing import Any

import click
import msgspec

from contracts.findings import Outcome
from contracts.render.checked import CheckedFile, checked, there_already
from registry.cli import changes, client, console, files, folders, formats, targets
from registry.cli.console import Exit, Stop
from registry.settings import Settings
from registry.views import Review

DRAFT = "draft"
FAIL_ON = ("rejected", "proposed", "never")

_MUTE = {"gitlab", "sarif", "junit"}  # they have no place for why there is no verdict

_KEPT = "It would be kept as a draft. The findings are those it would have in force."

_KEPT_ALREADY = "These bytes are the draft already. The findings are those it would have in force."

_OF_ONE = {"json", "omds"}  # they print the report itself, whatever is there
_NO_SENTENCE = _MUTE | _OF_ONE

_VERDICTS = {Exit.INCOMPATIBLE, Exit.INVALID}


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """What the options say. ``saved`` are pairs of a format and a file."""

    everything: bool
    since: str | None
    agency: str | None
    product: str | None
    fail_on: str
    saved: tuple[tuple[str, str], ...]
    form: str


def _pairs(
    _context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    """Take each `FORMAT=FILE` apart."""
    pairs = []
    for text in given:
        form, _, name = text.partition("=")
        if form not in formats.FORMATS or not name:
            raise click.BadParameter(
                f"'{text}' is not FORMAT=FILE with one of {', '.join(formats.FORMATS)}."
            )
        pairs.append((form, name))
    return tuple(pairs)


_EXIT_CODES = """\b
Exit codes, the highest of several:
  0  it may be published, or is there already; a breaking change that says so waits for its
     owner, and a draft is kept whatever is found
  1  the change may not go out like this, or the version number is taken
  2  you may not ask this, or the product is not clear
  3  the contract is invalid
  4  the registry cannot be reached, or cannot answer now
"""


@click.command(epilog=_EXIT_CODES)
@click.argument("names", metavar="[FILE|FOLDER]...", nargs=-1)
@click.option("--all", "everything", is_flag=True, help="Check every contract in the folders.")
@click.option("--since", metavar="GIT_REF", help="Check what has changed since this commit.")
@targets.options
@click.option(
    "--fail-on",
    type=click.Choice(FAIL_ON),
    default="rejected",
    show_default=True,
    help="The least verdict that is a failure; `never` reports only.",
)
@click.option(
    "--save",
    "saved",
    metavar="FORMAT=FILE",
    multiple=True,
    callback=_pairs,
    help="Write it to a file in another format as well; may be repeated.",
)
@formats.option(*formats.JUDGED)
@formats.output
def command(names: tuple[str, ...], **options: Any) -> int:
    """Ask the registry what publishing would do.

    FILE is a contract in YAML or JSON; `-` reads standard input. It is judged against what is in
    force in the registry, exactly as `charter publish` would, and nothing is stored. The contract
    names its product by `dataProduct`, else by `name`.

    Of a FOLDER every file below it is taken that ends in .odcs.yaml, .odcs.yml or .odcs.json; with
    --all the working directory is meant where none is named, and with --since those of the files
    that git says have changed since this branch left GIT_REF. Either way, and for several FILEs,
    there is one report: what each would do, and which version number to set. One bad contract does
    not stop the others.
    """
    asked = Asked(**options)
    settings = targets.settings()
    if _is_of_several(names, asked) or asked.saved:
        if asked.form not in formats.FORMATS:
            raise click.UsageError(f"--format {asked.form} speaks of one change; name one FILE.")
        return _several(settings, names, asked)
    if not names:
        raise click.UsageError("Name a FILE, or use --all or --since.")
    answer = _answer(settings, names[0], asked)
    if problem := answer.problem:
        return _tolerated(
            targets.say_refusal(asked.form, problem, file=_shown(names)), asked.fail_on
        )
    review = answer.decode(Review)
    if review.unchanged and review.state != DRAFT:
        return _say_there(asked.form, _file(files.shown(names[0]), review), review)
    title = f"{review.product} {review.version}"
    if (refusal := review.refusal) and not _is_told(review):
        console.tell(f"charter: {refusal.detail}")
        console.tell(refusal.next_step)
    formats.say_judged(asked.form, review.report, file=_shown(names), title=title, lint=review.lint)
    targets.tell_similar(review.similar)
    if review.state == DRAFT:
        console.tell(_KEPT_ALREADY if review.unchanged else _KEPT)
    return code_of(review, asked.fail_on)


def _say_there(form: str, file: CheckedFile, review: Review) -> Exit:
    """Say that the version is there already; forms without a place for that have it beside."""
    if form in _NO_SENTENCE:
        console.tell(there_already(file))
    if form in _OF_ONE:
        title = f"{review.product} {review.version}"
        formats.say_judged(form, review.report, file=file.file, title=title, lint=review.lint)
    else:
        formats.say_checked(form, [file], ())
    return Exit.FINE


def _several(settings: Settings, names: Sequence[str], asked: Asked) -> int:
    """Check several contracts, and print one report."""
    chosen, notices = _chosen(names, asked)
    results = list(_results(settings, chosen, asked))
    found = [file for file, _ in results]
    if not chosen:
        console.tell("No contract has changed.")
    for each in found:
        if each.refusal and not each.lint and asked.form in _MUTE:
            console.tell(f"charter: {each.file}: {each.refusal} {each.next_step}".rstrip())
    formats.say_checked(asked.form, found, notices)
    for form, name in asked.saved:
        files.write(name, checked(form, found, notices=notices))
    return max((code for _, code in results), default=Exit.FINE)


def _results(
    settings: Settings, names: Sequence[str], asked: Asked
) -> Iterator[tuple[CheckedFile, Exit]]:
    """Yield what the registry says of each file. Where nobody answers, the rest is not asked."""
    ended: Stop | None = None
    for name in names:
        if ended is None:
            try:
                result = _checked(settings, name, asked)
            except Stop as end:
                ended = end
            else:
                yield result
        if ended is not None:
            refusal, next_step = ended.message, ended.next_step
            file = CheckedFile(file=files.shown(name), refusal=refusal, next_step=next_step)
            yield file, Exit(ended.code)


def _chosen(names: Sequence[str], asked: Asked) -> tuple[list[str], list[str]]:
    """Return the files that are meant, and what there is to say about others."""
    if asked.product and _is_of_several(names, asked):
        console.stop("--product names one product, and several contracts may be of several.")
    if asked.everything and asked.since is not None:
        raise click.UsageError("Use --all or --since, not both.")
    if asked.since is not None:
        changed = changes.since(asked.since, names)
        return [str(each) for each in changed.contracts], changed.notices
    if not asked.everything:
        if names.count("-") > 1:
            raise click.UsageError("Standard input can be read once.")
        found = [file for name in names for file in _contracts(name)]
        return list(dict.fromkeys(found)), []
    for name in names:
        if not folders.is_folder(name):
            console.stop(f"There is no folder '{name}'.")
    found = [str(file) for name in names or ["."] for file in folders.contracts_in(Path(name))]
    if not found:
        console.stop(f"There is no file here that ends in {', '.join(folders.SUFFIXES)}.")
    return list(dict.fromkeys(found)), []


def _is_of_several(names: Sequence[str], asked: Asked) -> bool:
    """Whether more than one contract may be meant."""
    if asked.everything or asked.since is not None or len(names) > 1:
        return True
    return any(map(folders.is_folder, names))


def _contracts(name: str) -> list[str]:
    """Return the contracts of a folder; a file is itself, whatever its name ends in."""
    if not folders.is_folder(name):
        return [name]
    found = [str(file) for file in folders.contracts_in(Path(name))]
    if not found:
        console.stop(f"'{name}' holds no file that ends in {', '.join(folders.SUFFIXES)}.")
    return found


def _checked(settings: Settings, name: str, asked: Asked) -> tuple[CheckedFile, Exit]:
    """Return what the registry says of one file. Raises: Stop, where it would say so of all."""
    shown = files.shown(name)
    try:
        body = files.read(name)
    except Stop as end:
        return CheckedFile(file=shown, refusal=end.message), Exit.MISUSE
    path = targets.path(settings, asked.agency, asked.product, "checks")
    answer = client.call(settings, "POST", path, body=body)
    if problem := answer.problem:
        if answer.status == HTTPStatus.UNAUTHORIZED:
            client.refuse(problem)
        refused = CheckedFile(
            file=shown,
            lint=problem.findings,
            refusal=problem.detail,
            next_step=problem.next_step,
        )
        return refused, _tolerated(targets.code_of(problem.slug), asked.fail_on)
    review = answer.decode(Review)
    file = _file(shown, review)
    if (refusal := review.refusal) and not _is_told(review):
        file = msgspec.structs.replace(file, refusal=refusal.detail, next_step=refusal.next_step)
    return file, code_of(review, asked.fail_on)


def _file(shown: str, review: Review) -> CheckedFile:
    return CheckedFile(
        file=shown,
        product=review.product,
        version=review.version,
        published=review.report.baseline.version if review.report.baseline else None,
        valid=review.valid,
        report=review.report,
        lint=review.lint,
        is_draft=review.state == DRAFT,
        state=review.state or "",
        unchanged=review.unchanged,
    )


def _answer(settings: Settings, name: str, asked: Asked) -> client.Answer:
    path = targets.path(settings, asked.agency, asked.product, "checks")
    return client.call(settings, "POST", path, body=files.read(name))


def code_of(review: Review, fail_on: str) -> Exit:
    """Return how the check ends: as publishing would, but for what *fail_on* says."""
    if review.unchanged:
        return Exit.FINE
    if review.refusal is not None:
        return _tolerated(targets.code_of(review.refusal.slug), fail_on)
    waits = review.report.outcome is Outcome.PROPOSED
    return Exit.INCOMPATIBLE if fail_on == "proposed" and waits else Exit.FINE


def _is_told(review: Review) -> bool:
    """Whether report and findings say by themselves why it may not go out."""
    is_rejected = review.report.outcome is Outcome.REJECTED
    return review.refusal is None or not review.valid or is_rejected


def _tolerated(code: int, fail_on: str) -> Exit:
    """Return *code*, or that all is fine where no verdict should be a failure."""
    return Exit.FINE if fail_on == "never" and code in _VERDICTS else Exit(code)


def _shown(names: Sequence[str]) -> str:
    return files.shown(names[0])
