"""Do reports reach the tools of a build? In their forms, in a file, with names they can find."""

import json
from xml.etree import ElementTree as ET

import pytest

from registry.cli.formats import JUDGED

PARSERS = {"json": json.loads, "sarif": json.loads, "gitlab": json.loads, "junit": ET.fromstring}


@pytest.fixture
def two_versions(contract, tmp_path):
    """A contract, and a version of it that breaks readers without saying so."""
    (tmp_path / "old.yaml").write_bytes(contract())
    broken = contract(version="1.1.0").replace(b"- name: grade", b"- name: mark")
    (tmp_path / "new.yaml").write_bytes(broken)
    return ["old.yaml", "new.yaml"]


@pytest.mark.parametrize("form", PARSERS)
@pytest.mark.parametrize("command", ["lint", "diff"])
def test_each_form_for_machines_can_be_parsed(charter, two_versions, command, form):
    """A tool that cannot parse the report shows nothing, and everybody believes all is well."""
    result = charter(command, *two_versions, "--format", form)

    assert PARSERS[form](result.stdout) is not None


@pytest.mark.parametrize("form", JUDGED)
def test_a_report_goes_into_a_file_instead_of_onto_the_screen(
    charter, two_versions, tmp_path, form
):
    """Build servers collect files, and the exit code stays what it is."""
    printed = charter("diff", *two_versions, "--format", form)

    saved = charter("diff", *two_versions, "--format", form, "--output", "report")

    assert (saved.exit_code, saved.stdout) == (1, "")
    assert (tmp_path / "report").read_text() == printed.stdout


def test_a_report_replaces_the_file_as_a_whole(charter, two_versions, tmp_path):
    """A tool that reads at this moment sees the old report or the new one, never half of each."""
    (tmp_path / "report").write_text("of yesterday" * 10_000)

    charter("lint", "old.yaml", "--output", "report")

    assert (tmp_path / "report").read_text() == "old.yaml is valid.\n"
    assert sorted(each.name for each in tmp_path.iterdir()) == ["new.yaml", "old.yaml", "report"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("gone/report", "No such file or directory"),
        (".", "Is a directory"),
        ("", "Is a directory"),
        ("a\0b", "this is not a file name"),
    ],
)
def test_a_file_that_cannot_be_written_is_one_clear_line(charter, two_versions, name, reason):
    """Losing the report must not look like success."""
    result = charter("lint", "old.yaml", "--output", name)

    assert result.exit_code == 2
    assert f"cannot be written: {reason}." in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_device_can_take_a_report(charter, two_versions):
    """`--output /dev/null` is how one asks for the exit code alone."""
    result = charter("lint", "old.yaml", "--output", "/dev/null")

    assert (result.exit_code, result.output) == (0, "")


def test_reports_name_files_from_the_working_directory(charter, two_versions, tmp_path):
    """A scanner looks for the file in the repository, wherever the build had put that."""
    result = charter("lint", str(tmp_path / "old.yaml"), "--format", "sarif")
    elsewhere = charter("lint", str(tmp_path / "old.yaml"))

    assert str(tmp_path) not in result.stdout
    assert elsewhere.stdout == "old.yaml is valid.\n"


def test_a_difference_document_is_about_one_change(charter, two_versions):
    """It names two versions, so there is none of it for lint, nor for several contracts."""
    shown = charter("diff", *two_versions, "--format", "omds")
    lint = charter("lint", "old.yaml", "--format", "omds")
    several = charter("check", *two_versions, "--format", "omds")

    assert json.loads(shown.stdout)["source1"]["version"] == "1.0.0"
    assert (lint.exit_code, several.exit_code) == (2, 2)
    assert several.stderr.startswith("charter: --format omds speaks of one change; name one FILE.")


def test_there_is_no_difference_to_a_file_that_is_no_contract(charter, two_versions):
    """What is wrong is said beside the output, where no tool takes it for a document."""
    result = charter("diff", "old.yaml", "-", "--format", "omds", stdin=b"a: [")

    assert (result.exit_code, result.stdout) == (3, "")
    assert "<standard input> is not valid." in result.stderr
