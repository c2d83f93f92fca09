"""Do lint, diff, init and rules say what they should, with the exit code that scripts rely on?"""

import json
import re

import pytest

from contracts.catalogue import RULES


def test_a_good_contract_is_fine(charter, contract, tmp_path):
    """The first thing anyone tries must say so in one line, and succeed."""
    (tmp_path / "a.yaml").write_bytes(contract())

    result = charter("lint", "a.yaml")

    assert (result.exit_code, result.output) == (0, "a.yaml is valid.\n")


def test_an_invalid_contract_exits_with_3_and_names_the_line(charter, contract):
    """A pipeline stops on the code; a person goes to the line."""
    result = charter("lint", "-", "--format", "json", stdin=contract(version="12.x"))

    told = json.loads(result.stdout)
    assert result.exit_code == 3
    assert [(each["file"], each["valid"]) for each in told["files"]] == [
        ("<standard input>", False)
    ]
    assert 5 in [finding["line"] for finding in told["files"][0]["findings"]]


def test_the_other_files_are_linted_when_one_cannot_be_read(charter, contract, tmp_path):
    """One wrong name in a long list must not hide what is wrong with the rest."""
    (tmp_path / "good.yaml").write_bytes(contract())

    result = charter("lint", "gone.yaml", "good.yaml")

    assert result.exit_code == 2
    assert result.stderr == "charter: There is no file 'gone.yaml'.\n"
    assert result.stdout == "good.yaml is valid.\n"


@pytest.mark.parametrize("command", [["lint", "{}"], ["diff", "{}", "{}"], ["check", "{}"]])
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("gone.yaml", "There is no file 'gone.yaml'."),
        ("a\0b", "'a\\u0000b' cannot be read: this is not a file name."),
        ("x" * 300, "cannot be read: File name too long."),
    ],
)
def test_a_file_that_cannot_be_read_is_one_clear_line(charter, command, name, message):
    """Whatever is wrong with a file name, nobody should have to read a stack of Python."""
    result = charter(*[part.format(name) for part in command])

    assert result.exit_code == 2
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("command", "message"),
    [
        (["lint", "."], "'.' is a folder. Name a file."),
        (["diff", ".", "."], "'.' is a folder. Name a file."),
        (["check", "."], "'.' holds no file that ends in .odcs.yaml, .odcs.yml, .odcs.json."),
    ],
)
def test_a_folder_without_a_contract_is_one_clear_line(charter, command, message):
    """A folder stands for its contracts where a command takes one."""
    result = charter(*command)

    assert (result.exit_code, result.stderr) == (2, f"charter: {message}\n")


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        (b"\x7fELF\x00\xd0\xff", "READ-"),
        (b"", "READ-"),
        (b"[" * 100_000, "READ-"),
        (b"a: 1\na: 2\n", "READ-"),
        (b"\xff\xfea\x00:\x00", ""),
        (b"- a list\n", "READ-"),
    ],
)
def test_bytes_that_are_no_contract_exit_with_3(charter, source, rule):
    """A binary, an empty file or a bomb is an invalid contract, told like any other finding."""
    result = charter("lint", "-", "--format", "json", stdin=source)

    told = json.loads(result.stdout)
    assert result.exit_code == 3
    assert told["files"][0]["findings"][0]["rule"].startswith(rule)


def test_a_compatible_change_exits_with_0(charter, contract, tmp_path):
    """Most changes are harmless, and a pipeline should let them through."""
    (tmp_path / "old.yaml").write_bytes(contract())
    (tmp_path / "new.yaml").write_bytes(contract(version="1.0.1", purpose="Results of visits."))

    result = charter("diff", "old.yaml", "new.yaml", "--format", "json")

    assert (result.exit_code, json.loads(result.stdout)["outcome"]) == (0, "accepted")


