"""Does a report keep to itself what it must not repeat, and say all the rest?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.compat.compare import compare
from contracts.compat.judge import judge
from contracts.document import load
from contracts.findings import Finding, Severity
from contracts.places import Places
from contracts.redaction import WITHHELD, redacted
from contracts.render import json, text

CONTRACT = """\
apiVersion: v3.2.0
kind: DataContract
id: 5d0a
version: {version}
status: active
schema:
  - name: cases
    properties:
      - name: code
        logicalType: {type}
        classification: {classification}
        {field}
{rest}"""


def a_contract(version="1.0.0", **changes):
    """A contract with one property, of which some lines are given."""
    given_ = {
        "type": "string",
        "classification": "restricted",
        "field": "description: A code.",
        "rest": "",
    }
    return load(CONTRACT.format(version=version, **given_ | changes).encode())


def told(before, after):
    """What the change is reported as: rule, before, after and sentence."""
    found = compare(a_contract(**before), a_contract(version="1.0.1", **after))
    return [(each.rule, each.before, each.after, each.message) for each in found]


def test_values_of_restricted_elements_are_withheld():
    """A list of case codes is data about people, and a report is mailed."""
    before, after = {"field": "enum: [{value: A1}]"}, {"field": "enum: [{value: A1}, {value: B7}]"}

    assert told(before, after) == [
        (
            "ENU-01",
            None,
            WITHHELD,
            f"Readers may meet a value they do not know: {WITHHELD} was added to code.",
        )
    ]


def test_values_of_other_elements_are_shown():
    """A report that hides everything helps nobody."""
    field = "enum: [{value: A1}, {value: B7}]"
    before = {"field": "enum: [{value: A1}]", "classification": "internal"}

    found = told(before, {"field": field, "classification": "internal"})

    assert [each[2] for each in found] == ["B7"]


def test_what_a_restricted_element_is_stays_visible():
    """Nobody can judge a change of type or class without being told which."""
    found = told({}, {"type": "integer", "classification": "public"})

    assert {(rule, before, after) for rule, before, after, _ in found} >= {
        ("TYP-03", "string", "integer"),
        ("SEC-02", "restricted", "public"),
    }


def test_bounds_of_restricted_elements_are_withheld():
    """The largest amount that was ever paid may be somebody's."""
    before = {"type": "integer", "field": "logicalTypeOptions: {maximum: 130}"}
    after = {"type": "integer", "field": "logicalTypeOptions: {maximum: 4711}"}

    found = told(before, after)

    assert [(each[1], each[2]) for each in found] == [(WITHHELD, WITHHELD)]
    assert "130" not in found[0][3]
    assert "4711" not in found[0][3]


def test_an_element_as_a_whole_keeps_its_shape_and_loses_its_data():
    """What is gone is shown as it was, and its examples were data."""
    shape = {"name": "gone", "logicalType": "string", "classification": "Restricted"}
    data = {"examples": ["Ada Lovelace"], "logicalTypeOptions": {"maximum": 7, "format": "i32"}}
    finding = Finding(
        rule="PROP-04",
        name="property-removed",
        severity=Severity.ERROR,
        path="/schema[0]",
        pointer="/schema/0",
        message="'Ada Lovelace' is one of 7.",
        before=shape | data,
    )

    seen = redacted(finding, Places({}).at(()))

    options = {"maximum": WITHHELD, "format": "i32"}
    assert seen.before == shape | {"examples": [WITHHELD], "logicalTypeOptions": options}
    assert seen.message == f"{WITHHELD} is one of {WITHHELD}."


SECRETS = [
    ("location", "postgres://reader:hunter22@db.agency.gov/cases"),
    ("location", "https://db.agency.gov/?token=abcdef123456"),
    ("description", "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abcdefghijklm"),
]


@pytest.mark.parametrize(("key", "secret"), SECRETS)
def test_what_looks_like_a_secret_is_withheld_wherever_it_stands(key, secret):
    """The person who put it there by mistake does not expect it in a build log as well."""
    server = "servers:\n  - server: main\n    type: api\n    {key}: '{value}'\n"
    before = a_contract(rest=server.format(key=key, value="https://db.agency.gov/v1"))
    after = a_contract(version="1.0.1", rest=server.format(key=key, value=secret))

    for first, second in ((before, after), (after, before)):
        report = judge(second, [first])
        shown = [
            json.judged(report, file="a", title="a"),
            text.judged(report, file="a", title="a"),
        ]

        assert report.findings
        assert not [each for each in shown if secret in each or secret[:70] in each]


def test_the_value_of_a_custom_property_that_is_a_key_is_withheld():
    """Its name says what it is, whatever it looks like."""
    custom = "customProperties:\n  - property: apiKey\n    value: {}\n"

    found = told({"rest": custom.format("blue")}, {"rest": custom.format("green-sky")})

    assert "green-sky" not in repr(found)
    assert "blue" not in repr(found)


def test_a_finding_is_followed_although_its_values_are_withheld():
    """Two changes that look alike in the report have fingerprints of their own."""
    first = a_contract(field="enum: [{value: A1}]")
    prints = {
        compare(first, a_contract(field=f"enum: [{{value: A1}}, {{value: {new}}}]"))[0].fingerprint
        for new in ("B7", "B8")
    }

    assert len(prints) == 2


@given(st.text(st.characters(categories=("L", "N", "P")), min_size=8, max_size=200))
def test_no_text_of_a_restricted_list_gets_through(value):
    """Long or odd, quoted or not: what is withheld does not stand in the sentence either."""
    quoted = "'" + value.replace("'", "''") + "'"
    before = a_contract(field="enum: [{value: A1}]")
    after = a_contract(field=f"enum: [{{value: A1}}, {{value: {quoted}}}]")

    found = compare(before, after)

    assert [each.after for each in found] == [WITHHELD]
    assert not [each for each in found if value[:70] in each.message]
