"""Do build servers and scanners take our reports? Held against the formats they document."""

import json as plain_json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema_rs
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.findings import Finding, LintedFile, Severity
from contracts.render import gitlab, junit, sarif

SCHEMA = Path(__file__).parents[2] / "data" / "render" / "sarif" / "sarif-schema-2.1.0.json"
VERDICTS = ("rejected", "proposed", "unchanged", "attacked")
ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=60)


@pytest.fixture(scope="module")
def official():
    """The schema that OASIS publishes."""
    schema = plain_json.loads(SCHEMA.read_text())
    return jsonschema_rs.Draft4Validator(schema, validate_formats=True)


def odd(words):
    """A finding whose every text is *words*."""
    return Finding(
        rule=words or "X",
        name=words,
        severity=Severity.ERROR,
        path=words,
        pointer=words,
        message=words,
        before=words,
        after={words: words},
        fix=words,
        fingerprint=words,
    )


@pytest.mark.parametrize("name", VERDICTS)
def test_a_verdict_is_valid_sarif(official, name, reports, lint_finding, hostile):
    """A scanner refuses the whole upload for one wrong key."""
    shown = sarif.judged(reports[name], file=hostile, title=hostile, lint=(lint_finding,))

    errors = [error.message for error in official.iter_errors(plain_json.loads(shown))]

    assert errors == []


def test_lint_is_valid_sarif(official, linted_files):
    """Lint runs in every pull request, and its report is uploaded like any other."""
    shown = plain_json.loads(sarif.linted(linted_files))

    assert list(official.iter_errors(shown)) == []


@given(words=ANY_TEXT)
def test_sarif_stays_valid_whatever_it_carries(official, words):
    """A half character in a name must not lose the upload."""
    shown = sarif.linted([LintedFile(file=words, valid=False, findings=(odd(words),))])

    assert list(official.iter_errors(plain_json.loads(shown))) == []


def test_sarif_names_each_rule_once_and_results_point_at_it(reports):
    """A viewer looks a rule up by its place in the list."""
    run = plain_json.loads(sarif.judged(reports["rejected"], file="a.yaml", title="a"))["runs"][0]

    rules = [each["id"] for each in run["tool"]["driver"]["rules"]]

    assert rules == ["PROP-01", "PROP-04", "TYP-08"]
    assert [rules[each["ruleIndex"]] for each in run["results"]] == rules


def test_sarif_follows_a_finding_by_our_fingerprint(reports):
    """A dismissed alert stays dismissed when lines move."""
    run = plain_json.loads(sarif.judged(reports["proposed"], file="a.yaml", title="a"))["runs"][0]

    assert [each["partialFingerprints"] for each in run["results"]] == [
        {"charter/v1": "00112233aabbccdd", "primaryLocationLineHash": "00112233aabbccdd"}
    ]


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("contracts/beds.odcs.yaml", "contracts/beds.odcs.yaml"),
        ("old beds#1.yaml", "old%20beds%231.yaml"),
        ("c:evil.yaml", "c%3Aevil.yaml"),
        ("/srv/a b.yaml", "file:///srv/a%20b.yaml"),
        ("C:/data/a.yaml", "file:///C:/data/a.yaml"),
        ("javascript:alert(1)", "javascript%3Aalert%281%29"),
    ],
)
def test_sarif_names_files_by_uri(file, uri, lint_finding):
    """A file name is no address: what it holds must not become a scheme or a fragment."""
    shown = sarif.linted([LintedFile(file=file, valid=True, findings=(lint_finding,))])

    result = plain_json.loads(shown)["runs"][0]["results"][0]

    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


def test_sarif_messages_carry_no_links_of_strangers(lint_finding):
    """`[text](address)` is a link in a SARIF message, and a description must not make one."""
    finding = msgspec.structs.replace(lint_finding, message="[win](https://evil.example)", fix="")

    shown = sarif.linted([LintedFile(file="a", valid=True, findings=(finding,))])

    message = plain_json.loads(shown)["runs"][0]["results"][0]["message"]["text"]
    assert message == "[win] (https://evil.example)"


def test_a_rule_of_a_newer_registry_is_named_all_the_same(official, lint_finding):
    """The command line may be older than the registry that answered it."""
    finding = msgspec.structs.replace(lint_finding, rule="NEW-99", name="not-known-here")

    shown = plain_json.loads(
        sarif.linted([LintedFile(file="a", valid=True, findings=(finding,))]),
    )

    assert list(official.iter_errors(shown)) == []
    assert shown["runs"][0]["tool"]["driver"]["rules"] == [
        {"id": "NEW-99", "name": "not-known-here"}
    ]