def test_a_breaking_change_under_a_minor_version_exits_with_1(charter, contract, tmp_path):
    """This is what the whole command exists for."""
    (tmp_path / "old.yaml").write_bytes(contract())
    (tmp_path / "new.yaml").write_bytes(
        contract(version="1.1.0").replace(b"- name: grade", b"- name: mark")
    )

    result = charter("diff", "old.yaml", "new.yaml", "--format", "json")

    report = json.loads(result.stdout)
    assert (result.exit_code, report["outcome"]) == (1, "rejected")
    assert report["required_version"] == "2.0.0"


def test_a_breaking_change_under_a_major_version_waits_and_exits_with_0(
    charter, contract, tmp_path
):
    """Breaking is allowed where the number says so; the owner activates it later."""
    (tmp_path / "old.yaml").write_bytes(contract())
    (tmp_path / "new.yaml").write_bytes(
        contract(version="2.0.0").replace(b"- name: grade", b"- name: mark")
    )

    result = charter("diff", "old.yaml", "new.yaml", "--format", "json")

    assert (result.exit_code, json.loads(result.stdout)["outcome"]) == (0, "proposed")


def test_diff_reads_one_side_from_standard_input(charter, contract, tmp_path):
    """`git show HEAD:contract.yaml | charter diff - contract.yaml` is the usual pipeline."""
    (tmp_path / "new.yaml").write_bytes(contract())

    result = charter("diff", "-", "new.yaml", stdin=contract())

    assert result.exit_code == 0


def test_diff_exits_with_3_when_a_side_is_no_contract(charter, contract, tmp_path):
    """There is no verdict on something that cannot be read."""
    (tmp_path / "old.yaml").write_bytes(contract())

    result = charter("diff", "old.yaml", "-", "--format", "json", stdin=b"a: [")

    assert result.exit_code == 3
    assert json.loads(result.stdout)["files"][0]["file"] == "<standard input>"


@pytest.mark.parametrize("form", ["text", "json", "markdown", "github"])
@pytest.mark.parametrize("command", ["lint", "diff"])
def test_every_form_prints_something(charter, contract, tmp_path, command, form):
    """People, programs, pull requests and annotations are all served by the same commands."""
    (tmp_path / "a.yaml").write_bytes(contract(status="wip"))
    files = ["a.yaml"] if command == "lint" else ["a.yaml", "a.yaml"]

    result = charter(command, *files, "--format", form)

    assert result.stdout.endswith("\n")
    assert result.exception is None or isinstance(result.exception, SystemExit)


def test_init_writes_a_draft_that_only_waits_to_be_filled_in(charter, filled_in, tmp_path):
    """Filled in, not even a warning may be left: the first contract shows how it is done."""
    result = charter("init")
    file = tmp_path / "contract.odcs.yaml"
    draft = charter("lint", file.name, "--format", "json")
    file.write_text(file.read_text().replace("status: draft", "status: active"))
    early = charter("lint", file.name, "--format", "json")
    file.write_text(filled_in(file.read_text()))

    assert (result.exit_code, draft.exit_code, early.exit_code) == (0, 0, 3)
    assert set(re.findall(r"META-11|SCH-\d\d", early.stdout)) == {"META-11"}
    assert charter("lint", file.name).output == "contract.odcs.yaml is valid.\n"


def test_init_never_overwrites_unless_told_to(charter, tmp_path):
    """Somebody's afternoon may be in that file."""
    (tmp_path / "contract.odcs.yaml").write_text("mine")

    result = charter("init")

    assert result.exit_code == 2
    assert (tmp_path / "contract.odcs.yaml").read_text() == "mine"
    assert charter("init", "--force").exit_code == 0
    assert (tmp_path / "contract.odcs.yaml").read_text() != "mine"


def test_init_gives_every_contract_an_id_of_its_own(charter):
    """Two contracts with one id cannot both be published."""
    first, second = charter("init", "-").stdout, charter("init", "-").stdout

    assert first != second


def test_init_takes_the_name_of_the_product(charter):
    """It stands in several places; typing it once is enough, and nothing speaks of other data."""
    result = charter("init", "-", "--name", "road-salt")

    assert "name: road-salt\n" in result.stdout
    assert "- name: road_salt\n" in result.stdout
    assert "purpose: Road salt. <enter" in result.stdout


