"""Does the JSON keep the shape it promises? Checked against a schema that readers may use too."""

import json as plain_json
from decimal import Decimal
from pathlib import Path

import jsonschema_rs
import msgspec
import pytest

from contracts.findings import Finding, Report
from contracts.render import json

FOLDER = Path(__file__).parents[2] / "data" / "render"


def validator(name):
    """The published schema of that name."""
    schema = plain_json.loads((FOLDER / f"{name}.schema.json").read_text())
    return jsonschema_rs.Draft202012Validator(schema)


@pytest.mark.parametrize("name", ["rejected", "proposed", "unchanged", "attacked"])
def test_a_report_fits_its_schema(name, reports, lint_finding):
    """Pipelines are built on these keys."""
    shown = plain_json.loads(json.judged(reports[name], file="a", title="a", lint=(lint_finding,)))

    assert list(validator("report").iter_errors(shown)) == []


def test_lint_fits_its_schema(linted_files):
    """The shape of lint is the same for one file and for many."""
    shown = plain_json.loads(json.linted(linted_files))

    assert list(validator("lint").iter_errors(shown)) == []


def test_every_key_is_documented_where_it_is_made():
    """A key that nobody explains is a key that everybody guesses."""
    keys = [*msgspec.structs.fields(Finding), *msgspec.structs.fields(Report)]

    assert [key.name for key in keys if key.name not in (json.__doc__ or "")] == []


def test_what_lint_found_follows_the_change(reports, lint_finding):
    """One list holds all there is to know, so that a pipeline has one place to look."""
    text = json.judged(reports["rejected"], file="a", title="a", lint=(lint_finding,))

    shown = plain_json.loads(text)

    assert [each["rule"] for each in shown["findings"]] == [
        "PROP-01",
        "PROP-04",
        "TYP-08",
        "OWN-04",
    ]


def test_numbers_are_exact(reports, added_property):
    """0.10 is not 0.1000000000000000055."""
    shown = json.judged(reports["unchanged"], file="a", title="a", lint=(added_property,))

    parsed = plain_json.loads(shown, parse_float=Decimal)
    maximum = parsed["findings"][0]["after"]["logicalTypeOptions"]["maximum"]

    assert str(maximum) == "0.10"
