"""Are places in a contract written so that people and machines find them?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.document import load
from contracts.findings import Bump, Finding, Impact, Severity
from contracts.locate import finding_at
from contracts.paths import named, pointer
from contracts.rule import Rule

CONTRACT = b"""\
id: c-1
tags: [a, b]
schema:
- name: permits
  properties:
  - name: status
    enum: [{value: open}]
    quality:
    - {type: sql}
  - physicalName: no name
servers:
- server: prod
  type: postgres
slaProperties:
- property: latency
"""


@pytest.mark.parametrize(
    ("parts", "name", "written"),
    [
        ((), "", ""),
        (("id",), "/id", "/id"),
        (("tags", 1), "/tags[1]", "/tags/1"),
        (("schema", 0), "/schema[name=permits]", "/schema/0"),
        (
            ("schema", 0, "properties", 0, "enum", 0, "value"),
            "/schema[name=permits]/properties[name=status]/enum[0]/value",
            "/schema/0/properties/0/enum/0/value",
        ),
        (
            ("schema", 0, "properties", 0, "quality", 0),
            "/schema[name=permits]/properties[name=status]/quality[0]",
            "/schema/0/properties/0/quality/0",
        ),
        (
            ("schema", 0, "properties", 1),
            "/schema[name=permits]/properties[1]",
            "/schema/0/properties/1",
        ),
        (("servers", 0, "type"), "/servers[server=prod]/type", "/servers/0/type"),
        (("slaProperties", 0), "/slaProperties[property=latency]", "/slaProperties/0"),
        (("schema", 7, "gone"), "/schema[7]/gone", "/schema/7/gone"),
        (("a/b~c",), "/a/b~c", "/a~1b~0c"),
    ],
)
def test_a_place_has_a_name_for_people_and_a_pointer_for_machines(parts, name, written):
    """Item numbers change with every inserted column; names do not."""
    assert (named(load(CONTRACT).tree, parts), pointer(parts)) == (name, written)


@given(st.lists(st.text() | st.integers(-5, 5)))
def test_any_parts_can_be_written(parts):
    """Places of another version, or of nothing at all, are named like any other."""
    assert named(load(CONTRACT).tree, parts).count("[") >= 0
    assert pointer(parts).count("/") >= len(parts)


RULE = Rule(
    code="X-01",
    name="example",
    family="Example",
    statement="It is so.",
    reason="It hurts.",
    fix="Mend it.",
    reads=Impact.BREAK,
    writes=Impact.OK,
    bump=Bump.MAJOR,
)


def test_a_finding_points_at_its_element_and_carries_its_rule():
    """Everything a person, an editor or a waiver needs is filled in one place."""
    finding = finding_at(
        load(CONTRACT),
        RULE,
        ("schema", 0, "properties", 0, "enum"),
        "A value is gone.",
        before=["open", "closed"],
        after=["open"],
        reads=Impact.BREAK,
        bump=Bump.MAJOR,
    )

    assert finding == Finding(
        rule="X-01",
        name="example",
        severity=Severity.ERROR,
        path="/schema[name=permits]/properties[name=status]/enum",
        pointer="/schema/0/properties/0/enum",
        line=7,
        column=5,
        message="A value is gone.",
        before=["open", "closed"],
        after=["open"],
        reads=Impact.BREAK,
        bump=Bump.MAJOR,
        fix="Mend it.",
        fingerprint=finding.fingerprint,
    )


def test_a_fingerprint_survives_comments_and_order():
    """A waiver given yesterday holds after somebody sorted the file."""
    moved = b"# new\nschema:\n- name: other\n- name: permits\nid: c-1\n"

    prints = {
        finding_at(load(CONTRACT), RULE, ("schema", 0), "x", before=1).fingerprint,
        finding_at(load(moved), RULE, ("schema", 1), "x", before=1).fingerprint,
    }

    assert len(prints) == 1


@pytest.mark.parametrize(
    ("reads", "writes", "severity"),
    [
        (Impact.OK, Impact.OK, Severity.INFO),
        (Impact.RISK, Impact.OK, Severity.WARNING),
        (Impact.RISK, Impact.BREAK, Severity.ERROR),
    ],
)
def test_a_change_weighs_what_it_does_to_the_side_it_hurts_most(reads, writes, severity):
    """Change rules have no severity of their own."""
    finding = finding_at(load(CONTRACT), RULE, (), "x", reads=reads, writes=writes)

    assert finding.severity is severity
