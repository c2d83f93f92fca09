"""What does the official schema's verdict say to an author: where, in which words, what then?"""

import pytest

from contracts.document import load
from contracts.findings import Severity
from contracts.schema import SCHEMA_RULES, validate
from contracts.validation.editions import EDITIONS

HEAD = {
    "apiVersion": "v3.1.0",
    "kind": "DataContract",
    "id": "c-1",
    "version": "1.0.0",
    "status": "active",
}


def contract(body="", **head) -> bytes:
    """Return a contract that is valid but for *body* and *head*, where None leaves a key out."""
    lines = [f"{key}: {value}" for key, value in {**HEAD, **head}.items() if value is not None]
    return "\n".join([*lines, body]).encode()


def findings(source) -> list[tuple]:
    """Return rule, line, column, path, message and fix of everything wrong with *source*."""
    return [(f.rule, f.line, f.column, f.path, f.message, f.fix) for f in validate(load(source))]


def test_a_key_of_ones_own_is_no_misspelt_one():
    """Where the standard takes any key, only one that is nearly its own is suspicious."""
    body = "description:\n  limitations: None.\n  limitation: One.\n  audience: All."

    assert findings(contract(body)) == []


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_small_contract_is_valid_in_every_version(edition):
    """Five keys are all the standard asks for."""
    assert findings(contract(apiVersion=edition)) == []


