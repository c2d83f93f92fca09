"""Does the difference document say what RFC-0039 asks of it? Its fields, kinds and counts."""

import json
from collections import Counter

import msgspec
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from contracts.compat.judge import judge
from contracts.document import load
from contracts.findings import Bump
from contracts.render import omds

REQUIRED = {"type", "section", "field", "path", "impactLevel"}
KNOWN = REQUIRED | {"value1", "value2", "message"}
BEFORE = """\
apiVersion: v3.1.0
kind: DataContract
id: 5d0a
version: 1.4.0
status: active
description:
  purpose: Beds.
schema:
  - name: beds
    properties:
      - {name: note, logicalType: string}
      - {name: rate, logicalType: integer}
"""
AFTER = """\
apiVersion: v3.1.0
kind: DataContract
id: 5d0a
version: 1.5.0
status: active
description:
  purpose: Free beds.
schema:
  - name: beds
    properties:
      - {name: rate, logicalType: number}
      - {name: ward, logicalType: string}
"""


@pytest.fixture
def difference():
    """The difference of two versions as a program reads it."""
    report = judge(load(AFTER.encode()), [load(BEFORE.encode())])
    return json.loads(omds.judged(report, file="a.yaml", title="beds"))


def test_a_difference_names_both_sides(difference):
    """Whoever finds the document in an archive must know what was compared."""
    sides = (difference["source1"], difference["source2"])

    assert difference["kind"] == "MetadataDifference"
    assert sides == ({"id": "5d0a", "version": "1.4.0"}, {"id": "5d0a", "version": "1.5.0"})


def test_each_difference_has_what_the_draft_requires(difference):
    """A tool for these documents knows these keys and no others."""
    assert all(REQUIRED <= set(each) <= KNOWN for each in difference["diffs"])


def test_differences_are_additions_removals_and_changes(difference):
    """A value is absent on the side that has none, as the draft has it."""
    found = {
        (each["type"], each["section"], each["field"], each["path"]) for each in difference["diffs"]
    }

    assert found == {
        ("CHANGE", "description", "purpose", "/description/purpose"),
        ("REMOVE", "schema", "properties", "/schema[name=beds]/properties[name=note]"),
        ("CHANGE", "schema", "logicalType", "/schema[name=beds]/properties[name=rate]/logicalType"),
        ("ADD", "schema", "properties", "/schema[name=beds]/properties[name=ward]"),
    }
    assert all(("value1" in each) == (each["type"] != "ADD") for each in difference["diffs"])
    assert all(("value2" in each) == (each["type"] != "REMOVE") for each in difference["diffs"])


def test_the_impact_counts_the_differences_and_suggests_the_version(difference):
    """The sum is what people look at, so it must be the sum."""
    levels = Counter(each["impactLevel"] for each in difference["diffs"])

    assert difference["impact"] == {"major": 2, "minor": 1, "patch": 1}
    assert levels == {"MAJOR": 2, "MINOR": 1, "PATCH": 1}
    assert difference["suggestedVersion"] == "2.0.0"


def test_the_number_of_the_version_is_no_difference(reports, lint_finding):
    """A verdict on the number is about the judgement, not about the contract."""
    finding = msgspec.structs.replace(lint_finding, rule="VER-03", bump=Bump.MAJOR)
    report = msgspec.structs.replace(reports["rejected"], findings=(finding,))

    shown = json.loads(omds.judged(report, file="a.yaml", title="a"))

    assert shown["diffs"] == []


def test_what_no_rule_judges_has_an_unknown_impact(reports, lint_finding):
    """The draft has a word for what cannot be told, which is better than a guess."""
    finding = msgspec.structs.replace(lint_finding, rule="CHG-01", bump=Bump.MINOR)
    report = msgspec.structs.replace(reports["rejected"], findings=(finding,))

    shown = json.loads(omds.judged(report, file="a.yaml", title="a"))

    assert [each["impactLevel"] for each in shown["diffs"]] == ["UNKNOWN"]


@pytest.mark.parametrize("name", ["rejected", "proposed", "unchanged"])
def test_the_document_is_yaml_and_json_alike(name, reports):
    """The draft says YAML, and most programs have JSON at hand."""
    shown = omds.judged(reports[name], file="a.yaml", title="a")

    assert yaml.safe_load(shown) == json.loads(shown)


def test_hostile_text_does_not_break_the_document(reports, hostile):
    """A name full of brackets, slashes and half characters is still one path."""
    shown = omds.judged(reports["attacked"], file=hostile, title=hostile)

    assert yaml.safe_load(shown)["impact"] == {"major": 1, "minor": 0, "patch": 0}
    assert [each["section"] for each in json.loads(shown)["diffs"]] != [""]


@given(path=st.text(st.characters(codec=None, exclude_categories=()), max_size=40))
def test_any_path_has_a_section_and_a_field(path):
    """A name with a slash or a bracket in it must not lose the document."""
    report = judge(load(AFTER.encode()), [load(BEFORE.encode())])
    odd = tuple(msgspec.structs.replace(each, path=path) for each in report.findings)

    shown = omds.judged(msgspec.structs.replace(report, findings=odd), file="a", title="a")

    assert all(each["path"] for each in json.loads(shown)["diffs"])


def test_a_data_product_is_a_source_of_its_own_kind():
    """Tools of the standards read the ports of a product by the standard of products."""
    head = "apiVersion: v1.1.0\nkind: DataProduct\nid: beds\nversion: {}\nstatus: active\n"
    ports = "outputPorts:\n- name: beds\n  version: 1.0.0\n"
    before = load((head.format("1.0.0") + ports).encode())
    after = load(head.format("2.0.0").encode())

    told = json.loads(omds.judged(judge(after, [before]), file="beds", title="Beds 2.0.0"))

    assert told["sourceKind"] == "DataProduct"
    assert told["source2"] == {"id": "beds", "version": "2.0.0"}
    assert [(each["type"], each["section"], each["impactLevel"]) for each in told["diffs"]] == [
        ("REMOVE", "outputPorts", "MAJOR")
    ]
