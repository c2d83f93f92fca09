"""Does each form show that a finding is waived: by whom, until when and why?"""

import json as plain_json
from pathlib import Path
from xml.etree import ElementTree as ET

import jsonschema_rs
import msgspec
import pytest

from contracts.findings import LintedFile, Waiver
from contracts.render import github, gitlab, json, junit, markdown, sarif, text
from contracts.waiving import waived
from tests.contracts.render.conftest import REMOVED, WIDENED

SCHEMA = Path(__file__).parents[2] / "data" / "render" / "sarif" / "sarif-schema-2.1.0.json"
WHY = "Waived by Ann Lee until 2026-12-01: Nobody reads it."
WAIVER = Waiver(approver="Ann Lee", reason="Nobody reads it.", until="2026-12-01")
FORMS = {
    "github": github,
    "gitlab": gitlab,
    "json": json,
    "junit": junit,
    "markdown": markdown,
    "sarif": sarif,
    "text": text,
}


@pytest.fixture
def report(reports):
    """Return a verdict with a waived finding, which once broke readers, and one that counts."""
    found = waived((REMOVED, WIDENED), {REMOVED.fingerprint: WAIVER})
    return msgspec.structs.replace(reports["rejected"], findings=found)


@pytest.mark.parametrize("form", [form for form in FORMS if form != "json"])
def test_a_waived_finding_says_who_waived_it_until_when_and_why(form, report):
    """A reader must not take for harmless what somebody answers for."""
    of_change = FORMS[form].judged(report, file="a.yaml", title="a")
    of_lint = FORMS[form].linted(
        [LintedFile(file="a.yaml", valid=True, findings=report.findings[:1])]
    )

    assert of_change.count(WHY) == of_lint.count(WHY)
    assert WHY in of_change


def test_json_says_it_in_parts(report):
    """A program looks for the end of a waiver without reading sentences."""
    first, second = plain_json.loads(json.judged(report, file="a.yaml", title="a"))["findings"]

    assert first["waiver"] == {
        "approver": "Ann Lee",
        "reason": "Nobody reads it.",
        "until": "2026-12-01",
    }
    assert (first["severity"], second["waiver"]) == ("info", None)


def test_sarif_suppresses_it(report):
    """What is suppressed is accepted by somebody outside the source; of the others none is."""
    shown = plain_json.loads(sarif.judged(report, file="a.yaml", title="a"))
    official = jsonschema_rs.Draft4Validator(
        plain_json.loads(SCHEMA.read_text()), validate_formats=True
    )
    suppressions = [each["suppressions"] for each in shown["runs"][0]["results"]]

    assert list(official.iter_errors(shown)) == []
    assert suppressions == [
        [{"kind": "external", "status": "accepted", "justification": WHY}],
        [],
    ]


def test_without_a_waiver_sarif_speaks_of_none(reports):
    """An empty list would say that everything was looked at and nothing accepted."""
    shown = sarif.judged(reports["rejected"], file="a.yaml", title="a")

    assert "suppressions" not in shown


def test_junit_skips_it_and_counts_it(report):
    """A build stays green for it, and shows that it was let pass."""
    suite = ET.fromstring(junit.judged(report, file="a.yaml", title="a"))[0]  # noqa: S314 # ours
    skipped = [case.get("name") for case in suite if case.find("skipped") is not None]

    assert (suite.get("skipped"), suite.get("failures")) == ("1", "2")
    assert skipped == [f"PROP-04 property-removed {REMOVED.path}"]


def test_people_see_at_a_glance_how_many_are_waived(report):
    """Among notes, what broke readers would not be seen."""
    plain = text.judged(report, file="a.yaml", title="a")
    table = markdown.judged(report, file="a.yaml", title="a")

    assert plain.splitlines()[1] == "1 error, 1 waived."
    assert "a.yaml:14:5: waived: The optional property" in plain
    assert "<summary>Waived (1)</summary>" in table
    assert "**waived**<br>`PROP-04`" in table


def test_a_long_story_does_not_hide_who_tells_it(report):
    """Names come first, as a cell of a table is cut."""
    told = msgspec.structs.replace(WAIVER, reason="x" * 1000)
    (finding,) = waived((REMOVED,), {REMOVED.fingerprint: told})
    table = markdown.judged(
        msgspec.structs.replace(report, findings=(finding,)), file="a.yaml", title="a"
    )

    assert "Waived by Ann Lee until 2026-12-01: xxx" in table