COUNTED = ("tests", "failures", "errors")


def parsed(text):
    """Return the root of a document of ours."""
    return ET.fromstring(text)  # noqa: S314 (our own output is not untrusted)


def told(text):
    """Return the counts of a JUnit document as it says them and as they are, suite by suite."""
    root = parsed(text)
    suites = root.findall("testsuite")
    says = [tuple(int(each.attrib[key]) for key in COUNTED) for each in [root, *suites]]
    found = [
        (
            len(each.findall("testcase")),
            len(each.findall("testcase/failure")),
            len(each.findall("testcase/error")),
        )
        for each in suites
    ]
    return says, [tuple(map(sum, zip(*found, strict=True))), *found]


ATTRIBUTES = {
    "testsuites": {"name", "tests", "failures", "errors"},
    "testsuite": {"name", "tests", "failures", "errors", "skipped"},
    "testcase": {"name", "classname"},
    "failure": {"type", "message"},
    "error": {"type", "message"},
    "system-out": set(),
}
"""What the schema that Jenkins uses knows, as far as we use it."""


@pytest.mark.parametrize("name", VERDICTS)
def test_a_verdict_is_junit_that_counts_right(name, reports, lint_finding, hostile):
    """Build servers trust the numbers at the top."""
    text = junit.judged(reports[name], file=hostile, title=hostile, lint=(lint_finding,))

    says, are = told(text)

    assert says == are
    assert all(set(each.attrib) == ATTRIBUTES[each.tag] for each in parsed(text).iter())


@given(words=ANY_TEXT)
def test_junit_can_be_parsed_whatever_it_carries(words):
    """One control character, and a build server sees no report at all."""
    text = junit.linted([LintedFile(file=words, valid=False, findings=(odd(words),) * 2)])

    says, are = told(text)
    names = [case.attrib["name"] for case in parsed(text).iter("testcase")]

    assert says == are
    assert text.isascii()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f]", text)
    assert len(set(names)) == 3


def test_a_rejected_change_fails_and_an_announced_one_does_not(reports):
    """The build must go red exactly where the command ends with another code than 0."""
    rejected = junit.judged(reports["rejected"], file="a.yaml", title="a")
    proposed = junit.judged(reports["proposed"], file="a.yaml", title="a")

    assert told(rejected)[0][0] == (4, 3, 0)
    assert told(proposed)[0][0] == (2, 0, 0)


def test_a_file_that_cannot_be_read_is_an_error(lint_finding):
    """There was nothing to judge, which is another thing than a judgement that went wrong."""
    finding = msgspec.structs.replace(lint_finding, rule="READ-01", severity=Severity.ERROR)

    shown = junit.linted([LintedFile(file="a.yaml", valid=False, findings=(finding,))])

    assert told(shown)[0][0] == (2, 1, 1)


def test_no_files_are_an_empty_document_not_a_broken_one():
    """A glob that matches nothing must not break the build server."""
    assert parsed(junit.linted([])).attrib["tests"] == "0"


@pytest.mark.parametrize("name", VERDICTS)
def test_a_verdict_is_a_code_quality_report(name, reports, lint_finding):
    """GitLab drops a report in which one of these keys is missing or of another type."""
    shown = plain_json.loads(
        gitlab.judged(reports[name], file="a.yaml", title="a", lint=(lint_finding,))
    )

    for each in shown:
        assert set(each) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert each["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert each["location"]["path"] == "a.yaml"
        assert each["location"]["lines"]["begin"] >= 1
    assert len({each["fingerprint"] for each in shown}) == len(shown)


def test_code_quality_tells_the_same_finding_in_two_files_apart(lint_finding):
    """GitLab keeps one issue for each fingerprint and would hide the second file's."""
    same = msgspec.structs.replace(lint_finding, fingerprint="f")
    bare = msgspec.structs.replace(lint_finding, fingerprint="", line=None, column=None)
    files = [LintedFile(file=name, valid=True, findings=(same, bare)) for name in ("a", "b")]

    shown = plain_json.loads(gitlab.linted(files))

    assert [each["fingerprint"] for each in shown] == [
        "f",
        "a:OWN-04:/support",
        "f-2",
        "b:OWN-04:/support",
    ]
