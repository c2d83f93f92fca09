"""Is a custom property that an agency watches judged by the rule that its policy names?"""

import pytest

from contracts import document
from contracts.compat.judge import judge
from contracts.compat.watching import JUDGES
from contracts.findings import Outcome
from contracts.policy_document import read_policy

CONTRACT = """
apiVersion: v3.1.0
kind: DataContract
id: c
name: beds
version: {version}
status: active
{contract}
servers:
  - {{server: main, type: postgres, host: h, port: 5432, database: d, schema: s, {server}}}
schema:
  - name: beds
    {object}
    properties:
      - {{name: count, logicalType: integer, {column}}}
"""


def custom(name, value):
    """Return the custom properties of an element: one, or none."""
    return f"customProperties: [{{property: {name}, value: {value}}}]" if value else ""


def contract(version, **places):
    """Return a contract with custom properties in *places*."""
    parts = {place: places.get(place, "") for place in ("contract", "server", "object", "column")}
    parts |= {key: value or "tags: [a]" for key, value in parts.items()}
    parts["server"] = places.get("server") or "description: A."
    return document.load(CONTRACT.format(version=version, **parts).encode())


def judged(policy, name, before, after, place="column"):
    """Return the verdict on a change of one custom property, and what it is judged by."""
    old, new = (
        contract(number, **{place: custom(name, value)})
        for number, value in (("1.0.0", before), ("1.1.0", after))
    )
    report = judge(new, [old], read_policy(policy.encode()))
    found = [each for each in report.findings if not each.rule.startswith("VER-")]
    return report.outcome, [(each.rule, each.severity.value, each.approvers) for each in found]


def test_a_watched_property_is_judged_by_its_rule():
    """A promise of an agency's own counts like one that everybody makes."""
    ignored = judged("{}", "measuredIn", "kg", "lb")
    watched = judged("watch: {measured_in: SEM-10}", "measuredIn", "kg", "lb")

    assert ignored == (Outcome.ACCEPTED, [("TXT-07", "info", ())])
    assert watched == (Outcome.REJECTED, [("SEM-10", "error", ())])


@pytest.mark.parametrize("place", ["contract", "server", "object", "column"])
def test_it_is_watched_on_every_level_or_on_those_that_are_named(place):
    """What a word promises may depend on where it stands."""
    level = "property" if place == "column" else place
    others = {"contract", "server", "object", "property"} - {level}
    everywhere = judged("watch: {zone: SRV-12}", "zone", "a", "b", place)
    there = judged(f"watch: {{zone: {{rule: SRV-12, on: {level}}}}}", "zone", "a", "b", place)
    elsewhere = judged(
        f"watch: {{zone: {{rule: SRV-12, on: [{', '.join(sorted(others))}]}}}}",
        "zone",
        "a",
        "b",
        place,
    )

    residency = [("SRV-12", "info", ("privacy officer",))]
    assert everywhere[1] == there[1] == residency
    assert elsewhere[1][0][2] == ()


@pytest.mark.parametrize(
    ("rule", "before", "after"),
    [
        ("TYP-19", "binary", "nocase"),
        ("ENU-02", "false", "true"),
        ("SEM-10", "kg", "lb"),
        ("SEM-11", "none", "-99"),
        ("SEM-12", "adults", "all"),
        ("SEM-13", "append", "upsert"),
        ("SEC-01", "public", "restricted"),
        ("SEC-09", "true", "false"),
        ("SEC-11", "false", "true"),
        ("SEC-12", "{epsilon: 1}", "{epsilon: 2}"),
        ("SEC-12", "11", "5"),
        ("SEC-12", "[noise]", "[none]"),
        ("SEC-13", "[a]", "[a, b]"),
        ("SEC-14", "hash", "none"),
        ("SRV-08", "a", "b"),
        ("SRV-12", "a", "b"),
        ("SRV-13", "a", "b"),
        ("ORG-02", "a", "b"),
        ("DEP-06", "2027-01-01", "2026-12-01"),
        ("TXT-05", "CC0", "proprietary"),
        ("TXT-09", "[a, b]", "[a]"),
    ],
)
def test_each_rule_that_can_judge_one_does(rule, before, after):
    """A rule that a policy may name and that never speaks would be a trap."""
    _, found = judged(f"watch: {{own: {rule}}}", "own", before, after)

    assert [code for code, _, _ in found] == [rule]


def test_the_rules_that_can_be_named_are_all_tried():
    """The list above must not fall behind."""
    marks = test_each_rule_that_can_judge_one_does.pytestmark
    assert {row[0] for mark in marks for row in mark.args[1]} == set(JUDGES)


def test_what_charter_watches_cannot_be_taken_off():
    """Also by a name that is only spelt otherwise."""
    plain = judged("{}", "unit", "kg", "lb")

    assert judged("watch: {unit: SEM-10}", "unit", "kg", "lb") == plain
    assert plain[1] == [("SEM-10", "error", ())]


def test_what_is_watched_weighs_no_less_than_what_nobody_watches():
    """Or a mild rule would be a way around an agency that lets no custom property change."""
    strict = "rules: {TXT-07: error}"
    mild = f"watch: {{note: SEM-12}}\n{strict}"
    milder = "watch: {note: SEM-12}\nrules: {TXT-07: error, SEM-12: info}"
    warned = "watch: {note: SRV-12}\nrules: {TXT-07: warning}"

    assert judged(strict, "note", "a", "b")[0] is Outcome.REJECTED
    assert judged(mild, "note", "a", "b")[0] is Outcome.REJECTED
    assert judged(milder, "note", "a", "b")[0] is Outcome.REJECTED
    assert judged(warned, "note", "a", "b")[1][0][1] == "warning"


def test_what_is_written_otherwise_and_means_the_same_is_no_change():
    """Case and spacing promise nothing."""
    assert judged("watch: {own: SEM-10}", "own", "Kilo gram", "kilo  gram")[1][0][0] == "TXT-07"


def test_an_agency_may_list_what_charter_watches_anyway():
    """A list that says so by the same rule is right, and collation counts for tables as well."""
    listed = "watch: {region: SRV-12, license: TXT-05, unitOfMeasure: SEM-10, collation: TYP-19, "
    listed += "updateSemantics: SEM-13, rowFilter: SEC-14, suppressionFloor: SEC-12}"

    assert judged(listed, "rowFilter", "a", "b") == judged("{}", "rowFilter", "a", "b")
    assert judged("{}", "collation", "a", "b", "object")[1][0][0] == "TXT-07"
    assert judged(listed, "collation", "a", "b", "object")[1][0][0] == "TYP-19"
    assert [code for code, _, _ in judged(listed, "collation", "a", "b")[1]] == ["TYP-19"]
