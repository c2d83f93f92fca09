"""Does a change say whom it leaves pointing at nothing?"""

import pytest

from contracts.compat.circumstances import Circumstances
from contracts.compat.compare import changes
from contracts.compat.dangling import Referrer
from contracts.compat.judge import judge
from contracts.document import load
from contracts.findings import Severity
from contracts.references import Elements, references

COLUMN = "{id: c, name: code, logicalType: string}"


def a_contract(wards=COLUMN, version="1.0.0", to="none.at_all"):
    """Return beds that refer to wards."""
    return load(
        f"""\
apiVersion: v3.1.0
kind: DataContract
id: beds-id
version: {version}
status: active
schema:
- name: beds
  properties:
  - name: ward
    logicalType: string
    relationships: [{{to: {to}}}]
- id: w
  name: wards
  properties: [{wards}]
""".encode()
    )


def told(before, after, *codes):
    """Return code, reads, and message of the findings of *codes*."""
    found = changes(before.tree, after.tree)
    return [(each.rule, each.reads.value, each.message) for each in found if each.rule in codes]


FILE = "https://data.example/beds-id.odcs.yaml"


@pytest.mark.parametrize(
    "to",
    [
        "wards.code",
        "schema/w/properties/c",
        "/schema/wards/properties/c",
        "'#/schema/w/properties/c'",
        "'beds-id#/schema/w/properties/c'",
        f"'{FILE}#schema/w/properties/c'",
    ],
)
@pytest.mark.parametrize(
    ("wards", "says"),
    [
        ("{name: floor, logicalType: string}", "is no longer there"),
        ("{id: c, name: code, logicalType: integer}", "has the type integer instead of string"),
    ],
)
def test_a_relationship_that_loses_its_target_is_told(to, wards, says):
    """However it is written: the join finds nothing, or compares numbers with text."""
    before, after = a_contract(to=to), a_contract(wards, to=to)

    assert told(before, after, "REL-06") == [
        ("REL-06", "break", f"A relationship of this contract leads to wards.code, which {says}.")
    ]


@pytest.mark.parametrize(
    ("to", "wards"),
    [
        ("wards.code", COLUMN),
        ("wards.code", "{id: c, name: code, logicalType: string, description: New.}"),
        ("schema/w/properties/c", "{id: c, name: ward_code, logicalType: string}"),
        ("wards.never", "{name: floor, logicalType: string}"),
        ("other.odcs.yaml#/schema/w/properties/c", "{name: floor, logicalType: string}"),
    ],
)
def test_a_relationship_that_arrives_as_before_is_not_told(to, wards):
    """By its id it follows a rename; another contract is not this one's to judge."""
    assert told(a_contract(to=to), a_contract(wards, to=to), "REL-06") == []


def test_an_id_that_something_points_at_is_not_rewritten_quietly():
    """The data is as it was; what follows the id is not."""
    respelt = "{id: code, name: code, logicalType: string}"

    free = told(a_contract(), a_contract(respelt), "HIST-03", "REL-06")
    to = "schema/w/properties/c"
    pointed = told(a_contract(to=to), a_contract(respelt, to=to), "HIST-03", "REL-06")

    assert free == [("HIST-03", "ok", "code has another id.")]
    assert pointed == [
        (
            "HIST-03",
            "risk",
            "code has another id. A relationship of this contract leads to the former id.",
        )
    ]


def test_other_contracts_that_point_here_are_named_once_for_each_element():
    """The owner sees with whom to talk; the finding is the same whoever else joins them."""
    known = Circumstances(
        referrers=(
            Referrer(element="schema/w/properties/c", by="dot/roads"),
            Referrer(element="schema/w/properties/c", by="doh/visits"),
            Referrer(element="schema/gone/properties/c", by="doh/lost"),
        )
    )
    before, after = a_contract(), a_contract("{name: floor, logicalType: string}", "2.0.0")

    found = judge(after, [before], known=known).findings

    assert [(each.severity, each.message) for each in found if each.rule == "REL-06"] == [
        (Severity.ERROR, "doh/visits, dot/roads lead to wards.code, which is no longer there.")
    ]


def test_the_names_of_an_entry_in_a_list_are_on_the_way():
    """A list of objects is passed through, as queries pass through it."""
    tree = {
        "schema": [
            {
                "name": "t",
                "properties": [
                    {"name": "l", "items": {"properties": [{"name": "c", "logicalType": "string"}]}}
                ],
            }
        ]
    }

    found = Elements(tree).find("t.l.c")

    assert found is not None
    assert found.names == ("t", "l", "c")
    assert found.place == ("schema", 0, "properties", 0, "items", "properties", 0)


@pytest.mark.parametrize("to", [None, 7, {}, [], [None], [["a.b"]], "", "#", "a" * 5000])
def test_any_shape_of_a_relationship_is_read(to):
    """A stranger's contract gives what can be read of it."""
    tree = {"schema": [{"relationships": [None, {"to": to}], "properties": "x"}]}

    assert all(Elements(tree).find(each.element) is None for each in references(tree))
