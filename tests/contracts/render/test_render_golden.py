"""Do verdicts read as they were meant to? Compared whole with texts that a person has read."""

from pathlib import Path

import msgspec
import pytest

from contracts.findings import Impact, LintedFile, Severity
from contracts.render import github, gitlab, json, junit, markdown, omds, sarif, text

FOLDER = Path(__file__).parents[2] / "data" / "render"
FORMATS = {
    "txt": text,
    "json": json,
    "md": markdown,
    "github": github,
    "sarif": sarif,
    "xml": junit,
    "gitlab": gitlab,
    "omds": omds,
}
NAMES = ("rejected", "proposed", "unchanged")


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_a_verdict_reads_as_it_was_meant_to(name, ending, reports, lint_finding):
    """The words are the product: whoever changes one sees what all readers will see."""
    lint = (lint_finding,) if name == "rejected" else ()

    shown = FORMATS[ending].judged(
        reports[name], file="beds.odcs.yaml", title="hospital-beds 3.2.0", lint=lint
    )

    assert shown == (FOLDER / f"{name}.{ending}").read_text()


@pytest.mark.parametrize("ending", sorted(FORMATS.keys() - {"omds"}))
def test_lint_reads_as_it_was_meant_to(ending, linted_files):
    """The first command anybody runs must be understood at once."""
    assert FORMATS[ending].linted(linted_files) == (FOLDER / f"linted.{ending}").read_text()


def test_colour_is_there_only_where_it_was_asked_for(reports):
    """Logs and pipes must not fill with codes."""
    plain = text.judged(reports["rejected"], file="beds.yaml", title="beds 3.2.0")
    bright = text.judged(reports["rejected"], file="beds.yaml", title="beds 3.2.0", colour=True)

    assert "\x1b" not in plain
    assert bright.startswith("\x1b[1mbeds 3.2.0 may not go out")
    assert "\x1b[31merror\x1b[0m" in bright


def test_only_suppliers_that_break_are_told_in_the_verdict(reports):
    """Nobody may read that nothing breaks where something does."""
    change = reports["rejected"].findings[0]
    tightened = msgspec.structs.replace(change, reads=Impact.OK, writes=Impact.BREAK)
    report = msgspec.structs.replace(reports["unchanged"], findings=(tightened,))

    shown = text.judged(report, file="beds.yaml", title="beds 3.2.0")

    assert shown.splitlines()[0] == (
        "beds 3.2.0 may go out: readers are safe, history or suppliers break in one place."
    )


def test_an_invalid_contract_is_told_in_the_verdict(reports, lint_finding):
    """A change that breaks nobody still does not go out with an error in its contract."""
    error = msgspec.structs.replace(lint_finding, severity=Severity.ERROR)

    shown = text.judged(reports["unchanged"], file="beds.yaml", title="beds 3.2.0", lint=(error,))

    assert shown.splitlines()[0] == (
        "beds 3.2.0 is not valid: the contract has one error to mend. "
        "The change itself: nothing breaks."
    )


@pytest.mark.parametrize(
    ("valid", "sentence"),
    [
        ((), "There are no files."),
        ((True,), "0.yaml is valid."),
        ((False,), "0.yaml is not valid."),
        ((True, True), "All 2 files are valid."),
        ((True, False, False), "2 of 3 files are not valid."),
    ],
)
def test_the_first_line_says_how_it_went(valid, sentence):
    """Most people read one line."""
    files = [LintedFile(file=f"{at}.yaml", valid=each) for at, each in enumerate(valid)]

    assert text.linted(files) == f"{sentence}\n"


def test_a_comment_stays_below_the_length_a_comment_may_have(lint_finding):
    """GitHub refuses a comment of more than 65,536 characters, and then nobody is told anything."""
    heavy = msgspec.structs.replace(lint_finding, message="@" * 400)
    light = msgspec.structs.replace(heavy, severity=Severity.INFO)
    file = LintedFile(file="a.yaml", valid=True, findings=(heavy, light) * 100)

    shown = markdown.linted([file])

    assert len(shown) < 65_536
    assert shown.count("| | | and 95 more | |") == 2