@pytest.mark.parametrize("name", ["", "a b", "x: y", "../up", "a\nb"])
def test_init_refuses_a_name_that_would_break_the_file(charter, name):
    """The name goes into YAML as it is."""
    assert charter("init", "-", "--name", name).exit_code == 2


def test_rules_lists_every_rule(charter):
    """What is not listed cannot be looked up."""
    listed = charter("rules").stdout

    assert [rule.code for rule in RULES if f"  {rule.code} " not in listed] == []


@pytest.mark.parametrize("key", [RULES[0].code, RULES[0].name, RULES[-1].code.lower()])
def test_a_rule_is_explained_by_code_or_name(charter, key):
    """Findings show both, so people type either."""
    result = charter("rules", key)

    assert result.exit_code == 0
    assert "What to do: " in result.stdout


def test_a_rule_is_shown_by_an_example_with_what_must_be_known_of_it(charter):
    """A removal means nothing without the day, the history and those who read."""
    told = charter("rules", "DEP-03").stdout

    assert "It is judged on 2026-09-01." in told
    assert "In force: 1.0.0 since 2026-01-05, 1.1.0 since 2026-03-02." in told
    assert "dot uses it for bed planning and reads beds.bed_id." in told
    assert "From 1.1.0 to 2.0.0:" in told
    assert "  -  - name: bed_type" in told
    assert "Example" not in charter("rules", RULES[0].code).stdout


def test_an_unknown_rule_suggests_the_nearest(charter):
    """A slip of the finger should not send anyone to the documentation."""
    result = charter("rules", RULES[0].code + "9")

    assert result.exit_code == 2
    assert RULES[0].code in result.stderr


def test_rules_are_told_to_programs_too(charter):
    """An editor plug-in shows the same texts."""
    assert len(json.loads(charter("rules", "--format", "json").stdout)) == len(RULES)


def test_a_policy_in_a_file_weighs_findings(charter, contract, tmp_path):
    """An agency tries its policy before it sets it."""
    (tmp_path / "old.yaml").write_bytes(contract())
    (tmp_path / "new.yaml").write_bytes(contract(version="1.0.1", purpose="Results of visits."))
    (tmp_path / "policy.yaml").write_text("rules: {TXT-04: error}")

    usual = charter("diff", "old.yaml", "new.yaml")
    wanted = charter("diff", "old.yaml", "new.yaml", "--policy", "policy.yaml")
    linted = charter("lint", "new.yaml", "--policy", "policy.yaml")

    assert (usual.exit_code, wanted.exit_code, linted.exit_code) == (0, 1, 0)


def test_a_lint_rule_weighs_what_the_policy_says(charter, contract, tmp_path):
    """What is a hint in one agency is a duty in another."""
    source = contract().replace(b"status: active", b"status: production")
    (tmp_path / "odd.yaml").write_bytes(source)
    found = json.loads(charter("lint", "odd.yaml", "--format", "json").stdout)["files"][0]
    rule = next(each["rule"] for each in found["findings"] if each["severity"] == "warning")
    (tmp_path / "policy.yaml").write_text(f"rules: {{{rule}: error}}")

    assert charter("lint", "odd.yaml").exit_code == 0
    assert charter("lint", "odd.yaml", "--policy", "policy.yaml").exit_code == 3


def test_a_policy_that_cannot_be_taken_is_told_line_by_line(charter, contract, tmp_path):
    """A pipeline must not go on under a policy that nobody meant."""
    (tmp_path / "a.yaml").write_bytes(contract())
    (tmp_path / "policy.yaml").write_text("mode: backward-compatible\nrules: {X-99: error}")

    result = charter("diff", "a.yaml", "a.yaml", "--policy", "policy.yaml")

    assert result.exit_code == 2
    assert "policy.yaml: Line 1, column 1: 'backward-compatible' means two things" in result.stderr
    assert "policy.yaml: Line 2, column 9: There is no rule 'X-99'." in result.stderr
    both = charter("diff", "a.yaml", "a.yaml", "--policy", "policy.yaml", "--mode", "FULL")
    assert both.exit_code == 2
