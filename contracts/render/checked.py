"""How does one report speak of several contracts? What matters most first, then each by itself.

As text, Markdown, JSON and GitHub annotations. Forms that list findings and know no verdict get
the findings of every file. JSON is one object::

    files     list, in the order asked, of
        file                 as it was named
        product, version     agency/slug and the number in the file, "" where they are not known;
                             of a contract behind ports of a product, which ports
        published            the newest version it was compared with, null where there is none
        outcome              accepted | proposed | rejected, null where there is no verdict
        set_version          the number to set before this may go out, null where there is nothing
                             to set, or no number would do
        valid                no finding about the contract alone is an error
        report               as `charter diff --format json` prints it, null where there is none
        lint                 findings about the contract alone
        refusal, next_step   why there is no verdict, or why it may not go out in spite of it, and
                             what to do; "" where report and lint say so themselves
        is_draft             it is kept whatever is found; the findings are those it would have
                             in force
        state                what the version would be, or is: active, proposed, superseded, ...
        unchanged            the same bytes are there already: publishing them changes nothing
    notices   list of sentences, such as which contracts were deleted
"""

from collections.abc import Sequence
from importlib import import_module
from typing import Any

import msgspec

from contracts.findings import Finding, LintedFile, Outcome, Report
from contracts.render import github, markdown, phrases
from contracts.render.safe import to_json, visible

_LONGEST = 60_000  # characters of Markdown; a comment holds 65,536
_MOST_ROWS = 100  # of the overview; a row is short, except for the names in it


class CheckedFile(msgspec.Struct, frozen=True, kw_only=True):
    """What a registry says of one file: its verdict, or in ``refusal`` why there is none."""

    file: str
    product: str = ""  # agency/slug, or the ports that it stands behind
    version: str = ""
    published: str | None = None
    valid: bool = False
    report: Report | None = None
    lint: tuple[Finding, ...] = ()
    refusal: str = ""
    next_step: str = ""
    is_draft: bool = False
    state: str = ""
    unchanged: bool = False

    @property
    def outcome(self) -> Outcome | None:
        """The verdict, None where there is none."""
        return self.report.outcome if self.report else None

    @property
    def is_fine(self) -> bool:
        """Whether it may go out, be it after its owner's word."""
        if self.refusal or self.is_draft:
            return self.is_draft
        if self.unchanged:
            return True
        return self.valid and self.outcome in {Outcome.ACCEPTED, Outcome.PROPOSED}

    @property
    def is_there(self) -> bool:
        """Whether this very text is a version already, so that nothing is to be decided."""
        return self.is_past or (self.unchanged and not self.is_draft)

    @property
    def is_past(self) -> bool:
        """Whether this very text is published, and has been followed by another since."""
        return self.state in {"superseded", "retired"}

    @property
    def set_version(self) -> str | None:
        """The number to set before this may go out."""
        is_rejected = self.outcome is Outcome.REJECTED and not self.is_there
        return self.report.required_version if self.report and is_rejected else None


def checked(
    form: str,
    files: Sequence[CheckedFile],
    *,
    notices: Sequence[str] = (),
    noun: str = "contract",
    colour: bool = False,
) -> str:
    """Return one report on all *files*, each of which is a *noun*, in the form *form*.

    It is empty where there are neither files nor notices, except in forms for machines.
    """
    forms = {"json": _json, "github": _github}
    if form == "text":
        return _text(files, notices, noun, colour=colour)
    if form == "markdown":
        return _markdown(files, notices, noun)
    if form in forms:
        return forms[form](files, notices)
    found: str = _renderer(form).linted([_linted(each) for each in files])
    return found


def _text(files: Sequence[CheckedFile], notices: Sequence[str], noun: str, *, colour: bool) -> str:
    parts = [f"{visible(_summary(files, noun))}\n"] if len(files) > 1 else []
    parts += [_page("text", each, colour=colour) for each in _gravest_first(files)]
    parts += ["".join(f"{visible(each)}\n" for each in notices)] if notices else []
    return "\n".join(parts)


def _github(files: Sequence[CheckedFile], notices: Sequence[str]) -> str:
    parts = [_page("github", each) for each in _gravest_first(files)]
    return "".join([*parts, *(f"{github.said(each, is_error=False)}\n" for each in notices)])


def _json(files: Sequence[CheckedFile], notices: Sequence[str]) -> str:
    listed = []
    for each in files:
        derived = {"outcome": each.outcome, "set_version": each.set_version}
        listed.append({name: getattr(each, name) for name in each.__struct_fields__} | derived)
    return (
        msgspec.json.format(to_json({"files": listed, "notices": notices}), indent=2).decode()
        + "\n"
    )


def _markdown(files: Sequence[CheckedFile], notices: Sequence[str], noun: str) -> str:
    """Return an overview, then the reasons of as many files as fit."""
    if not files and not notices:
        return ""
    ordered = _gravest_first(files)
    summary = markdown.escaped(_summary(files, noun))
    text = "\n".join([f"## {summary}", "", *_overview(ordered)]) + "\n"
    text += "".join(f"\n{markdown.escaped(each)}\n" for each in notices[:_MOST_ROWS])
    left_out = 0
    for each in ordered:
        page = f"\n{_page('markdown', each)}" if _has_reasons(each) else ""
        if len(text) + len(page) > _LONGEST:
            left_out += 1
        else:
            text += page
    if left_out:
        contracts = f"{left_out} {'contract' if left_out == 1 else 'contracts'}"
        text += f"\nThe reasons for {contracts} do not fit here; `charter check` prints them.\n"
    return text