QUALITY = "schema:\n- name: t\n  quality:\n  - {"
COLUMN = "schema:\n- name: t\n  properties:\n  - name: c\n    "
SAID = [
    (
        "a misspelt key",
        contract(f"{COLUMN}requird: true"),
        ("SCH-03", 10, 5, "/schema[name=t]/properties[name=c]/requird"),
        "`requird` is not known on a property.",
        "Did you mean `required`?",
    ),
    (
        "a key in the wrong place",
        contract("schema:\n- name: t\n  required: true"),
        ("SCH-03", 8, 3, "/schema[name=t]/required"),
        "`required` is not known on a schema object.",
        "It belongs on a property: move it there.",
    ),
    (
        "a key of another tool",
        contract(f"{COLUMN}nullable: false"),
        ("SCH-03", 10, 5, "/schema[name=t]/properties[name=c]/nullable"),
        "`nullable` is not known on a property.",
        "Use `required`, which says the opposite: `nullable: false` is `required: true`.",
    ),
    (
        "a key that a later version takes there",
        contract(f"{QUALITY}type: sql, query: a, mustBe: 5}}", apiVersion="v3.0.2"),
        ("SCH-03", 9, 27, "/schema[name=t]/quality[0]/mustBe"),
        (
            "`mustBe` goes with the other keys of a quality check since v3.1.0; "
            "the contract follows v3.0.2."
        ),
        "Set `apiVersion: v3.1.0`, or remove the key.",
    ),
    (
        "a key that no version takes there",
        contract(f"{QUALITY}type: text, mustBe: 5}}"),
        ("SCH-03", 9, 18, "/schema[name=t]/quality[0]/mustBe"),
        "`mustBe` does not go with the other keys of a quality check.",
        "Remove `mustBe`, or the key that it does not go with.",
    ),
    (
        "a misspelt key where any is taken",
        contract("description:\n  limitation: None."),
        ("SCH-03", 7, 3, "/description/limitation"),
        "`limitation` is not known on the description.",
        "Did you mean `limitations`?",
    ),
    (
        "an option on the column itself",
        contract(f"{COLUMN}maxLength: 3"),
        ("SCH-03", 10, 5, "/schema[name=t]/properties[name=c]/maxLength"),
        "`maxLength` is not known on a property.",
        "It belongs on the `logicalTypeOptions` of a property: move it there.",
    ),
    (
        "a key of a newer version",
        contract(f"{COLUMN}deprecated: true"),
        ("SCH-03", 10, 5, "/schema[name=t]/properties[name=c]/deprecated"),
        "`deprecated` came with v3.2.0; the contract follows v3.1.0.",
        "Set `apiVersion: v3.2.0`, or remove the key.",
    ),
    (
        "a key nobody knows",
        contract("change_management: x"),
        ("SCH-03", 6, 1, "/change_management"),
        "`change_management` is not known on the contract.",
        "Correct the spelling, move it to where it belongs, or put it under `customProperties`.",
    ),
    (
        "a missing key",
        contract(status=None),
        ("SCH-04", 1, 1, "/status"),
        "`status` is missing on the contract.",
        "Add `status`.",
    ),
    (
        "a missing key below",
        contract("schema:\n- description: x"),
        ("SCH-04", 7, 3, "/schema[0]/name"),
        "`name` is missing on a schema object.",
        "Add `name`.",
    ),
    (
        "nothing where text is wanted",
        contract(f"{COLUMN}description:"),
        ("SCH-05", 10, 5, "/schema[name=t]/properties[name=c]/description"),
        "`description` has no value.",
        "Give it a value, or remove the key.",
    ),
    (
        "yes instead of true",
        contract(f"{COLUMN}required: yes"),
        ("SCH-06", 10, 5, "/schema[name=t]/properties[name=c]/required"),
        "`required` must be true or false, but is the text `yes`.",
        "Write `required: true`, without quotes.",
    ),
    (
        "one where many are wanted",
        contract("tags: geo"),
        ("SCH-06", 6, 1, "/tags"),
        "`tags` must be a list, but is the text `geo`.",
        "Write a list: begin each item with `- `.",
    ),
    (
        "a unit in a number",
        contract("price: {priceAmount: 9.95 USD}"),
        ("SCH-06", 6, 9, "/price/priceAmount"),
        "`priceAmount` must be a number, but is the text `9.95 USD`.",
        "Write the number alone, without quotes or unit.",
    ),
    (
        "a number for text in JSON",
        (
            b'{"apiVersion": "v3.1.0", "kind": "DataContract", "id": "c", "status": "x",\n'
            b' "version": 1.10}'
        ),
        ("SCH-06", 2, 2, "/version"),
        "`version` must be text, but is the number `1.10`.",
        "Put the value in quotes.",
    ),
    (
        "a team as 3.1 writes it, in 3.0",
        contract("team: {members: []}", apiVersion="v3.0.1"),
        ("SCH-06", 6, 1, "/team"),
        "`team` must be a list, but is keys and values.",
        "Set `apiVersion: v3.1.0`, which allows it, or change the value.",
    ),
    (
        "a misspelt value",
        contract(f"{COLUMN}logicalType: strng"),
        ("SCH-07", 10, 5, "/schema[name=t]/properties[name=c]/logicalType"),
        (
            "`logicalType` may not be the text `strng`; allowed: `string`, `date`, `timestamp`, "
            "`time`, `number`, `integer`, `object`, `array`, `boolean`."
        ),
        "Did you mean `string`?",
    ),
    (
        "a value of a newer version",
        contract(f"{COLUMN}logicalType: timestamp", apiVersion="v3.0.2"),
        ("SCH-07", 10, 5, "/schema[name=t]/properties[name=c]/logicalType"),
        "`logicalType: timestamp` came with v3.1.0; the contract follows v3.0.2.",
        (
            "Set `apiVersion: v3.1.0`, or use one of: `string`, `date`, `number`, `integer`, "
            "`object`, `array`, `boolean`."
        ),
    ),
    (
        "the wrong kind",
        contract(kind="DataSet"),
        ("SCH-07", 2, 1, "/kind"),
        "`kind` may not be the text `DataSet`; allowed: `DataContract`.",
        "Write `kind: DataContract`.",
    ),
    (
        "an id with a blank",
        contract("schema:\n- name: t\n  id: a b"),
        ("SCH-08", 8, 3, "/schema[name=t]/id"),
        "`id` may not be the text `a b`: wanted is letters, digits, `_` and `-` only.",
        "Write it in the form that is wanted.",
    ),
    (
        "a reference that leads nowhere",
        contract(f"{COLUMN}relationships:\n    - to: customers"),
        ("SCH-08", 11, 7, "/schema[name=t]/properties[name=c]/relationships[0]/to"),
        (
            "`to` may not be the text `customers`: wanted is `table.column`, or "
            "`schema/<id>/properties/<id>`."
        ),
        "Write it in the form that is wanted.",
    ),
    (
        "a source on a column's reference",
        contract(f"{COLUMN}relationships:\n    - {{from: a.b, to: c.d}}"),
        ("SCH-09", 11, 7, "/schema[name=t]/properties[name=c]/relationships[0]"),
        "`from` is not allowed on a relationship here.",
        "Remove `from`.",
    ),
    (
        "two operators",
        contract(f"{COLUMN}quality:\n    - {{metric: nullValues, mustBe: 0, mustBeLessThan: 3}}"),
        ("SCH-09", 11, 7, "/schema[name=t]/properties[name=c]/quality[0]"),
        "`mustBe` and `mustBeLessThan` stand together on a quality check; one may.",
        "Keep one of them.",
    ),
    (
        "too few numbers",
        contract(f"{COLUMN}quality:\n    - {{metric: nullValues, mustBeBetween: [1]}}"),
        ("SCH-10", 11, 28, "/schema[name=t]/properties[name=c]/quality[0]/mustBeBetween"),
        "By the official schema, `mustBeBetween` has less than 2 items.",
        "Change it as the message says.",
    ),
    (
        "the Data Contract Specification",
        b"dataContractSpecification: 1.1.0\nid: x\ninfo: {title: y}\nmodels: {}\n",
        ("SCH-01", 1, 1, "/dataContractSpecification"),
        (
            "This file follows the Data Contract Specification; Charter reads the Open Data "
            "Contract Standard v3.0.0, v3.0.1, v3.0.2, v3.1.0 and v3.2.0."
        ),
        "Convert it: `datacontract export --format odcs` writes the same contract in ODCS.",
    ),
    (
        "version 2 of the standard",
        b"version: 1.0.0\napiVersion: v2.2.2\nquantumName: y\n",
        ("SCH-01", 2, 1, "/apiVersion"),
        (
            "This follows version 2 of the Open Data Contract Standard; supported are v3.0.0, "
            "v3.0.1, v3.0.2, v3.1.0 and v3.2.0."
        ),
        "Convert it to version 3: `dataset` became `schema`, `columns` `properties`.",
    ),
    (
        "a version that is not there",
        contract(apiVersion="v9.9.9"),
        ("SCH-01", 1, 1, "/apiVersion"),
        (
            "`apiVersion: v9.9.9` is no supported version of the standard; supported are v3.0.0, "
            "v3.0.1, v3.0.2, v3.1.0 and v3.2.0."
        ),
        "Set `apiVersion` to a supported version, and `kind` to `DataContract`.",
    ),
    (
        "a version of Kubernetes",
        b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n",
        ("SCH-01", 1, 1, "/apiVersion"),
        (
            "`apiVersion: v1` is no supported version of the standard; supported are v3.0.0, "
            "v3.0.1, v3.0.2, v3.1.0 and v3.2.0."
        ),
        "Set `apiVersion` to a supported version, and `kind` to `DataContract`.",
    ),
    (
        "no version",
        contract(apiVersion=None),
        ("SCH-04", 1, 1, "/apiVersion"),
        (
            "`apiVersion` is missing on the contract, so nobody can know which schema to judge it "
            "by; it was judged by v3.2.0."
        ),
        "Add `apiVersion: v3.2.0`.",
    ),
    (
        "a version without its v",
        contract(apiVersion="3.0.0"),
        ("SCH-02", 1, 1, "/apiVersion"),
        "`apiVersion: 3.0.0` is not how the standard writes v3.0.0.",
        "Write `apiVersion: v3.0.0`.",
    ),
    (
        "a version without its last number",
        contract(apiVersion="v3.1"),
        ("SCH-02", 1, 1, "/apiVersion"),
        "`apiVersion: v3.1` is not how the standard writes v3.1.0.",
        "Write `apiVersion: v3.1.0`.",
    ),
]


