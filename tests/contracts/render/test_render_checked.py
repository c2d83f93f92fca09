"""Does one report on several contracts say what matters, wherever it goes?"""

import json

import msgspec
import pytest

from contracts.render.checked import CheckedFile, checked


@pytest.fixture
def files(reports, lint_finding):
    """Five files: one of each verdict, one unreadable, one that nobody could judge."""

    def judged(name, **more):
        return CheckedFile(
            file=f"{name}.odcs.yaml",
            product=f"doh/{name}",
            version="3.2.0",
            published="3.1.4",
            report=reports[name],
            **{"valid": True, **more},
        )

    return [
        judged("unchanged"),
        judged("proposed"),
        judged("rejected", lint=(lint_finding,)),
        CheckedFile(file="broken.odcs.yaml", lint=(lint_finding,), refusal="It cannot be read."),
        CheckedFile(file="away.odcs.yaml", refusal="Not allowed.", next_step="Ask."),
    ]


def test_a_report_begins_with_how_many_may_not_go_out(files):
    """A reviewer reads the first line, and often no other."""
    assert checked("text", files).startswith(
        "2 of 5 contracts may not go out like this, 1 has no verdict.\n\n"
    )
    assert checked("markdown", files).startswith(
        "## 2 of 5 contracts may not go out like this, 1 has no verdict.\n"
    )


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ([0], "1 contract may go out."),
        ([0, 1], "All 2 contracts may go out, 1 once the owner activates it."),
        ([0, 4], "1 of 2 contracts has no verdict."),
        ([4, 4], "2 of 2 contracts have no verdict."),
        ([], "No contract to check."),
    ],
)
def test_the_first_line_counts(files, chosen, said):
    """Each case in a sentence that people would say."""
    text = checked("markdown", [files[each] for each in chosen], notices=["a is gone."])

    assert text.startswith(f"## {said}\n")


def test_the_overview_says_which_number_to_set(files):
    """The number in the file is mostly the old one."""
    lines = checked("markdown", files).splitlines()
    number = "| `3.2.0` → set `4.0.0` |"

    assert [line for line in lines if line.startswith("| `") and "odcs" in line.split("|")[1]] == [
        f"| `rejected.odcs.yaml` | `doh/rejected` | `3.1.4` | **may not go out** {number}",
        "| `broken.odcs.yaml` |  |  | **not readable** |  |",
        "| `away.odcs.yaml` |  |  | **no verdict** |  |",
        "| `proposed.odcs.yaml` | `doh/proposed` | `3.1.4` | waits for its owner | `3.2.0` |",
        "| `unchanged.odcs.yaml` | `doh/unchanged` | `3.1.4` | may go out | `3.2.0` |",
    ]


def test_a_contract_with_mistakes_of_its_own_is_not_valid(files):
    """The change may be harmless, and still not go out."""
    mistaken = msgspec.structs.replace(files[0], valid=False)

    assert "| **not valid** |" in checked("markdown", [mistaken])


def test_a_draft_is_kept_whatever_is_found(files):
    """Nobody relies on it, so it fails no pipeline."""
    draft = msgspec.structs.replace(files[2], is_draft=True, valid=False)

    text = checked("markdown", [draft])

    assert text.startswith("## 1 contract may go out.\n")
    assert "| kept as a draft |" in text


def test_a_text_of_the_past_is_said_to_be_one(files):
    """Whoever takes a change back, number and all, would wait for it to take effect."""
    past = msgspec.structs.replace(files[0], state="superseded")

    assert checked("text", [past]) == (
        "unchanged.odcs.yaml: doh/unchanged 3.2.0 is published, and superseded since. Publishing "
        "it again changes nothing; to go back to it, give it the next version number.\n"
    )
    assert checked("github", [past]).startswith("::notice title=Charter::unchanged.odcs.yaml: doh/")
    assert "| published, and superseded since |" in checked("markdown", [past])


@pytest.mark.parametrize("form", ["text", "markdown", "github"])
def test_the_gravest_comes_first(files, form):
    """What must be mended is not at the end of a long page."""
    text = checked(form, files)

    places = [text.index(f"{each}.odcs.yaml: doh/") for each in ("rejected", "proposed")]

    assert places == sorted(places)
    assert "Not allowed. Ask." in text


def test_json_keeps_the_order_and_says_everything(files):
    """A program asked about these files in this order."""
    report = json.loads(checked("json", files, notices=["a is gone."]))

    assert [each["file"] for each in report["files"]] == [each.file for each in files]
    assert [each["set_version"] for each in report["files"]] == [None, None, "4.0.0", None, None]
    assert [each["outcome"] for each in report["files"]] == [
        "accepted",
        "proposed",
        "rejected",
        None,
        None,
    ]
    assert report["notices"] == ["a is gone."]


@pytest.mark.parametrize("form", ["sarif", "junit", "gitlab"])
def test_forms_for_machines_hold_the_findings_of_every_file(files, form):
    """Build servers take one file for all of them."""
    text = checked(form, files)

    assert text.count("rejected.odcs.yaml") >= 3
    assert "broken.odcs.yaml" in text


def test_markdown_fits_into_a_comment(files, reports):
    """A comment that is too long is refused just when there is most to say."""
    long = msgspec.structs.replace(reports["rejected"], findings=reports["rejected"].findings * 100)
    many = [msgspec.structs.replace(files[2], report=long, file=f"{n}.yaml") for n in range(120)]

    text = checked("markdown", many)

    assert len(text) < 65_000
    assert "| and 20 more |" in text
    assert "do not fit here" in text


def test_hostile_names_stay_names(reports):
    """File, product, version and notices come from strangers."""
    bad = "x\n::error::y | <img> [a](b) @all\x1b[2J `"
    file = CheckedFile(
        file=bad, product=bad, version=bad, report=reports["attacked"], published=bad
    )
    refused = CheckedFile(file=bad, refusal=bad, next_step=bad)

    for form in ("text", "markdown", "github"):
        text = checked(form, [file, refused], notices=[bad])

        assert "\x1b" not in text
        assert not any(line.startswith("::error::") for line in text.splitlines())


def test_nothing_to_say_is_nothing():
    """An empty comment is no comment."""
    assert [checked(form, []) for form in ("text", "markdown", "github")] == ["", "", ""]
    assert json.loads(checked("json", [])) == {"files": [], "notices": []}


def test_colour_reaches_each_verdict(files):
    """Only where a person looks."""
    assert "\x1b[" in checked("text", files, colour=True)
    assert "\x1b[" not in checked("text", files)