def _overview(files: Sequence[CheckedFile]) -> list[str]:
    code = markdown.code
    lines = ["| Contract | Product | Compared with | Verdict | Version |", "|---|---|---|---|---|"]
    for each in files[:_MOST_ROWS]:
        number = code(each.version[:100])
        if each.set_version:
            number += f" → set {code(each.set_version)}"
        cells = (code(each.file), code(each.product), code(each.published or ""), _word(each))
        lines.append(f"| {' | '.join([*cells, number])} |")
    if len(files) > _MOST_ROWS:
        lines.append(f"| and {len(files) - _MOST_ROWS} more | | | | |")
    return lines if files else []


def _page(form: str, each: CheckedFile, *, colour: bool = False) -> str:
    """Return what there is to say of one file."""
    renderer = _renderer(form)
    extras = {"colour": colour} if form == "text" else {}
    if each.is_there:
        said = f"{each.file}: {there_already(each)}"
        line = github.said(said, is_error=False) if form == "github" else visible(said)
        is_linted = each.lint and not each.is_past
        return f"{line}\n{renderer.linted([_linted(each)], **extras) if is_linted else ''}"
    if each.report is not None:
        title = f"{each.file}: {each.product} {each.version}".strip()
        page: str = renderer.judged(
            each.report, file=each.file, title=title, lint=each.lint, **extras
        )
        return f"{_refused(form, each)}{page}" if each.refusal else page
    if each.lint:
        return str(renderer.linted([_linted(each)], **extras))
    return _refused(form, each)


def there_already(each: CheckedFile) -> str:
    """Say why nothing would come of it, which is a surprise to whoever takes a change back."""
    version = f"{each.product} {each.version}"
    if each.is_past:
        return (
            f"{version} is published, and {each.state} since. Publishing it again changes nothing; "
            "to go back to it, give it the next version number."
        )
    return f"{version} is there already, and {each.state}. Publishing it again changes nothing."


def _refused(form: str, each: CheckedFile) -> str:
    """Return why the registry would not take it."""
    sentence = f"{each.refusal} {each.next_step}".strip()
    if form == "github":
        return f"{github.said(sentence, is_error=True, file=each.file)}\n"
    if form == "markdown":
        return f"### {markdown.code(each.file)}\n\n{markdown.escaped(sentence)}\n"
    return f"{visible(f'{each.file}: {sentence}')}\n"


def _summary(files: Sequence[CheckedFile], noun: str) -> str:
    """Say in one sentence how many may go out."""
    if not files:
        return "No contract to check."
    unknown = sum(_is_unknown(each) for each in files)
    bad = sum(not each.is_fine for each in files) - unknown
    waiting = sum(_waits(each) for each in files)
    if bad or unknown:
        of_all = f"of {_counted(len(files), noun)}"
        parts = [f"{bad} {of_all} may not go out like this"] if bad else []
        if unknown:
            verb = "has" if unknown == 1 else "have"
            parts.append(f"{unknown}{'' if bad else f' {of_all}'} {verb} no verdict")
        return f"{', '.join(parts)}."
    said = f"{'' if len(files) == 1 else 'All '}{_counted(len(files), noun)} may go out"
    return f"{said}, {waiting} once the owner activates it." if waiting else f"{said}."


def _waits(each: CheckedFile) -> bool:
    """Whether it may go out, and then waits for its owner's word."""
    return each.is_fine and not each.is_there and each.outcome is Outcome.PROPOSED


def _is_unknown(each: CheckedFile) -> bool:
    """Whether the registry has said nothing of the contract itself."""
    return each.report is None and not each.lint


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun if number == 1 else f'{noun}s'}"


def _word(each: CheckedFile) -> str:
    """Return the verdict in two or three words."""
    if each.report is None:
        return "**no verdict**" if _is_unknown(each) else "**not readable**"
    if each.is_there:
        since = f"published, and {each.state} since"
        return since if each.is_past else f"there already, and {each.state}"
    if each.is_draft:
        return "kept as a draft"
    if each.outcome is Outcome.REJECTED or each.refusal:
        return "**may not go out**"
    if not each.valid:
        return "**not valid**"
    return "may go out" if each.outcome is Outcome.ACCEPTED else "waits for its owner"


def _has_reasons(each: CheckedFile) -> bool:
    if each.is_there:
        return bool(each.lint) and not each.is_past
    return bool(each.refusal or each.report is None or each.report.findings or each.lint)


def _gravest_first(files: Sequence[CheckedFile]) -> list[CheckedFile]:
    return sorted(
        files, key=lambda each: (each.is_fine, each.is_there or each.outcome is Outcome.ACCEPTED)
    )


def _linted(each: CheckedFile) -> LintedFile:
    findings = each.lint
    if each.report is not None and not each.is_there:
        findings = phrases.judged_findings(each.report, each.lint)
    return LintedFile(file=each.file, valid=each.is_fine, findings=findings)


def _renderer(form: str) -> Any:
    """Return the module; they share two signatures, which no type of a module can say."""
    return import_module(f"contracts.render.{form}")