@pytest.mark.parametrize(
    ("source", "where", "message", "fix"), [row[1:] for row in SAID], ids=[row[0] for row in SAID]
)
def test_each_fault_is_told_once_in_plain_words(source, where, message, fix):
    """One fault, one finding: noise around it is why people stop reading linters."""
    assert findings(source) == [(*where, message, fix)]


def test_every_schema_rule_is_met_above():
    """A rule nobody can meet is a promise nobody keeps."""
    assert {row[2][0] for row in SAID} == {rule.code for rule in SCHEMA_RULES}


def test_a_version_without_its_v_is_judged_as_that_version():
    """Somebody who forgets a letter still wants to know what else is wrong."""
    found = findings(contract(f"{COLUMN}logicalType: timestamp", apiVersion="3.0.0"))

    assert [row[:2] for row in found] == [("SCH-02", 1), ("SCH-07", 10)]


def test_version_2_is_known_by_its_keys_too():
    """In version 2, `apiVersion` could be left out."""
    found = findings(b"datasetName: x\nquantumName: y\nversion: 1.0.0\n")

    assert [row[0] for row in found] == ["SCH-01"]
    assert "version 2" in found[0][4]


def test_what_only_the_strict_schema_finds_is_a_warning():
    """v3.0.2 has two official schemas; the plain one decides what is valid."""
    body = "servers:\n- {server: s, type: custom, topic: x}\nroles:\n- {role: 1, accss: y}"

    found = validate(load(contract(body, apiVersion="v3.0.2")))

    assert [(f.rule, f.severity, f.pointer) for f in found] == [
        ("SCH-03", Severity.WARNING, "/servers/0/topic"),
        ("SCH-03", Severity.WARNING, "/roles/0/accss"),
    ]


def test_a_broken_value_does_not_make_its_neighbours_unknown():
    """Schemas around a broken part report every key of it as unexpected."""
    body = "schema:\n- name:\n  logicalType: array\n  properties: x\n  physicalName: y"

    assert [row[:2] + row[3:4] for row in findings(contract(body))] == [
        ("SCH-05", 7, "/schema[0]/name"),
        ("SCH-07", 8, "/schema[0]/logicalType"),
        ("SCH-06", 9, "/schema[0]/properties"),
    ]


def test_findings_stand_in_the_order_of_lines():
    """People mend a file from top to bottom."""
    body = f"nope: 1\n{COLUMN}requird: 1\n    description:\nzzz: 1"

    lines = [row[1] for row in findings(contract(body, status=None))]

    assert lines == sorted(lines)
    assert len(lines) == 5


def test_the_choice_between_shapes_is_told_as_the_author_meant_it():
    """A team may be a list or an object; the fault is in the one that was written."""
    as_list = findings(contract("team:\n- {username: a, nam: b}"))
    as_object = findings(contract("team:\n  members:\n  - {username: a, nam: b}"))

    assert [row[3] for row in as_list] == ["/team[username=a]/nam"]
    assert [row[3] for row in as_object] == ["/team/members[username=a]/nam"]


def test_numbers_of_any_size_are_validated():
    """Exact numbers reach the validator as they are."""
    body = f"price: {{priceAmount: 1e400}}\nslaProperties: [{{property: x, value: {'9' * 400}}}]"

    assert findings(contract(body)) == []
